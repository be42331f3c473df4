package grievances

import (
	"cmp"
	"context"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/timeline"
)

// Record takes down that something happened to a grievance. The clocks and their tasks
// follow in the same change. It returns Invalid, by the fields of the form, for what
// breaks a rule or contradicts what is recorded, and Conflict for a grievance that has
// ended.
func (s *Service) Record(ctx context.Context, actor authz.Actor, id string, e way.Event) (eventID string, err error) {
	const op = "grievances: record"
	today := s.Today(ctx)
	e = e.Clean()
	if err := fault.Check(op, e.Check(today)); err != nil {
		return "", err
	}
	err = s.change(ctx, actor, "grievances.event."+string(e.Kind), id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		if m.State != Open && e.Kind.OfStep() {
			return fault.New(fault.Conflict, op)
		}
		e.ID, e.GrievanceID, e.PersonID, e.RecordedAt = ids.New(), m.ID, m.PersonID, tx.Now()
		e.AuthorID, e.AuthorName = tx.Actor.ID, tx.Actor.Name
		if err := s.fits(ctx, tx, deed, m, e); err != nil {
			return err
		}
		if e.EntryID, err = s.noteEvent(ctx, tx, m, e); err != nil {
			return err
		}
		eventID = e.ID
		return insertEvent(ctx, tx, e)
	})
	return eventID, err
}

// fits checks an event beside the others, and its file, and words the deed.
func (s *Service) fits(ctx context.Context, tx *trail.Tx, deed *trail.Deed, m Matter, e way.Event) error {
	if err := fault.Check("grievances: record", m.Contradicts(e)); err != nil {
		return err
	}
	deed.Args["step"] = ""
	if step, ok := m.Version.Step(e.Step); ok {
		deed.Args["step"] = step.Title
	}
	return ownFile(ctx, tx.Tx, m.PersonID, e.FileID)
}

// Event returns an event of a grievance in the actor's sight, or NotFound.
func (s *Service) Event(ctx context.Context, actor authz.Actor, id, eventID string) (e way.Event, v View, err error) {
	v, err = s.View(ctx, actor, id)
	if err != nil {
		return e, v, err
	}
	for _, one := range v.Events {
		if one.ID == eventID && !v.Shut {
			return one, v, nil
		}
	}
	return e, v, fault.New(fault.NotFound, "grievances: event")
}

// Correct changes what was recorded of an event: its day, how we know, its proof. What
// it said before stays in the trail. It returns Conflict when somebody else changed it
// since rev.
func (s *Service) Correct(ctx context.Context, actor authz.Actor, id, rev string, e way.Event) error {
	const op = "grievances: correct"
	today := s.Today(ctx)
	e = e.Clean()
	return s.change(ctx, actor, "grievances.event.corrected", id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		old, err := eventOf(ctx, tx.Tx, id, e.ID)
		if err != nil {
			return err
		}
		e.Kind, e.Step, e.RecordedAt = old.Kind, old.Step, old.RecordedAt
		if err := fault.Check(op, e.Check(today)); err != nil {
			return err
		}
		if err := s.fits(ctx, tx, deed, m, e); err != nil {
			return err
		}
		set := eventSet(e)
		if e.On != old.On || e.Way != old.Way { // the timeline says it anew
			if err := timeline.TakeBack(ctx, tx, old.EntryID); err != nil {
				return err
			}
			if set["entry_id"], err = s.noteEvent(ctx, tx, m, e); err != nil {
				return err
			}
		}
		return tx.Update(ctx, eventTable, e.ID, rev, set)
	})
}

// Strike takes away an event that never was.
func (s *Service) Strike(ctx context.Context, actor authz.Actor, id, eventID string) error {
	return s.change(ctx, actor, "grievances.event.struck", id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		e, err := eventOf(ctx, tx.Tx, id, eventID)
		if err != nil {
			return err
		}
		deed.Args["step"] = ""
		if step, ok := m.Version.Step(e.Step); ok {
			deed.Args["step"] = step.Title
		}
		if err := timeline.TakeBack(ctx, tx, e.EntryID); err != nil {
			return err
		}
		return tx.Delete(ctx, eventTable, eventID)
	})
}

// Ending is how a grievance ends.
type Ending struct {
	State State
	On    civil.Day // "" is today
	Why   string
}

// End ends a grievance, and with it its clocks. One that is lost says why.
func (s *Service) End(ctx context.Context, actor authz.Actor, id, rev string, e Ending) error {
	const op = "grievances: end"
	today := s.Today(ctx)
	e.On = cmp.Or(e.On, today)
	return s.change(ctx, actor, "grievances.grievance.ended", id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		deed.Action = "grievances.grievance." + string(e.State)
		if err := fault.Check(op, e.check(m.Grievance, today)); err != nil {
			return err
		}
		if err := s.noteState(ctx, tx, m.Grievance, e.State, e.On, e.Why); err != nil {
			return err
		}
		if err := endMoved(ctx, tx, m.Grievance); err != nil {
			return err
		}
		return tx.Update(ctx, table, id, rev, trail.Set{"state": string(e.State), "state_on": string(e.On), "state_why": e.Why, "moved_to": ""})
	})
}

func (e Ending) check(g Grievance, today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(g.State != Open || e.State == Open || !isState(e.State), "state", "grievances.state.wrong")
	problem(!e.On.Valid() || e.On > today, "on", "grievances.day.ahead")
	problem(e.Why == "" && (e.State == Lost || e.State == Withdrawn || e.State == Closed), "why", "grievances.why.missing")
	problem(len([]rune(e.Why)) > MaxWords, "why", "grievances.words.long", "count", MaxWords)
	return bad
}

// Reopen lets an ended grievance go on; its clocks run as they would have.
func (s *Service) Reopen(ctx context.Context, actor authz.Actor, id string) error {
	return s.change(ctx, actor, "grievances.grievance.reopened", id, func(tx *trail.Tx, _ *trail.Deed, m Matter) error {
		if m.State == Open {
			return fault.New(fault.Conflict, "grievances: reopen")
		}
		if err := s.noteState(ctx, tx, m.Grievance, Open, s.Today(ctx), ""); err != nil {
			return err
		}
		return tx.Update(ctx, table, id, "", trail.Set{"state": string(Open), "state_on": "", "state_why": ""})
	})
}

func isState(s State) bool {
	for _, known := range States() {
		if s == known {
			return true
		}
	}
	return false
}
