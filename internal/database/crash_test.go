package database_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

func TestKilledWriterLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	if err := mustOpen(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	rounds := 10
	switch {
	case os.Getenv("THROUGHCARE_ASSURANCE") != "":
		rounds = 200
	case testing.Short():
		rounds = 3
	}
	saved := -1
	for range rounds {
		saved = max(saved, killWriter(t, writes, path))
	}
	if saved < rounds {
		t.Fatalf("only %d letters were written: the test shows nothing", saved+1)
	}
	n, err := readAll(t, config(path))
	if err != nil || n < saved+1 {
		t.Errorf("%d letters, error %v; %d were acknowledged", n, err, saved+1)
	}
	t.Logf("%d kills, %d letters acknowledged, %d there", rounds, saved+1, n)
}

// The check notices a writer that says that a letter is saved before it is.
func TestAnEarlyWriterIsNoticed(t *testing.T) {
	for range 60 { // a kill between the word and the deed is a matter of luck
		path := filepath.Join(t.TempDir(), "record.db")
		if err := mustOpen(t, path).Close(); err != nil {
			t.Fatal(err)
		}
		saved := killWriter(t, writesEarly, path)
		if n, err := readAll(t, config(path)); err == nil && n < saved+1 {
			return
		}
	}
	t.Error("sixty kills, and everything that was said too early was there")
}

// killWriter lets a child process write for a moment, kills it, and returns the
// last letter it acknowledged.
func killWriter(t *testing.T, variable, path string) (last int) {
	t.Helper()
	dbtest.Victim(t, variable+"="+path, 1, func(line string) {
		if n, err := strconv.Atoi(line); err == nil {
			last = n
		}
	})
	return last
}

func TestFullDiskIsNamedAndLosesNothing(t *testing.T) {
	disk, resize := dbtest.SmallDisk(t, "10m")
	db := mustOpen(t, filepath.Join(disk, "record.db"))
	t.Cleanup(func() { _ = db.Close() }) // before the disk goes
	var err error
	saved := 0
	for err == nil && saved < 10_000 {
		if err = addLetter(t.Context(), db, saved, bytes.Repeat([]byte("x"), 3000)); err == nil {
			saved++
		}
	}
	wantError(t, err, database.ErrDiskFull)
	wantError(t, addLetter(t.Context(), db, saved, nil), database.ErrDiskFull)
	wantLetters(t, db, saved)

	resize("20m")
	mustAdd(t, db, saved, saved+1)
	wantLetters(t, db, saved+2)
	t.Logf("%d letters until the disk was full", saved)
}
