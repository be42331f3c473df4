package tasks

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// State says how a task stands.
type State string

// The states of a task. Lost is said with why; Replaced means that another next
// action took its place.
const (
	Open     State = "open"
	Done     State = "done"
	Lost     State = "lost"
	Replaced State = "replaced"
)

// Link points at what a task is about: a letter, a grievance, a stay.
type Link struct{ Kind, ID string }

// Task is something that must happen by a day.
type Task struct {
	ID        string
	PersonID  string            // "" for a task about nobody
	CaseID    string            // "" for a task outside any case
	Kind      string            // see Kinds
	Title     string            // somebody's own words; "" takes the kind's message
	Reason    string            // somebody's own words; "" takes the kind's message
	Args      map[string]string // words for the kind's messages
	DueOn     civil.Day         // "" when no day is set
	DueTime   string            // "16:00", or ""
	UntilTime string            // end of an appointment, or ""
	WaitUntil civil.Day         // put off: not shown before this day, its own day stands; or ""
	WorkerID  string            // "" for nobody's yet
	IsNext    bool              // the next action of its case
	Handed    bool              // handed to somebody who is not the worker of its case
	Link      Link
	State     State
	EndedAt   time.Time // UTC; zero while open
	EndedBy   string    // account id
	EndedWhy  string
	CreatedAt time.Time // UTC
	Rev       string    // the change that last wrote it
}

// The longest title and reason, in characters.
const (
	MaxTitle  = 200
	MaxReason = 1000
)

// Check returns what is wrong with a task that is about to be added.
func (t Task) Check() []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	problem(t.Kind == "", "kind", "tasks.task.kind.missing")
	problem(t.Kind == KindOwn && strings.TrimSpace(t.Title) == "", "title", "tasks.task.title.missing")
	problem(utf8.RuneCountInString(t.Title) > MaxTitle, "title", "tasks.task.title.long")
	problem(utf8.RuneCountInString(t.Reason) > MaxReason, "reason", "tasks.task.reason.long")
	problem(t.DueOn != "" && !t.DueOn.Valid(), "due_on", "tasks.task.due.invalid")
	problem(t.DueOn == "" && (t.IsNext || t.DueTime != ""), "due_on", "tasks.task.due.missing")
	problem(t.DueTime != "" && !civil.ValidHour(t.DueTime), "due_time", "tasks.task.hour.invalid")
	problem(t.UntilTime != "" && (!civil.ValidHour(t.UntilTime) || t.UntilTime < t.DueTime), "until_time", "tasks.task.until.invalid")
	problem(t.IsNext && t.CaseID == "", "case", "tasks.task.case.missing")
	return bad
}

// putOff returns t moved to a later day, or what is wrong with that. The day of
// a legal task is not ours to move: it is only hidden until the given day, which
// must not lie past the clock.
func (t Task) putOff(to, today civil.Day, legal bool) (Task, error) {
	const op = "tasks: put off"
	switch {
	case !to.Valid():
		return t, fault.Bad(op, "due_on", "tasks.task.due.invalid")
	case to <= today:
		return t, fault.Bad(op, "due_on", "tasks.task.due.past")
	case legal && t.DueOn != "" && to > t.DueOn:
		return t, fault.Bad(op, "due_on", "tasks.task.due.clock", "day", string(t.DueOn))
	case legal:
		t.WaitUntil = to
	default:
		t.DueOn = to
	}
	return t, nil
}
