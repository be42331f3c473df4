package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Correctable reports whether the actor may correct an entry they can read.
func Correctable(actor authz.Actor, e Entry) bool { return !e.Stub && e.correctable(actor) }

// Asked returns what is left of an entry for an actor who may know that it is
// there but not read it, so that they can ask its author. It returns NotFound
// when they may not even know, and for an entry they can read.
func (s *Service) Asked(ctx context.Context, actor authz.Actor, id string) (Entry, error) {
	var e Entry
	err := s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		if e, err = entryByID(ctx, tx, id); err != nil {
			return err
		}
		if e.InSight(actor) || !actor.May(MayRead) || s.Kinds.Kind(e.Kind).Hidden {
			return fault.New(fault.NotFound, "timeline: asked")
		}
		return people.Visible(ctx, tx, actor, e.PersonID)
	})
	if err != nil {
		return Entry{}, err
	}
	return e.stub(), nil
}

// SetSight changes who may read an entry. rev is the one the form was made
// from; it returns Conflict when somebody changed the entry since, and
// Forbidden for an actor who may not correct it.
func (s *Service) SetSight(ctx context.Context, actor authz.Actor, id, rev string, sight Sight) error {
	const op = "timeline: sight"
	deed := &trail.Deed{Action: "timeline.entry.shown", Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		e, err := readable(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if !e.correctable(actor) {
			return fault.New(fault.Forbidden, op)
		}
		if err := about(ctx, tx, deed, e.PersonID); err != nil {
			return err
		}
		e.Sight = sight
		if err := fault.Check(op, e.Check()); err != nil {
			return err
		}
		if err := updateSight(ctx, tx, e, rev); err != nil {
			return err
		}
		return index(ctx, tx.Tx, e)
	})
}
