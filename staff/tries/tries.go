// Package tries counts tries at what can be guessed, and slows them down.
package tries

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
)

// The first tries are free: everybody mistypes. After them each one costs a
// longer wait, up to the longest, which ends by itself. A try counts before it
// is judged, so that many at once are no way around.
const (
	Free      = 5
	firstWait = 2 * time.Second
	Longest   = 15 * time.Minute
)

// So many tries are judged, and no more: a patient guesser comes to an end too
// (NIST SP 800-63B asks for a hundred). Then only a success helps, with a passkey
// or from a browser that is known, or a link from a colleague. A count is
// forgotten when nobody tried for as long as Life.
const (
	Most    = 100
	Life    = 90 * 24 * time.Hour
	ForGood = time.Duration(-1)
)

// WaitAfter is how long the next try has to wait after so many failures, of a
// pass phrase or a code.
func WaitAfter(failures int) time.Duration {
	if failures < Free {
		return 0
	}
	wait := firstWait
	for range failures - Free {
		if wait *= 2; wait >= Longest {
			return Longest
		}
	}
	return wait
}

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
