package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes everything this capability keeps about somebody, inside
// the change that erases them: their record, what they are found by, and their
// place around others.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, of := range [][2]string{
		{nameTable, "person_id"}, {numberTable, "person_id"}, {languageTable, "person_id"}, {factTable, "person_id"}, {careTable, "person_id"},
		{relationTable, "person_id"}, {relationTable, "other_id"}, {personTable, "id"},
	} {
		if err := tx.DeleteHolding(ctx, of[0], of[1], personID); err != nil {
			return err
		}
	}
	if s.Index == nil {
		return nil
	}
	return s.Index.Remove(ctx, tx.Tx, personID)
}

// EraseSpecial removes what is known of somebody's health, faith and ethnicity,
// with its history. It returns how many facts there were.
func (s *Service) EraseSpecial(ctx context.Context, tx *trail.Tx, personID string) (int, error) {
	facts, err := heldBy(ctx, tx, factTable, personID)
	n := 0
	for _, f := range facts {
		if err == nil && Special(f.text("kind")) {
			err = tx.Delete(ctx, factTable, f.id)
			n++
		}
	}
	return n, err
}
