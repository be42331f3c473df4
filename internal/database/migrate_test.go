package database

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/throughcare/throughcare/internal/database/migrations"
)

func dirOf(files map[string]string) fstest.MapFS {
	dir := fstest.MapFS{}
	for name, text := range files {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return dir
}

func TestMigrationsOfAnEngine(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []string
		want  string // the names for SQLite, or part of the error
	}{
		{"one file for both", []string{"0001_a.sql", "0002_b.sql"}, "0001_a 0002_b"},
		{"twins stand in one place", []string{"0002_b.sql", "0001_a.sqlite.sql", "0001_a.postgres.sql"}, "0001_a 0002_b"},
		{"a twin alone", []string{"0001_a.postgres.sql"}, "needs one file for both engines or one for each"},
		{"twins and a file for both", []string{"0001_a.sql", "0001_a.sqlite.sql", "0001_a.postgres.sql"}, "needs one file"},
		{"one number twice", []string{"0001_a.sql", "0001_b.sql"}, "0001_a and 0001_b have the same number"},
		{"no number", []string{"people.sql"}, "not named NNNN_words.sql"},
		{"an engine we do not have", []string{"0001_a.mysql.sql"}, "not named NNNN_words.sql"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{}
			for _, name := range tt.files {
				files[name] = "SELECT 1"
			}
			got, err := migrations.Read(dirOf(files), string(SQLite))
			names := ""
			for _, m := range got {
				names += " " + m.Name
			}
			if err != nil {
				names = err.Error()
			}
			if !strings.Contains(names, tt.want) {
				t.Errorf("got %q, want %q", names, tt.want)
			}
		})
	}
}

func TestTheProductsMigrationsAreConsistent(t *testing.T) {
	for _, engine := range []Engine{SQLite, Postgres} {
		if all, err := migrations.Read(migrations.Files, string(engine)); err != nil || len(all) == 0 {
			t.Errorf("%s: %d migrations, error %v", engine, len(all), err)
		}
	}
}

func fileConfig(t *testing.T) Config {
	return Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "record.db"), Key: bytes.Repeat([]byte{5}, 32), Now: noon}
}

// bare opens a database without migrating it.
func bare(t *testing.T, c Config) *DB {
	t.Helper()
	e, err := open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.close(); err != nil {
			t.Error(err)
		}
	})
	return &DB{engine: e, now: c.Now}
}

const twoTables = `CREATE TABLE a (id TEXT PRIMARY KEY); -- one; two
CREATE TABLE b (id TEXT PRIMARY KEY);
CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO b VALUES (new.id); DELETE FROM b WHERE id = ''; END;`

func TestMigrateOnceAndInOrder(t *testing.T) {
	db := bare(t, fileConfig(t))
	dir := dirOf(map[string]string{"0001_first.sql": twoTables, "0002_next.sql": `INSERT INTO a VALUES ('x')`})
	for range 2 {
		if err := db.migrate(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	err := db.Read(t.Context(), func(tx *Tx) error {
		n, err := One(t.Context(), tx, func(scan Scan) (n int, err error) { return n, scan(&n) }, `SELECT count(*) FROM b`)
		if n != 1 {
			t.Errorf("%d rows: the migrations ran another number of times, or the trigger was cut apart", n)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestMigrateRefuses(t *testing.T) {
	db := bare(t, fileConfig(t))
	if err := db.migrate(t.Context(), dirOf(map[string]string{"0001_first.sql": twoTables, "0002_next.sql": `SELECT 1`})); err != nil {
		t.Fatal(err)
	}
	err := db.migrate(t.Context(), dirOf(map[string]string{"0001_first.sql": twoTables}))
	if !errors.Is(err, ErrNewerSchema) || !strings.Contains(err.Error(), "0002_next") {
		t.Errorf("an older program got %v", err)
	}
	err = db.migrate(t.Context(), dirOf(map[string]string{"0001_first.sql": twoTables, "0002_next.sql": `SELECT 2`}))
	if err == nil || !strings.Contains(err.Error(), "0002_next was changed") {
		t.Errorf("an edited migration: %v", err)
	}
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	db := bare(t, fileConfig(t))
	half := dirOf(map[string]string{"0001_first.sql": twoTables, "0002_half.sql": `CREATE TABLE c (id TEXT); CREATE TABLE a (id TEXT)`})
	err := db.migrate(t.Context(), half)
	if err == nil || !strings.Contains(err.Error(), "0002_half") || !strings.Contains(err.Error(), "already exists") {
		t.Fatalf("got %v", err)
	}
	mended := dirOf(map[string]string{"0001_first.sql": twoTables, "0002_half.sql": `CREATE TABLE c (id TEXT)`})
	if err := db.migrate(t.Context(), mended); err != nil {
		t.Errorf("after it was mended: %v", err)
	}
}

func TestOpenersDoNotMigrateTwice(t *testing.T) {
	c := fileConfig(t)
	if err := bare(t, c).run(t.Context(), writing, func(*Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			db, err := Open(t.Context(), c)
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestRebind(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`SELECT 1`, `SELECT 1`},
		{`a = ? AND b IN (?,?)`, `a = $1 AND b IN ($2,$3)`},
		{`a = '?' AND b = ?`, `a = '?' AND b = $1`},
		{`a = 'it''s ?' AND "odd?" = ?`, `a = 'it''s ?' AND "odd?" = $1`},
		{"a = ? -- why?\nAND b = ?", "a = $1 -- why?\nAND b = $2"},
		{"/* ? */ a = ? -- ?", "/* ? */ a = $1 -- ?"},
		{`a = 'no end ?`, `a = 'no end ?`},
	} {
		if got := rebind(tt.in); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestOlder(t *testing.T) {
	for _, tt := range []struct {
		a    string
		want bool
	}{{"3.51.2", true}, {"3.51.3", false}, {"3.53.4", false}, {"3.9.9", true}, {"4.0.0", false}, {"", true}} {
		if got := older(tt.a, oldest); got != tt.want {
			t.Errorf("%q older than %s: %v", tt.a, oldest, got)
		}
	}
}
