package consent

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// After refuses an undo that would take away what something else stands on: a
// line under which something left, or that was corrected or withdrawn, and a
// text that somebody was shown. It is a trail.After.
func After(ctx context.Context, tx *trail.Tx, rows []trail.Touched) error {
	for _, r := range rows {
		var count func(context.Context, *database.Tx, string) (int, error)
		switch r.Table {
		case entryTable:
			count = resting
		case textTable:
			count = shown
		default:
			continue
		}
		there, err := exists(ctx, tx.Tx, r.Table, r.ID)
		if err != nil {
			return err
		}
		n, err := count(ctx, tx.Tx, r.ID)
		if err != nil {
			return err
		}
		if !there && n > 0 {
			return fault.New(fault.Conflict, "consent: undo of "+r.Table)
		}
	}
	return nil
}
