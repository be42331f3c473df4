package roster

import (
	"context"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Open lists the claims that wait for somebody, what hurts most to miss first,
// and tells how many there are.
func (s *Service) Open(ctx context.Context, actor authz.Actor, limit int) (list []Claim, total int, err error) {
	if !actor.May(MayRead) {
		return nil, 0, fault.New(fault.Forbidden, "roster: open")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if total, err = countOpen(ctx, tx, actor); err != nil || total == 0 {
			return err
		}
		list, err = openClaims(ctx, tx, actor, limit)
		return err
	})
	if err == nil {
		trail.SawAll(ctx, trail.List, list, func(c Claim) string { return c.PersonID })
	}
	return list, total, err
}

// Runs lists the lists that were read, newest first.
func (s *Service) Runs(ctx context.Context, actor authz.Actor, limit int) (list []Run, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "roster: runs")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = runsOf(ctx, tx, "", limit)
		return err
	})
	return list, err
}

// Accept takes a claim for true: the move, the release or the date goes into the
// record as any other, with the list as its source, and whoever listens is told.
// It reports whether the record holds it now; something newer or surer may stand
// against it, and then both are kept. A question is never accepted: it returns
// Invalid. It returns Conflict for a claim that was decided already.
func (s *Service) Accept(ctx context.Context, actor authz.Actor, id, rev string) (taken bool, err error) {
	err = s.decide(ctx, actor, "roster.claim.accepted", id, rev, Accepted, func(tx *trail.Tx, c Claim) error {
		layout, err := LayoutOf(c.Layout)
		if err != nil {
			return err
		}
		taken, err = s.apply(ctx, tx, c, layout.Title)
		return err
	})
	return taken, err
}

// apply brings a claim into the record.
func (s *Service) apply(ctx context.Context, tx *trail.Tx, c Claim, source string) (bool, error) {
	said := partialdate.On(c.AsOf)
	move := custody.Move{Source: source, SourceOn: said, Confidence: custody.Confirmed}
	switch {
	case c.Kind == NewDate:
		_, err := custody.AddMilestone(ctx, tx, custody.NewMilestone{PersonID: c.PersonID, Kind: custody.Release, On: partialdate.On(c.On), Source: source, SourceOn: said})
		if err != nil {
			return false, err
		}
		return true, event.Tell(ctx, s.Bus, tx, custody.Dated{PersonID: c.PersonID})
	case c.Kind == Released:
		move.State = custody.Released
		if c.On != "" {
			move.On = partialdate.On(c.On)
		}
	case c.Kind == Moved && c.Transit:
		move.State = custody.InTransit
	case c.Kind == Moved:
		move.State, move.FacilityID = custody.Held, c.FacilityID
	default:
		return false, fault.Bad("roster: accept", "claim", "roster.claim.question")
	}
	stay, err := s.Custody.MoveIn(ctx, tx, c.PersonID, move)
	return stay.Current, err
}

// Dismiss puts a claim aside: it was looked at, and nothing follows from it.
func (s *Service) Dismiss(ctx context.Context, actor authz.Actor, id, rev string) error {
	return s.decide(ctx, actor, "roster.claim.dismissed", id, rev, Dismissed, func(*trail.Tx, Claim) error { return nil })
}

func (s *Service) decide(ctx context.Context, actor authz.Actor, action, id, rev string, to State, fn func(*trail.Tx, Claim) error) error {
	if !actor.May(MayDecide) || to == Accepted && !actor.May(custody.MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		c, err := claimByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if err := people.Visible(ctx, tx.Tx, actor, c.PersonID); err != nil {
			return err
		}
		if c.State != Open {
			return fault.New(fault.Conflict, action)
		}
		deed.ID, deed.Args = c.PersonID, map[string]string{"name": c.Person}
		if err := fn(tx, c); err != nil {
			return err
		}
		return settle(ctx, tx, c, rev, to)
	})
}
