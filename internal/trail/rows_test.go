package trail

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
)

type word string

// However a row was written, its sum is that of the row as it is read back, on
// both engines.
func TestSumsAreOfTheRowsAsTheyStand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		write := func(deed *Deed, fn func(*Tx) error) string {
			t.Helper()
			ctx, done := Collect(ctx)
			if err := Write(ctx, db, colleagues[0], deed, fn); err != nil {
				t.Fatal(err)
			}
			return done.Changes()[0].Change
		}
		first := write(&Deed{Action: "a"}, func(tx *Tx) error {
			for _, row := range []struct {
				table, id string
				s         Set
			}{
				{"setting", "plain", Set{"value": word("of a type of its own")}},
				{"setting", "empty", Set{"value": ""}},
				{"calendar_feed", "flags", Set{"account_id": "ruth", "name": "x", "token_hash": "y", "kinds": "", "created_at": 1, "ended_at": true}},
				{"facility_pair", "third", pair("x", 1.0/3)},
				{"facility_pair", "whole", pair("y", 1)},
			} {
				if err := tx.Insert(ctx, row.table, row.id, row.s); err != nil {
					return err
				}
			}
			return nil
		})
		write(&Deed{Action: "b", Irrevocable: true}, func(tx *Tx) error {
			return tx.Update(ctx, "setting", "empty", "", Set{"value": "sent"})
		})
		gone := write(&Deed{Action: "c"}, func(tx *Tx) error { return tx.Delete(ctx, "setting", "plain") })
		if err := Undo(ctx, db, colleagues[0], gone); err != nil {
			t.Fatal(err)
		}
		r := verified(ctx, t, db)
		if r.Broken != nil || r.Rows != 5 {
			t.Fatalf("%v, %d rows", r.Broken, r.Rows)
		}

		for name, c := range map[string]struct {
			query string
			args  []any
			want  Break
		}{
			"altered": {`UPDATE setting SET value = ? WHERE id = ?`, []any{"other", "empty"}, Break{Why: RowAltered, Table: "setting", Row: "empty"}},
			"emptied": {`UPDATE setting SET value = '' WHERE id = ?`, []any{"plain"}, Break{Why: RowAltered, Table: "setting", Row: "plain"}},
			"added":   {`INSERT INTO setting (id, value, rev) VALUES (?, ?, ?)`, []any{"new", "x", first}, Break{Why: RowAdded, Table: "setting", Row: "new"}},
			"removed": {`DELETE FROM setting WHERE id = ?`, []any{"plain"}, Break{Why: RowGone}},
		} {
			err := db.Write(ctx, func(tx *database.Tx) error {
				if _, err := tx.Exec(ctx, c.query, c.args...); err != nil {
					return err
				}
				r, err := Verify(ctx, tx)
				if err != nil || r.Broken == nil || *r.Broken != c.want {
					t.Errorf("%s: %+v, %v", name, r.Broken, err)
				}
				return errChanged
			})
			if err == nil {
				t.Fatal("committed")
			}
		}
	})
}

func pair(b string, likeness any) Set {
	return Set{"a_id": "a", "b_id": b, "likeness": likeness, "reasons": "", "import_id": "", "decision": "", "decided_at": 0, "decided_by": ""}
}

// Two rows have one sum only when they hold the same, and what holds nothing
// does not count.
func TestSums(t *testing.T) {
	t.Parallel()
	value := rapid.OneOf(rapid.Just[any](""), rapid.Just[any](int64(0)), rapid.Map(rapid.StringMatching(`[ab]{1,2}`), func(s string) any { return s }),
		rapid.Map(rapid.Int64Range(1, 3), func(n int64) any { return n }), rapid.Map(rapid.SampledFrom([]float64{0.5, 1, 2}), func(f float64) any { return f }))
	columns := []string{"a", "b", "ab", "c"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (row map[string]any, plain map[string]any) {
			row, plain = map[string]any{}, map[string]any{}
			for _, c := range columns {
				v := value.Draw(t, name+c)
				row[c] = v
				if f, ok := v.(float64); ok && f == float64(int64(f)) {
					v = int64(f)
				}
				if v != "" && v != int64(0) {
					plain[c] = v
				}
			}
			return row, plain
		}
		one, plainOne := draw("one")
		other, plainOther := draw("other")
		same := len(plainOne) == len(plainOther)
		for c, v := range plainOne {
			same = same && plainOther[c] == v
		}
		a, err := sumOf("t", "i", one)
		if err != nil {
			t.Fatal(err)
		}
		b, err := sumOf("t", "i", other)
		if err != nil || (a == b) != same {
			t.Fatalf("%v and %v: same %v, sums equal %v, %v", one, other, same, a == b, err)
		}
		if c, _ := sumOf("t", "ii", one); c == a {
			t.Fatal("the id does not count")
		}
	})
}

// Many rows written at once are undone as one, and none is written when one is gone.
func TestManyRowsAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		values := func() (out string) {
			t.Helper()
			err := db.Read(ctx, func(tx *database.Tx) error {
				for _, id := range []string{"a", "b"} {
					row, err := tx.Row(ctx, "setting", id)
					if err != nil {
						return err
					}
					out += row["value"].(string)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		write := func(fn func(*Tx) error) (string, error) {
			ctx, done := Collect(ctx)
			err := Write(ctx, db, colleagues[0], &Deed{Action: "a"}, fn)
			if err != nil {
				return "", err
			}
			return done.Changes()[0].Change, nil
		}
		if _, err := write(func(tx *Tx) error {
			return errors.Join(tx.Insert(ctx, "setting", "a", Set{"value": "1"}), tx.Insert(ctx, "setting", "b", Set{"value": "2"}))
		}); err != nil {
			t.Fatal(err)
		}
		second, err := write(func(tx *Tx) error {
			return tx.UpdateAll(ctx, "setting", map[string]Set{"a": {"value": "3"}, "b": {"value": "4"}})
		})
		if err != nil || values() != "34" {
			t.Fatalf("%v, %s", err, values())
		}
		if _, err := write(func(tx *Tx) error {
			return tx.UpdateAll(ctx, "setting", map[string]Set{"a": {"value": "5"}, "gone": {"value": "6"}})
		}); !fault.Is(err, fault.NotFound) || values() != "34" {
			t.Errorf("one is gone: %v, %s", err, values())
		}
		if err := Undo(ctx, db, colleagues[0], second); err != nil || values() != "12" {
			t.Errorf("undone: %v, %s", err, values())
		}
		if r := verified(ctx, t, db); r.Broken != nil {
			t.Error(r.Broken)
		}
	})
}
