package retention

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const erasedTable = "erased_person"

func bury(ctx context.Context, tx *trail.Tx, t Tombstone) error {
	return tx.Insert(ctx, erasedTable, t.ID, trail.Set{
		"at": database.Micros(t.At), "by_id": t.By, "reason": string(t.Reason), "schedule": t.Schedule,
	})
}

// tombstones lists everybody who was erased, in the order of their numbers.
func tombstones(ctx context.Context, tx *database.Tx) ([]Tombstone, error) {
	all, err := database.All(ctx, tx, func(scan database.Scan) (t Tombstone, err error) {
		var at int64
		err = scan(&t.ID, &at, &t.By, &t.Reason, &t.Schedule)
		t.At = database.FromMicros(at)
		return t, err
	}, `SELECT id, at, by_id, reason, schedule FROM erased_person`)
	slices.SortFunc(all, byID)
	return all, err
}

// buried reports whether somebody is known to be erased.
func buried(ctx context.Context, tx *database.Tx, personID string) (bool, error) {
	n, err := database.One(ctx, tx, scanInt, `SELECT count(*) FROM erased_person WHERE id = ?`, personID)
	return n > 0, err
}

func scanInt(scan database.Scan) (n int, err error) { return n, scan(&n) }

func scanText(scan database.Scan) (s string, err error) { return s, scan(&s) }
