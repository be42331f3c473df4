package tasks

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives what is to do about one person to another, inside the
// change that makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, table, "person_id", from, to)
}
