//go:build !linux

package search_test

import "time"

// threadCPU is not known here.
func threadCPU() time.Duration { return 0 }
