package mailroom

import (
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/mailroom/verdict"
)

// State says how a request stands.
type State string

// The states.
const (
	Queued  State = "queued"  // may be packed
	Held    State = "held"    // until FillOn, or until it is known where they are
	Stopped State = "stopped" // it would not arrive; Why says why, and a half-slip goes in its place
	Sent    State = "sent"
	Dropped State = "dropped" // not wanted any more
)

// LabelState says where the address label of a request is.
type LabelState string

// Where it may be.
const (
	LabelNone    LabelState = ""
	LabelQueued  LabelState = "queued"
	LabelPrinted LabelState = "printed"
)

// Why a request is held or stopped, where that is not a day: the keys of reasons of
// package verdict, and these.
const (
	whyTransit = "transit"
	whyHome    = "home"
	whyBack    = "back" // what went before came back, and nobody has said where to now
)

// Request is one thing that somebody asked for.
type Request struct {
	ID, Rev    string
	Code       string // on slips and labels: "L-20418"
	PersonID   string
	LetterID   string // "" for one that came in no letter of ours
	OfferID    string
	Words      string
	State      State
	FillOn     civil.Day // of Held; "" where nobody knows the day
	Why        string
	AgainOf    string // the parcel that came back, "" for a first one
	Label      LabelState
	AskedOn    civil.Day
	AuthorID   string
	AuthorName string
	MadeAt     time.Time
}

// Ready reports whether it may be packed on a day: queued, or held until a day that
// has come.
func (r Request) Ready(today civil.Day) bool {
	return r.State == Queued || r.State == Held && r.FillOn != "" && r.FillOn <= today
}

// Parcel is what was sent.
type Parcel struct {
	ID, Rev    string
	PersonID   string
	RequestID  string
	OfferID    string
	FacilityID string
	Address    []string // as it was written
	Items      []string // titles, a line each
	Weight     int      // grams
	Postage    int      // hundredths of the currency
	PackedBy   string
	CheckedBy  string
	SentOn     civil.Day
	ReturnedOn civil.Day // "" while it did not come back
	Reason     Reason
	Words      string // what the envelope says
	RuleID     string // of the facility, of ByRule
	Again      bool   // it went in place of one that came back
	AuthorName string
	MadeAt     time.Time
}

// Reason is why something came back.
type Reason string

// The reasons. "Refused" alone is none (R-MAIL-10).
const (
	TheyMoved    Reason = "moved"
	TheyWentHome Reason = "released"
	NotFound     Reason = "not-found"
	ByRule       Reason = "rule"
	Damaged      Reason = "damaged"
	OtherReason  Reason = "other" // in words
)

// Reasons lists them in the order offered.
func Reasons() []Reason {
	return []Reason{TheyMoved, TheyWentHome, NotFound, ByRule, Damaged, OtherReason}
}

// Offer is a sort of post the group sends: books, letters.
type Offer struct {
	ID, Rev  string
	Name     string
	Purpose  string // of an address: "books"
	Topic    string // of house rules: "books"
	Every    verdict.Every
	NearDays int // how near a release is looked at first
	Position int
	Ended    bool
}

// lines splits and joins what is kept in one column.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func joined(list []string) string { return strings.Join(list, "\n") }

// on is a day as a date of the timeline.
func on(day civil.Day) partialdate.Date { return partialdate.On(day) }
