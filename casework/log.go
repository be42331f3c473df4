package casework

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// LogContact keeps one word either way, in one change: the timeline entry, the
// last contact of the case, its next action done and a new one set. Without a
// next action it is to be in touch again after the contact interval. A dormant
// case wakes; a waiting or closed one keeps its state and gets no next action
// unless one was given. A person without a case gets the entry alone.
func (s *Service) LogContact(ctx context.Context, actor authz.Actor, c Contact) error {
	const op = "casework.contact.logged"
	if !actor.May(MayLog) {
		return fault.New(fault.Forbidden, op)
	}
	today := s.Today(ctx)
	if err := fault.Check(op, c.Check(today)); err != nil {
		return err
	}
	c = c.tidy(today)
	deed := &trail.Deed{Action: op, Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		file, err := subject(ctx, tx.Tx, actor, c)
		if err != nil {
			return err
		}
		if err := word(ctx, tx, deed, file.PersonID); err != nil {
			return err
		}
		deed.Args["channel"] = string(c.Channel)
		if err := addEntry(ctx, tx, file, c); err != nil {
			return err
		}
		if err := endTask(ctx, tx, file, c.TaskID); err != nil || file.ID == "" {
			return err
		}
		return touch(ctx, tx, file, c, today)
	})
}

// subject finds the case a contact belongs to: the one named, or the person's
// open one, the actor's own before a colleague's. A person without a case comes
// back as a Case without id.
func subject(ctx context.Context, tx *database.Tx, actor authz.Actor, c Contact) (Case, error) {
	if c.CaseID != "" {
		return visible(ctx, tx, actor, c.CaseID)
	}
	if err := people.Visible(ctx, tx, actor, c.PersonID); err != nil {
		return Case{}, err
	}
	cases, err := CasesOf(ctx, tx, c.PersonID)
	if err != nil || len(cases) == 0 {
		return Case{PersonID: c.PersonID}, err
	}
	own := slices.IndexFunc(cases, func(f Case) bool { return f.WorkerID == actor.ID && f.State == cases[0].State })
	return cases[max(own, 0)], nil
}

func addEntry(ctx context.Context, tx *trail.Tx, file Case, c Contact) error {
	kind, direction := c.Channel.entry()
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: file.PersonID, CaseID: file.ID, Kind: kind, Direction: direction, Body: c.What, On: c.date(), Sight: c.Sight,
	})
	return err
}

// endTask ends the call or visit that a contact was, if it is one of the person.
func endTask(ctx context.Context, tx *trail.Tx, file Case, id string) error {
	if id == "" {
		return nil
	}
	t, err := tasks.One(ctx, tx.Tx, id)
	if err != nil || t.PersonID != file.PersonID || t.State != tasks.Open || t.IsNext {
		return err
	}
	return tasks.End(ctx, tx, id, "", tasks.Done, "")
}

// touch brings a case up to date with a contact.
func touch(ctx context.Context, tx *trail.Tx, file Case, c Contact, today civil.Day) error {
	set := trail.Set{}
	if c.On >= file.LastContactOn { // a late entry does not turn the clock back
		file.LastContactOn = c.On
		set["last_contact_on"], set["last_contact_how"] = string(c.On), string(c.Channel)
	}
	if file.State == Dormant {
		set["state"] = string(Active)
	}
	if len(set) > 0 {
		if err := tx.Update(ctx, caseTable, file.ID, "", set); err != nil {
			return err
		}
	}
	planned := c.Next != (Next{})
	if !planned && file.State != Active && file.State != Dormant || file.State == Closed {
		return nil
	}
	if err := tasks.EndNext(ctx, tx, file.ID, tasks.Done); err != nil {
		return err
	}
	if c.Next.On == "" {
		interval, err := intervalOf(ctx, tx.Tx, file)
		if err != nil {
			return err
		}
		c.Next.On = today.Add(interval)
	}
	return setNext(ctx, tx, file, c.Next)
}

// SetNext sets the next action of one case.
func (s *Service) SetNext(ctx context.Context, actor authz.Actor, id string, next Next) error {
	today := s.Today(ctx)
	return s.change(ctx, actor, "casework.next.set", id, func(tx *trail.Tx, d *trail.Deed, c Case) error {
		return plan(ctx, tx, d.Action, c, next, today)
	})
}

// plan sets the next action of a case that is still worked on.
func plan(ctx context.Context, tx *trail.Tx, action string, c Case, next Next, today civil.Day) error {
	if err := fault.Check(action, next.check(today, false)); err != nil {
		return err
	}
	if c.State == Closed {
		return fault.New(fault.Conflict, action)
	}
	if next.On == "" {
		interval, err := intervalOf(ctx, tx.Tx, c)
		if err != nil {
			return err
		}
		next.On = today.Add(interval)
	}
	return setNext(ctx, tx, c, next)
}
