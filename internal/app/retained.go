package app

import (
	"context"
	"path/filepath"

	"github.com/throughcare/throughcare/casework/erasing"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/retention"
)

// wireRetention tells retention of every capability that keeps something about
// people: it erases. People themselves come last.
func (rec *Record) wireRetention() {
	rec.Retention = &retention.Service{
		DB: rec.DB, Zone: rec.zone, Log: rec.Log, List: rec.erasedList(),
		Erasers: []retention.Eraser{rec.Access, rec.Custody, rec.Files, rec.Timeline, rec.Tasks, &erasing.Service{Today: rec.Casework.Today}, rec.Consent, rec.Day, rec.Merging, rec.People},
		Parts:   rec.Merging.PartsOf,
		Forget:  []retention.Forgetter{rec.forgetImported, rec.forgetTyped},
		Files:   rec.Files, Ledger: rec.Consent, Special: rec.People, Accounts: rec.Staff, Batches: rec.Imports, Index: rec.Index,
	}
	rec.Merging.Movers = append(rec.Merging.Movers, rec.Retention)
}

// erasedList is the file beside the record that names who was erased; "" where
// nothing lies beside it.
func (o Options) erasedList() string {
	folder := o.folder()
	if folder == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(folder), retention.ListName)
}

func (rec *Record) forgetImported(ctx context.Context, tx *database.Tx, gone retention.Gone) error {
	for _, id := range gone.People {
		if err := rec.Imports.Forget(ctx, tx, id, gone.Changes); err != nil {
			return err
		}
	}
	return nil
}

func (rec *Record) forgetTyped(ctx context.Context, tx *database.Tx, gone retention.Gone) error {
	return rec.Staff.Forget(ctx, tx, gone.Rows)
}
