//go:build !linux

package main

import "time"

// Processor time is not known here.
func threadCPU() time.Duration  { return 0 }
func processCPU() time.Duration { return 0 }
