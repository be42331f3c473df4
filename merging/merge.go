package merging

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Merge is a record that became part of another.
type Merge struct {
	ID, Rev    string
	Keep, Gone string
	GoneName   string
	Take       []string // see people.Joining
	At         time.Time
	By         string    // name
	PartedAt   time.Time // zero while it lasts
}

// New says which record becomes part of which. Rev is Comparison.Rev of what
// was looked at; "" asks nothing.
type New struct {
	Keep, Gone string
	Take       []string
	Rev        string
}

// Merge makes two records one: Gone becomes part of Keep, and its address leads
// there. It returns NotFound unless the actor sees both, Conflict when either
// changed since Rev, and Invalid for a record with itself and for people of two
// chapters.
func (s *Service) Merge(ctx context.Context, actor authz.Actor, n New) (Merge, error) {
	const op = "merging: merge"
	m := Merge{ID: ids.New(), Keep: n.Keep, Gone: n.Gone, Take: n.Take, By: actor.Name}
	if !actor.May(MayMerge) {
		return m, fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "merging.person.merged", Kind: "person", ID: n.Keep}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		keep, gone, err := heads(ctx, tx.Tx, actor, n.Keep, n.Gone)
		if err != nil {
			return err
		}
		if n.Rev != "" && n.Rev != revOf(keep, gone) {
			return fault.New(fault.Conflict, op)
		}
		if err := together(ctx, tx, n.Keep, n.Gone); err != nil {
			return err
		}
		m.GoneName, m.At = gone.Name, tx.Now()
		deed.Args = map[string]string{"name": keep.Name, "other": gone.Name}
		if err := insertMerge(ctx, tx, m); err != nil {
			return err
		}
		if err := s.join(ctx, tx, m); err != nil {
			return err
		}
		return s.follow(ctx, tx, m.Keep, m.Gone)
	})
	return m, err
}

// together refuses people of two chapters: one chapter has to take the other's
// first, so that no wall falls unasked.
func together(ctx context.Context, tx *trail.Tx, keep, gone string) error {
	one, err := tx.Row(ctx, personTable, keep)
	if err != nil {
		return err
	}
	other, err := tx.Row(ctx, personTable, gone)
	if err == nil && one["chapter_id"] != other["chapter_id"] {
		return fault.Bad("merging: merge", "", "merging.chapters")
	}
	return err
}

// join moves everything, and keeps account of what that wrote.
func (s *Service) join(ctx context.Context, tx *trail.Tx, m Merge) error {
	before := len(tx.Written())
	for _, mover := range s.Movers {
		if err := mover.MovePerson(ctx, tx, m.Gone, m.Keep); err != nil {
			return err
		}
	}
	take := map[string]bool{}
	for _, what := range m.Take {
		take[what] = true
	}
	if err := people.Join(ctx, tx, people.Joining{Keep: m.Keep, Gone: m.Gone, Take: take}); err != nil {
		return err
	}
	rows, err := account(ctx, tx, tx.Written()[before:])
	if err != nil {
		return err
	}
	return insertRows(ctx, tx, m.ID, rows)
}

// wrote is what a merge did to one row.
type wrote struct {
	id         string
	table, row string
	gone       bool // removed; was is the whole of it
	was        trail.Set
	became     trail.Set
}

// account says what became of each row, the one touched last at the end.
func account(ctx context.Context, tx *trail.Tx, touches []trail.Wrote) ([]wrote, error) {
	byRow := map[[2]string]*wrote{}
	var order []*wrote
	for _, touch := range touches {
		key := [2]string{touch.Table, touch.ID}
		w := byRow[key]
		if w == nil {
			w = &wrote{table: touch.Table, row: touch.ID, was: trail.Set{}}
			byRow[key] = w
		} else {
			order = slices.DeleteFunc(order, func(x *wrote) bool { return x == w })
		}
		was := maps.Clone(touch.Before)
		maps.Copy(was, w.was) // the oldest counts
		w.was, w.gone = was, touch.Gone
		order = append(order, w)
	}
	var out []wrote
	for _, w := range order {
		if err := w.settle(ctx, tx); err != nil {
			return nil, err
		}
		if w.gone || len(w.was) > 0 {
			out = append(out, *w)
		}
	}
	return out, nil
}

// settle reads how a row was left, and drops what is as it was.
func (w *wrote) settle(ctx context.Context, tx *trail.Tx) error {
	delete(w.was, "rev")
	delete(w.was, "id")
	w.became = trail.Set{}
	if w.gone {
		return nil
	}
	now, err := tx.Row(ctx, w.table, w.row)
	if err != nil {
		return err
	}
	for column, was := range w.was {
		if now[column] == was {
			delete(w.was, column)
		} else {
			w.became[column] = now[column]
		}
	}
	return nil
}
