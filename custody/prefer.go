package custody

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Confirmation is that a stay was said again, by whom, when and how surely.
type Confirmation struct {
	PersonID, StayID, Rev string
	Source                string
	SourceOn              partialdate.Date // zero is today
	Confidence            Confidence       // "" is Confirmed
}

// Confirm says that somebody is still where the present stay says. It returns
// Conflict when the stay is not the present one any more, or changed since.
func (s *Service) Confirm(ctx context.Context, actor authz.Actor, c Confirmation) error {
	today := s.Today(ctx)
	if c.Confidence == "" {
		c.Confidence = Confirmed
	}
	if c.SourceOn.IsZero() {
		c.SourceOn = partialdate.On(today)
	}
	return s.change(ctx, actor, c.PersonID, "custody.stay.confirmed", func(tx *trail.Tx, args map[string]string) error {
		was, err := current(ctx, tx.Tx, c.PersonID)
		switch {
		case err != nil:
			return err
		case was.ID != c.StayID || was.Rev != c.Rev:
			return fault.New(fault.Conflict, "custody: confirm")
		}
		args["where"] = where(was)
		is, err := Place(ctx, tx, s.Bus, today, NewStay{
			PersonID: c.PersonID, FacilityID: was.FacilityID, Unit: was.Unit, State: was.State,
			Source: strings.TrimSpace(c.Source), SourceOn: c.SourceOn, Confidence: c.Confidence,
		})
		if err != nil {
			return err
		}
		is.Facility = was.Facility
		return note(ctx, tx, was, is, today)
	})
}

// Prefer says that a claim kept beside the line was right: it is the present
// stay now, and what was current goes beside. It returns Conflict when the
// claim is not beside any more or changed since, and Invalid for one that is
// over.
func (s *Service) Prefer(ctx context.Context, actor authz.Actor, personID, stayID, rev string) error {
	const op = "custody: prefer"
	return s.change(ctx, actor, personID, "custody.stay.preferred", func(tx *trail.Tx, args map[string]string) error {
		is, err := stayByID(ctx, tx.Tx, stayID)
		switch {
		case err != nil:
			return err
		case is.PersonID != personID:
			return fault.New(fault.NotFound, op)
		case !is.Beside:
			return fault.New(fault.Conflict, op)
		case !is.Until.IsZero():
			return fault.Bad(op, "stay", "custody.stay.prefer.over")
		}
		args["where"] = where(is)
		return s.prefer(ctx, tx, is, rev, s.Today(ctx))
	})
}

func (s *Service) prefer(ctx context.Context, tx *trail.Tx, is Stay, rev string, today civil.Day) error {
	line, err := lineOf(ctx, tx.Tx, is.PersonID)
	if err != nil {
		return err
	}
	was := now(line)
	if err := makeRoom(ctx, tx, line, NewStay{Since: is.Since, Overrule: true}); err != nil {
		return err
	}
	if err := tx.Update(ctx, stayTable, is.ID, rev, trail.Set{"beside": 0, "current": 1}); err != nil {
		return err
	}
	is.Beside, is.Current = false, true
	if err := announce(ctx, tx, s.Bus, was, is); err != nil {
		return err
	}
	return note(ctx, tx, was, is, today)
}

// ChangeMilestone puts another date in the place of one, which is ended and
// kept. It returns Conflict when somebody changed it since.
func (s *Service) ChangeMilestone(ctx context.Context, actor authz.Actor, id, rev string, n NewMilestone) (m Milestone, err error) {
	err = s.change(ctx, actor, n.PersonID, "custody.milestone.changed", func(tx *trail.Tx, args map[string]string) error {
		if err := endMilestone(ctx, tx, n.PersonID, id, rev); err != nil {
			return err
		}
		if m, err = AddMilestone(ctx, tx, n); err != nil {
			return err
		}
		return event.Tell(ctx, s.Bus, tx, Dated{n.PersonID})
	})
	return m, err
}

// endMilestone ends a date of a person; one of another is NotFound.
func endMilestone(ctx context.Context, tx *trail.Tx, personID, id, rev string) error {
	m, err := milestoneByID(ctx, tx.Tx, id)
	if err != nil {
		return err
	}
	if m.PersonID != personID {
		return fault.New(fault.NotFound, "custody: milestone")
	}
	return tx.Update(ctx, milestoneTable, id, rev, trail.Set{"ended_at": database.Micros(tx.Now())})
}

// Whereabouts is somebody with the place they are at; a zero Stay when nobody
// knows of any.
type Whereabouts struct {
	people.Card
	Stay Stay
}

// Whereabouts gives people with where they are, in the order asked. Whom the
// actor may not see is left out.
func (s *Service) Whereabouts(ctx context.Context, actor authz.Actor, personIDs []string) (list []Whereabouts, err error) {
	if !actor.May(MayRead) || !actor.May(people.MayRead) {
		return nil, fault.New(fault.Forbidden, "custody: whereabouts")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		seen, err := visible(ctx, tx, actor, personIDs)
		if err != nil {
			return err
		}
		cards, err := people.Names(ctx, tx, personIDs)
		if err != nil {
			return err
		}
		for _, id := range personIDs {
			if !seen[id] {
				continue
			}
			st, err := current(ctx, tx, id)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
			list = append(list, Whereabouts{cards[id], st})
		}
		return nil
	})
	return list, err
}

// MoveIn is Move of one person inside the caller's change, for those who learn of
// a move from something they keep themselves. The caller has checked that the
// actor may write.
func (s *Service) MoveIn(ctx context.Context, tx *trail.Tx, personID string, m Move) (Stay, error) {
	return s.moveOne(ctx, tx, personID, s.Today(ctx), m)
}
