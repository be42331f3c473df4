// Package tries counts tries at what can be guessed, and slows them down.
package tries

import "time"

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
