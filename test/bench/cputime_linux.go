package main

import (
	"syscall"
	"time"
	"unsafe"
)

// The clocks of the kernel that count the time of a processor.
const (
	clockProcess = 2 // CLOCK_PROCESS_CPUTIME_ID
	clockThread  = 3 // CLOCK_THREAD_CPUTIME_ID
)

// threadCPU is the processor time this thread has used. Beside the time on the
// clock it tells what a query costs from what a busy machine adds.
func threadCPU() time.Duration { return cpuClock(clockThread) }

// processCPU is the processor time of all threads.
func processCPU() time.Duration { return cpuClock(clockProcess) }

func cpuClock(id uintptr) time.Duration {
	var ts syscall.Timespec
	_, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, id, uintptr(unsafe.Pointer(&ts)), 0)
	if errno != 0 {
		return 0
	}
	return time.Duration(ts.Nano())
}
