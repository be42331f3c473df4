package custody

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// State says how somebody is held, or that they are not.
type State string

// The states of a stay.
const (
	Held      State = "held"
	InTransit State = "in-transit" // between two facilities; nobody says where
	Released  State = "released"
	Absent    State = "unlawfully-absent"
	Unknown   State = "unknown" // lost track of
)

// States lists them in the order offered.
func States() []State { return []State{Held, InTransit, Released, Absent, Unknown} }

// Confidence says how sure a claim is.
type Confidence string

// The confidences, surest first.
const (
	Confirmed Confidence = "confirmed" // by the facility, a roster, a court
	Reported  Confidence = "reported"  // by the person or somebody close
	Guessed   Confidence = "guessed"   // ours, from something that came back
)

// Confidences lists them, surest first.
func Confidences() []Confidence { return []Confidence{Confirmed, Reported, Guessed} }

// Stay is the claim that somebody was somewhere from a day to a day.
type Stay struct {
	ID, Rev    string
	PersonID   string
	FacilityID string // "" unless held
	Facility   string // its name, as it is now
	Unit       string // cell, wing, dormitory
	State      State
	Since      partialdate.Date // zero when not known
	Until      partialdate.Date // zero while it lasts, or when not known
	Source     string           // who says so, in words
	SourceOn   partialdate.Date // and when
	Confidence Confidence
	RecordedAt time.Time // UTC
	RecordedBy string    // account id
	Current    bool
	Beside     bool // contradicts the line of stays; kept to be weighed
}

// Age is how many days ago the claim was made, counted from the first day its
// date may mean, and whether that is known.
func (s Stay) Age(today civil.Day) (int, bool) {
	if days, ok := s.SourceOn.DaysUntil(today); ok {
		return -days, true
	}
	on := civil.Of(s.RecordedAt, nil)
	return today.Since(on), on != ""
}

// NewStay is what somebody learns of where a person is.
type NewStay struct {
	PersonID   string
	FacilityID string // "" unless held
	Unit       string
	State      State // "" is Held
	Since      partialdate.Date
	Until      partialdate.Date // set for a stay that is over
	Source     string
	SourceOn   partialdate.Date
	Confidence Confidence // "" is Reported
	Overrule   bool       // what is recorded now was wrong: it is kept beside
}

// longest is how many characters a unit or a source may have.
const longest = 200

// Check returns what is wrong with n on the given day.
func (n NewStay) Check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	problem(n.PersonID == "", "person", "custody.stay.person.missing")
	problem(!slices.Contains(States(), n.State), "state", "custody.stay.state.unknown")
	problem(n.State == Held && n.FacilityID == "", "to", "custody.stay.facility.missing")
	problem(n.State != Held && n.FacilityID != "", "to", "custody.stay.facility.needless")
	problem(n.Since.Compare(partialdate.On(today)) == partialdate.After, "since", "custody.stay.since.future")
	problem(!n.Until.IsZero() && n.Until.Compare(n.Since) == partialdate.Before, "until", "custody.stay.until.before")
	problem(n.Until.Compare(partialdate.On(today)) == partialdate.After, "until", "custody.stay.until.future")
	problem(!slices.Contains(Confidences(), n.Confidence), "confidence", "custody.stay.confidence.unknown")
	problem(utf8.RuneCountInString(n.Unit) > longest, "unit", "custody.stay.unit.long")
	problem(utf8.RuneCountInString(n.Source) > longest, "source", "custody.stay.source.long")
	return bad
}

// tidy fills in what is left open.
func (n NewStay) tidy() NewStay {
	if n.State == "" {
		n.State = Held
	}
	if n.Confidence == "" {
		n.Confidence = Reported
	}
	return n
}

// order is the day by which stays are lined up: the earliest the beginning may
// mean, and that of the source when the beginning is not known.
func order(since, source partialdate.Date) string {
	for _, d := range []partialdate.Date{since, source} {
		if !d.IsZero() {
			first, _ := d.Bounds()
			return string(first)
		}
	}
	return ""
}

// Verdict is what becomes of a claim about where somebody is.
type Verdict string

// The verdicts.
const (
	Takes    Verdict = "takes"    // it is the current one now
	Confirms Verdict = "confirms" // it says what is known: the same stay, said again
	Past     Verdict = "past"     // a stay that was over before
	Beside   Verdict = "beside"   // it contradicts something newer or surer
)

// trusted is how long a confirmed claim stands against a guess.
const trusted = 90

// Weigh says what becomes of a claim; line is what is known of the person,
// without the claims beside it. An older claim never overwrites a newer one, a
// guess never a confirmed one of the last ninety days, and nobody is in two
// places at once. Overrule puts aside what is known.
func Weigh(line []Stay, n NewStay, today civil.Day) Verdict {
	was := now(line)
	switch {
	case !n.Until.IsZero() && overlaps(line, n):
		return Beside
	case !n.Until.IsZero():
		return Past
	case n.Overrule, len(line) == 0:
		return Takes
	case was.sameAs(n) && (!was.Since.IsZero() || !began(line, n)):
		return Confirms
	case began(line, n), n.saidOn(today) < was.saidOn():
		return Beside
	case n.Confidence == Guessed && was.Confidence == Confirmed && today.Since(was.saidOn()) <= trusted:
		return Beside
	}
	return Takes
}

// now is the current stay of a line, or the zero Stay.
func now(line []Stay) Stay {
	for _, s := range line {
		if s.Current {
			return s
		}
	}
	return Stay{}
}

// overlaps reports whether a stay that is over was, for certain, at the time of
// another.
func overlaps(line []Stay, n NewStay) bool {
	return slices.ContainsFunc(line, func(s Stay) bool {
		return s.Since.Compare(n.Until) == partialdate.Before && (s.Until.IsZero() && s.Current || n.Since.Compare(s.Until) == partialdate.Before)
	})
}

// began reports whether a stay that lasts began, for certain, before another
// one began or ended.
func began(line []Stay, n NewStay) bool {
	return slices.ContainsFunc(line, func(s Stay) bool {
		return n.Since.Compare(s.Since) == partialdate.Before || n.Since.Compare(s.Until) == partialdate.Before
	})
}

// sameAs reports whether a claim says what the stay says.
func (s Stay) sameAs(n NewStay) bool {
	return s.State == n.State && s.FacilityID == n.FacilityID && (n.Unit == "" || n.Unit == s.Unit) &&
		(n.Since.IsZero() || s.Since.IsZero() || n.Since.Compare(s.Since) != partialdate.After)
}

// saidOn is the last day for which the stay is known to hold: that of its
// source, of its beginning, or of its record.
func (s Stay) saidOn() civil.Day {
	for _, d := range []partialdate.Date{s.SourceOn, s.Since} {
		if !d.IsZero() {
			first, _ := d.Bounds()
			return first
		}
	}
	return civil.Of(s.RecordedAt, nil)
}

// saidOn is the day the claim speaks of: that of its source, or today, as far
// as its beginning does not lie in the past.
func (n NewStay) saidOn(today civil.Day) civil.Day {
	if !n.SourceOn.IsZero() {
		_, last := n.SourceOn.Bounds()
		return last
	}
	if !n.Since.IsZero() {
		_, last := n.Since.Bounds()
		return min(last, today)
	}
	return today
}

// After reports whether the stay began after a day that is known.
func (s Stay) After(since partialdate.Date) bool {
	return !since.IsZero() && since.Compare(s.Since) == partialdate.Before
}

// Outweighs reports whether what is known stands against a claim of a list. A
// list that does not say of which day it is counts for less than what was
// confirmed within the last ninety days, unless it tells of a later move.
func (s Stay) Outweighs(n NewStay, today civil.Day) bool {
	if s.ID == "" {
		return false
	}
	age, known := s.Age(today)
	since, moved := n.Since.Day()
	sure := s.Confidence == Confirmed && known && age <= trusted && n.SourceOn.IsZero()
	later := moved && since > today.Add(-age)
	return s.After(n.Since) || sure && !later || Weigh([]Stay{s}, n.tidy(), today) == Beside
}
