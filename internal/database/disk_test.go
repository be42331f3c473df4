package database

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// badDisk is a disk that refuses one write or sync with an error of our choice.
type badDisk struct {
	vfs.VFS
	write, sync atomic.Pointer[error]
}

func (d *badDisk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil {
		return f, flags, err
	}
	return &badFile{groundFile: groundFile{File: f}, disk: d}, flags, nil
}

// badFile borrows what groundFile hands through.
type badFile struct {
	groundFile
	disk *badDisk
}

func (f *badFile) Size() (int64, error) { return f.File.Size() }

func (f *badFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.disk.write.Swap(nil); err != nil {
		return 0, *err
	}
	return f.File.WriteAt(p, off)
}

func (f *badFile) Sync(flags vfs.SyncFlag) error {
	if err := f.disk.sync.Swap(nil); err != nil {
		return *err
	}
	return f.File.Sync(flags)
}

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

func openOn(t *testing.T, disk *badDisk) *DB {
	t.Helper()
	c := Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "record.db"), Key: bytes.Repeat([]byte{5}, 32), Now: noon,
		layers: seal("bad disk of "+t.Name(), disk), foldAt: 1_000_000} // folded by the test alone: the fold syncs too
	db, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // its disk may be broken
	return db
}

// set writes a row that says whether it was saved.
func set(ctx context.Context, db *DB, id string) error {
	return db.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS saved (id TEXT PRIMARY KEY)`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO saved (id) VALUES (?)`, id)
		return err
	})
}

func saved(ctx context.Context, db *DB) (ids []string, err error) {
	err = db.Read(ctx, func(tx *Tx) error {
		ids, err = All(ctx, tx, func(scan Scan) (s string, err error) { return s, scan(&s) }, `SELECT id FROM saved ORDER BY id`)
		return err
	})
	return ids, err
}

func TestNothingIsWrittenAfterADiskError(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(*badDisk, error)
	}{
		{"write", func(d *badDisk, err error) { d.write.Store(&err) }},
		{"sync", func(d *badDisk, err error) { d.sync.Store(&err) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := t.Context()
			disk := &badDisk{VFS: vfs.Find("")}
			db := openOn(t, disk)
			if err := set(ctx, db, "a"); err != nil {
				t.Fatal(err)
			}
			tt.spoil(disk, syscall.EIO)
			if err := set(ctx, db, "b"); !errors.Is(err, ErrReopen) {
				t.Fatalf("the disk failed, and the writer got %v", err)
			}
			if err := set(ctx, db, "c"); !errors.Is(err, ErrReopen) { // the disk is well again, and may have lost pages
				t.Errorf("after a disk error a writer got %v", err)
			}
			if _, err := saved(ctx, db); err != nil {
				t.Errorf("reading: %v", err)
			}
			if err := db.Reopen(ctx); err != nil {
				t.Fatal(err)
			}
			if err := set(ctx, db, "d"); err != nil {
				t.Errorf("after opening again: %v", err)
			}
			ids, err := saved(ctx, db)
			if err != nil || ids[0] != "a" || ids[len(ids)-1] != "d" {
				t.Errorf("saved %v, error %v", ids, err)
			}
		})
	}
}

func TestFullDiskGoesOnWhenThereIsSpace(t *testing.T) {
	ctx := t.Context()
	disk := &badDisk{VFS: vfs.Find("")}
	db := openOn(t, disk)
	if err := set(ctx, db, "a"); err != nil {
		t.Fatal(err)
	}
	var noSpace error = syscall.ENOSPC
	disk.write.Store(&noSpace)
	if err := set(ctx, db, "b"); !errors.Is(err, ErrDiskFull) {
		t.Fatalf("got %v", err)
	}
	if err := set(ctx, db, "c"); err != nil { // this disk has plenty
		t.Errorf("with space again: %v", err)
	}
	if ids, err := saved(ctx, db); err != nil || len(ids) != 2 {
		t.Errorf("saved %v, error %v; want a and c", ids, err)
	}
}

func TestHiddenDiskErrorIsNotACommit(t *testing.T) {
	ctx := t.Context()
	disk := &badDisk{VFS: vfs.Find("")}
	db := openOn(t, disk)
	err := db.Write(ctx, func(tx *Tx) error {
		_, _ = tx.Exec(ctx, `INSERT INTO nowhere (id) VALUES ('a')`) // a caller that does not look
		return nil
	})
	if err == nil {
		t.Error("a transaction whose statement failed was committed")
	}
}
