package imports

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// mostStayed is how many of those who stay are listed by name.
const mostStayed = 200

// owners are the people an import is about.
var owners = trail.Owners{Table: "person", Kind: "person", Column: "person_id", Also: []string{"other_id"}}

// Undo takes a saved batch back, the last part first. Whoever was changed since
// stays as they are, and so does somebody the batch added for whom something
// was written since; they are listed in Batch.Stayed. It returns Conflict for a
// batch that is not saved, or too old.
func (s *Service) Undo(ctx context.Context, actor authz.Actor, id string, progress Progress) error {
	for {
		changes, err := s.toUndo(ctx, actor, id)
		if err != nil || len(changes) == 0 {
			return err
		}
		for _, change := range changes {
			n, err := s.undoPart(ctx, actor, id, change)
			if err == nil && progress != nil {
				err = progress(ctx, n, 0)
			}
			if err != nil {
				return err
			}
		}
	}
}

// toUndo lists the changes of a batch that are still to be taken back, the last
// first, and marks the batch as undone when there are none.
func (s *Service) toUndo(ctx context.Context, actor authz.Actor, id string) (changes []string, err error) {
	err = s.write(ctx, actor, id, func(tx *database.Tx, b Batch) (err error) {
		if b.Stage != Saved {
			return fault.New(fault.Conflict, "imports: undo")
		}
		if changes, err = changesOf(ctx, tx, id); err != nil || len(changes) > 0 {
			return err
		}
		b.Stage = Undone
		return updateBatch(ctx, tx, b)
	})
	return changes, err
}

// undoPart takes one part back and returns how many people it was about. A part
// that somebody has taken back by itself is done.
func (s *Service) undoPart(ctx context.Context, actor authz.Actor, id, change string) (int, error) {
	undone, err := trail.UndoOwned(ctx, s.DB, actor, change, owners, s.Undone...)
	if fault.Is(err, fault.Conflict) {
		err = s.unlessUndone(ctx, change, err)
	}
	if err != nil {
		return 0, err
	}
	return len(undone.Owners), s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		names, err := people.Names(ctx, tx, undone.Stayed)
		if err != nil {
			return err
		}
		for _, p := range undone.Stayed {
			if card, there := names[p]; there && len(b.Stayed) < mostStayed {
				b.Stayed = append(b.Stayed, Stayed{ID: p, Name: card.Name})
			}
		}
		if err := dropChange(ctx, tx, id, change); err != nil {
			return err
		}
		return updateBatch(ctx, tx, b)
	})
}

func (s *Service) unlessUndone(ctx context.Context, change string, conflict error) error {
	return s.DB.Read(ctx, func(tx *database.Tx) error {
		e, err := trail.One(ctx, tx, change)
		if err == nil && !e.Undone {
			err = conflict
		}
		return err
	})
}
