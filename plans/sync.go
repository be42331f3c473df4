package plans

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// owed is a task that ought to be there, and where it is kept.
type owed struct {
	table, id string // the row that keeps the id of the task
	taskID    string // of the task there is, or ""
	want      bool   // it ought to be open
	task      tasks.Task
}

// sync brings the tasks of a plan in step with what is still to be done and with the
// release. It says how many tasks moved, by whose they are.
func (s *Service) sync(ctx context.Context, tx *trail.Tx, p Plan) (moved map[string]int, err error) {
	list, err := s.owed(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	linked, err := tasks.Linked(ctx, tx.Tx, p.PersonID, tasks.Link{Kind: LinkKind, ID: p.ID})
	if err != nil {
		return nil, err
	}
	have := map[string]tasks.Task{}
	for _, t := range linked {
		have[t.ID] = t
	}
	moved = map[string]int{}
	for _, o := range list {
		is, known := have[o.taskID]
		known = known && is.State == tasks.Open
		if known && o.want && is.DueOn != o.task.DueOn {
			moved[o.task.WorkerID]++
		}
		if err := settle(ctx, tx, o, is, known); err != nil {
			return nil, err
		}
	}
	return moved, nil
}

// settle adds, changes or ends one task. One that somebody ended by themselves does not
// come back: what it was about still stands in the plan.
func settle(ctx context.Context, tx *trail.Tx, o owed, is tasks.Task, known bool) error {
	switch {
	case known && o.want:
		return tasks.Change(ctx, tx, is, tasks.Due{On: o.task.DueOn, At: o.task.DueTime}, o.task.WorkerID, o.task.Args)
	case known:
		if err := tasks.End(ctx, tx, is.ID, "", tasks.Done, ""); err != nil {
			return err
		}
		return tx.Update(ctx, o.table, o.id, "", trail.Set{"task_id": ""})
	case !o.want || o.taskID != "":
		return nil
	}
	t, err := tasks.Add(ctx, tx, o.task)
	if err != nil {
		return err
	}
	return tx.Update(ctx, o.table, o.id, "", trail.Set{"task_id": t.ID})
}

// owed lists every task of a plan, wanted or not.
func (s *Service) owed(ctx context.Context, tx *trail.Tx, p Plan) (list []owed, err error) {
	needs, err := needsOf(ctx, tx.Tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, n := range needs {
		list = append(list, owedNeed(p, n))
	}
	calls, err := callsOf(ctx, tx.Tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range calls {
		list = append(list, owedCall(p, c))
	}
	outcomes, err := outcomesOf(ctx, tx.Tx, p.ID)
	if err != nil {
		return nil, err
	}
	for _, o := range outcomes {
		list = append(list, owedOutcome(p, o))
	}
	return list, nil
}

func (p Plan) task(kind string, after Offset, worker string) tasks.Task {
	if worker == "" {
		worker = p.WorkerID
	}
	due := p.Due(after)
	return tasks.Task{PersonID: p.PersonID, Kind: kind, WorkerID: worker, DueOn: due.On, DueTime: due.At, Link: tasks.Link{Kind: LinkKind, ID: p.ID}}
}

// dated reports whether a plan goes on and anything can be counted.
func (p Plan) dated() bool { return p.State == Open && p.Home.On != "" }

func owedNeed(p Plan, n Need) owed {
	t := p.task(TaskNeed, n.Due, n.OwnerID)
	if t.Args = map[string]string{"what_key": "plans.need." + n.Key}; n.Title != "" {
		t.Args = map[string]string{"what": n.Title}
	}
	return owed{table: needTable, id: n.ID, taskID: n.taskID, want: p.dated() && n.State.Open(), task: t}
}

func owedCall(p Plan, c Call) owed {
	t := p.task(TaskCall, c.After, "")
	t.Args = map[string]string{"hours": hoursText(c.After)}
	return owed{table: callTable, id: c.ID, taskID: c.taskID, want: p.dated() && c.State == Awaited, task: t}
}

func owedOutcome(p Plan, o Outcome) owed {
	t := p.task(TaskOutcome, o.After, "")
	t.Args = map[string]string{"days": daysText(o.After)}
	return owed{table: outcomeTable, id: o.ID, taskID: o.taskID, want: p.dated() && p.Went && o.Contact == "", task: t}
}
