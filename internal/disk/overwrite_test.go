package disk_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/throughcare/throughcare/internal/disk"
)

func TestOverwrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "old")
	if err := os.WriteFile(path, bytes.Repeat([]byte("words "), 400_000), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := disk.Overwrite(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || !bytes.Equal(b, make([]byte, 2_400_000)) {
		t.Errorf("%d bytes, and not all are zero, %v", len(b), err)
	}
}

func TestFreeSpace(t *testing.T) {
	t.Parallel()
	s, err := disk.FreeSpace(t.TempDir())
	if err != nil || s.Free == 0 || s.Free > s.Total {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := disk.FreeSpace(filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("a folder that is not there has space")
	}
}
