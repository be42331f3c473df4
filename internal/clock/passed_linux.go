package clock

import (
	"time"

	"golang.org/x/sys/unix"
)

// passed is the time since the machine was switched on, sleep included.
func passed() (time.Duration, bool) {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return time.Since(begun), false
	}
	return time.Duration(t.Nano()), true
}

var begun = time.Now()
