package grievances

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Elsewhere stands for a place nobody named: on the way, or outside.
const Elsewhere = "elsewhere"

// Listen lets grievances follow people who move, and facilities that turned out to be
// another one, and rules that change. The matter stays what it was when the person
// moves; where to file now is asked for.
func (s *Service) Listen(bus *event.Bus) {
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e custody.Moved) error {
		list, err := openOf(ctx, tx.Tx, e.PersonID)
		for _, g := range list {
			if err := s.moved(ctx, tx, g, e.To); err != nil {
				return err
			}
		}
		return err
	})
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, _ rulepacks.Changed) error { return s.Sync(ctx, tx) })
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e facilities.Merged) error {
		list, err := idsAt(ctx, tx.Tx, e.From)
		for _, id := range list {
			if err := follow(ctx, tx, id, e); err != nil {
				return err
			}
		}
		return err
	})
}

func follow(ctx context.Context, tx *trail.Tx, id string, e facilities.Merged) error {
	g, err := one(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	set := trail.Set{}
	if g.FacilityID == e.From {
		set["facility_id"] = e.Into
	}
	if g.MovedTo == e.From {
		set["moved_to"] = e.Into
	}
	return tx.Update(ctx, table, id, "", set)
}

// moved keeps that the person is elsewhere now, and gives its worker something to do.
func (s *Service) moved(ctx context.Context, tx *trail.Tx, g Grievance, to custody.Stay) error {
	place := to.FacilityID
	if place == "" {
		place = Elsewhere
	}
	if place == g.FacilityID {
		if g.MovedTo == "" {
			return nil
		}
		if err := endMoved(ctx, tx, g); err != nil {
			return err
		}
		return tx.Update(ctx, table, g.ID, "", trail.Set{"moved_to": ""})
	}
	if err := tx.Update(ctx, table, g.ID, "", trail.Set{"moved_to": place}); err != nil {
		return err
	}
	open, err := movedTasks(ctx, tx, g)
	if err != nil || len(open) > 0 {
		return err
	}
	_, err = tasks.Add(ctx, tx, tasks.Task{
		PersonID: g.PersonID, CaseID: g.CaseID, Kind: TaskMoved, DueOn: s.Today(ctx), WorkerID: g.WorkerID, Link: tasks.Link{Kind: LinkKind, ID: g.ID},
		Args: map[string]string{"to": to.Facility},
	})
	if err != nil {
		return err
	}
	e := g.entry(entryStep, "grievances.entry.moved", map[string]string{"to": to.Facility}, "")
	e.On = partialdate.On(s.Today(ctx))
	_, err = timeline.Add(ctx, tx, e)
	return err
}

func movedTasks(ctx context.Context, tx *trail.Tx, g Grievance) ([]tasks.Task, error) {
	list, err := tasks.Linked(ctx, tx.Tx, g.PersonID, tasks.Link{Kind: LinkKind, ID: g.ID})
	return slices.DeleteFunc(list, func(t tasks.Task) bool { return t.Kind != TaskMoved || t.State != tasks.Open }), err
}

// endMoved ends what was to do about a move.
func endMoved(ctx context.Context, tx *trail.Tx, g Grievance) error {
	open, err := movedTasks(ctx, tx, g)
	for _, t := range open {
		if err := tasks.End(ctx, tx, t.ID, "", tasks.Done, ""); err != nil {
			return err
		}
	}
	return err
}

// Looked says that where to file now is known.
func (s *Service) Looked(ctx context.Context, actor authz.Actor, id string) error {
	return s.change(ctx, actor, "grievances.grievance.looked", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		if m.MovedTo == "" {
			return nil
		}
		if err := endMoved(ctx, tx, m.Grievance); err != nil {
			return err
		}
		return tx.Update(ctx, table, id, "", trail.Set{"moved_to": ""})
	})
}

// After brings the tasks of grievances in step after an undo, and refuses one that
// would take a grievance away under what was recorded of it. It is a trail.After.
func (s *Service) After(ctx context.Context, tx *trail.Tx, rows []trail.Touched) error {
	var touched []string
	for _, r := range rows {
		id, _ := r.Held["grievance_id"].(string)
		if r.Table == table {
			id = r.ID
		}
		if id != "" && !slices.Contains(touched, id) {
			touched = append(touched, id)
		}
	}
	for _, id := range touched {
		err := s.sync(ctx, tx, id)
		if !fault.Is(err, fault.NotFound) {
			if err != nil {
				return err
			}
			continue
		}
		n, err := resting(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.New(fault.Conflict, "grievances: undo of a grievance that something rests on")
		}
	}
	return nil
}
