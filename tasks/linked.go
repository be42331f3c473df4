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

// Change brings an open task in step with what it is about, inside the caller's change:
// when it is due, its worker and the words for its messages. A task that says all that
// already is left as it is. When its day comes later it is shown again at once, should
// somebody have put it off. It returns Conflict for a task that has ended.
func Change(ctx context.Context, tx *trail.Tx, t Task, due Due, worker string, args map[string]string) error {
	if t.State != Open {
		return fault.New(fault.Conflict, "tasks: change")
	}
	set := trail.Set{}
	if due.On != t.DueOn {
		set["due_on"], set["wait_until"] = string(due.On), ""
	}
	if due.At != t.DueTime {
		set["due_time"] = due.At
	}
	if worker != t.WorkerID && !t.Handed {
		set["worker_id"] = worker
	}
	if !maps.Equal(args, t.Args) {
		text, err := writeArgs(args)
		if err != nil {
			return err
		}
		set["args"] = text
	}
	if len(set) == 0 {
		return nil
	}
	return tx.Update(ctx, table, t.ID, "", set)
}
