// Package disk is what everything that writes files of its own asks of the
// disk: that a name lasts, and whether there was room.
package disk

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
)

// SyncFolder makes the names in a folder last over a power cut, after a file was
// made, renamed or removed in it. Systems and file systems that cannot do it
// need not.
func SyncFolder(folder string) error {
	if runtime.GOOS == "windows" { // folders cannot be synced there
		return nil
	}
	d, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("disk: sync the folder: %w", err)
	}
	defer func() { _ = d.Close() }() // only read
	err = d.Sync()
	if err == nil || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) || errors.Is(err, os.ErrPermission) {
		return nil
	}
	return fmt.Errorf("disk: sync the folder: %w", err)
}

// Full reports whether an error says that there is no more room, on the disk or
// in what somebody may use of it.
func Full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
