package tasks

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes what is and was to do about somebody, inside the change
// that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	return tx.DeleteHolding(ctx, table, "person_id", personID)
}
