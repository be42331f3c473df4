package peopleweb

import (
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// letters is how to write to somebody: the lines of the envelope.
type letters struct {
	lines    []string
	standsIn bool // the street address stands in for the one for letters
	checked  partialdate.Date
	rules    []facilities.Rule
}

// writing returns how to write to the person, and whether there is a way.
func (f *file) writing() (letters, bool) {
	if f.place.ID == "" || f.Dead {
		return letters{}, false
	}
	a, standsIn, ok := facilities.AddressFor(f.place.Addresses, facilities.Letters)
	l := letters{standsIn: standsIn, checked: a.CheckedOn, rules: mailRules(f.place.Rules)}
	if ok {
		l.lines = facilities.LettersAddress(f.Name, f.Number, f.stay.Unit, f.place.Name, a)
	}
	return l, true
}

// mailRules are the rules for what is posted, in the order of their topics.
func mailRules(rules []facilities.Rule) []facilities.Rule {
	var out []facilities.Rule
	for _, topic := range []string{"letters", "books", "magazines", "photos", "parcels", "legal"} {
		for _, r := range rules {
			if r.Topic == topic {
				out = append(out, r)
			}
		}
	}
	return out
}

// ruleWords puts the rules into one paragraph, as long as a side column bears.
func ruleWords(rules []facilities.Rule) string {
	var b strings.Builder
	for _, r := range rules {
		says := strings.TrimSpace(r.Says)
		if says == "" || b.Len()+len(says) > 300 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(says)
		if !strings.HasSuffix(says, ".") {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// oldest is when the rule checked longest ago was checked; unknown when any is.
func oldest(rules []facilities.Rule) partialdate.Date {
	var old partialdate.Date
	for i, r := range rules {
		if r.CheckedOn.IsZero() {
			return partialdate.Date{}
		}
		if i == 0 || first(r.CheckedOn) < first(old) {
			old = r.CheckedOn
		}
	}
	return old
}

// stale reports whether something was checked too long ago to be relied on.
func stale(checked partialdate.Date, today civil.Day) bool {
	days, known := checked.DaysUntil(today)
	return !known || -days > facilities.ShelfLife
}
