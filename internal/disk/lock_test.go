package disk_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/disk"
)

func TestLocks(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "locked")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, b, c := open(), open(), open()
	must(disk.Lock(a, false))
	must(disk.Lock(b, false)) // beside the other
	alone := make(chan error, 1)
	go func() { alone <- disk.Lock(c, true) }()
	must(disk.Unlock(a))
	select {
	case err := <-alone:
		t.Fatalf("alone beside another: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	must(b.Close()) // ends its lock
	must(<-alone)
	must(disk.Unlock(c))
	must(disk.Lock(a, true))
}
