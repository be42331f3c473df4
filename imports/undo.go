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

// Undo takes a saved batch back, the last part first. Whoever was changed since
// stays as they are, and so does somebody the batch added for whom something
// was written since; they are listed in Batch.Stayed. It returns Conflict for a
// batch that is not saved, or too old.
func (s *Service) Undo(ctx context.Context, actor authz.Actor, id string, progress Progress) error {
	var changes []string
	err := s.read(ctx, actor, id, func(tx *database.Tx, b Batch) (err error) {
		if b.Stage != Saved {
			return fault.New(fault.Conflict, "imports: undo")
		}
		changes, err = changesOf(ctx, tx, id)
		return err
	})
	if err != nil {
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
	return s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		b.Stage = Undone
		return updateBatch(ctx, tx, b)
	})
}

// undoPart takes one part back and returns how many people it was about. A part
// that somebody has taken back by itself is done.
func (s *Service) undoPart(ctx context.Context, actor authz.Actor, id, change string) (int, error) {
	u := &undoing{change: change}
	err := trail.UndoSome(ctx, s.DB, actor, change, u.choose, s.Undone...)
	if fault.Is(err, fault.Conflict) {
		err = s.unlessUndone(ctx, change, err)
	}
	if err != nil {
		return 0, err
	}
	return len(u.owners), s.write(ctx, actor, id, func(tx *database.Tx, b Batch) error {
		for _, o := range u.stay {
			if len(b.Stayed) < mostStayed {
				b.Stayed = append(b.Stayed, o)
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

// undoing is the taking back of one part.
type undoing struct {
	change string
	owners []string // the people the part is about
	stay   []Stayed // those of them who stay
}

// choose leaves out every row of a person something was written about since.
func (u *undoing) choose(ctx context.Context, tx *trail.Tx, rows []trail.Touched) (func(trail.Touched) bool, error) {
	u.owners, u.stay = nil, nil
	seen, stale, added := map[string]bool{}, map[string]bool{}, []string{}
	for _, r := range rows {
		id := ownerOf(r)
		if id != "" && !seen[id] {
			seen[id] = true
			u.owners = append(u.owners, id)
		}
		if r.Stale {
			stale[id] = true
		}
		if r.Added && r.Table == personTable {
			added = append(added, id)
		}
	}
	if err := u.builtOn(ctx, tx.Tx, added, stale); err != nil {
		return nil, err
	}
	names, err := people.Names(ctx, tx.Tx, u.owners)
	for _, id := range u.owners {
		if card, there := names[id]; stale[id] && there {
			u.stay = append(u.stay, Stayed{ID: id, Name: card.Name})
		}
	}
	return func(r trail.Touched) bool { return !r.Stale && !stale[ownerOf(r)] }, err
}

// builtOn marks those the part added and something else was written about
// later: they would leave it behind, or somebody's work would be lost.
func (u *undoing) builtOn(ctx context.Context, tx *database.Tx, added []string, stale map[string]bool) error {
	for _, column := range []string{"person_id", "other_id"} {
		later, err := trail.WrittenLater(ctx, tx, column, added, u.change)
		if err != nil {
			return err
		}
		for id := range later {
			stale[id] = true
		}
	}
	told, err := trail.ToldLater(ctx, tx, "person", added, u.change)
	for id := range told {
		stale[id] = true
	}
	return err
}

const personTable = "person"

// ownerOf is the person a row belongs to, "" when it is gone and nobody knows.
func ownerOf(r trail.Touched) string {
	if r.Table == personTable {
		return r.ID
	}
	id, _ := r.Held["person_id"].(string)
	return id
}
