package merging

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// PartsOf lists the records that became part of a person's and still are.
func (s *Service) PartsOf(ctx context.Context, tx *database.Tx, personID string) (parts []string, err error) {
	all, err := everyMerge(ctx, tx, personID)
	for _, m := range all {
		parts = append(parts, m.Gone)
	}
	return parts, err
}

// ErasePerson removes what is known of merges that somebody was part of, and of
// whom they were taken for, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, column := range []string{"keep_id", "gone_id"} {
		merges, err := tx.Holding(ctx, mergeTable, column, personID)
		if err != nil {
			return err
		}
		for _, id := range slices.Compact(merges) {
			if err := tx.DeleteHolding(ctx, rowTable, "merge_id", id); err != nil {
				return err
			}
			if err := tx.Delete(ctx, mergeTable, id); err != nil {
				return err
			}
		}
	}
	for _, column := range []string{"low_id", "high_id"} {
		if err := tx.DeleteHolding(ctx, distinctTable, column, personID); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM search_likely WHERE low_id = ? OR high_id = ?`, personID, personID)
	return err
}
