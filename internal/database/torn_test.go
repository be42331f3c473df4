package database

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// tearingDisk does what a kernel may do, and Linux does: whoever reads a block of
// the log while it is written gets one half of what stood there and one of what
// comes. It calls between when a block that was there is half written.
type tearingDisk struct {
	vfs.VFS
	between atomic.Pointer[func()] // of a block of the log
	head    atomic.Pointer[func()] // of the first block of the file
}

func (d *tearingDisk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil || flags&(vfs.OPEN_WAL|vfs.OPEN_MAIN_DB) == 0 {
		return f, flags, err
	}
	return &tearingFile{groundFile: groundFile{File: f}, disk: d, log: flags&vfs.OPEN_WAL != 0}, flags, nil
}

type tearingFile struct {
	groundFile
	disk *tearingDisk
	log  bool
}

func (f *tearingFile) Size() (int64, error) { return f.File.Size() }

func (f *tearingFile) WriteAt(p []byte, off int64) (int, error) {
	between := f.disk.between.Load()
	if !f.log {
		between = f.disk.head.Load()
	}
	size, err := f.File.Size()
	if between == nil || err != nil || off >= size || len(p) != block || !f.log && off > 0 {
		return f.File.WriteAt(p, off)
	}
	n, err := f.File.WriteAt(p[:block/2], off)
	if err != nil {
		return n, err
	}
	(*between)()
	m, err := f.File.WriteAt(p[block/2:], off+block/2)
	return n + m, err
}

// What was saved is read as it was saved, and copied into the file as it was
// saved, while the next is being written. The end of the log is the hard part: a
// block of the cipher holds the end of what was saved and the beginning of what
// comes.
func TestNobodyReadsABlockHalfWritten(t *testing.T) {
	t.Parallel()
	disk := &tearingDisk{VFS: vfs.Find("")}
	c := fileConfig(t)
	c.layers, c.foldAt = seal("tearing disk", disk), 1_000_000 // folded here only
	db, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // closed below
	e, last := db.engine.(*sqliteEngine), -1
	beside := func(look func() error) {
		done := make(chan error, 1)
		go func() { done <- look() }()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("while letter %d was being saved: %v", last+1, err)
			}
		case <-time.After(2 * time.Millisecond): // it waits for the write, as it may
		}
	}
	between := func() {
		if last%2 == 0 {
			beside(func() error { return sameLetters(t.Context(), db, last) })
		} else {
			beside(func() error { e.fold(); return nil })
		}
	}
	disk.between.Store(&between)
	for id := range 200 {
		if err := saveLetter(t.Context(), db, id, tornSize(id)); err != nil {
			t.Fatal(err)
		}
		last = id
	}
	disk.between.Store(nil)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c.layers, c.Existing = "", true
	if db, err = Open(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // only read
	if err := sameLetters(t.Context(), db, last); err != nil {
		t.Errorf("in the file, for good: %v", err)
	}
}

func tornSize(id int) int { return 500 + id%7*600 }

// sameLetters says what is not as it was saved of letters 0 to last.
func sameLetters(ctx context.Context, db *DB, last int) error {
	var wrong []string
	n := 0
	err := db.Read(ctx, func(tx *Tx) error {
		return Each(ctx, tx, func(scan Scan) error {
			var id int
			var body string
			err := scan(&id, &body)
			if n++; body != strings.Repeat(string(rune('a'+id%26)), tornSize(id)) {
				wrong = append(wrong, fmt.Sprintf("letter %d was altered", id))
			}
			return err
		}, `SELECT id, body FROM letter WHERE id <= ?`, last)
	})
	if err == nil && n <= last {
		wrong = append(wrong, fmt.Sprintf("%d of %d letters are there", n, last+1))
	}
	if wrong != nil {
		err = errors.Join(err, errors.New(strings.Join(wrong, ", ")))
	}
	return err
}

// Whoever opens the file while its first block is being written finds it sound:
// a connection that reads, and another program that tries a key.
func TestTheHeadIsReadWhole(t *testing.T) {
	t.Parallel()
	disk := &tearingDisk{VFS: vfs.Find("")}
	c := fileConfig(t)
	c.layers, c.foldAt = seal("tearing disk with a head", disk), 1_000_000
	db, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	e := db.engine.(*sqliteEngine)
	var opened, tried chan error
	head := func() {
		opened, tried = make(chan error, 1), make(chan error, 1)
		go func() {
			c, err := e.connect(context.Background(), true)
			if err == nil {
				c.close()
			}
			opened <- err
		}()
		go func() {
			ok, err := keyOpens(e.path, e.key)
			if err == nil && !ok {
				err = ErrWrongKey
			}
			tried <- err
		}()
		time.Sleep(5 * time.Millisecond)
	}
	disk.head.Store(&head)
	for id := range 5 {
		if err := saveLetter(t.Context(), db, id, 9000); err != nil { // the file grows: its head says so
			t.Fatal(err)
		}
		opened = nil
		e.fold()
		if opened == nil {
			t.Fatal("the first block was not written")
		}
		if err := errors.Join(<-opened, <-tried); err != nil {
			t.Errorf("letter %d: %v", id, err)
		}
	}
}
