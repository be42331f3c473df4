package main

import (
	"syscall"
	"time"
	"unsafe"
)

// threadCPU is the processor time this thread has used. Beside the time on the
// clock it tells what a query costs from what a busy machine adds.
func threadCPU() time.Duration {
	const clockThread = 3 // CLOCK_THREAD_CPUTIME_ID
	var ts syscall.Timespec
	_, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockThread, uintptr(unsafe.Pointer(&ts)), 0)
	if errno != 0 {
		return 0
	}
	return time.Duration(ts.Nano())
}
