package mailroom

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
)

// Kind is what came in.
type Kind string

// The kinds.
const (
	Asks   Kind = "request" // it asks for something that we send
	Letter Kind = "letter"  // it wants to be read, and answered
	Legal  Kind = "legal"   // privileged: its words are not kept
	Form   Kind = "form"
)

// Kinds lists them in the order offered.
func Kinds() []Kind { return []Kind{Asks, Letter, Legal, Form} }

// BackAddress is what the envelope says of where it comes from.
type BackAddress string

// What it may say.
const (
	SameAddress BackAddress = "same"
	NewUnit     BackAddress = "unit"
	Elsewhere   BackAddress = "elsewhere"
	Unreadable  BackAddress = "unreadable"
)

// BackAddresses lists them in the order offered.
func BackAddresses() []BackAddress { return []BackAddress{SameAddress, NewUnit, Elsewhere, Unreadable} }

// LetterState says whether anybody must do something about a letter.
type LetterState string

// The states.
const (
	ToAnswer LetterState = "open"
	Answered LetterState = "answered"
	Filed    LetterState = "filed" // nothing to answer
)

// Incoming is a letter that came in.
type Incoming struct {
	ID, Rev    string
	PersonID   string // "" while nobody knows whose it is
	Kind       Kind
	ReceivedOn civil.Day
	Postmark   partialdate.Date
	OpenedOn   civil.Day
	Back       BackAddress
	BackWords  string // what the envelope says, of NewUnit and Elsewhere
	AsRead     string // the sender as far as it can be read, of an unknown one
	Words      string // what it says, in short
	FileID     string // the scan, of the person's files
	EntryID    string // of the timeline
	State      LetterState
	AuthorID   string
	AuthorName string
	LoggedAt   time.Time
}

// Ask is one thing a letter asks for.
type Ask struct {
	OfferID string
	Words   string // for the packers; printed on the slip
}

// Way is what happens to what was asked for.
type Way string

// The ways.
const (
	WithLabel Way = "label"   // into the queue, with a label
	NoLabel   Way = "log"     // into the queue, without
	Hold      Way = "hold"    // until Until
	Nothing   Way = "nothing" // it asks for nothing that we send
)

// NewLetter is what somebody enters at the desk.
type NewLetter struct {
	Incoming
	Asks     []Ask
	Way      Way
	Until    civil.Day // of Hold; "" is the day the verdict gives
	ToWorker bool      // their worker should read it
}

// The most a letter holds, in characters.
const (
	maxWords = 4000
	maxLine  = 500
	maxAsks  = 10
)

func (n NewLetter) clean() NewLetter {
	n.Words, _ = people.CleanLines(n.Words)
	n.BackWords, _ = people.Clean(n.BackWords)
	n.AsRead, _ = people.Clean(n.AsRead)
	asks := n.Asks
	n.Asks = nil
	for _, a := range asks {
		if a.Words, _ = people.Clean(a.Words); a.Words != "" {
			n.Asks = append(n.Asks, a)
		}
	}
	if n.Kind == Legal {
		n.Words = "" // what is privileged is not ours to keep
	}
	if n.Back == "" {
		n.Back = SameAddress
	}
	return n
}

// check returns what is wrong with n on a day, by the names of its fields.
func (n NewLetter) check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(!slices.Contains(Kinds(), n.Kind), "kind", "mail.kind.missing")
	problem(!n.ReceivedOn.Valid() || n.ReceivedOn > today, "received", "mail.received.wrong")
	problem(n.Postmark.Compare(partialdate.On(n.ReceivedOn)) == partialdate.After, "postmark", "mail.postmark.late")
	problem(n.OpenedOn != "" && (n.OpenedOn < n.ReceivedOn || n.OpenedOn > today), "opened", "mail.opened.wrong")
	problem(!slices.Contains(BackAddresses(), n.Back), "back", "mail.back.unknown")
	problem(n.PersonID == "" && n.AsRead == "", "as_read", "mail.as-read.missing")
	problem(utf8.RuneCountInString(n.Words) > maxWords, "words", "mail.words.long", "count", maxWords)
	for field, text := range map[string]string{"back_words": n.BackWords, "as_read": n.AsRead} {
		problem(utf8.RuneCountInString(text) > maxLine, field, "mail.words.long", "count", maxLine)
	}
	problem(len(n.Asks) > maxAsks, "asks", "mail.asks.many", "count", maxAsks)
	problem(n.Kind == Asks && n.PersonID != "" && len(n.Asks) == 0, "asks", "mail.asks.missing")
	for _, a := range n.Asks {
		problem(utf8.RuneCountInString(a.Words) > maxLine, "asks", "mail.words.long", "count", maxLine)
	}
	problem(n.Way == Hold && n.Until != "" && n.Until <= today, "until", "mail.until.past")
	return bad
}
