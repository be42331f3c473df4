package access

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the walls around somebody and who was given them, inside
// the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, table := range []string{grantTable, barTable, restrictionTable, glassTable, offerTable} {
		if err := tx.DeleteHolding(ctx, table, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}
