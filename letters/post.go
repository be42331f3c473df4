package letters

import (
	"context"
	"strconv"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/timeline"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Post says that the letters of a run are in the post: each has an entry on the timeline of
// its person. What does not go out stays as it is. It returns
// Conflict for a run that was posted already.
func (s *Service) Post(ctx context.Context, actor authz.Actor, id, rev string, on civil.Day) error {
	const op = "letters.run.posted"
	if err := may(actor, MayWrite, op); err != nil {
		return err
	}
	if !on.Valid() || on > s.Today(ctx) {
		return fault.Bad(op, "on", "letters.posted.wrong")
	}
	deed := &trail.Deed{Action: op, Kind: "letters", ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		v, err := view(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if v.Scope != ToOne && !actor.May(MayRun) {
			return fault.New(fault.Forbidden, op)
		}
		if v.State == Posted {
			return fault.New(fault.Conflict, op)
		}
		going := v.Going()
		if len(going) == 0 {
			return fault.Bad(op, "", "letters.posted.none")
		}
		deed.Args = map[string]string{"name": v.Name, "count": itoa(len(going))}
		for _, p := range going {
			if err := s.posted(ctx, tx, v.Run, p, on); err != nil {
				return err
			}
		}
		return tx.Update(ctx, runTable, id, rev, trail.Set{"state": string(Posted), "posted_on": string(on)})
	})
}

// LinkKind is what entries of a letter are linked to.
const LinkKind = "letters"

// posted notes that a letter is in the post. The whole text of a letter to one person is
// kept with them, and their case has it as a word to them; of many, which it was: nobody is
// less quiet for a newsletter.
func (s *Service) posted(ctx context.Context, tx *trail.Tx, r Run, p Piece, on civil.Day) error {
	e := timeline.Entry{
		PersonID: p.PersonID, Kind: timeline.KindLetter, Direction: timeline.Out, On: dayOf(on), Body: r.Name, Link: timeline.Link{Kind: LinkKind, ID: r.ID},
	}
	if r.Scope == ToOne {
		e.Body = text(s.Letter(ctx, r, p))
	}
	entry, err := timeline.Add(ctx, tx, e)
	if err != nil {
		return err
	}
	if s.Heard != nil && r.Scope == ToOne {
		if err := s.Heard(ctx, tx, p.PersonID, on, true); err != nil {
			return err
		}
	}
	return tx.Update(ctx, pieceTable, p.ID, "", trail.Set{"entry_id": entry})
}

// Drop removes a run that was not posted.
func (s *Service) Drop(ctx context.Context, actor authz.Actor, id string) error {
	const op = "letters.run.dropped"
	if err := may(actor, MayWrite, op); err != nil {
		return err
	}
	deed := &trail.Deed{Action: op, Kind: "letters", ID: id}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		v, err := view(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		switch {
		case v.Scope != ToOne && !actor.May(MayRun):
			return fault.New(fault.Forbidden, op)
		case v.State == Posted:
			return fault.New(fault.Conflict, op)
		}
		deed.Args = map[string]string{"name": v.Name}
		for table, column := range map[string]string{pieceTable: "run_id", textTable: "run_id"} {
			if err := tx.DeleteHolding(ctx, table, column, id); err != nil {
				return err
			}
		}
		return tx.Delete(ctx, runTable, id)
	})
}
