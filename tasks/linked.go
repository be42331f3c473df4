package tasks

import (
	"context"
	"maps"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Linked lists the tasks about one record of a person, the ended ones too, the oldest
// first. The caller narrows it to what its reader may see.
func Linked(ctx context.Context, tx *database.Tx, personID string, link Link) ([]Task, error) {
	return linked(ctx, tx, personID, link)
}

// Due is when something is due: a day, and an hour ("16:00") or "".
type Due struct {
	On civil.Day
	At string
}

// Changed is an open task with what it ought to say.
type Changed struct {
	Task   Task
	Due    Due
	Worker string
	Args   map[string]string // words for its messages
}

// Change brings open tasks in step with what they are about, inside the caller's change:
// when they are due, their worker and the words for their messages. A task that says all
// that already is left as it is. When its day comes later it is shown again at once,
// should somebody have put it off. It returns Conflict for a task that has ended.
func Change(ctx context.Context, tx *trail.Tx, list ...Changed) error {
	sets := map[string]trail.Set{}
	for _, c := range list {
		set, err := c.set()
		if err != nil {
			return err
		}
		if len(set) > 0 {
			sets[c.Task.ID] = set
		}
	}
	return tx.UpdateAll(ctx, table, sets)
}

// set is what is to be written.
func (c Changed) set() (trail.Set, error) {
	t, set := c.Task, trail.Set{}
	if t.State != Open {
		return nil, fault.New(fault.Conflict, "tasks: change")
	}
	if c.Due.On != t.DueOn {
		set["due_on"], set["wait_until"] = string(c.Due.On), ""
	}
	if c.Due.At != t.DueTime {
		set["due_time"] = c.Due.At
	}
	if c.Worker != t.WorkerID && !t.Handed {
		set["worker_id"] = c.Worker
	}
	if !maps.Equal(c.Args, t.Args) {
		text, err := writeArgs(c.Args)
		if err != nil {
			return nil, err
		}
		set["args"] = text
	}
	return set, nil
}
