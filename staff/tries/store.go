package tries

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
)

// Count counts a try of something and says how long it has to wait; ForGood, when
// only a success elsewhere helps. It is to be judged only when the wait is zero.
func Count(ctx context.Context, tx *database.Tx, what string) (time.Duration, error) {
	var failures int
	var until int64
	err := database.Each(ctx, tx, func(scan database.Scan) error { return scan(&failures, &until) },
		`SELECT failures, wait_until FROM sign_in_throttle WHERE id = ?`, what)
	if err != nil {
		return 0, err
	}
	if failures >= Most {
		return ForGood, nil
	}
	now := tx.Now()
	if wait := database.FromMicros(until).Sub(now); wait > 0 {
		return min(wait, Longest), nil // a clock that was set back holds nobody longer
	}
	until = database.Micros(now.Add(WaitAfter(failures + 1)))
	_, err = tx.Exec(ctx, `INSERT INTO sign_in_throttle (id, failures, wait_until) VALUES (?, 1, ?)
		ON CONFLICT (id) DO UPDATE SET failures = sign_in_throttle.failures + 1, wait_until = ?`, what, until, until)
	return 0, err
}

// Forget begins the counts anew, after a success.
func Forget(ctx context.Context, tx *database.Tx, what ...string) error {
	for _, id := range what {
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in_throttle WHERE id = ?`, id); err != nil {
			return err
		}
	}
	return nil
}
