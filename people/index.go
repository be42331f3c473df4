package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
)

// Index is what this capability needs of the search, which follows the names,
// numbers and dates of birth of people.
type Index interface {
	Put(ctx context.Context, tx *database.Tx, e search.Entry) error
	Remove(ctx context.Context, tx *database.Tx, personID string) error
}

// reindex tells the index what somebody can be found by now.
func reindex(ctx context.Context, tx *database.Tx, idx Index, personID string) error {
	if idx == nil {
		return nil
	}
	born, err := bornOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	names, err := namesOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	numbers, err := numbersOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	return idx.Put(ctx, tx, entry(personID, born, names, numbers))
}

// entry is what somebody can be found by, the name in use first.
func entry(personID, born string, names []Name, numbers []Number) search.Entry {
	e := search.Entry{Subject: personID, Born: born}
	for _, n := range names {
		if n.Kind == NameUsed {
			e.Names = append([]string{n.Text}, e.Names...)
		} else {
			e.Names = append(e.Names, n.Text)
		}
	}
	for _, n := range numbers {
		e.Numbers = append(e.Numbers, n.Text)
	}
	return e
}

// Entry is what a person added from n can be found by, for those who add many
// and index them together.
func (n NewPerson) Entry(personID string) search.Entry {
	n, _ = n.Clean()
	return n.entry(personID)
}

func (n NewPerson) entry(personID string) search.Entry {
	return entry(personID, n.Born.String(), append([]Name{{Text: n.used(), Kind: NameUsed}}, n.Names...), n.Numbers)
}

// After keeps the search in step with an undo: it is a trail.After.
func (s *Service) After(ctx context.Context, tx *trail.Tx, rows []trail.Touched) error {
	seen := map[string]bool{}
	for _, r := range rows {
		id := ""
		switch r.Table {
		case personTable:
			id = r.ID
		case nameTable, numberTable:
			id, _ = r.Held["person_id"].(string)
		}
		if id == "" || seen[id] {
			continue
		}
		seen[id] = true
		if err := s.follow(ctx, tx.Tx, id); err != nil {
			return err
		}
	}
	return nil
}

// follow brings the index in step with one person, who may be gone.
func (s *Service) follow(ctx context.Context, tx *database.Tx, personID string) error {
	if s.Index == nil {
		return nil
	}
	err := reindex(ctx, tx, s.Index, personID)
	if fault.Is(err, fault.NotFound) {
		return s.Index.Remove(ctx, tx, personID)
	}
	return err
}

// Reindex makes the index anew for everybody, as after a restore.
func (s *Service) Reindex(ctx context.Context, tx *database.Tx) error {
	ids, err := allIDs(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.follow(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}
