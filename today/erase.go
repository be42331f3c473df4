package today

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the lines of hand-overs about somebody, inside the change
// that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	return tx.DeleteHolding(ctx, "handover_line", "person_id", personID)
}
