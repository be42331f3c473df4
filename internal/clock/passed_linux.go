package clock

import (
	"time"

	"golang.org/x/sys/unix"
)

// Passed is time by a clock that nobody sets, and whether it goes on while the
// machine sleeps: here it is the time since the machine was switched on.
func Passed() (time.Duration, bool) {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return time.Since(begun), false
	}
	return time.Duration(t.Nano()), true
}

var begun = time.Now()
