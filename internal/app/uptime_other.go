//go:build !linux

package app

import "time"

// uptime is not to be had here in a way that counts while the machine sleeps.
func uptime() time.Duration { return 0 }

const hasUptime = false
