package database_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

func TestWrongKeyIsNamedAndHarmsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	db := mustOpen(t, path)
	mustAdd(t, db, 1, 2, 3) // in the write-ahead log only
	copied := crash(t, path)
	before, log := mustRead(t, copied), mustRead(t, copied+"-wal")

	wrong := config(copied)
	wrong.Key = bytes.Repeat([]byte{7}, 32)
	_, err := database.Open(t.Context(), wrong)
	wantError(t, err, database.ErrWrongKey)
	if !bytes.Equal(before, mustRead(t, copied)) || !bytes.Equal(log, mustRead(t, copied+"-wal")) {
		t.Fatal("opening with a wrong key changed the files")
	}
	wantLetters(t, mustOpen(t, copied), 3)
}

func TestRefusedAtTheDoor(t *testing.T) {
	plain := func(t *testing.T, path string) {
		db, err := sqlite3.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Exec(`CREATE TABLE t (a)`), db.Close()); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fresh := func(mode os.FileMode) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := mustOpen(t, path).Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	nothing := func(*testing.T, string) {}
	for _, tt := range []struct {
		name   string
		folder string
		make   func(*testing.T, string)
		change func(*database.Config)
		want   error
	}{
		{"no key", ".", fresh(0o600), func(c *database.Config) { c.Key = nil }, database.ErrNoKey},
		{"half a key", ".", fresh(0o600), func(c *database.Config) { c.Key = c.Key[:16] }, database.ErrNoKey},
		{"plaintext", ".", plain, nil, database.ErrPlaintext},
		{"no file", ".", nothing, func(c *database.Config) { c.Existing = true }, database.ErrNoFile},
		{"readable by others", ".", fresh(0o644), nil, database.ErrExposed},
		{"writable by the group", ".", fresh(0o620), nil, database.ErrExposed},
		{"in a synced folder", "OneDrive - Books Inside", nothing, nil, database.ErrExposed},
		{"a log without its file", ".", func(t *testing.T, path string) { mustWrite(t, path+"-wal", []byte("rows")) }, nil, database.ErrDamaged},
		{"an empty file where there was one", ".", func(t *testing.T, path string) { mustWrite(t, path, nil) },
			func(c *database.Config) { c.Existing = true }, database.ErrDamaged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && errors.Is(tt.want, database.ErrExposed) && tt.folder == "." {
				t.Skip("no such modes on Windows")
			}
			folder := filepath.Join(t.TempDir(), tt.folder)
			if err := os.MkdirAll(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(folder, "record.db")
			tt.make(t, path)
			c := config(path)
			if tt.change != nil {
				tt.change(&c)
			}
			db, err := database.Open(t.Context(), c)
			wantError(t, err, tt.want)
			if err == nil {
				_ = db.Close() // the test has failed
			}
		})
	}
}

func TestNothingReadableOnDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	db := mustOpen(t, path)
	needle := []byte("Xochitl Brannigan-Ó Dálaigh")
	if err := addLetter(t.Context(), db, 1, bytes.Repeat(needle, 300)); err != nil {
		t.Fatal(err)
	}
	for _, ending := range []string{"", "-wal", "-shm"} {
		name := path + ending
		if b := mustRead(t, name); bytes.Contains(b, needle) || bytes.Contains(b, []byte("CREATE TABLE")) {
			t.Errorf("%s holds readable text", filepath.Base(name))
		}
		if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, error %v; want 0600", filepath.Base(name), info.Mode(), err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if b := mustRead(t, path); bytes.Contains(b, needle) {
		t.Error("the file holds readable text once it was closed")
	}
}

// readAll reads everything there is, the ordinary way.
func readAll(t *testing.T, c database.Config) (letters int, err error) {
	db, err := database.Open(t.Context(), c)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	err = db.Read(t.Context(), func(tx *database.Tx) error {
		return database.Each(t.Context(), tx, func(scan database.Scan) error {
			var id int
			var body string
			letters++
			return scan(&id, &body)
		}, `SELECT id, body FROM letter`)
	})
	if err != nil {
		return letters, err
	}
	for _, c := range db.CheckDeep(t.Context()) {
		if c.Name == "the file is whole" && !c.OK {
			err = database.ErrDamaged
		}
	}
	return letters, err
}

func TestDamageIsFoundNotRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	db := mustOpen(t, path)
	for id := range 30 {
		mustAdd(t, db, id)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole := mustRead(t, path)
	damaged := func(t *testing.T, what string, b []byte) {
		t.Helper()
		mustWrite(t, path, b)
		n, err := readAll(t, config(path))
		if !errors.Is(err, database.ErrDamaged) && !errors.Is(err, database.ErrWrongKey) { // the first block is the one that tells the key
			t.Errorf("%s: read %d letters, error %v", what, n, err)
		}
	}
	for page := 0; page*4096 < len(whole); page++ {
		b := bytes.Clone(whole)
		b[page*4096+(page*997)%4096] ^= 1 << (page % 8)
		damaged(t, "a flipped bit", b)
	}
	for _, n := range []int{1, 4095, 4096, 5000, 8192, len(whole) / 2, len(whole) - 4096, len(whole) - 1} {
		damaged(t, "a cut file", whole[:n])
	}
	mustWrite(t, path, whole)
	if n, err := readAll(t, config(path)); n != 30 || err != nil {
		t.Errorf("the whole file: %d letters, error %v", n, err)
	}
}

func TestTornLastBlockOpens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	db := mustOpen(t, path)
	mustAdd(t, db, 1, 2, 3, 4)
	copied := crash(t, path)
	whole, log := mustRead(t, copied), mustRead(t, copied+"-wal")
	for _, cut := range []int{1, 511, 512, 2048, 4095} {
		mustWrite(t, copied, whole)
		mustWrite(t, copied+"-wal", log[:len(log)-cut])
		db, err := database.Open(t.Context(), config(copied))
		if err != nil {
			t.Fatalf("%d bytes torn off: %v", cut, err)
		}
		if n, err := countLetters(t.Context(), db); err != nil || n < 3 {
			t.Errorf("%d bytes torn off: %d letters, error %v; only the last commit was torn", cut, n, err)
		}
		mustAdd(t, db, 100)
		if err := db.Close(); err != nil {
			t.Errorf("%d bytes torn off: %v", cut, err)
		}
	}
}

func TestTornFirstPageIsHealedFromTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	db := mustOpen(t, path) // makes a table: the first page stands in the log
	mustAdd(t, db, 1, 2, 3)
	copied := crash(t, path)
	b := mustRead(t, copied)
	clear(b[512:1024])
	mustWrite(t, copied, b)
	if n, err := readAll(t, config(copied)); n != 3 || err != nil {
		t.Errorf("%d letters, error %v; want 3", n, err)
	}
}

func TestVacuumIntoCopiesUnderAnotherKey(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, filepath.Join(dir, "record.db"))
	mustAdd(t, db, 1, 2, 3)
	copied, key := filepath.Join(dir, "copy.db"), bytes.Repeat([]byte{9}, 32)
	if err := db.VacuumInto(t.Context(), copied, key); err != nil {
		t.Fatal(err)
	}
	mustAdd(t, db, 4) // the record stays in use

	c := config(copied)
	_, err := database.Open(t.Context(), c)
	wantError(t, err, database.ErrWrongKey)
	c.Key = key
	if n, err := readAll(t, c); n != 3 || err != nil {
		t.Errorf("the copy: %d letters, error %v; want 3", n, err)
	}
	if err := db.VacuumInto(t.Context(), copied, key); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a file that exists: %v", err)
	}
	wantError(t, db.VacuumInto(t.Context(), filepath.Join(dir, "no.db"), nil), database.ErrNoKey)
	wantLetters(t, db, 4)
}

func TestChecksPassOnAFreshRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for _, check := range append(db.Check(t.Context()), db.CheckDeep(t.Context())...) {
			// The disk may be nearly full, and a test server does without syncs.
			if !check.OK && check.Name != "free space" && check.Detail != "fsync=off" {
				t.Errorf("%s: %s", check.Name, check.Detail)
			}
		}
	})
}

func TestClosedDatabaseSaysSo(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "record.db"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := countLetters(t.Context(), db)
	wantError(t, err, database.ErrClosed)
	wantError(t, addLetter(t.Context(), db, 1, nil), database.ErrClosed)
	wantError(t, db.Reopen(t.Context()), database.ErrClosed)
	if err := db.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}
