package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the entries of somebody with what they said before, and
// their words from the search, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	entries, err := tx.Holding(ctx, entryTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range entries {
		for _, beside := range []string{editTable, statementTable} {
			if err := tx.DeleteHolding(ctx, beside, "entry_id", id); err != nil {
				return err
			}
		}
		if err := tx.Delete(ctx, entryTable, id); err != nil {
			return err
		}
		if err := texts.RemoveText(ctx, tx.Tx, id); err != nil {
			return err
		}
	}
	return nil
}
