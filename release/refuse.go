package release

import (
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// refuse is a fault of the kind Invalid that says why no date is given.
func refuse(key string, args ...any) error { return fault.Bad("release: estimate", "", key, args...) }

func notRead(key string, args ...any) error {
	return fault.Bad("release: reading a booking", "", key, args...)
}

func tooLarge(key string, args ...any) error {
	e := fault.New(fault.TooLarge, "release: reading a booking")
	e.Problems = []fault.Problem{{Key: key, Args: args}}
	return e
}

// problems collects what is wrong with a booking, so that all of it is told at
// once.
type problems []fault.Problem

func (p *problems) add(key string, args ...any) {
	if len(*p) < 20 {
		*p = append(*p, fault.Problem{Key: key, Args: args})
	}
}

func (p *problems) err() error { return fault.Check("release: reading a booking", *p) }

func (p *problems) count(n int) {
	switch {
	case n == 0:
		p.add("release.refused.no_sentence")
	case n > maxSentences:
		p.add("release.refused.too_many", "limit", maxSentences)
	}
}

// optional reads a day that may be missing.
func (p *problems) optional(d civil.Day) day {
	if d == "" {
		return none
	}
	got, ok := dayOf(d)
	if !ok {
		p.add("release.refused.no_such_day", "day", cut(string(d)))
	}
	return got
}

func (p *problems) needed(d civil.Day, n int) day {
	if d == "" {
		p.add("release.refused.no_sentence_date", "sentence", n)
		return none
	}
	return p.optional(d)
}

// cut shortens what somebody else wrote before it is repeated to them.
func cut(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
