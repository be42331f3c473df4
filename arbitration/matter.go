package arbitration

import (
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/people"
)

// State says how a matter stands.
type State string

// The states. All but Open are ends.
const (
	Open        State = "open"
	Agreed      State = "agreed"
	NoAgreement State = "no-agreement"
	Withdrawn   State = "withdrawn"
)

// Ends lists how a matter may end without an agreement.
func Ends() []State { return []State{NoAgreement, Withdrawn} }

// Side is one of the two parties.
type Side string

// The sides.
const (
	ThePerson Side = "person"
	TheOther  Side = "other"
)

// Sides lists them.
func Sides() []Side { return []Side{ThePerson, TheOther} }

// Answer is what a side says to a proposal.
type Answer string

// The answers.
const (
	NotYet  Answer = ""
	Accepts Answer = "accepts"
	Refuses Answer = "refuses"
)

// Answers lists them.
func Answers() []Answer { return []Answer{Accepts, Refuses} }

// Matter is what is to be arbitrated.
type Matter struct {
	ID, Rev     string
	PersonID    string
	GrievanceID string // the grievance it is about, "" for none
	Title       string
	Other       string // the other party: "Harrow Ridge, the deputy warden"
	Asks        string // what the person asks for
	NeutralID   string // an account, "" for nobody or somebody from outside
	Neutral     string // their name
	Proposal    string
	ProposedOn  civil.Day
	PersonSays  Answer
	OtherSays   Answer
	Agreement   string
	State       State
	StateOn     civil.Day
	StateWhy    string
	OpenedOn    civil.Day
	WorkerID    string
	AuthorName  string
}

// New is what somebody enters to begin one.
type New struct {
	PersonID, GrievanceID, Title, Other, Asks string
}

// The most a matter holds, in characters.
const (
	maxLine  = 300
	maxWords = 20_000
	mostOf   = 20 // promises in an agreement
)

func (n New) clean() New {
	n.Title, _ = people.Clean(n.Title)
	n.Other, _ = people.Clean(n.Other)
	n.Asks, _ = people.CleanLines(n.Asks)
	return n
}

func (n New) check() []fault.Problem {
	return fault.Broken(
		fault.When(n.PersonID == "", "person", "arbitration.person.missing"), fault.When(n.Title == "", "title", "arbitration.title.missing"),
		fault.When(n.Other == "", "other", "arbitration.other.missing"), long("title", n.Title, maxLine), long("other", n.Other, maxLine), long("asks", n.Asks, maxWords),
	)
}

func long(field, text string, most int) fault.Rule {
	return fault.TooLong(field, "arbitration.words.long", text, most)
}

// Position is what one side says.
type Position struct {
	ID, Rev    string
	Side       Side
	On         civil.Day
	Words      string
	AuthorName string
}

// Sitting is a meeting, planned or held.
type Sitting struct {
	ID, Rev string
	On      civil.Day
	At      string // "14:00", or ""
	Place   string
	Agenda  string
	Held    bool
	Who     string // who was there
	Minutes string
}

// Promise is one thing a side promised.
type Promise struct {
	ID, Rev  string
	Side     Side
	Words    string
	FollowOn civil.Day
	State    Kept
	Why      string
}

// Kept says what became of a promise.
type Kept string

// What became of it.
const (
	Awaited Kept = "awaited"
	WasKept Kept = "kept"
	Broken  Kept = "broken"
	Changed Kept = "changed"
)

// Outcomes lists what can become of a promise.
func Outcomes() []Kept { return []Kept{WasKept, Broken, Changed} }

// Paper is a file that lies before the neutral.
type Paper struct {
	ID, Rev string
	FileID  string
	Title   string
	GivenOn civil.Day
}

// Note is a note of the neutral.
type Note struct {
	ID        string
	Words     string
	WrittenAt time.Time
}

// Clock is a clock of the formal procedure beside the talks.
type Clock struct {
	Step string
	By   civil.Day // the legal day
	Safe civil.Day // the earliest reading; "" for one that is theirs to meet
	Ours bool      // ours to meet
}

// Passed reports whether the talks run past a clock: it is ours to meet, and its safe
// day is gone or comes before the talks go on.
func (c Clock) Passed(today, next civil.Day) bool {
	day := c.Safe
	if day == "" {
		day = c.By
	}
	return c.Ours && (day <= today || next != "" && day <= next)
}

// valid reports whether a side is one of the two.
func (s Side) valid() bool { return slices.Contains(Sides(), s) }
