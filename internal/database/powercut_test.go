package database

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// A power cut leaves what was synced, and of what was not any of its sectors,
// with or without rubbish in the torn ones. TestPowerCuts records everything
// that goes to the disk while letters are saved, makes disks as they could look
// after a cut at any moment, and opens them. TEST_POWER_CUTS says how many: some
// thousands before a driver or a setting is changed.

type diskOp struct {
	file string
	kind byte // w write, t truncate, s sync, d delete
	off  int64
	data []byte
}

type recordingDisk struct {
	vfs.VFS
	mu  sync.Mutex
	ops []diskOp
}

// do does what goes to the disk, one thing at a time: the log is folded beside
// whoever writes, and what was begun after a sync must not count as synced.
func (d *recordingDisk) do(op diskOp, real func() error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ops = append(d.ops, op)
	return real()
}

func (d *recordingDisk) length() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.ops)
}

func (d *recordingDisk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil || name == nil {
		return f, flags, err
	}
	return &recordingFile{groundFile: groundFile{File: f}, disk: d, name: filepath.Base(name.String())}, flags, nil
}

// Delete removes a file; the journals of making the database, all before the
// first letter and its syncs.
func (d *recordingDisk) Delete(name string, syncFolder bool) error {
	return d.do(diskOp{file: filepath.Base(name), kind: 'd'}, func() error { return d.VFS.Delete(name, syncFolder) })
}

// recordingFile borrows what groundFile hands through.
type recordingFile struct {
	groundFile
	disk *recordingDisk
	name string
}

func (f *recordingFile) Size() (int64, error) { return f.File.Size() }

func (f *recordingFile) WriteAt(p []byte, off int64) (int, error) {
	n := 0
	err := f.disk.do(diskOp{f.name, 'w', off, bytes.Clone(p)}, func() (err error) { n, err = f.File.WriteAt(p, off); return err })
	return n, err
}

func (f *recordingFile) Truncate(size int64) error {
	return f.disk.do(diskOp{file: f.name, kind: 't', off: size}, func() error { return f.File.Truncate(size) })
}

func (f *recordingFile) Sync(flags vfs.SyncFlag) error {
	return f.disk.do(diskOp{file: f.name, kind: 's'}, func() error { return f.File.Sync(flags) })
}

func TestPowerCuts(t *testing.T) {
	letters, images := 150, 80
	if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
		images = 2000
	}
	if n, err := strconv.Atoi(os.Getenv("TEST_POWER_CUTS")); err == nil {
		images = n
	}
	rng := rand.New(rand.NewPCG(2026, 7)) //nolint:gosec // a test that can be repeated
	disk := &recordingDisk{VFS: vfs.Find("")}
	c := Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "record.db"), Key: bytes.Repeat([]byte{5}, 32), Now: noon, layers: seal("recording disk", disk), foldAt: 40}
	acked := saveLetters(t, c, disk, rng, letters)

	torn, whole := 0, disk.ops
	for range images {
		cut := acked[0] + rng.IntN(len(whole)-acked[0])
		path := filepath.Join(t.TempDir(), "record.db")
		for name, b := range imageAt(whole[:cut], rng) {
			if len(b)%block != 0 {
				torn++
			}
			if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want := -1
		for id, at := range acked {
			if at <= cut {
				want = id
			}
		}
		lettersThere(t, Config{URL: "sqlite:" + path, Key: c.Key, Now: noon, Existing: true}, want)
	}
	t.Logf("%d writes, truncations and syncs; %d disks opened, %d files torn within a block", len(whole), images, torn)
}

// saveLetters saves letters 0, 1, 2, … and returns how far the disk was when each
// was acknowledged. Now and then a reader holds an old view, so that copies of
// the log into the file stop half way.
func saveLetters(t *testing.T, c Config, disk *recordingDisk, rng *rand.Rand, count int) (acked []int) {
	t.Helper()
	db, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // its files are not looked at
	save := func(id int) {
		if err := saveLetter(t.Context(), db, id, rng.IntN(6000)); err != nil {
			t.Error(err)
		}
		acked = append(acked, disk.length())
	}
	for id := 0; id < count; {
		if rng.IntN(4) > 0 {
			save(id)
			id++
			continue
		}
		err := db.Read(t.Context(), func(tx *Tx) error {
			if _, err := One(t.Context(), tx, func(scan Scan) (n int, err error) { return n, scan(&n) }, `SELECT count(*) FROM migration`); err != nil {
				return err
			}
			for range 3 {
				save(id)
				id++
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	return acked
}

func saveLetter(ctx context.Context, db *DB, id, size int) error {
	return db.Write(ctx, func(tx *Tx) error {
		if _, err := tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS letter (id BIGINT PRIMARY KEY, body TEXT)`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO letter (id, body) VALUES (?, ?)`, id, strings.Repeat(string(rune('a'+id%26)), size))
		return err
	})
}

// lettersThere opens a disk after a power cut: all letters up to want, perhaps
// one more that was being saved, and no damage.
func lettersThere(t *testing.T, c Config, want int) {
	t.Helper()
	ctx := t.Context()
	db, err := Open(ctx, c)
	if err != nil {
		t.Errorf("does not open: %v", err)
		return
	}
	defer func() { _ = db.Close() }() // it was only read
	err = db.Read(ctx, func(tx *Tx) error {
		last, err := One(ctx, tx, func(scan Scan) (n int, err error) { return n, scan(&n) },
			`SELECT CASE WHEN count(*) = max(id) + 1 THEN max(id) ELSE -9 END FROM letter`)
		if err == nil && (last < want || last > want+1) {
			t.Errorf("letters up to %d are there, and up to %d were acknowledged", last, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, check := range db.CheckDeep(ctx) {
		if !check.OK && check.Name == "the file is whole" {
			t.Error(check.Detail)
		}
	}
}

// imageAt is a disk after a power cut that came after ops.
func imageAt(ops []diskOp, rng *rand.Rand) map[string][]byte {
	synced := map[string]int{}
	for i, op := range ops {
		if op.kind == 's' {
			synced[op.file] = i
		}
	}
	chance, spoil := []float64{0, 0.5, 0.9, 0.98, 1}[rng.IntN(5)], rng.IntN(2) == 0
	files := map[string][]byte{}
	for i, op := range ops {
		last, any := synced[op.file]
		durable := any && i <= last
		switch {
		case op.kind == 'd':
			delete(files, op.file)
		case op.kind == 'w' && durable:
			files[op.file] = put(files[op.file], op.off, op.data)
		case op.kind == 'w':
			files[op.file] = putTorn(files[op.file], op, chance, spoil, rng)
		case op.kind == 't' && (durable || rng.Float64() < chance) && int64(len(files[op.file])) > op.off:
			files[op.file] = files[op.file][:op.off:op.off]
		}
	}
	return files
}

// putTorn keeps each sector of a write or not, and may spoil some.
func putTorn(b []byte, op diskOp, chance float64, spoil bool, rng *rand.Rand) []byte {
	const sector = 512
	for at := 0; at < len(op.data); at += sector {
		if rng.Float64() >= chance {
			continue
		}
		piece := bytes.Clone(op.data[at:min(at+sector, len(op.data))])
		if spoil && rng.IntN(16) == 0 {
			for i := range piece {
				piece[i] = byte(rng.Uint32())
			}
		}
		b = put(b, op.off+int64(at), piece)
	}
	return b
}

func put(b []byte, off int64, p []byte) []byte {
	if n := off + int64(len(p)) - int64(len(b)); n > 0 {
		b = append(b, make([]byte, n)...)
	}
	copy(b[off:], p)
	return b
}
