package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// Index is what this capability needs of the search: to follow the names and
// numbers of people, and to say who somebody new might already be.
type Index interface {
	Put(ctx context.Context, tx *database.Tx, personID string, names, numbers []string) error
	Remove(ctx context.Context, tx *database.Tx, personID string) error
}

// reindex tells the index the names and numbers somebody has now.
func reindex(ctx context.Context, tx *database.Tx, idx Index, personID string) error {
	if idx == nil {
		return nil
	}
	names, err := namesOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	numbers, err := numbersOf(ctx, tx, personID)
	if err != nil {
		return err
	}
	return put(ctx, tx, idx, personID, names, numbers)
}

func put(ctx context.Context, tx *database.Tx, idx Index, personID string, names []Name, numbers []Number) error {
	if idx == nil {
		return nil
	}
	texts := make([]string, len(names))
	for i, n := range names {
		texts[i] = n.Text
	}
	ids := make([]string, len(numbers))
	for i, n := range numbers {
		ids[i] = n.Text
	}
	return idx.Put(ctx, tx, personID, texts, ids)
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
	there, err := personExists(ctx, tx, personID)
	if err != nil || s.Index == nil {
		return err
	}
	if !there {
		return s.Index.Remove(ctx, tx, personID)
	}
	return reindex(ctx, tx, s.Index, personID)
}
