package database

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/vfs"
)

// The log is copied into the file beside whoever writes, and does not grow
// without end: of what is written here, most is in the file before it is closed.
func TestTheLogIsFolded(t *testing.T) {
	t.Parallel()
	c := Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "record.db"), Key: bytes.Repeat([]byte{5}, 32), Now: noon, foldAt: 20}
	db, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // its files are looked at before
	e := db.engine.(*sqliteEngine)
	for id := range 400 {
		if err := saveLetter(t.Context(), db, id, 6000); err != nil {
			t.Fatal(err)
		}
		for until := time.Now().Add(10 * time.Second); id%100 == 99 && e.folding.Load() && time.Now().Before(until); { // however busy the machine is
			time.Sleep(time.Millisecond)
		}
	}
	if file := size(t, e.path); file < 200*6000 {
		t.Errorf("of 2.4 MB there are %d bytes in the file", file)
	}
	if log := size(t, e.path+"-wal"); log > 2_400_000 {
		t.Errorf("the log has grown to %d bytes, and all that was written is 2.4 MB", log)
	}
}

// A disk that fails while the log is folded ends writing until the file has been
// opened again; what was saved before is there.
func TestAFailedFoldEndsWriting(t *testing.T) {
	ctx := t.Context()
	disk := &badDisk{VFS: vfs.Find("")}
	db := openOn(t, disk)
	if err := set(ctx, db, "a"); err != nil {
		t.Fatal(err)
	}
	var broken error = syscall.EIO
	disk.sync.Store(&broken)
	db.engine.(*sqliteEngine).fold()
	if err := set(ctx, db, "b"); !errors.Is(err, ErrReopen) {
		t.Errorf("after a fold that failed a writer got %v", err)
	}
	if err := db.Reopen(ctx); err != nil {
		t.Fatal(err)
	}
	if err := set(ctx, db, "c"); err != nil {
		t.Error(err)
	}
	if ids, err := saved(ctx, db); err != nil || !slices.Equal(ids, []string{"a", "c"}) {
		t.Errorf("saved %v, error %v", ids, err)
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
