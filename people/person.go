package people

import (
	"time"

	"github.com/throughcare/throughcare/internal/partialdate"
)

// State says why a value is missing, or that it is disputed. Not knowing is an
// answer: it is kept, found and printed.
type State string

// The states.
const (
	Known       State = ""
	Unknown     State = "unknown"
	NotAsked    State = "not-asked"
	WouldNotSay State = "would-not-say"
	Contested   State = "contested" // a value may stand beside it
)

// States lists them in the order offered.
func States() []State { return []State{Known, Unknown, NotAsked, WouldNotSay, Contested} }

// holdsValue reports whether a value may stand beside the state.
func (s State) holdsValue() bool { return s == Known || s == Contested }

// Kind says what a person is to the organisation.
type Kind string

// The kinds. Somebody inside and somebody who came home are the same kind.
const (
	Supported Kind = "" // somebody the work is with
	Relative  Kind = "relative"
	Friend    Kind = "friend"
	Lawyer    Kind = "lawyer"
	Visitor   Kind = "visitor"
	Official  Kind = "official" // staff of a prison, a court, an agency
)

// Kinds lists them in the order offered.
func Kinds() []Kind { return []Kind{Supported, Relative, Friend, Lawyer, Visitor, Official} }

// Pronouns lists the words offered to speak of somebody; "" uses none.
func Pronouns() []string { return []string{"", "he", "she", "they"} }

// Person is the head of somebody's record.
type Person struct {
	ID, Rev    string
	Name       string // the one in use; a description when no name is known
	ScriptName string // the name in their own script, "" when there is none
	ScriptLang string // BCP 47
	SayIt      string // how to say the name, in plain spelling
	SortAs     string // "" to sort by the name as it stands
	Pronoun    string // one of Pronouns
	Born       partialdate.Date
	BornState  State
	// MarkedMinor says that somebody is to be held under age, whatever is known of
	// their day of birth.
	MarkedMinor bool
	Died        partialdate.Date
	Dead        bool   // the day may still be unknown
	Number      string // the first of their numbers
	// NumberState says why there is no number.
	NumberState State
	Kind        Kind
	CreatedAt   time.Time // UTC
}

// Full is everything this capability knows about one person.
type Full struct {
	Person
	Names     []Name
	Numbers   []Number
	Languages []Language
	Facts     []Fact
	TakeCare  []Care
	Around    []Relation // who is around them
	AroundOf  []Relation // whom they are around
	Special   bool       // the reader may read and change special facts of theirs
}

// Fact returns the fact in force of a kind, and whether there is one.
func (f Full) Fact(kind string) (Fact, bool) {
	for _, fact := range f.Facts {
		if fact.Kind == kind {
			return fact, true
		}
	}
	return Fact{}, false
}

// Card is what lists and other people's pages show of somebody.
type Card struct {
	ID         string
	Name       string
	ScriptName string
	ScriptLang string
	Number     string
	Pronoun    string
	Kind       Kind
	Dead       bool
}

// Card is what lists show of the person.
func (p Person) Card() Card {
	return Card{ID: p.ID, Name: p.Name, ScriptName: p.ScriptName, ScriptLang: p.ScriptLang, Number: p.Number, Pronoun: p.Pronoun, Kind: p.Kind, Dead: p.Dead}
}
