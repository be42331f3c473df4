package facilities

import (
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Mark says how sure we are of a rule.
type Mark string

// The marks, from sure to doubtful.
const (
	Verified  Mark = "verified"  // read in the facility's own words, or in the law
	Reported  Mark = "reported"  // somebody told us
	Contested Mark = "contested" // we were told different things
)

// Marks lists them in the order shown.
func Marks() []Mark { return []Mark{Verified, Reported, Contested} }

// Topics lists what house rules are about, in the order shown. A rule about
// something else has the topic "other".
func Topics() []string {
	return []string{"letters", "books", "magazines", "photos", "parcels", "money", "legal", "visits", "phone", "complaints", "clothing", "other"}
}

// ShelfLife is after how many days a rule or an address should be checked again.
const ShelfLife = 90

// Rule is one house rule: what it is about, what it says, who says so and when.
type Rule struct {
	ID         string
	Rev        string
	FacilityID string
	Topic      string
	Says       string
	Source     string           // in words: "handbook, page 12"
	CheckedOn  partialdate.Date // when the source said so
	Mark       Mark
	Test       Test   // what it says, as far as it can be checked
	Follows    string // the rule it took the place of
	RecordedAt time.Time
	RecordedBy string
	EndedAt    time.Time // zero while it stands
}

// Check returns what is wrong with the rule.
func (r Rule) Check() []fault.Problem {
	var problems []fault.Problem
	bad := func(field, key string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
	}
	if !slices.Contains(Topics(), r.Topic) {
		bad("topic", "facilities.rule.topic.missing")
	}
	switch {
	case strings.TrimSpace(r.Says) == "":
		bad("says", "facilities.rule.says.missing")
	case len(r.Says) > maxText:
		bad("says", "facilities.text.long", "most", maxText)
	}
	switch {
	case strings.TrimSpace(r.Source) == "":
		bad("source", "facilities.rule.source.missing")
	case len(r.Source) > maxLine:
		bad("source", "facilities.text.long", "most", maxLine)
	}
	if !slices.Contains(Marks(), r.Mark) {
		bad("mark", "facilities.rule.mark.missing")
	}
	return append(problems, r.Test.check()...)
}

// Age is how many days ago the source said so, counted from the first day the
// date may mean, or from the day it was written down where nobody knows.
func (r Rule) Age(today civil.Day) int {
	return age(r.CheckedOn, r.RecordedAt, today)
}

// Stale reports whether the rule should be checked again.
func (r Rule) Stale(today civil.Day) bool { return r.Age(today) > ShelfLife }

func age(checked partialdate.Date, recorded time.Time, today civil.Day) int {
	if days, ok := checked.DaysUntil(today); ok {
		return max(0, -days)
	}
	if recorded.IsZero() {
		return 0
	}
	return max(0, today.Since(civil.Of(recorded, nil)))
}

// Stale reports whether the address should be checked again; one nobody ever
// checked should.
func (a Address) Stale(today civil.Day) bool {
	days, ok := a.CheckedOn.DaysUntil(today)
	return !ok || -days > ShelfLife
}

// Post is a function at a facility that outlives whoever holds it: the mail
// room, the chaplain, the grievance officer.
type Post struct {
	ID         string
	Rev        string
	FacilityID string
	Title      string
	Contact    string // telephone, e-mail, office hours
	Source     string
	CheckedOn  partialdate.Date
	EndedAt    time.Time
	Holders    []Holder // the present one first
}

// Holder is somebody who holds or held a post.
type Holder struct {
	ID         string
	Rev        string
	PostID     string
	FacilityID string
	Name       string
	Contact    string
	Since      partialdate.Date
	Until      partialdate.Date
	Source     string
	EndedAt    time.Time // zero while they hold it
}

// Check returns what is wrong with the post.
func (p Post) Check() []fault.Problem {
	return checkLines([]line{{"title", p.Title, true}, {"contact", p.Contact, false}, {"source", p.Source, false}}, "facilities.post.")
}

// Check returns what is wrong with the holder.
func (h Holder) Check() []fault.Problem {
	problems := checkLines([]line{{"name", h.Name, true}, {"contact", h.Contact, false}, {"source", h.Source, false}}, "facilities.holder.")
	if !h.Since.IsZero() && !h.Until.IsZero() && h.Until.Compare(h.Since) == partialdate.Before {
		problems = append(problems, fault.Problem{Field: "until", Key: "facilities.holder.until.before"})
	}
	return problems
}

type line struct {
	field, text string
	required    bool
}

func checkLines(lines []line, prefix string) []fault.Problem {
	var problems []fault.Problem
	for _, l := range lines {
		switch {
		case l.required && strings.TrimSpace(l.text) == "":
			problems = append(problems, fault.Problem{Field: l.field, Key: prefix + l.field + ".missing"})
		case len(l.text) > maxLine:
			problems = append(problems, fault.Problem{Field: l.field, Key: "facilities.text.long", Args: []any{"most", maxLine}})
		}
	}
	return problems
}
