package penpals

import (
	"cmp"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
)

// State says how far two are.
type State string

// The states. Silent is none that anybody enters: it is how a pair stands that has had no
// letter for the days the organisation waits (see Pair.Stands).
const (
	Proposed  State = "proposed"
	Accepted  State = "accepted"
	FirstSent State = "first-sent"
	Replied   State = "replied"
	Active    State = "active"
	Silent    State = "silent"
	Ended     State = "ended"
)

// States lists them in order.
func States() []State {
	return []State{Proposed, Accepted, FirstSent, Replied, Active, Silent, Ended}
}

// EndReason is why two do not write to each other any more.
type EndReason string

// The reasons.
const (
	EndSilent    EndReason = "silent"
	EndDeclined  EndReason = "declined" // one of them did not want it
	EndInside    EndReason = "inside"   // who is inside asked to end it
	EndWriter    EndReason = "writer"
	EndReleased  EndReason = "released"
	EndDied      EndReason = "died"
	EndIncident  EndReason = "incident"
	EndForbidden EndReason = "forbidden" // the prison, or an order
)

// EndReasons lists them in the order offered.
func EndReasons() []EndReason {
	return []EndReason{EndSilent, EndDeclined, EndInside, EndWriter, EndReleased, EndDied, EndIncident, EndForbidden}
}

// Pair is two who write to each other.
type Pair struct {
	ID, Rev       string
	Code          string // on labels and slips: P-00012
	PersonID      string
	InsideID      string
	WriterID      string
	CoordinatorID string // the account that minds it
	State         State
	StateOn       civil.Day
	FromOn        civil.Day // silence is counted from here when no letter is younger
	PausedOn      civil.Day // nothing is passed on from this day; "" when it is not paused
	EndReason     EndReason
	EndWords      string
	AuthorName    string

	LastOn  civil.Day // of the youngest letter, "" for none
	Letters int
}

// Way says from whom a letter came.
type Way string

// The ways.
const (
	Out Way = "out" // from the writer, to the prison
	In  Way = "in"  // from the prison, to the writer
)

// Ways lists them.
func Ways() []Way { return []Way{Out, In} }

// Letter is one that passed through the office.
type Letter struct {
	ID, Rev     string
	PairID      string
	Way         Way
	CameOn      civil.Day
	ForwardedOn civil.Day // "" while it lies at the office
	Words       string    // of the office: what was in it besides, why it waits
	AuthorName  string
}

// AfterLetters is how far two are that accepted each other, by the letters between them:
// a first one, an answer to it, and from then on more.
func AfterLetters(letters []Letter) State {
	list := slices.Clone(letters)
	slices.SortStableFunc(list, func(a, b Letter) int { return cmp.Or(cmp.Compare(a.CameOn, b.CameOn), cmp.Compare(a.ID, b.ID)) })
	if len(list) == 0 {
		return Accepted
	}
	reply := slices.IndexFunc(list, func(l Letter) bool { return l.Way != list[0].Way })
	switch {
	case reply < 0:
		return FirstSent
	case reply == len(list)-1:
		return Replied
	}
	return Active
}

// writes reports whether two have accepted each other and go on.
func (p Pair) writes() bool { return p.State != Proposed && p.State != Ended }

// QuietSince is the day of the youngest letter, or from which silence is counted; "" for
// two who do not write.
func (p Pair) QuietSince() civil.Day {
	if !p.writes() {
		return ""
	}
	return max(p.LastOn, p.FromOn)
}

// Stands is how a pair stands on a day, and since when. Nobody writes down that it has
// fallen silent: that is so from the day the organisation waits for.
func (p Pair) Stands(policy Policy, today civil.Day) (State, civil.Day) {
	if from := p.QuietSince(); from != "" && p.PausedOn == "" {
		if silent := from.Add(policy.RematchDays); today >= silent {
			return Silent, silent
		}
	}
	return p.State, p.StateOn
}

// Step is something that happened to a pair, on its day.
type Step struct {
	What       string // a State, or one of the steps below
	On         civil.Day
	AuthorName string
}

// Steps that are no states.
const (
	StepNudged  = "nudged"
	StepPaused  = "paused"
	StepResumed = "resumed"
	StepHanded  = "handed" // the writer was told who it is
)
