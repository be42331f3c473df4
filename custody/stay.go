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

// Age is how many days ago the claim was made, and whether that is known.
func (s Stay) Age(today civil.Day) (int, bool) {
	on, ok := s.SourceOn.Day()
	if !ok {
		on = civil.Of(s.RecordedAt, nil)
	}
	return today.Since(on), on != ""
}

// NewStay is what somebody learns of where a person is.
type NewStay struct {
	PersonID   string
	FacilityID string // "" unless held
	Unit       string
	State      State // "" is Held
	Since      partialdate.Date
	Source     string
	SourceOn   partialdate.Date
	Confidence Confidence // "" is Reported
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

// newer reports whether a new claim says something about a time before s
// began, so that it cannot take its place.
func (s Stay) newer(n NewStay) bool {
	at := order(n.Since, n.SourceOn)
	return at != "" && at < order(s.Since, s.SourceOn)
}

// After reports whether the stay began after a day that is known.
func (s Stay) After(since partialdate.Date) bool {
	return !since.IsZero() && s.newer(NewStay{Since: since})
}
