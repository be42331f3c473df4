package files

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives the files of one person to another, inside the change that
// makes them one. What they hold stays where it is.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, fileTable, "person_id", from, to)
}
