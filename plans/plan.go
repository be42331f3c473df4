package plans

import (
	"slices"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Plan is what is being done so that somebody comes home well. A person has one open
// plan at a time.
type Plan struct {
	ID, Rev    string
	PersonID   string
	Outline    string           // the outline it was made from
	Home       Moment           // what everything is counted from; zero when no date is known
	Said       partialdate.Date // the date as it is known: "March 2026" is counted from its first day
	Claim      custody.Claim    // official, or an estimate
	Went       bool             // the person is out: the date is when they came home
	State      State
	OpenedOn   civil.Day
	ClosedOn   civil.Day
	ClosedWhy  string
	WorkerID   string // who sees to what nobody else sees to
	AuthorName string
}

// State says whether a plan goes on.
type State string

// The states of a plan.
const (
	Open   State = "open"
	Closed State = "closed"
)

// NeedState says how far a need is.
type NeedState string

// The states of a need.
const (
	Todo     NeedState = "todo"
	Doing    NeedState = "doing"
	Met      NeedState = "met"
	Declined NeedState = "declined" // the person does not want it
	Needless NeedState = "needless" // the person does not need it
)

// NeedStates lists them in the order offered.
func NeedStates() []NeedState { return []NeedState{Todo, Doing, Met, Declined, Needless} }

// Open reports whether something is still to be done.
func (s NeedState) Open() bool { return s == Todo || s == Doing }

// Need is one thing somebody needs to come home, with who sees to it and by when.
type Need struct {
	ID, Rev    string
	PlanID     string
	PersonID   string
	Heading    string // the key of a heading of the outline
	Key        string // the key of a kind; "" for one in own words
	Title      string // own words; "" takes those of the kind
	Due        Offset
	Must       bool // nobody should go out without it
	First      bool // one of the things of the first 72 hours
	OwnerID    string
	OwnerName  string // of the account, or of somebody outside who sees to it
	State      NeedState
	StateOn    civil.Day
	Note       string // "Ruth, at the gate, the blue car"
	SupplyDays int    // how many days the medicine in hand lasts; 0 when nobody said

	taskID string
}

// Light says in one word how a need stands, for a board.
type Light string

// The lights. Red is what may hurt somebody: it is late, or the person goes out within
// two days, or is out, and must not be without it.
const (
	Green Light = "green" // met
	Grey  Light = "grey"  // not wanted, not needed
	Amber Light = "amber" // under way, or still to be done
	Red   Light = "red"
)

// Due is when something of the plan is due: counted from the release, and not before the
// plan was made. It is zero while no date is known.
func (p Plan) Due(o Offset) Moment {
	on, at := o.From(p.Home)
	if on != "" && on < p.OpenedOn {
		on, at = p.OpenedOn, ""
	}
	return Moment{On: on, At: at}
}

// Light is how a need of a plan stands at a moment.
func (n Need) Light(p Plan, now Moment) Light {
	soon, hour := soonBefore.From(p.Home)
	switch {
	case n.State == Met:
		return Green
	case !n.State.Open():
		return Grey
	case p.Due(n.Due).Passed(now):
		return Red
	case n.Must && n.Due.Hours() <= 0 && Moment{On: soon, At: hour}.Passed(now):
		return Red
	}
	return Amber
}

// soonBefore is from when on before the release what must be there is red.
const soonBefore = Offset("-48h")

// CallState says what became of a call after the gate.
type CallState string

// The states of a call.
const (
	Awaited    CallState = "awaited"
	Reached    CallState = "reached"
	NotReached CallState = "not-reached"
	Off        CallState = "off" // no longer to be made: the plan ended
)

// Call is one of the calls of the first days.
type Call struct {
	ID, Rev  string
	PlanID   string
	PersonID string
	After    Offset
	State    CallState
	Tries    int
	Note     string
	SaidAt   time.Time // UTC; zero while it is awaited
	SaidBy   string
	Alarmed  time.Time // UTC; when it went to whoever is on duty; zero when it did not

	taskID, alarmID string
}

// Due is when a call is to be made.
func (c Call) Due(home Moment) Moment {
	on, at := c.After.From(home)
	return Moment{On: on, At: at}
}

// Alarm is when a call that was not made goes to whoever is on duty.
func (c Call) Alarm(home Moment) Moment {
	on, at := After().Alarm.From(c.Due(home))
	return Moment{On: on, At: at}
}

// Living says where somebody lives.
type Living string

// Where people live. Inside says that they are back in prison.
const (
	OwnHome   Living = "own-home"
	Family    Living = "family"
	Friends   Living = "friends"
	Supported Living = "supported" // a hostel, a halfway house, approved premises
	Street    Living = "street"
	Hospital  Living = "hospital"
	Inside    Living = "inside"
	Died      Living = "died"
	Elsewhere Living = "unknown"
)

// Livings lists them in the order offered.
func Livings() []Living {
	return []Living{OwnHome, Family, Friends, Supported, Street, Hospital, Inside, Died, Elsewhere}
}

// Income says what somebody lives on.
type Income string

// What people live on.
const (
	Work      Income = "work"
	Benefits  Income = "benefits"
	Both      Income = "both"
	NoIncome  Income = "none"
	NotKnown  Income = "unknown"
	maxNote          = 2000
	maxLine          = 200
	maxSupply        = 999
)

// Incomes lists them in the order offered.
func Incomes() []Income { return []Income{Work, Benefits, Both, NoIncome, NotKnown} }

// Contact says whether we are in touch. Lost contact is an outcome like any other.
type Contact string

// Whether we are.
const (
	InTouch Contact = "in-touch"
	Lost    Contact = "lost"
)

// Contacts lists them in the order offered.
func Contacts() []Contact { return []Contact{InTouch, Lost} }

// Outcome is how it went, so long after the gate.
type Outcome struct {
	ID, Rev  string
	PlanID   string
	PersonID string
	After    Offset
	Contact  Contact // "" while nobody said
	Living   Living
	Income   Income
	Note     string
	SaidOn   civil.Day
	SaidBy   string

	taskID string
}

// check returns what is wrong with an answer.
func (o Outcome) check() []fault.Problem {
	return fault.Broken(
		fault.When(!slices.Contains(Contacts(), o.Contact), "contact", "plans.outcome.contact.missing"),
		fault.When(o.Contact == InTouch && !slices.Contains(Livings(), o.Living), "living", "plans.outcome.living.missing"),
		fault.When(o.Income != "" && !slices.Contains(Incomes(), o.Income), "income", "plans.outcome.income.unknown"),
		long("note", o.Note, maxNote),
	)
}

func long(field, text string, most int) fault.Rule {
	return fault.TooLong(field, "plans.words.long", text, most)
}
