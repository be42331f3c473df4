// Package dbtest gives tests a fresh, migrated database of every engine at
// hand: encrypted SQLite always, PostgreSQL where TEST_POSTGRES_URL names a
// server.
package dbtest

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // makes and drops the schemas of tests

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
)

// Noon is the time at which every test database stands: 2 March 2026, in UTC.
var Noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// Key is the key of SQLite test databases.
func Key() []byte { return bytes.Repeat([]byte{0xb3}, 32) }

// TrailKey is the key of the trail in test databases.
func TrailKey() []byte { return bytes.Repeat([]byte{0x7a}, 32) }

// Each runs fn as a parallel subtest on every engine, with the clock at Noon.
func Each(t *testing.T, fn func(t *testing.T, db *database.DB)) {
	t.Helper()
	EachClock(t, func(t *testing.T, db *database.DB, _ *Clock) { fn(t, db) })
}

// EachClock is Each with a clock the test can move.
func EachClock(t *testing.T, fn func(t *testing.T, db *database.DB, clock *Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		clock := NewClock()
		fn(t, SQLite(t, clock.Now), clock)
	})
	if os.Getenv("TEST_POSTGRES_URL") == "" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		clock := NewClock()
		fn(t, Postgres(t, clock.Now), clock)
	})
}

// SQLite returns a fresh encrypted file database, closed when the test ends.
func SQLite(t testing.TB, now func() time.Time) *database.DB {
	t.Helper()
	file, err := template()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "record.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, database.Config{URL: "sqlite:" + path, Key: Key(), Now: now, Existing: true})
}

// template is a migrated, encrypted file, made once for a test binary.
var template = sync.OnceValues(func() (_ []byte, err error) {
	dir, err := os.MkdirTemp("", "dbtest")
	if err != nil {
		return nil, err
	}
	defer func() {
		if removeErr := os.RemoveAll(dir); err == nil {
			err = removeErr
		}
	}()
	path := filepath.Join(dir, "record.db")
	config := database.Config{URL: "sqlite:" + path, Key: Key(), Now: func() time.Time { return Noon }}
	db, err := database.Open(context.Background(), config)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Postgres returns a database in a schema of its own on the server that
// TEST_POSTGRES_URL names, and drops the schema when the test ends. It skips the
// test when there is no such server.
func Postgres(t testing.TB, now func() time.Time) *database.DB {
	t.Helper()
	return open(t, database.Config{URL: PostgresURL(t), Now: now, Readers: 8})
}

// PostgresURL is the address of such a schema, for those who open it themselves.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES_URL")
	if server == "" {
		t.Skip("TEST_POSTGRES_URL is not set")
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal("TEST_POSTGRES_URL is no address")
	}
	schema := "t_" + ids.Hash(t.Name() + ids.New())[:20]
	administer(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { administer(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	return address.String()
}

func administer(t testing.TB, server, statement string) {
	t.Helper()
	if err := runOnce(server, statement); err != nil {
		t.Fatal(err)
	}
}

// runOnce does not use the test's context: it has ended when a schema is dropped.
func runOnce(server, statement string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), statement)
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("dbtest: %s: %w", statement, err)
	}
	return nil
}

func open(t testing.TB, c database.Config) *database.DB {
	t.Helper()
	c.TrailKey = TrailKey()
	db, err := database.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
