package way

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
)

// EventKind is the sort of thing that happened to a grievance.
type EventKind string

// The kinds of event. The first five are the way of a step, in their order.
const (
	Sent         EventKind = "sent"      // the draft went to the person
	Signed       EventKind = "signed"    // they signed it
	Submitted    EventKind = "submitted" // it was put in: in the box, handed over, posted
	Logged       EventKind = "logged"    // the facility took it down as received
	Answered     EventKind = "answered"  // On is the day it was received, SignedOn the day they signed
	MoreTime     EventKind = "more-time" // we asked for more time; Until is the day that was granted
	TheyTake     EventKind = "they-take" // they said that they take the extension of their limit
	Stopped      EventKind = "stopped"   // the clock stood still, from On to Until
	ReprisalTold EventKind = "reprisal"  // something was done to the person for complaining
	Thwarted     EventKind = "thwarted"  // the way was barred: no forms, no box, refused
	LeftOut      EventKind = "left-out"  // a step that may be left out was, with why
)

// EventKinds lists them in the order offered.
func EventKinds() []EventKind {
	return []EventKind{Sent, Signed, Submitted, Logged, Answered, MoreTime, TheyTake, Stopped, LeftOut, ReprisalTold, Thwarted}
}

// OfStep reports whether an event belongs to a step of the procedure.
func (k EventKind) OfStep() bool {
	return slices.Contains([]EventKind{Sent, Signed, Submitted, Logged, Answered, MoreTime, TheyTake, LeftOut}, k)
}

// Way is how something was put in, refused or done: the sorts of an event.
type Way string

// Ways lists the sorts of a kind of event in the order offered; none for kinds that
// have no sorts. Those of Answered are its outcomes.
func Ways(k EventKind) []Way {
	switch k {
	case Submitted:
		return []Way{"box", "hand", "post", "tablet", "lawyer"}
	case Answered:
		return []Way{Granted, InPart, Refused, NotTaken}
	case MoreTime:
		return []Way{"asked", "granted", "refused"}
	case ReprisalTold:
		return []Way{"threat", "search", "moved", "discipline", "job", "privileges", "violence", "isolation", "other"}
	case Thwarted:
		return []Way{"no-forms", "no-box", "refused-form", "not-logged", "no-pen", "moved", "threatened", "language", "misled", "incapable", "other"}
	}
	return nil
}

// The outcomes of an answer.
const (
	Granted  Way = "granted"
	InPart   Way = "part"
	Refused  Way = "refused"
	NotTaken Way = "not-taken" // returned without a decision
)

// The most an event holds, in characters.
const (
	MaxWords = 20_000
	MaxLine  = 500
)

// Event is something that happened to a grievance, with how we know.
type Event struct {
	ID, Rev     string
	GrievanceID string
	PersonID    string
	Kind        EventKind
	Step        string // of the procedure; "" for what belongs to none
	Way         Way
	On          partialdate.Date
	At          string           // "21:10", or ""
	SignedOn    partialdate.Date // of Answered
	Until       civil.Day        // of MoreTime and Stopped
	Source      string           // how we know: "his letter of 9 November"
	Receipt     string           // the number of the proof
	FileID      string           // the proof, of the person's files
	Words       string
	EntryID     string // of the timeline
	RecordedAt  time.Time
	AuthorID    string
	AuthorName  string // as it was then
}

// Clean brings the words into the form they are kept in.
func (e Event) Clean() Event {
	e.Source, _ = people.Clean(e.Source)
	e.Receipt, _ = people.Clean(e.Receipt)
	e.Words, _ = people.CleanLines(e.Words)
	return e
}

// Check returns what is wrong with an event on a day, by the names of its fields.
func (e Event) Check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	now, ways := partialdate.On(today), Ways(e.Kind)
	problem(!slices.Contains(EventKinds(), e.Kind), "kind", "grievances.event.unknown")
	problem(e.Kind.OfStep() && e.Step == "", "step", "grievances.step.missing")
	problem(e.Way != "" && !slices.Contains(ways, e.Way), "way", "grievances.way.unknown")
	problem(e.Way == "" && (e.Kind == Answered || e.Kind == Thwarted || e.Kind == ReprisalTold), "way", "grievances.way.missing")
	problem(e.On.IsZero() && !slices.Contains([]EventKind{LeftOut, Thwarted, ReprisalTold}, e.Kind), "on", "grievances.on.missing")
	problem(e.On.Compare(now) == partialdate.After, "on", "grievances.day.ahead")
	problem(e.SignedOn.Compare(now) == partialdate.After, "signed_on", "grievances.day.ahead")
	problem(!e.SignedOn.IsZero() && e.SignedOn.Compare(e.On) == partialdate.After, "signed_on", "grievances.signed.after")
	problem(e.At != "" && !civil.ValidHour(e.At), "at", "grievances.hour.wrong")
	problem(e.Until != "" && !e.Until.Valid(), "until", "grievances.until.wrong")
	first, _ := e.On.Bounds()
	problem(e.Kind == Stopped && (e.Until == "" || e.Until < first), "until", "grievances.until.wrong")
	problem(e.Kind == MoreTime && e.Way == "granted" && e.Until == "", "until", "grievances.until.missing")
	problem((e.Kind == Stopped || e.Kind == LeftOut) && e.Words == "", "words", "grievances.why.missing")
	problem(utf8.RuneCountInString(e.Words) > MaxWords, "words", "grievances.words.long", "count", MaxWords)
	for field, text := range map[string]string{"source": e.Source, "receipt": e.Receipt} {
		problem(utf8.RuneCountInString(text) > MaxLine, field, "grievances.words.long", "count", MaxLine)
	}
	return bad
}

// starts lists the events of rule packs that it is: what is put in was deposited and
// submitted; an answer was signed and received.
func (e Event) starts() map[rulepacks.Event]rulepacks.When {
	when := rulepacks.When{Date: e.On, Time: e.At}
	switch {
	case e.Kind == Submitted:
		return map[rulepacks.Event]rulepacks.When{rulepacks.Submitted: when, rulepacks.Deposited: when}
	case e.Kind == Logged:
		return map[rulepacks.Event]rulepacks.When{rulepacks.Logged: when}
	case e.Kind == Answered && e.SignedOn.IsZero():
		return map[rulepacks.Event]rulepacks.When{rulepacks.AnswerReceived: when}
	case e.Kind == Answered:
		return map[rulepacks.Event]rulepacks.When{rulepacks.AnswerReceived: when, rulepacks.AnswerSigned: {Date: e.SignedOn}}
	}
	return nil
}
