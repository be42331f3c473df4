package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Correctable reports whether the actor may correct an entry they can read.
func Correctable(actor authz.Actor, e Entry) bool { return !e.Stub && e.correctable(actor) }

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
