package staff

import "time"

// The first tries are free: everybody mistypes. After them each one costs a
// longer wait, up to the longest, which ends by itself. A try counts before it
// is judged, so that many at once are no way around.
const (
	freeTries   = 5
	firstWait   = 2 * time.Second
	longestWait = 15 * time.Minute
)

// WaitAfter is how long the next try has to wait after so many failures, of a
// pass phrase or a code.
func WaitAfter(failures int) time.Duration {
	if failures < freeTries {
		return 0
	}
	wait := firstWait
	for range failures - freeTries {
		if wait *= 2; wait >= longestWait {
			return longestWait
		}
	}
	return wait
}
