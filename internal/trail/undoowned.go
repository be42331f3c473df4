package trail

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

// Owners says whose the rows of a change are: people, for an import of people.
type Owners struct {
	Table  string   // of the owners themselves
	Kind   string   // the subject of changes about one of them
	Column string   // names the owner in every other table
	Also   []string // further columns that point to an owner
}

// Undoing is what UndoOwned did.
type Undoing struct {
	Owners []string // whom the change was about
	Stayed []string // those of them who were left as they are
}

// UndoOwned takes back what a change did, owner by owner. One whose rows were
// written to since stays as they are; and so does one the change added and
// something else was written about later, who would leave it behind. The error
// is that of Undo, but for the conflicts it avoids.
func UndoOwned(ctx context.Context, db *database.DB, actor authz.Actor, change string, o Owners, after ...After) (Undoing, error) {
	var u Undoing
	return u, UndoSome(ctx, db, actor, change, func(ctx context.Context, tx *Tx, rows []Touched) (func(Touched) bool, error) {
		u = Undoing{}
		seen, stale, added := map[string]bool{}, map[string]bool{}, []string{}
		for _, r := range rows {
			id := o.of(r)
			if id != "" && !seen[id] {
				seen[id] = true
				u.Owners = append(u.Owners, id)
			}
			stale[id] = stale[id] || r.Stale
			if r.Added && r.Table == o.Table {
				added = append(added, id)
			}
		}
		if err := o.builtOn(ctx, tx.Tx, added, change, stale); err != nil {
			return nil, err
		}
		for _, id := range u.Owners {
			if stale[id] {
				u.Stayed = append(u.Stayed, id)
			}
		}
		return func(r Touched) bool { return !r.Stale && !stale[o.of(r)] }, nil
	}, after...)
}

// of is the owner of a row, "" when it is gone and nobody knows.
func (o Owners) of(r Touched) string {
	if r.Table == o.Table {
		return r.ID
	}
	id, _ := r.Held[o.Column].(string)
	return id
}

// builtOn marks those of the added that something was written about later.
func (o Owners) builtOn(ctx context.Context, tx *database.Tx, added []string, change string, stale map[string]bool) error {
	mark := func(found map[string]bool, err error) error {
		for id := range found {
			stale[id] = true
		}
		return err
	}
	for _, column := range append([]string{o.Column}, o.Also...) {
		if err := mark(WrittenLater(ctx, tx, column, added, change)); err != nil {
			return err
		}
	}
	return mark(ToldLater(ctx, tx, o.Kind, added, change))
}
