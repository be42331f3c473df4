package app

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/people"
)

// A capability that keeps something about people tells merging how to move it.
// Whoever adds a table with a column that names a person, and forgets, reads
// about it here.
func TestEverythingAboutAPersonIsMoved(t *testing.T) {
	t.Parallel()
	rec := openTest(t, dbtest.NewClock())
	actor := authz.System("test")
	var who [2]string
	for i := range who {
		p, err := rec.People.Add(t.Context(), actor, people.NewPerson{Name: "Josef Karim"})
		if err != nil {
			t.Fatal(err)
		}
		who[i] = p.ID
	}
	columns := personColumns(t, rec)
	if len(columns) < 20 {
		t.Fatalf("only %d columns name a person; the test looks in the wrong place", len(columns))
	}
	fill(t, rec, columns, who[1])
	m, err := rec.Merging.Merge(t.Context(), actor, merging.New{Keep: who[0], Gone: who[1]})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		if n := holding(t, rec, c, who[1]); n > 0 {
			t.Errorf("%s.%s still names who became part of another: who moves it?", c.table, c.name)
		}
	}
	if _, err := rec.Merging.Part(t.Context(), actor, m.ID); err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		if n := holding(t, rec, c, who[1]); n == 0 {
			t.Errorf("%s.%s did not come back", c.table, c.name)
		}
	}
}

// openTest opens an empty record with a clock that the test can move.
func openTest(t *testing.T, clock *dbtest.Clock) *Record {
	t.Helper()
	rec, err := OpenRecord(t.Context(), Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "record.tcdb"), Keys: testKeys{}, Now: clock.Now, Log: slog.New(slog.DiscardHandler), Quick: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rec.Close() })
	return rec
}

type testKeys struct{}

func (testKeys) Derive(keys.Label) []byte { return dbtest.Key() }

// column is one that names a person.
type column struct {
	table, name string
	kinds       map[string]string // of all columns of the table
}

// personColumns are those of tables of the record, by what they are called.
func personColumns(t *testing.T, rec *Record) (out []column) {
	t.Helper()
	kinds := map[string]map[string]string{}
	err := rec.DB.Read(t.Context(), func(tx *database.Tx) error {
		return database.Each(t.Context(), tx, func(scan database.Scan) error {
			var table, name, kind string
			err := scan(&table, &name, &kind)
			if kinds[table] == nil {
				kinds[table] = map[string]string{}
			}
			kinds[table][name] = kind
			return err
		}, `SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`)
	})
	if err != nil {
		t.Fatal(err)
	}
	for table, columns := range kinds {
		for _, name := range []string{"person_id", "other_id"} {
			if columns[name] != "" && columns["rev"] != "" && columns["id"] != "" {
				out = append(out, column{table, name, columns})
			}
		}
	}
	return out
}

// fill writes a row to each table that names a person.
func fill(t *testing.T, rec *Record, columns []column, person string) {
	t.Helper()
	deed := &trail.Deed{Action: "test.filled", Kind: "person"}
	err := trail.Write(t.Context(), rec.DB, authz.System("test"), deed, func(tx *trail.Tx) error {
		for _, c := range columns {
			set := trail.Set{}
			for name, kind := range c.kinds {
				if name == "id" || name == "rev" {
					continue
				}
				if set[name] = any(""); strings.HasPrefix(kind, "BIGINT") {
					set[name] = 0
				}
			}
			set[c.name] = person
			if err := tx.Insert(t.Context(), c.table, ids.New(), set); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func holding(t *testing.T, rec *Record, c column, person string) (n int) {
	t.Helper()
	err := rec.DB.Read(t.Context(), func(tx *database.Tx) (err error) {
		n, err = database.One(t.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
			`SELECT count(*) FROM `+c.table+` WHERE `+c.name+` = ?`, person)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
