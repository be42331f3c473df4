//go:build unix

package disk

import (
	"errors"
	"os"
	"syscall"
)

// Lock waits for a lock on an open file: alone, or beside others who do not ask
// to be alone. It holds among everybody who opened the file for themselves, in
// this process and in others, until Unlock or until the file is closed.
func Lock(f *os.File, alone bool) error {
	how := syscall.LOCK_SH
	if alone {
		how = syscall.LOCK_EX
	}
	return flock(f, how)
}

// Unlock ends a Lock.
func Unlock(f *os.File) error { return flock(f, syscall.LOCK_UN) }

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) { //nolint:gosec // a descriptor is small
			return err
		}
	}
}
