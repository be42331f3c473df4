package trail

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// UndoWindow is how long a change can be taken back (ux design, principle 7).
const UndoWindow = 30 * 24 * time.Hour

// Touched is one row that an undo put back, for those who keep something
// derived from it (the search index).
type Touched struct {
	Table, ID string
	Held      map[string]any // the row's columns before it was touched: whose row it was, even when it is gone now
	Added     bool           // the change had added the row
	Stale     bool           // something later wrote to it, or removed it; only UndoSome meets such rows
}

// After is called in the transaction of every undo with the rows it wrote. The
// composition root sets the listeners.
type After func(ctx context.Context, tx *Tx, rows []Touched) error

// Undo takes a change back: rows it added go, rows it changed or removed are as
// they were. The undoing is itself a change, so undoing it is redo.
//
// It returns NotFound for an unknown change, Forbidden when somebody else than
// the actor made it and the actor may not undo for others, and Conflict when it
// is too old, irrevocable, already undone, or when something later wrote to the
// same rows.
func Undo(ctx context.Context, db *database.DB, actor authz.Actor, change string, after ...After) error {
	return undo(ctx, db, actor, change, everyRow, after)
}

func undo(ctx context.Context, db *database.DB, actor authz.Actor, change string, choose Choose, after []After) error {
	deed := &Deed{Undoes: change}
	return Write(ctx, db, actor, deed, func(tx *Tx) error {
		e, err := database.One(ctx, tx.Tx, scanEntry, selectEntry+` WHERE c.id = ?`, change)
		if err != nil {
			return err
		}
		if err := mayUndo(tx, e, choose == nil); err != nil {
			return err
		}
		deed.Action, deed.Kind, deed.ID, deed.Args = e.Action, e.Kind, e.Subject, e.Args
		rows, err := images(ctx, tx.Tx, change)
		if err != nil {
			return err
		}
		rows, err = tx.chosen(ctx, rows, choose)
		if err != nil {
			return err
		}
		touched, err := tx.restoreAll(ctx, rows)
		if err != nil {
			return err
		}
		return tell(ctx, tx, touched, after)
	})
}

// MayUndoOthers lets a lead take back what a colleague did.
const MayUndoOthers authz.Permission = "trail.undo-others"

// mayUndo also refuses to put back the whole of a change of which a part was
// forgotten.
func mayUndo(tx *Tx, e Entry, whole bool) error {
	switch {
	case e.ActorID != tx.Actor.ID && !tx.Actor.May(MayUndoOthers):
		return fault.New(fault.Forbidden, "trail: undo for another")
	case !e.Reversible, e.Cut && whole, e.Undone, tx.Now().Sub(e.At) > UndoWindow:
		return fault.New(fault.Conflict, "trail: undo")
	}
	return nil
}

func tell(ctx context.Context, tx *Tx, rows []Touched, after []After) error {
	for _, fn := range after {
		if err := fn(ctx, tx, rows); err != nil {
			return err
		}
	}
	return nil
}

// images reads what a change kept, in the order it was written. Numbers come
// back as int64 where they are whole, as both engines store them.
func images(ctx context.Context, tx *database.Tx, change string) ([]row, error) {
	var all []row
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		part, err := decodeRows(text)
		if err != nil {
			return err
		}
		for _, r := range part {
			if r.Rev == "" {
				r.Rev = change
			}
			if r.Op != sumOnly {
				all = append(all, r)
			}
		}
		return nil
	}, `SELECT images FROM change_image WHERE change_id = ? ORDER BY part`, change)
	return all, err
}

func (tx *Tx) restoreAll(ctx context.Context, rows []row) ([]Touched, error) {
	touched := make([]Touched, 0, len(rows))
	seen := map[[2]string]bool{}
	for _, r := range slices.Backward(rows) {
		held, err := tx.restore(ctx, r)
		if err != nil {
			return nil, err
		}
		if key := [2]string{r.Table, r.ID}; !seen[key] {
			seen[key] = true
			touched = append(touched, Touched{Table: r.Table, ID: r.ID, Held: held})
		}
	}
	return touched, nil
}

// restore puts one row back, with the rev it had: what came before can then be
// undone in its turn, and a form made from the old row is current again. It
// returns what the row held until then, or holds again when it was gone.
func (tx *Tx) restore(ctx context.Context, r row) (held map[string]any, err error) {
	columns, rev := r.columns()
	if r.Op == "-" {
		return columns, tx.insert(ctx, r.Table, r.ID, rev, columns)
	}
	now, err := tx.Row(ctx, r.Table, r.ID)
	if err != nil || now["rev"] != r.Rev {
		return nil, fault.New(fault.Conflict, "trail: undo of "+r.Table)
	}
	if r.Op == "+" {
		return now, tx.Delete(ctx, r.Table, r.ID)
	}
	return now, tx.update(ctx, r.Table, r.ID, rev, now, columns)
}

// columns are the kept values without the row's identity, with JSON numbers
// turned back into what a column holds.
func (r row) columns() (Set, string) {
	s, rev := Set{}, ""
	for c, v := range r.Before {
		if n, ok := v.(json.Number); ok {
			v = number(n)
		}
		switch c {
		case "id":
		case "rev":
			rev, _ = v.(string)
		default:
			s[c] = v
		}
	}
	return s, rev
}

func number(n json.Number) any {
	if i, err := n.Int64(); err == nil {
		return i
	}
	f, _ := n.Float64() // it was written from a float64
	return f
}
