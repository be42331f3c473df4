package custody

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Listen lets stays follow a facility that turned out to be another one.
func Listen(bus *event.Bus) {
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e facilities.Merged) error {
		stays, err := staysAt(ctx, tx.Tx, e.From)
		if err != nil {
			return err
		}
		for _, id := range stays {
			if err := tx.Update(ctx, stayTable, id, "", trail.Set{"facility_id": e.Into}); err != nil {
				return err
			}
		}
		return nil
	})
}

// After refuses an undo that would take a facility away under somebody's stay.
// It is a trail.After.
func After(ctx context.Context, tx *trail.Tx, rows []trail.Touched) error {
	if !slices.ContainsFunc(rows, func(r trail.Touched) bool { return r.Table == "facility" }) {
		return nil
	}
	n, err := homeless(ctx, tx.Tx)
	if err == nil && n > 0 {
		return fault.New(fault.Conflict, "custody: undo of a facility somebody is at")
	}
	return err
}
