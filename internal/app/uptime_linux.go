package app

import (
	"time"

	"golang.org/x/sys/unix"
)

// uptime is how long the machine runs, asleep or awake: nobody can set it.
func uptime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// hasUptime says that uptime counts while the machine sleeps.
const hasUptime = true
