package grievances

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// The words kept with a task of a clock.
const (
	argClock = "clock" // which clock it is
	argMet   = "met"   // it was ended because what it was for was recorded
)

// sync brings the tasks of a grievance in step with its clocks: one open task for
// each that runs. A task that somebody ended by hand stays ended until its day changes.
func (s *Service) sync(ctx context.Context, tx *trail.Tx, id string) error {
	g, err := one(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	m, err := s.matter(ctx, tx.Tx, g)
	if err != nil {
		return err
	}
	list, err := tasks.Linked(ctx, tx.Tx, g.PersonID, tasks.Link{Kind: LinkKind, ID: id})
	if err != nil {
		return err
	}
	wanted := m.wanted(s.Today(ctx))
	for _, t := range list {
		if t.State == tasks.Open && t.Kind != TaskMoved {
			if err := keep(ctx, tx, m, t, wanted); err != nil {
				return err
			}
		}
	}
	for _, t := range wanted {
		if has(list, t) {
			continue
		}
		if _, err := tasks.Add(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// keep changes an open task to what its clock is now, or ends it with its clock.
func keep(ctx context.Context, tx *trail.Tx, m Matter, t tasks.Task, wanted []tasks.Task) error {
	for _, w := range wanted {
		if same(t, w) {
			return tasks.Change(ctx, tx, tasks.Changed{Task: t, Due: tasks.Due{On: w.DueOn, At: w.DueTime}, Worker: w.WorkerID, Args: w.Args})
		}
	}
	if !m.met(t.Args[argClock]) && m.State == Open {
		return tasks.End(ctx, tx, t.ID, "", tasks.Replaced, "")
	}
	args := map[string]string{argMet: "1"}
	for name, word := range t.Args {
		args[name] = word
	}
	if err := tasks.Change(ctx, tx, tasks.Changed{Task: t, Due: tasks.Due{On: t.DueOn, At: t.DueTime}, Worker: t.WorkerID, Args: args}); err != nil {
		return err
	}
	return tasks.End(ctx, tx, t.ID, "", tasks.Done, "")
}

func same(t, w tasks.Task) bool { return t.Args[argClock] == w.Args[argClock] && t.Kind == w.Kind }

// has reports whether a task is there: open, or ended by hand on the same day.
func has(list []tasks.Task, w tasks.Task) bool {
	for _, t := range list {
		if same(t, w) && (t.State == tasks.Open || byHand(t) && t.DueOn == w.DueOn) {
			return true
		}
	}
	return false
}

// byHand reports whether somebody ended the task themselves.
func byHand(t tasks.Task) bool {
	return t.State == tasks.Lost || t.State == tasks.Done && t.Args[argMet] == ""
}

// met reports whether what a clock was for has happened.
func (m Matter) met(key string) bool {
	step, what, _ := strings.Cut(key, "/")
	s := m.Stage(step)
	if s == nil {
		return false
	}
	for _, c := range s.Clocks {
		if string(c.For) == what {
			return c.Ended
		}
	}
	return false
}

// wanted are the tasks of the clocks that run.
func (m Matter) wanted(today civil.Day) []tasks.Task {
	line := m.Line(today)
	var list []tasks.Task
	for _, c := range line.Running {
		step, _ := m.Version.Step(c.Step)
		args := map[string]string{argClock: c.Key(), "step": step.Title, "by": string(c.By)}
		t := tasks.Task{PersonID: m.PersonID, CaseID: m.CaseID, Kind: TaskOurs, DueOn: c.By, WorkerID: m.WorkerID, Args: args, Link: tasks.Link{Kind: LinkKind, ID: m.ID}}
		switch {
		case c.For.Ours():
			args["safe"] = string(c.Safe)
		case c.Opens() != "":
			t.Kind, t.DueOn = TaskTheirs, c.Opens()
		default:
			t.Kind, t.DueOn = TaskChase, c.By.Add(1)
		}
		list = append(list, t)
	}
	return list
}

// HandEnded is a task of a clock that runs, and that somebody ended by hand.
type HandEnded struct {
	tasks.Task
	Clock way.Clock
	By    string // name
}

// ended finds the clocks that run although somebody said that they are done, or lost.
func (m Matter) ended(list []tasks.Task, today civil.Day) (out []HandEnded) {
	running := m.Line(today).Running
	for i, w := range m.wanted(today) {
		for _, t := range list {
			if same(t, w) && byHand(t) && t.DueOn == w.DueOn {
				out = append(out, HandEnded{Task: t, Clock: running[i]})
			}
		}
	}
	return out
}

// Sync brings the tasks of every open grievance in step with its clocks, inside the
// caller's change, as after the rules changed.
func (s *Service) Sync(ctx context.Context, tx *trail.Tx) error {
	all, err := open(ctx, tx.Tx)
	if err != nil {
		return err
	}
	for _, g := range all {
		if err := s.sync(ctx, tx, g.ID); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
