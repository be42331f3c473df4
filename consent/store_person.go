package consent

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// MovePerson gives the ledger of one person to another, inside the change that
// makes them one. The lines say what they said; the newest word about a purpose
// counts, whichever record it stood in (migration 251 lets nothing else change).
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, table := range []string{entryTable, disclosureTable, formTable} {
		if err := tx.Repoint(ctx, table, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}
