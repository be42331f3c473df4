//go:build !linux

package imports_test

// cpuSeconds is not told by this system.
func cpuSeconds() float64 { return 0 }
