package database_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// TestMain lets the test binary be the victim of TestKilledWriterLosesNothing.
func TestMain(m *testing.M) {
	for variable, early := range map[string]bool{writes: false, writesEarly: true} {
		if path := os.Getenv(variable); path != "" {
			fmt.Fprintln(os.Stderr, writeForever(path, os.Stdout, early))
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// The variables that make the test binary a writer: a true one, and one that says that a
// letter is saved before it is.
const (
	writes      = "DATABASE_TEST_WRITER"
	writesEarly = "DATABASE_TEST_EARLY_WRITER"
)

// writeForever adds one letter after another and says so when it is saved, or early.
func writeForever(path string, out io.Writer, early bool) error {
	ctx := context.Background()
	db, err := database.Open(ctx, config(path))
	if err != nil {
		return err
	}
	n, err := countLetters(ctx, db)
	for ; err == nil; n++ {
		if early {
			_, err = fmt.Fprintln(out, n)
		}
		if err == nil {
			err = addLetter(ctx, db, n, bytes.Repeat([]byte("x"), n*37%6000))
		}
		if err == nil && !early {
			_, err = fmt.Fprintln(out, n)
		}
	}
	return err
}

func now() time.Time { return dbtest.Noon }

func config(path string) database.Config {
	return database.Config{URL: "sqlite:" + path, Key: dbtest.Key(), Now: now}
}

// mustOpen opens the database at path, with a table of letters.
func mustOpen(t testing.TB, path string) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), config(path))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // most tests close, break or copy it before
	makeLetters(t, db)
	return db
}

func makeLetters(t testing.TB, db *database.DB) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), `CREATE TABLE IF NOT EXISTS letter (id BIGINT PRIMARY KEY, body TEXT NOT NULL)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func addLetter(ctx context.Context, db *database.DB, id int, body []byte) error {
	return db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO letter (id, body) VALUES (?, ?)`, id, string(body))
		return err
	})
}

func mustAdd(t testing.TB, db *database.DB, ids ...int) {
	t.Helper()
	for _, id := range ids {
		if err := addLetter(t.Context(), db, id, bytes.Repeat([]byte("dear friend "), 200)); err != nil {
			t.Fatal(err)
		}
	}
}

func countLetters(ctx context.Context, db *database.DB) (n int, err error) {
	err = db.Read(ctx, func(tx *database.Tx) error {
		n, err = database.One(ctx, tx, scanInt, `SELECT count(*) FROM letter`)
		return err
	})
	return n, err
}

func wantLetters(t testing.TB, db *database.DB, want int) {
	t.Helper()
	got, err := countLetters(t.Context(), db)
	if err != nil || got != want {
		t.Errorf("%d letters, error %v; want %d", got, err, want)
	}
}

func scanInt(scan database.Scan) (n int, err error) { return n, scan(&n) }

func scanText(scan database.Scan) (s string, err error) { return s, scan(&s) }

func wantError(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
}

// crash copies the files as a crash would leave them: db is still open, and its
// write-ahead log is full of what it acknowledged.
func crash(t testing.TB, path string) (copied string) {
	t.Helper()
	copied = filepath.Join(t.TempDir(), "record.db")
	for _, ending := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + ending)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(copied+ending, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return copied
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustWrite(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
