package files

import (
	"context"
	"errors"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// ErasePerson removes the rows of somebody's files, inside the change that
// erases them. With its row the key of a file is gone, and so nobody reads the
// file any more; Discard removes it from the disk afterwards.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	theirs, err := tx.Holding(ctx, fileTable, "person_id", personID)
	if err != nil {
		return err
	}
	for _, id := range theirs {
		if err := tx.DeleteHolding(ctx, "file_as_it_is", "person_file_id", id); err != nil {
			return err
		}
		if err := tx.Delete(ctx, fileTable, id); err != nil {
			return err
		}
	}
	return nil
}

// Of lists the files of somebody, and their small pictures, as they are called on
// the disk.
func (s *Service) Of(ctx context.Context, tx *database.Tx, personID string) (names []string, err error) {
	all, err := filesOf(ctx, tx, personID)
	for _, f := range all {
		names = append(names, f.ID)
		if f.small.Name != "" {
			names = append(names, f.small.Name)
		}
	}
	return names, err
}

// Discard removes files from the disk whose rows are gone.
func (s *Service) Discard(names []string) (err error) {
	for _, name := range names {
		err = errors.Join(err, s.Vault.Remove(name))
	}
	return err
}
