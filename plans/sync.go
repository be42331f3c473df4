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
	var changed []tasks.Changed
	for _, o := range list {
		is, known := have[o.taskID]
		if !known || is.State != tasks.Open || !o.want {
			if err := settle(ctx, tx, o, is, known && is.State == tasks.Open); err != nil {
				return nil, err
			}
			continue
		}
		if is.DueOn != o.task.DueOn {
			moved[o.task.WorkerID]++
		}
		changed = append(changed, o.changed(is))
	}
	return moved, tasks.Change(ctx, tx, changed...)
}

// changed is what an open task ought to say.
func (o owed) changed(is tasks.Task) tasks.Changed {
	return tasks.Changed{Task: is, Due: tasks.Due{On: o.task.DueOn, At: o.task.DueTime}, Worker: o.task.WorkerID, Args: o.task.Args}
}

// settle adds or ends one task. One that somebody ended by themselves does not come back:
// what it was about still stands in the plan.
func settle(ctx context.Context, tx *trail.Tx, o owed, is tasks.Task, open bool) error {
	switch {
	case open:
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
