//go:build !linux

package clock

import "time"

// passed is the time since the program began. Systems differ in whether it goes
// on while the machine sleeps.
func passed() (time.Duration, bool) { return time.Since(begun), false }

var begun = time.Now()
