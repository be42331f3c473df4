//go:build !linux

package clock

import "time"

// Passed is time by a clock that nobody sets, and whether it goes on while the
// machine sleeps: systems differ in that, so that here it is the time since the
// program began, and not to be counted on in sleep.
func Passed() (time.Duration, bool) { return time.Since(begun), false }

var begun = time.Now()
