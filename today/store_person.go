package today

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives the lines of hand-overs about one person to another, inside
// the change that makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, "handover_line", "person_id", from, to)
}
