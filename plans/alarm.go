package plans

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// lateCall is a call that is awaited, with what it is counted from.
type lateCall struct {
	ID, PersonID string
	After        Offset
	home         Moment
}

// alarmDays is how far back a release lies whose calls are still watched; the last call
// and its alarm come before.
const alarmDays = 10

// Raise gives every call that was missed to whoever is on duty: one that was not made
// within the hours of After().Alarm. It is asked for every minute, and returns how many
// there were.
func (s *Service) Raise(ctx context.Context) (raised int, err error) {
	now := s.Now(ctx)
	var missed []lateCall
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		all, err := late(ctx, tx, now.On.Add(-alarmDays), now.On)
		for _, c := range all {
			if (Call{After: c.After}).Alarm(c.home).Passed(now) {
				missed = append(missed, c)
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, c := range missed {
		if err := s.raise(ctx, c); err != nil {
			return raised, err
		}
		raised++
	}
	return raised, nil
}

// program is who raises an alarm.
var program = authz.System("plans")

func (s *Service) raise(ctx context.Context, missed lateCall) error {
	deed := &trail.Deed{Action: "plans.call.missed", Kind: "person", ID: missed.PersonID, Args: map[string]string{"hours": hoursText(missed.After)}}
	return trail.Write(ctx, s.DB, program, deed, func(tx *trail.Tx) error {
		c, err := callByID(ctx, tx.Tx, missed.ID)
		if fault.Is(err, fault.NotFound) || err == nil && (c.State != Awaited || !c.Alarmed.IsZero()) {
			return nil // said meanwhile
		}
		if err != nil {
			return err
		}
		id, err := s.alarm(ctx, tx, c.PersonID, c.After)
		if err != nil {
			return err
		}
		if err := tx.Update(ctx, callTable, c.ID, "", trail.Set{"alarm_id": id, "alarmed_at": micros(tx.Now())}); err != nil {
			return err
		}
		p, err := openPlan(ctx, tx.Tx, c.PersonID)
		if err != nil {
			return err
		}
		return s.note(ctx, tx, p, "plans.entry.call.missed", map[string]string{"hours": hoursText(c.After)})
	})
}

// alarm adds the task for whoever is on duty; with nobody there, for the worker of the
// person, and else for anybody who looks.
func (s *Service) alarm(ctx context.Context, tx *trail.Tx, personID string, after Offset) (taskID string, err error) {
	now := s.Now(ctx)
	worker, err := onDuty(ctx, tx.Tx, now.On)
	if err == nil && worker == "" {
		worker, _, err = s.worker(ctx, tx.Tx, personID)
	}
	if err != nil {
		return "", err
	}
	p, err := openPlan(ctx, tx.Tx, personID)
	if err != nil {
		return "", err
	}
	if worker == "" {
		worker = p.WorkerID
	}
	t, err := tasks.Add(ctx, tx, tasks.Task{
		PersonID: personID, Kind: TaskAlarm, WorkerID: worker, DueOn: now.On, DueTime: now.At, Link: tasks.Link{Kind: LinkKind, ID: p.ID},
		Args: map[string]string{"hours": hoursText(after)},
	})
	return t.ID, err
}
