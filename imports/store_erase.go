package imports

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/database"
)

// Forget drops the files and rows of the batches that brought somebody in, or
// took a row for them: by the changes that were about them, and by their id. A
// batch that is not saved goes as a whole. How many rows there were stays.
func (s *Service) Forget(ctx context.Context, tx *database.Tx, personID string, changes []string) error {
	batches, err := holding(ctx, tx, personID, changes)
	if err != nil {
		return err
	}
	for _, id := range batches {
		b, err := database.One(ctx, tx, scanBatch, selectBatch+` WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if b.Stage != Saved && b.Stage != Undone {
			if err := dropBatch(ctx, tx, id); err != nil {
				return err
			}
			continue
		}
		b.Stayed = slices.DeleteFunc(b.Stayed, func(p Stayed) bool { return p.ID == personID })
		if err := strip(ctx, tx, b); err != nil {
			return err
		}
	}
	return nil
}

// strip forgets what a batch held, and keeps that it was.
func strip(ctx context.Context, tx *database.Tx, b Batch) error {
	b.Unplaced, b.Mapping.Source = nil, ""
	if err := updateBatch(ctx, tx, b); err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM import_row WHERE batch_id = ?`, `DELETE FROM import_file WHERE batch_id = ?`, `UPDATE import_batch SET file_name = '' WHERE id = ?`,
	} {
		if _, err := tx.Exec(ctx, q, b.ID); err != nil {
			return err
		}
	}
	return nil
}

// holding lists the batches that hold something of somebody.
func holding(ctx context.Context, tx *database.Tx, personID string, changes []string) ([]string, error) {
	found := map[string]bool{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var batch, change string
		err := scan(&batch, &change)
		if slices.Contains(changes, change) {
			found[batch] = true
		}
		return err
	}, `SELECT batch_id, change_id FROM import_change`)
	if err != nil {
		return nil, err
	}
	mentions := `"` + personID + `"`
	note := func(scan database.Scan) error {
		var batch, text, decision string
		err := scan(&batch, &text, &decision)
		if decision == personID || strings.Contains(text, mentions) {
			found[batch] = true
		}
		return err
	}
	if err := database.Each(ctx, tx, note, `SELECT batch_id, detail, decision FROM import_row`); err != nil {
		return nil, err
	}
	if err := database.Each(ctx, tx, note, `SELECT id, counts, '' FROM import_batch`); err != nil {
		return nil, err
	}
	return sorted(found), nil
}

func sorted(set map[string]bool) (list []string) {
	for id := range set {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// Strip forgets the file and rows of a batch, and keeps that it was. One that
// is not saved goes as a whole.
func (s *Service) Strip(ctx context.Context, tx *database.Tx, batchID string) error {
	b, err := database.One(ctx, tx, scanBatch, selectBatch+` WHERE id = ?`, batchID)
	if err != nil {
		return err
	}
	if b.Stage != Saved && b.Stage != Undone {
		return dropBatch(ctx, tx, batchID)
	}
	return strip(ctx, tx, b)
}
