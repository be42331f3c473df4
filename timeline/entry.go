package timeline

import (
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Sight says who may read an entry. The entry's author always may.
type Sight string

// The sights, from everybody to nobody else.
const (
	SightCase   Sight = "case"   // everybody who may read the timeline
	SightLead   Sight = "lead"   // those who hold MayReadLead
	SightAuthor Sight = "author" // its author alone
)

// Sights lists them in the order shown.
func Sights() []Sight { return []Sight{SightCase, SightLead, SightAuthor} }

// Directions of a letter, a call or a message.
const (
	In  = "in"  // from the person
	Out = "out" // to the person
)

// Limits of what one entry holds, in bytes.
const (
	MaxBody   = 64 << 10
	maxSource = 500
)

// Link names the record an entry is about: a stay, a task, a letter.
type Link struct{ Kind, ID string }

// Entry is something that happened. Text a person typed stands in Body; what
// the program says of it is a message key with arguments, so that it reads in
// the reader's language.
type Entry struct {
	ID        string
	PersonID  string
	CaseID    string // "" when it belongs to no programme
	Kind      string // a key of Kinds
	Direction string // In, Out or ""
	TitleKey  string // "" for the title of its kind
	TitleArgs map[string]string
	Body      string
	On        partialdate.Date // the day it happened, as precisely as known
	At        string           // "15:04" local time, "" when not known
	Source    string           // how we know, in words: "his letter of 9 November"
	Sight     Sight            // "" is SightCase

	AuthorID   string
	AuthorName string    // as it was then
	RecordedAt time.Time // UTC
	EditedAt   time.Time // UTC, zero when never corrected
	Link       Link
	Rev        string

	Said []Statement // what the person has to say to it

	Stub bool // outside the reader's sight: body, source, link and words are left out
	Lent bool // outside the reader's sight, and lent to them for a while: see Lend
}

// Check returns what is wrong with e, field names as in the composer.
func (e Entry) Check() []fault.Problem {
	var problems []fault.Problem
	bad := func(field, key string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
	}
	switch {
	case e.Kind == "":
		bad("kind", "timeline.entry.kind.missing")
	case len(e.Body) > MaxBody:
		bad("body", "timeline.entry.body.long", "most", MaxBody)
	case len(e.Source) > maxSource:
		bad("source", "timeline.entry.source.long", "most", maxSource)
	}
	switch e.Sight {
	case SightCase, SightLead, SightAuthor:
	default:
		bad("sight", "timeline.entry.sight.unknown")
	}
	switch e.Direction {
	case "", In, Out:
	default:
		bad("direction", "timeline.entry.direction.unknown")
	}
	return problems
}

// InSight reports whether actor may read what the entry says.
func (e Entry) InSight(actor authz.Actor) bool {
	switch {
	case e.AuthorID == actor.ID && actor.ID != "":
		return true
	case !actor.May(MayRead):
		return false
	}
	return e.Sight == SightCase || e.Sight == SightLead && actor.May(MayReadLead)
}

// stub is what is left of e for a reader who may know that it exists.
func (e Entry) stub() Entry {
	return Entry{
		ID: e.ID, PersonID: e.PersonID, Kind: e.Kind, On: e.On, Sight: e.Sight,
		AuthorID: e.AuthorID, AuthorName: e.AuthorName, RecordedAt: e.RecordedAt, Stub: true,
	}
}

// Edit is what a corrected entry said before.
type Edit struct {
	Body   string
	On     partialdate.Date
	At     time.Time // when it was replaced, UTC
	Editor string    // the name of who replaced it
}
