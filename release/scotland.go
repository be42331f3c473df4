package release

import (
	"errors"
	"fmt"
	"slices"
)

// scotland is the pack of short sentences in Scotland.
type scotland struct {
	head    `yaml:",inline"`
	Tracks  []trackRule `yaml:"tracks"`
	Shorter Length      `yaml:"shorter_than"`
	Points  []*point    `yaml:"points"`
}

func loadScotland() (*scotland, error) {
	var s scotland
	if err := readPack("scotland", &s); err != nil {
		return nil, err
	}
	var all []error
	for _, p := range s.Points {
		all = append(all, p.ready())
	}
	if err := errors.Join(all...); err != nil {
		return nil, fmt.Errorf("release: pack scotland: %w", err)
	}
	return &s, nil
}

// estimate counts one sentence of less than four years. A rule reaches a sentence
// when release under the rules before was due on or after the day it began; where
// that day is not known surely, or where people were let out in groups, it refuses.
func (s *scotland) estimate(a Ask, imposed day) (Estimate, error) {
	track, err := trackOf(s.Tracks, a.Track)
	switch {
	case err != nil:
		return Estimate{}, err
	case a.Added+a.JailCredit+a.TimeCredit+a.TaggedBail > 0:
		return Estimate{}, refuse("release.refused.not_in_scotland")
	case !s.Shorter.longer(imposed, a.Length.after(imposed)-1):
		return Estimate{}, refuse("release.refused.long_scotland")
	}
	last := a.Length.after(imposed) - 1
	days := int(last-imposed) + 1
	moved := day(a.Away - a.Remand)
	release, used := none, (*point)(nil)
	for _, p := range s.Points {
		now := max(imposed+day(p.Served.days(days))-1+moved, imposed)
		switch {
		case slices.ContainsFunc(track.Exclusions, func(x string) bool { return slices.Contains(p.Without, x) }), release != none && release < p.from:
			continue
		case p.Unsettled:
			return Estimate{}, refuse("release.refused.unsettled", "part", p.Served.String(), "day", p.from.civil())
		case release != none && imposed < p.from && now < p.from:
			return Estimate{}, refuse("release.refused.groups_scotland", "day", p.from.civil())
		}
		release, used = now, p
	}
	var est Estimate
	est.add(CRD, release)
	est.add(SED, last+moved)
	est.step("release.step.term", "sentence", 1, "length", a.Length, "from", imposed.civil(), "to", last.civil(), "days", days)
	est.step("release.step.served", "part", used.Served, "days", days, "served", used.Served.days(days))
	if moved != 0 {
		est.step("release.step.scotland_moved", "remand", a.Remand, "away", a.Away)
	}
	est.step("release.step.scotland_day")
	est.step("release.step.official")
	est.cite(&used.rule)
	return est, nil
}
