package disk

import (
	"os"

	"golang.org/x/sys/windows"
)

// farAway is a byte that no file has: a lock on what is there would keep others
// from reading it at all.
const farAway = 0x7fffffff

// Lock waits for a lock on an open file: alone, or beside others who do not ask
// to be alone. It holds among everybody who opened the file for themselves, in
// this process and in others, until Unlock or until the file is closed.
func Lock(f *os.File, alone bool) error {
	how := uint32(0)
	if alone {
		how = windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{OffsetHigh: farAway})
}

// Unlock ends a Lock.
func Unlock(f *os.File) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, &windows.Overlapped{OffsetHigh: farAway})
}
