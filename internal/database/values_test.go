package database_test

import (
	"context"
	"database/sql"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
)

// values is a row of every type that is stored.
type values struct {
	Text   string
	Number int64
	Ratio  float64
	Flag   bool
	Bytes  []byte
	At     time.Time
	Role   role
}

type role string

func makeValues(t *testing.T, db *database.DB) {
	t.Helper()
	blob := "BLOB"
	if db.Engine() == database.Postgres {
		blob = "BYTEA"
	}
	err := db.Write(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), `CREATE TABLE v (id TEXT PRIMARY KEY, txt TEXT, num BIGINT, ratio DOUBLE PRECISION, flag BIGINT, bytes `+blob+`, moment BIGINT, role TEXT)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func roundTrip(ctx context.Context, db *database.DB, v values) (got values, err error) {
	err = db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM v WHERE id = ?`, "a")
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO v (id, txt, num, ratio, flag, bytes, moment, role) VALUES ('a', ?, ?, ?, ?, ?, ?, ?)`,
			v.Text, v.Number, v.Ratio, v.Flag, v.Bytes, database.Micros(v.At), v.Role)
		return err
	})
	if err != nil {
		return got, err
	}
	err = db.Read(ctx, func(tx *database.Tx) error {
		got, err = database.One(ctx, tx, scanValues, `SELECT txt, num, ratio, flag, bytes, moment, role FROM v WHERE id = 'a' -- is this so?`)
		return err
	})
	return got, err
}

func scanValues(scan database.Scan) (v values, err error) {
	var at int64
	err = scan(&v.Text, &v.Number, &v.Ratio, &v.Flag, &v.Bytes, &at, &v.Role)
	v.At = database.FromMicros(at)
	return v, err
}

func TestValuesComeBackAsTheyWere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeValues(t, db)
		ctx := t.Context()
		rapid.Check(t, func(rt *rapid.T) {
			text := rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return r != 0 }))
			v := values{
				Text:   text.Draw(rt, "text"),
				Number: rapid.Int64().Draw(rt, "number"),
				Ratio:  rapid.Float64Range(-1e300, 1e300).Draw(rt, "ratio"),
				Flag:   rapid.Bool().Draw(rt, "flag"),
				Bytes:  rapid.SliceOf(rapid.Byte()).Draw(rt, "bytes"),
				At:     database.FromMicros(rapid.Int64Range(-1e15, 1e16).Draw(rt, "at")),
				Role:   role(text.Draw(rt, "role")),
			}
			got, err := roundTrip(ctx, db, v)
			if diff := cmp.Diff(v, got); diff != "" || err != nil {
				rt.Fatalf("error %v, stored and read: %s", err, diff)
			}
		})
	})
}

func TestRowIsTheSameOnBothEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeValues(t, db)
		v := values{Text: "Ó Dálaigh", Number: math.MinInt64, Ratio: 0.5, Flag: true, Bytes: []byte{0, 255}, At: dbtest.Noon, Role: "lead"}
		if _, err := roundTrip(t.Context(), db, v); err != nil {
			t.Fatal(err)
		}
		err := db.Read(t.Context(), func(tx *database.Tx) error {
			got, err := tx.Row(t.Context(), "v", "a")
			want := map[string]any{"id": "a", "txt": "Ó Dálaigh", "num": int64(math.MinInt64), "ratio": 0.5, "flag": int64(1),
				"bytes": []byte{0, 255}, "moment": dbtest.Noon.UnixMicro(), "role": "lead"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		for _, tt := range []struct{ table, id string }{{"v", "b"}, {"v; DROP TABLE v", "a"}} {
			err := db.Read(t.Context(), func(tx *database.Tx) error {
				_, err := tx.Row(t.Context(), tt.table, tt.id)
				return err
			})
			if tt.id == "b" != fault.Is(err, fault.NotFound) || err == nil {
				t.Errorf("row %s of %s: %v", tt.id, tt.table, err)
			}
		}
	})
}

func TestListsAndAggregates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		makeLetters(t, db)
		mustAdd(t, db, 1, 2, 3)
		ctx := t.Context()
		err := db.Read(ctx, func(tx *database.Tx) error {
			for want, ids := range [][]any{{}, {2}, {1, 3}, {1, 2, 3}} {
				got, err := database.All(ctx, tx, scanInt, `SELECT id FROM letter WHERE id IN `+database.In(len(ids))+` ORDER BY id`, ids...)
				if err != nil || len(got) != want {
					t.Errorf("%v: got %v, error %v", ids, got, err)
				}
			}
			sum, err := database.One(ctx, tx, scanInt, `SELECT sum(id) FROM letter`) // numeric on PostgreSQL
			if err != nil || sum != 6 {
				t.Errorf("sum %d, error %v", sum, err)
			}
			maybe, err := database.One(ctx, tx, func(scan database.Scan) (n sql.NullInt64, err error) { return n, scan(&n) },
				`SELECT max(id) FROM letter WHERE id > ?`, 100)
			if err != nil || maybe.Valid {
				t.Errorf("the largest of none is %v, error %v", maybe, err)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
