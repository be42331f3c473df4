package trail_test

import (
	"context"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// some chooses the rows nothing was written to since.
func some(_ context.Context, _ *trail.Tx, _ []trail.Touched) (func(trail.Touched) bool, error) {
	return func(r trail.Touched) bool { return !r.Stale }, nil
}

func settings(ctx context.Context, t *testing.T, db *database.DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := db.Read(ctx, func(tx *database.Tx) error {
		return database.Each(ctx, tx, func(scan database.Scan) error {
			var id, value string
			err := scan(&id, &value)
			all[id] = value
			return err
		}, `SELECT id, value FROM setting`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSomeOfAChangeIsUndone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		setting(ctx, t, db, func(tx *trail.Tx) error { return tx.Insert(ctx, "setting", "old", trail.Set{"value": "before"}) })
		change := setting(ctx, t, db, func(tx *trail.Tx) error {
			for _, id := range []string{"a", "b", "c"} {
				if err := tx.Insert(ctx, "setting", id, trail.Set{"value": "new"}); err != nil {
					return err
				}
			}
			if err := tx.Update(ctx, "setting", "a", "", trail.Set{"value": "newer"}); err != nil {
				return err
			}
			if err := tx.Delete(ctx, "setting", "c"); err != nil {
				return err
			}
			return tx.Update(ctx, "setting", "old", "", trail.Set{"value": "after"})
		})
		setting(ctx, t, db, func(tx *trail.Tx) error { return tx.Update(ctx, "setting", "b", "", trail.Set{"value": "built on"}) })

		if err := trail.Undo(ctx, db, ruth, change); !fault.Is(err, fault.Conflict) {
			t.Fatalf("undoing all of it: %v, want a conflict", err)
		}
		var seen []trail.Touched
		err := trail.UndoSome(ctx, db, ruth, change, func(ctx context.Context, tx *trail.Tx, rows []trail.Touched) (func(trail.Touched) bool, error) {
			seen = rows
			return some(ctx, tx, rows)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range seen {
			if r.Added != (r.ID != "old") || r.Stale != (r.ID == "b") {
				t.Errorf("%s: added %v, stale %v", r.ID, r.Added, r.Stale)
			}
		}
		all := settings(ctx, t, db)
		if len(all) != 2 || all["old"] != "before" || all["b"] != "built on" {
			t.Errorf("after: %v", all)
		}
		if err := trail.UndoSome(ctx, db, ruth, change, some); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestWrittenLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		grant := func(id, person string) string {
			return setting(ctx, t, db, func(tx *trail.Tx) error {
				return tx.Insert(ctx, "access_grant", id, trail.Set{"account_id": "x", "person_id": person, "from_at": 0, "until_at": 1, "reason": "test"})
			})
		}
		grant("1", "early")
		change := grant("2", "same")
		grant("3", "late")
		err := db.Read(ctx, func(tx *database.Tx) error {
			found, err := trail.WrittenLater(ctx, tx, "person_id", []string{"early", "same", "late", "nobody"}, change)
			if len(found) != 1 || !found["late"] {
				t.Errorf("found %v", found)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
