package asking

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the asks about entries of somebody, and to whom the
// entries were lent, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	asks, err := tx.Holding(ctx, askTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range asks {
		row, err := tx.Row(ctx, askTable, id)
		if err != nil {
			return err
		}
		entry, _ := row["entry_id"].(string)
		if err := tx.DeleteHolding(ctx, "entry_loan", "entry_id", entry); err != nil {
			return err
		}
		if err := tx.Delete(ctx, askTable, id); err != nil {
			return err
		}
	}
	return nil
}
