package casework

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// State says how a case stands.
type State string

// The states of a case.
const (
	Waiting State = "waiting" // asked for, not taken up yet; on the waiting list since a day
	Active  State = "active"  // somebody works on it; has one next action, or is flagged
	Dormant State = "dormant" // quiet by decision; still on the books
	Closed  State = "closed"  // ended with a reason; may be opened again
)

// States lists them in the order shown.
func States() []State { return []State{Active, Waiting, Dormant, Closed} }

// moves says which state may follow which.
var moves = map[State][]State{
	Waiting: {Active, Closed},
	Active:  {Dormant, Closed},
	Dormant: {Active, Closed},
	Closed:  {Active},
}

// May reports whether a case in this state may be brought into another.
func (s State) May(to State) bool { return slices.Contains(moves[s], to) }

// OnTheBooks reports whether the state counts in the number of open cases.
func (s State) OnTheBooks() bool { return s == Active || s == Dormant }

// Valid reports whether s is one of the four.
func (s State) Valid() bool { return moves[s] != nil }

// Case is the work with one person in one programme.
type Case struct {
	ID             string
	Rev            string
	PersonID       string
	ProgrammeID    string
	WorkerID       string // "" while nobody has it
	State          State
	StageID        string
	OpenedOn       civil.Day // "" while waiting
	WaitingSince   civil.Day // kept after activation
	ClosedOn       civil.Day
	ClosingReason  string // in the words of the programme
	IntervalDays   int    // 0 for the programme's
	LastContactOn  civil.Day
	LastContactHow Channel
	CreatedAt      time.Time // UTC
	NextOn         civil.Day // day of the next action; "" when nothing is set
}

// NewCase is what somebody enters to open a case, or an import brings.
type NewCase struct {
	PersonID       string
	ProgrammeID    string // "" for the organisation's first programme
	WorkerID       string // "" for nobody's yet
	State          State  // "" is Active
	StageID        string
	OpenedOn       civil.Day // "" is today
	WaitingSince   civil.Day // "" is today, for a waiting case
	ClosedOn       civil.Day // of a closed case; "" is today
	ClosingReason  string
	LastContactOn  civil.Day
	LastContactHow Channel
	IntervalDays   int
	Next           Next // zero takes the contact interval
}

// Next is a next action: words ("" for "be in touch") and its day ("" for the
// contact interval of the case).
type Next struct {
	Words string
	On    civil.Day
}

// Longest contact interval, in days.
const maxInterval = 3650

// Check returns what is wrong with n on the given day.
func (n NewCase) Check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	future := func(d civil.Day) bool { return d != "" && (!d.Valid() || d > today) }
	problem(n.PersonID == "", "person", "casework.case.person.missing")
	problem(n.State != "" && !n.State.Valid(), "state", "casework.case.state.invalid")
	problem(future(n.OpenedOn), "opened_on", "casework.case.opened.future")
	problem(future(n.WaitingSince), "waiting_since", "casework.case.waiting.future")
	problem(future(n.ClosedOn) || n.ClosedOn != "" && n.ClosedOn < n.OpenedOn, "closed_on", "casework.case.closed.invalid")
	problem(future(n.LastContactOn), "last_contact_on", "casework.contact.on.future")
	problem(n.LastContactHow != "" && !n.LastContactHow.Valid(), "last_contact_how", "casework.contact.channel.missing")
	problem(n.IntervalDays < 0 || n.IntervalDays > maxInterval, "interval_days", "casework.programme.interval.invalid")
	return append(bad, n.Next.check(today, true)...)
}

// check returns what is wrong with a next action. Records that are brought in
// may be overdue; what a person plans lies ahead.
func (n Next) check(today civil.Day, brought bool) []fault.Problem {
	var bad []fault.Problem
	if n.On != "" && (!n.On.Valid() || !brought && n.On < today) {
		bad = append(bad, fault.Problem{Field: "next_on", Key: "casework.next.on.past"})
	}
	if utf8.RuneCountInString(n.Words) > 200 {
		bad = append(bad, fault.Problem{Field: "next", Key: "casework.next.long"})
	}
	return bad
}

// firstNext is the day of the first next action of a case that becomes active:
// an interval after the last contact, or at once when there was none.
func firstNext(last civil.Day, interval int, today civil.Day) civil.Day {
	if last == "" {
		return today
	}
	return last.Add(interval)
}

// Quiet reports whether a case has been without word for so long that setting
// it aside is suggested: never with 0 days. since is the last contact, or the
// opening when there was none.
func Quiet(since, today civil.Day, days int) bool {
	return days > 0 && since != "" && today.Since(since) >= days
}

// Closing is how a case ends.
type Closing struct {
	Reason   string // in the words of the programme, or free
	LastWord string // kept on the timeline
}

func (c Closing) check() error {
	if strings.TrimSpace(c.Reason) == "" {
		return fault.Bad("casework: close", "reason", "casework.case.reason.missing")
	}
	return nil
}
