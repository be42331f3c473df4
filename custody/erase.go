package custody

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the stays and dates of somebody, inside the change that
// erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	if err := tx.DeleteHolding(ctx, stayTable, "person_id", personID); err != nil {
		return err
	}
	return tx.DeleteHolding(ctx, milestoneTable, "person_id", personID)
}
