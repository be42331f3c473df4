package sealed

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the matters about somebody, inside the change that erases
// them. One that is about others too stays, and is no longer about them: what it
// says, nobody here can read.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	theirs, err := tx.Holding(ctx, aboutTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range theirs {
		row, err := tx.Row(ctx, aboutTable, id)
		if err != nil {
			return err
		}
		if err := tx.Delete(ctx, aboutTable, id); err != nil {
			return err
		}
		matter, _ := row["matter_id"].(string)
		others, err := tx.Holding(ctx, aboutTable, "matter_id", matter)
		if err != nil {
			return err
		}
		if len(others) > 0 {
			continue
		}
		for _, of := range [][2]string{{entryTable, "matter_id"}, {namedTable, "matter_id"}, {againstTable, "matter_id"}, {matterTable, "id"}} {
			if err := tx.DeleteHolding(ctx, of[0], of[1], matter); err != nil {
				return err
			}
		}
	}
	return nil
}
