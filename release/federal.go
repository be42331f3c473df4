package release

import (
	"errors"
	"fmt"
)

// federal is the pack of the Federal Bureau of Prisons.
type federal struct {
	head        `yaml:",inline"`
	GoodConduct struct {
		rule       `yaml:",inline"`
		DaysAYear  int    `yaml:"days_a_year"`
		LongerThan Length `yaml:"longer_than"`
	} `yaml:"good_conduct"`
	Rounding    rule `yaml:"rounding"`
	JailCredit  rule `yaml:"jail_credit"`
	TimeCredits struct {
		rule     `yaml:",inline"`
		MostDays int `yaml:"most_days"`
	} `yaml:"time_credits"`
	ReleaseDay dayOfRelease `yaml:"release_day"`
}

func loadFederal() (*federal, error) {
	var f federal
	if err := readPack("us-federal", &f); err != nil {
		return nil, err
	}
	if err := errors.Join(f.GoodConduct.ready(), f.Rounding.ready(), f.JailCredit.ready(), f.TimeCredits.ready(), f.ReleaseDay.ready()); err != nil {
		return nil, fmt.Errorf("release: pack us-federal: %w", err)
	}
	return &f, nil
}

// federalSentence counts good conduct time on the sentence imposed: so many days
// for each year, in proportion for the part of a year at its end.
func (c *Calculator) federalSentence(a Ask, imposed day) (Estimate, error) {
	f := c.federal
	switch {
	case a.Track != "":
		return Estimate{}, refuse("release.refused.track", "track", cut(a.Track))
	case a.Remand+a.TaggedBail+a.Added+a.Away > 0:
		return Estimate{}, refuse("release.refused.not_federal")
	}
	last := a.Length.after(imposed) - 1
	days := int(last-imposed) + 1
	full := last - day(a.JailCredit)
	good, years, rest := f.goodConduct(a.Length, imposed)
	credit := min(a.TimeCredit, f.TimeCredits.MostDays)
	var est Estimate
	est.add(FullTerm, full)
	est.add(ProjectedRelease, max(full-day(good)-day(credit), imposed))
	est.step("release.step.term", "sentence", 1, "length", a.Length, "from", imposed.civil(), "to", last.civil(), "days", days)
	if a.JailCredit > 0 {
		est.step("release.step.jail_credit", "count", a.JailCredit, "day", full.civil())
		est.cite(&f.JailCredit)
	}
	est.cite(&f.GoodConduct.rule)
	if good == 0 {
		est.step("release.step.no_good_conduct")
	} else {
		est.step("release.step.good_conduct", "years", years, "rest", rest, "each", f.GoodConduct.DaysAYear, "days", good)
		est.cite(&f.Rounding)
	}
	if a.TimeCredit > 0 {
		est.step("release.step.time_credit", "earned", a.TimeCredit, "used", credit)
		est.cite(&f.TimeCredits.rule)
	} else {
		est.step("release.step.no_time_credit")
	}
	c.walkOut(&est, f.Calendar, &f.ReleaseDay)
	est.step("release.step.official")
	return est, nil
}

// goodConduct counts the days earned for whole years, and for the days left over.
func (f *federal) goodConduct(l Length, imposed day) (good, years, rest int) {
	end := l.after(imposed)
	if !l.longerThan(f.GoodConduct.LongerThan, imposed) {
		return 0, 0, 0
	}
	for imposed.afterMonths(12*(years+1)) <= end {
		years++
	}
	rest = int(end - imposed.afterMonths(12*years))
	return years*f.GoodConduct.DaysAYear + rest*f.GoodConduct.DaysAYear/365, years, rest
}

func (l Length) longerThan(o Length, from day) bool { return l.after(from) > o.after(from) }
