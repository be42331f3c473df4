package exchange

import (
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// State is how something of theirs stands beside what we have.
type State string

// The states. Only what is new or changed can be taken.
const (
	New     State = "new"
	Changed State = "changed" // ours differs, or was checked earlier
	Same    State = "same"
	Older   State = "older" // ours was checked on the same day or later
	Wrong   State = "wrong" // it breaks a rule of ours for rules, and cannot be taken
)

// States lists them in the order shown.
func States() []State { return []State{New, Changed, Older, Same, Wrong} }

// Takeable reports whether it can be taken.
func (s State) Takeable() bool { return s == New || s == Changed }

// Compared is a rule or an address of theirs beside ours.
type Compared struct {
	ID      string // names it within the file: "3.r0", "3.a1"
	State   State
	Rule    *facilities.Rule // theirs; nil for an address
	Address *facilities.Address
	Their   facilities.Mark // how sure they are of the rule
	Ours    *facilities.Rule
	OursAt  *facilities.Address
	key     string // of their rule
}

// Held is what we have of a facility.
type held struct {
	facilities.Reach
	follows map[string]string // rule, and the one it took the place of
	came    map[string]string // key of their rule, and the rule of ours that came from it
}

// day is what a date counts for: its last day, because nobody knows better.
func day(d partialdate.Date) civil.Day {
	if d.IsZero() {
		return ""
	}
	_, last := d.Bounds()
	return last
}

// ourDay is when ours was checked: what nobody dated, on the day it was written down.
func ourDay(r facilities.Rule) civil.Day {
	if r.CheckedOn.IsZero() {
		return civil.Of(r.RecordedAt, nil)
	}
	return day(r.CheckedOn)
}

// compareRules holds the rules of one place against ours. One of ours stands against
// one of theirs at most.
func compareRules(theirs []Rule, ours held, madeOn civil.Day) []Compared {
	pairs := pairRules(theirs, ours)
	out := make([]Compared, len(theirs))
	for i, t := range theirs {
		r := t.rule(madeOn)
		c := Compared{Rule: &r, Their: t.Evidence, key: t.Key, State: New}
		if o := pairs[i]; o != nil {
			c.Ours = o
			c.State = against(sameRule(r, *o), day(t.CheckedOn), ourDay(*o))
		}
		if c.State.Takeable() && len(r.Check()) > 0 {
			c.State = Wrong
		}
		out[i] = c
	}
	return out
}

// against is the state of something that stands against ours: a later check counts,
// and never an earlier one.
func against(same bool, theirs, ours civil.Day) State {
	switch {
	case theirs > ours:
		return Changed
	case same:
		return Same
	}
	return Older
}

func sameRule(a, b facilities.Rule) bool {
	return a.Topic == b.Topic && said(a.Says) == said(b.Says) && a.Test == b.Test
}

// said is a text as it is compared: without accents, case and punctuation.
func said(s string) string { return strings.Join(words(s), " ") }

// pairRules finds for each of theirs the one of ours that it is about: the one that
// came from it before; the one with the same words; the only one of its sort about the
// topic, where they have only one too. Everything else stands beside ours.
func pairRules(theirs []Rule, ours held) []*facilities.Rule {
	out := make([]*facilities.Rule, len(theirs))
	used := map[string]bool{}
	pass := func(is func(t Rule, o facilities.Rule) bool) {
		for i, t := range theirs {
			for j := range ours.Rules {
				if o := &ours.Rules[j]; out[i] == nil && !used[o.ID] && is(t, *o) {
					out[i], used[o.ID] = o, true
				}
			}
		}
	}
	pass(func(t Rule, o facilities.Rule) bool { return t.Key != "" && ours.from(o.ID, ours.came[t.Key]) })
	pass(func(t Rule, o facilities.Rule) bool { return sameRule(t.rule(""), o) })
	alone := func(t Rule) (n int) {
		for _, other := range theirs {
			if sort(other) == sort(t) {
				n++
			}
		}
		for _, o := range ours.Rules {
			if [2]string{o.Topic, string(o.Test.Sort)} == sort(t) {
				n++
			}
		}
		return n
	}
	pass(func(t Rule, o facilities.Rule) bool {
		return sort(t) == [2]string{o.Topic, string(o.Test.Sort)} && alone(t) == 2
	})
	return out
}

func sort(r Rule) [2]string { return [2]string{r.Topic, string(r.Test.test().Sort)} }

// from reports whether a rule is another one, or followed it.
func (h held) from(rule, first string) bool {
	for steps := 0; rule != "" && first != "" && steps < 1000; steps++ {
		if rule == first {
			return true
		}
		rule = h.follows[rule]
	}
	return false
}

// compareAddresses holds the addresses of one place against ours, by what they are for.
func compareAddresses(theirs []Address, ours held, madeOn civil.Day) []Compared {
	out := make([]Compared, len(theirs))
	for i, t := range theirs {
		a := t.address(madeOn)
		if a.Country == "" {
			a.Country = ours.Country
		}
		c := Compared{Address: &a, State: New}
		if o := addressFor(ours.Addresses, a); o != nil {
			c.OursAt = o
			same := sameAddress(a, *o)
			if c.State = against(same, day(t.CheckedOn), day(o.CheckedOn)); same {
				c.State = Same // where something goes does not become truer
			}
		}
		if c.State.Takeable() && len(a.Check()) > 0 {
			c.State = Wrong
		}
		out[i] = c
	}
	return out
}

// addressFor is the one of ours for the same purpose: the same one, or that which was
// checked last.
func addressFor(ours []facilities.Address, a facilities.Address) (best *facilities.Address) {
	for i := range ours {
		o := &ours[i]
		switch {
		case o.Ended || o.Purpose != a.Purpose:
		case sameAddress(a, *o):
			return o
		case best == nil || day(o.CheckedOn) > day(best.CheckedOn):
			best = o
		}
	}
	return best
}

func sameAddress(a, b facilities.Address) bool {
	return said(strings.Join(a.PostalLines(), " ")) == said(strings.Join(b.PostalLines(), " "))
}
