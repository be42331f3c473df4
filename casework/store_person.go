package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives the cases of one person to another, inside the change that
// makes them one. Two cases of one programme stay two: they were two.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, table := range []string{caseTable, spanTable} {
		if err := tx.Repoint(ctx, table, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}
