package disk_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/throughcare/throughcare/internal/disk"
)

func TestSyncFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a"), []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := disk.SyncFolder(folder); err != nil {
		t.Error(err)
	}
	if err := disk.SyncFolder(filepath.Join(folder, "missing")); runtime.GOOS != "windows" && !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestFull(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]bool{
		&os.PathError{Op: "write", Err: syscall.ENOSPC}: true, fmt.Errorf("x: %w", syscall.EDQUOT): true,
		syscall.EIO: false, nil: false,
	} {
		if disk.Full(err) != want {
			t.Errorf("%v: %v", err, !want)
		}
	}
}
