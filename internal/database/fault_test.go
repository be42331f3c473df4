package database

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// failingDisk records what goes to the disk and fails one call, the at-th read,
// write, truncation or sync. As on Linux, a sync that failed has lost what was
// written before it, and the next one says that all is well.
type failingDisk struct {
	vfs.VFS
	mu    sync.Mutex
	calls int
	at    int
	wrote bool     // the call that failed was no read
	ops   []diskOp // as in powercut_test.go, and 'f' for a sync that failed
}

// call counts a call; it returns an error when this is the one.
func (d *failingDisk) call(reads bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls++
	if d.calls == d.at {
		d.wrote = !reads
		return syscall.EIO
	}
	return nil
}

func (d *failingDisk) note(op diskOp) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ops = append(d.ops, op)
}

func (d *failingDisk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil || name == nil {
		return f, flags, err
	}
	return &failingFile{groundFile: groundFile{File: f}, disk: d, name: filepath.Base(name.String())}, flags, nil
}

func (d *failingDisk) Delete(name string, syncFolder bool) error {
	err := d.VFS.Delete(name, syncFolder)
	if err == nil {
		d.note(diskOp{file: filepath.Base(name), kind: 'd'})
	}
	return err
}

type failingFile struct {
	groundFile
	disk *failingDisk
	name string
}

func (f *failingFile) Size() (int64, error) { return f.File.Size() }

func (f *failingFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.disk.call(true); err != nil {
		return 0, err
	}
	return f.File.ReadAt(p, off)
}

func (f *failingFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.disk.call(false); err != nil {
		return 0, err
	}
	f.disk.note(diskOp{f.name, 'w', off, bytes.Clone(p)})
	return f.File.WriteAt(p, off)
}

func (f *failingFile) Truncate(size int64) error {
	if err := f.disk.call(false); err != nil {
		return err
	}
	f.disk.note(diskOp{file: f.name, kind: 't', off: size})
	return f.File.Truncate(size)
}

func (f *failingFile) Sync(flags vfs.SyncFlag) error {
	if err := f.disk.call(false); err != nil {
		f.disk.note(diskOp{file: f.name, kind: 'f'})
		return err
	}
	err := f.File.Sync(flags)
	f.disk.note(diskOp{file: f.name, kind: 's'})
	return err
}

// survived is what such a disk holds after a power cut: what was synced, and not
// what a failed sync lost.
func survived(ops []diskOp) map[string][]byte {
	files, waiting := map[string][]byte{}, map[string][]diskOp{}
	for _, op := range ops {
		switch op.kind {
		case 'd':
			delete(files, op.file)
			delete(waiting, op.file)
		case 's':
			for _, w := range waiting[op.file] {
				files[op.file] = written(files[op.file], w)
			}
			waiting[op.file] = nil
		case 'f':
			waiting[op.file] = nil
		default:
			waiting[op.file] = append(waiting[op.file], op)
		}
	}
	return files
}

func written(b []byte, op diskOp) []byte {
	switch {
	case op.kind == 'w':
		return put(b, op.off, op.data)
	case int64(len(b)) > op.off:
		return b[:op.off:op.off]
	}
	return b
}

// An error at any call loses nothing that was acknowledged, though the power is
// cut at the end; and after an error of writing nothing is acknowledged until
// the record was opened again. THROUGHCARE_ASSURANCE fails each of the first
// thousand calls.
func TestAFailingDiskIsBelieved(t *testing.T) {
	t.Parallel()
	step, last := 23, 500
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		step, last = 1, 1000
	}
	made := fileConfig(t)
	db, err := Open(t.Context(), made)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(saveLetter(t.Context(), db, 0, 10), db.Close()); err != nil {
		t.Fatal(err)
	}
	start, err := os.ReadFile(made.URL[len("sqlite:"):])
	if err != nil {
		t.Fatal(err)
	}
	disk := &failingDisk{VFS: vfs.Find("")}
	layers := seal("failing disk", disk)
	refusals, failures := 0, 0
	for at := 1; at <= last; at += step {
		disk.calls, disk.at, disk.wrote, disk.ops = 0, at, false, []diskOp{{"record.db", 'w', 0, start}, {file: "record.db", kind: 's'}}
		path := filepath.Join(t.TempDir(), "record.db")
		if err := os.WriteFile(path, start, 0o600); err != nil {
			t.Fatal(err)
		}
		acked, refused := writeOn(t, disk, Config{URL: "sqlite:" + path, Key: made.Key, Now: noon, layers: layers, foldAt: 30})
		refusals += refused
		if disk.calls >= at {
			failures++
		}
		after := filepath.Join(t.TempDir(), "record.db")
		for name, b := range survived(disk.ops) {
			if err := os.WriteFile(filepath.Join(filepath.Dir(after), name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		holds(t, at, Config{URL: "sqlite:" + after, Key: made.Key, Now: noon, Existing: true}, acked)
	}
	if failures < last/step*9/10 || refusals == 0 {
		t.Errorf("%d of %d calls failed, %d writes were refused: the test shows little", failures, last/step, refusals)
	}
	t.Logf("%d calls failed, one at a time; %d writes refused, nothing lost that was acknowledged", failures, refusals)
}

// writeOn saves letters on a disk that fails once, opening again when asked to,
// and returns which were acknowledged, and how often none was after an error.
func writeOn(t *testing.T, disk *failingDisk, c Config) (acked []int, refused int) {
	t.Helper()
	ctx := t.Context()
	db, err := Open(ctx, c)
	if err != nil { // the disk failed already
		db, err = Open(ctx, c)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // its disk may be broken
	for id := 1; id <= 60; id++ {
		err := saveLetter(ctx, db, id, 2500)
		if err == nil {
			acked = append(acked, id)
			continue
		}
		if db.Broken() == nil && !disk.wrote {
			continue // a read failed, and the file is well
		}
		if err := saveLetter(ctx, db, 1000+id, 10); err == nil {
			t.Errorf("acknowledged after an error of the disk: %v", err)
		}
		refused++
		if err := db.Reopen(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return acked, refused
}

// holds looks for the letters that were acknowledged.
func holds(t *testing.T, at int, c Config, acked []int) {
	t.Helper()
	db, err := Open(t.Context(), c)
	if err != nil {
		t.Errorf("call %d failed, and the record does not open: %v", at, err)
		return
	}
	defer func() { _ = db.Close() }() // only read
	there := map[int]bool{}
	err = db.Read(t.Context(), func(tx *Tx) error {
		return Each(t.Context(), tx, func(scan Scan) error {
			var id int
			err := scan(&id)
			there[id] = true
			return err
		}, `SELECT id FROM letter`)
	})
	if err != nil {
		t.Errorf("call %d: %v", at, err)
	}
	for _, id := range acked {
		if !there[id] {
			t.Errorf("call %d failed: letter %d was acknowledged and is lost", at, id)
			return
		}
	}
}
