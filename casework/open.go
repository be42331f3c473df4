package casework

import (
	"cmp"
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// Open opens a case inside the caller's change: the case, its first next action
// when it is active, and its worker's access to the person. today is the civil
// day where the organisation is. It returns Invalid for a case that breaks a
// rule; the caller has checked that the actor may see the person.
func Open(ctx context.Context, tx *trail.Tx, today civil.Day, n NewCase) (Case, error) {
	if err := fault.Check("casework: open", n.Check(today)); err != nil {
		return Case{}, err
	}
	c, err := n.file(ctx, tx, today)
	if err != nil {
		return Case{}, err
	}
	if err := insertCase(ctx, tx, c); err != nil {
		return Case{}, err
	}
	if err := c.bookSpan(ctx, tx); err != nil {
		return Case{}, err
	}
	if err := giveAccess(ctx, tx, c); err != nil || c.State != Active {
		return c, err
	}
	c.NextOn, err = setFirstNext(ctx, tx, c, n.Next, today)
	return c, err
}

// bookSpan keeps the time on the books a new case begins with; a closed one that
// is brought in had all of it.
func (c Case) bookSpan(ctx context.Context, tx *trail.Tx) error {
	if c.State == Waiting {
		return nil
	}
	if err := startSpan(ctx, tx, c, c.OpenedOn); err != nil || c.State != Closed {
		return err
	}
	return endSpan(ctx, tx, c, c.ClosedOn, c.ClosingReason)
}

// file makes the case of what was entered.
func (n NewCase) file(ctx context.Context, tx *trail.Tx, today civil.Day) (Case, error) {
	c := Case{
		ID: ids.New(), Rev: tx.Change, PersonID: n.PersonID, ProgrammeID: n.ProgrammeID, WorkerID: n.WorkerID, State: n.State,
		StageID: n.StageID, OpenedOn: n.OpenedOn, WaitingSince: n.WaitingSince, IntervalDays: n.IntervalDays, ClosingReason: n.ClosingReason,
		LastContactOn: n.LastContactOn, LastContactHow: n.LastContactHow, CreatedAt: tx.Now(),
	}
	if c.State == "" {
		c.State = Active
	}
	switch {
	case c.State == Waiting:
		c.OpenedOn, c.WaitingSince = "", cmp.Or(c.WaitingSince, today)
	case c.State == Closed:
		c.ClosedOn = cmp.Or(n.ClosedOn, today)
		c.OpenedOn = cmp.Or(c.OpenedOn, c.ClosedOn)
	default:
		c.OpenedOn = cmp.Or(c.OpenedOn, today)
	}
	if c.ProgrammeID != "" {
		return c, nil
	}
	var err error
	c.ProgrammeID, err = firstProgramme(ctx, tx.Tx)
	if fault.Is(err, fault.NotFound) {
		err = fault.Bad("casework: open", "programme", "casework.programme.none")
	}
	return c, err
}

// setFirstNext sets the next action of a case that becomes active.
func setFirstNext(ctx context.Context, tx *trail.Tx, c Case, next Next, today civil.Day) (civil.Day, error) {
	if next.On == "" {
		interval, err := intervalOf(ctx, tx.Tx, c)
		if err != nil {
			return "", err
		}
		next.On = firstNext(c.LastContactOn, interval, today)
	}
	return next.On, setNext(ctx, tx, c, next)
}

// setNext makes a next action the one of a case. Being in touch is what it is,
// whatever its words.
func setNext(ctx context.Context, tx *trail.Tx, c Case, next Next) error {
	_, err := tasks.SetNext(ctx, tx, c.ID, tasks.Task{
		PersonID: c.PersonID, Kind: tasks.KindContact, Title: strings.TrimSpace(next.Words), DueOn: next.On, WorkerID: c.WorkerID,
	})
	return err
}

// OpenCase opens a case for a person the actor may see.
func (s *Service) OpenCase(ctx context.Context, actor authz.Actor, n NewCase) (c Case, err error) {
	const op = "casework.case.opened"
	if !actor.May(MayWrite) {
		return c, fault.New(fault.Forbidden, op)
	}
	if n.WorkerID == "" && n.State != Waiting {
		n.WorkerID = actor.ID
	}
	today := s.Today(ctx)
	deed := &trail.Deed{Action: op, Kind: "person"}
	if n.State == Waiting {
		deed.Action = "casework.case.waits"
	}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if err := people.Visible(ctx, tx.Tx, actor, n.PersonID); err != nil {
			return err
		}
		if c, err = Open(ctx, tx, today, n); err != nil {
			return err
		}
		if err := word(ctx, tx, deed, c.PersonID); err != nil {
			return err
		}
		return note(ctx, tx, c, today, deed.Action, "", nil)
	})
	return c, err
}
