package grievances

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// SetNeed says how something stands that a step needs. A need of the pack is meant by
// its words; one without ID that the pack does not name is a new line of our own.
func (s *Service) SetNeed(ctx context.Context, actor authz.Actor, id string, n way.Need) error {
	today := s.Today(ctx)
	n.Words, _ = people.Clean(n.Words)
	n.Why, _ = people.Clean(n.Why)
	if n.State == "" {
		n.State = way.Wanting
	}
	if err := fault.Check("grievances: need", n.Check(today)); err != nil {
		return err
	}
	return s.change(ctx, actor, "grievances.need."+string(n.State), id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		deed.Args["what"] = n.Words
		step, ok := m.Version.Step(n.Step)
		if !ok {
			return fault.Bad("grievances: need", "step", "grievances.step.unknown")
		}
		if err := ownFile(ctx, tx.Tx, m.PersonID, n.FileID); err != nil {
			return err
		}
		kept, err := needsOf(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		n.Own = !slices.Contains(step.Needs, n.Words)
		for _, k := range kept {
			if k.ID == n.ID || k.Step == n.Step && k.Words == n.Words {
				return tx.Update(ctx, needTable, k.ID, n.Rev, needSet(n))
			}
		}
		n.ID = ids.New()
		return insertNeed(ctx, tx, m.Grievance, n)
	})
}

// DropNeed takes away a line of our own.
func (s *Service) DropNeed(ctx context.Context, actor authz.Actor, id, needID string) error {
	return s.change(ctx, actor, "grievances.need.dropped", id, func(tx *trail.Tx, deed *trail.Deed, _ Matter) error {
		kept, err := needsOf(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		for _, k := range kept {
			if k.ID == needID && k.Own {
				deed.Args["what"] = k.Words
				return tx.Delete(ctx, needTable, needID)
			}
		}
		return fault.New(fault.NotFound, "grievances: need")
	})
}
