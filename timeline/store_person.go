package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives the entries of one person to another, inside the change
// that makes them one. Each keeps its sight.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, entryTable, "person_id", from, to)
}
