package merging

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Part undoes a merge, however long ago it was: what came from the record that
// became part of another goes back to it, and what the merge changed is as it
// was, unless somebody changed it since. What was added since stays with the
// record that was kept; walls that were built since stand around both. Merges
// that came later are taken apart for it and made again, so that the order in
// which records are parted does not matter.
//
// It returns NotFound unless the actor sees the person, and Conflict when the
// two are parted already.
func (s *Service) Part(ctx context.Context, actor authz.Actor, mergeID string) (Merge, error) {
	const op = "merging: part"
	var m Merge
	if !actor.May(MayMerge) {
		return m, fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "merging.person.parted", Kind: "person"}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		if m, err = mergeByID(ctx, tx.Tx, mergeID); err != nil {
			return err
		}
		top, err := topOf(ctx, tx.Tx, m.Keep)
		if err != nil {
			return err
		}
		kept, err := people.Head(ctx, tx.Tx, actor, top)
		if err != nil {
			return err
		}
		if !m.PartedAt.IsZero() {
			return fault.New(fault.Conflict, op)
		}
		deed.ID, deed.Args = top, map[string]string{"name": kept.Name, "other": m.GoneName}
		return s.part(ctx, tx, m, top)
	})
	return m, err
}

func (s *Service) part(ctx context.Context, tx *trail.Tx, m Merge, top string) error {
	later, err := laterInto(ctx, tx.Tx, m, top)
	if err != nil {
		return err
	}
	persons := []string{m.Keep, m.Gone, top}
	for i := range slices.Backward(later) {
		if err := s.separate(ctx, tx, &later[i]); err != nil {
			return err
		}
		persons = append(persons, later[i].Keep, later[i].Gone)
	}
	if err := s.separate(ctx, tx, &m); err != nil {
		return err
	}
	if err := endMerge(ctx, tx, m); err != nil {
		return err
	}
	for _, again := range later {
		if err := s.rejoin(ctx, tx, again); err != nil {
			return err
		}
	}
	if err := s.settle(ctx, tx, m, top); err != nil {
		return err
	}
	slices.Sort(persons)
	return s.follow(ctx, tx, slices.Compact(persons)...)
}

// rejoin makes a merge again that was taken apart for an earlier one.
func (s *Service) rejoin(ctx context.Context, tx *trail.Tx, m Merge) error {
	if err := forgetRows(ctx, tx, m.ID); err != nil {
		return err
	}
	if err := updateTake(ctx, tx, m); err != nil {
		return err
	}
	return s.join(ctx, tx, m)
}

// settle builds up the walls of both and looks after their names.
func (s *Service) settle(ctx context.Context, tx *trail.Tx, m Merge, top string) error {
	for _, mover := range s.Movers {
		if d, ok := mover.(Divider); ok {
			if err := d.Divide(ctx, tx, top, m.Gone, m.At); err != nil {
				return err
			}
		}
	}
	for _, id := range []string{top, m.Gone} {
		if err := s.People.Parted(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// separate puts the rows of a merge back, the last one first. What somebody
// changed since at the head of the kept record is not taken over again.
func (s *Service) separate(ctx context.Context, tx *trail.Tx, m *Merge) error {
	rows, err := rowsOf(ctx, tx.Tx, m.ID)
	if err != nil {
		return err
	}
	for _, w := range slices.Backward(rows) {
		if w.gone {
			err = tx.Insert(ctx, w.table, w.row, w.was)
		} else {
			err = s.back(ctx, tx, m, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// back writes what a row held before, where it still holds what the merge left.
func (s *Service) back(ctx context.Context, tx *trail.Tx, m *Merge, w wrote) error {
	now, err := tx.Row(ctx, w.table, w.row)
	if fault.Is(err, fault.NotFound) {
		return nil // removed since
	}
	if err != nil {
		return err
	}
	set := trail.Set{}
	for column, was := range w.was {
		if now[column] == w.became[column] {
			set[column] = was
		} else if w.table == personTable {
			m.Take = slices.DeleteFunc(m.Take, func(what string) bool { return what == people.Taken(column) })
		}
	}
	if owner, moved := w.became["person_id"]; moved && now["person_id"] != owner {
		return nil // it is about somebody else by now
	}
	for _, guard := range s.guards() {
		if err := guard.Back(ctx, tx, w.table, w.row, set); err != nil {
			return err
		}
	}
	if len(set) == 0 {
		return nil
	}
	return tx.Update(ctx, w.table, w.row, "", set)
}

func (s *Service) guards() []Guard {
	guards := []Guard{s.People}
	for _, mover := range s.Movers {
		if g, ok := mover.(Guard); ok {
			guards = append(guards, g)
		}
	}
	return guards
}
