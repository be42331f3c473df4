package access

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// Leave takes away, inside the change that ends an account, everybody it was
// given, now or later, by hand, with a case, for a colleague or by broken glass.
func (s *Service) Leave(ctx context.Context, tx *trail.Tx, accountID string) error {
	now := database.Micros(tx.Now())
	for _, table := range []string{grantTable, glassTable} {
		open, err := stillOpen(ctx, tx.Tx, table, accountID)
		if err != nil {
			return err
		}
		for _, id := range open {
			if err := tx.Update(ctx, table, id, "", trail.Set{"until_at": now}); err != nil {
				return err
			}
		}
	}
	return nil
}
