package tasks

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Add adds an open task inside the caller's change and returns it with its id.
// It returns Invalid for a task that breaks a rule.
func Add(ctx context.Context, tx *trail.Tx, t Task) (Task, error) {
	t.Title, t.Reason = strings.TrimSpace(t.Title), strings.TrimSpace(t.Reason)
	if err := fault.Check("tasks: add", t.Check()); err != nil {
		return Task{}, err
	}
	t.ID, t.State, t.CreatedAt, t.Rev = ids.New(), Open, tx.Now(), tx.Change
	return t, insert(ctx, tx, t)
}

// SetNext makes t the one next action of a case: the open one, if any, is ended
// as replaced.
func SetNext(ctx context.Context, tx *trail.Tx, caseID string, t Task) (Task, error) {
	if err := EndNext(ctx, tx, caseID, Replaced); err != nil {
		return Task{}, err
	}
	t.CaseID, t.IsNext = caseID, true
	return Add(ctx, tx, t)
}

// EndNext ends the next action of a case in the given way. A case with nothing
// set is left as it is.
func EndNext(ctx context.Context, tx *trail.Tx, caseID string, how State) error {
	old, err := NextOf(ctx, tx.Tx, caseID)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil
	case err != nil:
		return err
	}
	return end(ctx, tx, old, "", how, "")
}

// End ends an open task: Done, Lost with why, or Replaced. A rev from the form
// guards against a colleague's change. It returns NotFound for an unknown task
// and Conflict for one that has ended or changed.
func End(ctx context.Context, tx *trail.Tx, id, rev string, how State, why string) error {
	t, err := One(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	return end(ctx, tx, t, rev, how, why)
}

// EndIfOpen ends a task as done, when it is there and has not ended: what it was about
// came to its end. An empty id is no task.
func EndIfOpen(ctx context.Context, tx *trail.Tx, id string) error {
	if id == "" {
		return nil
	}
	t, err := One(ctx, tx.Tx, id)
	if fault.Is(err, fault.NotFound) || err == nil && t.State != Open {
		return nil
	}
	if err != nil {
		return err
	}
	return end(ctx, tx, t, "", Done, "")
}

func end(ctx context.Context, tx *trail.Tx, t Task, rev string, how State, why string) error {
	const op = "tasks: end"
	why = strings.TrimSpace(why)
	switch {
	case t.State != Open:
		return fault.New(fault.Conflict, op)
	case how == Lost && why == "":
		return fault.Bad(op, "why", "tasks.task.why.missing")
	case how != Done && how != Lost && how != Replaced:
		return fault.Bad(op, "how", "tasks.task.how.invalid")
	}
	return tx.Update(ctx, table, t.ID, rev, trail.Set{
		"state": string(how), "ended_at": database.Micros(tx.Now()), "ended_by": tx.Actor.ID, "ended_why": why,
	})
}

// Assign gives the open tasks of a case from one worker to another, as when the
// case is transferred. Tasks of other colleagues stay theirs.
func Assign(ctx context.Context, tx *trail.Tx, caseID, from, to string) error {
	open, err := OpenOfCase(ctx, tx.Tx, caseID)
	if err != nil {
		return err
	}
	for _, t := range open {
		if t.WorkerID != from && t.WorkerID != "" {
			continue
		}
		if err := tx.Update(ctx, table, t.ID, "", trail.Set{"worker_id": to, "handed": 0}); err != nil {
			return err
		}
	}
	return nil
}
