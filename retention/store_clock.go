package retention

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

const jumpTable = "clock_jump"

// lastSeen is what the clock said when it was last looked at; zero for never.
func lastSeen(ctx context.Context, tx *database.Tx) (time.Time, error) {
	at, err := database.One(ctx, tx, func(scan database.Scan) (at int64, err error) { return at, scan(&at) },
		`SELECT seen_at FROM retention_clock WHERE id = ?`, clockRow)
	if fault.Is(err, fault.NotFound) {
		return time.Time{}, nil
	}
	return database.FromMicros(at), err
}

func putSeen(ctx context.Context, tx *database.Tx, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO retention_clock (id, seen_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
		clockRow, database.Micros(at))
	return err
}

func jumped(ctx context.Context, tx *database.Tx) (bool, error) {
	n, err := database.One(ctx, tx, scanInt, `SELECT count(*) FROM clock_jump WHERE ended_at = 0`)
	return n > 0, err
}

func openJump(ctx context.Context, tx *database.Tx) (Jump, error) {
	return database.One(ctx, tx, func(scan database.Scan) (j Jump, err error) {
		var from, to int64
		err = scan(&j.ID, &from, &to)
		j.From, j.To = database.FromMicros(from), database.FromMicros(to)
		return j, err
	}, `SELECT id, from_at, to_at FROM clock_jump WHERE ended_at = 0 ORDER BY id LIMIT 1`)
}
