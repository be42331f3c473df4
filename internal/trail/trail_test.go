package trail_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

var ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll)

// setting writes one row of the simplest record table and returns the change.
func setting(ctx context.Context, t *testing.T, db *database.DB, do func(*trail.Tx) error) string {
	t.Helper()
	ctx, done := trail.Collect(ctx)
	if err := trail.Write(ctx, db, ruth, &trail.Deed{Action: "settings.changed", Kind: "setting", ID: "name"}, do); err != nil {
		t.Fatal(err)
	}
	changes := done.Changes()
	if len(changes) != 1 {
		t.Fatalf("%d changes were collected, want 1", len(changes))
	}
	return changes[0].Change
}

func put(ctx context.Context, value string) func(*trail.Tx) error {
	return func(tx *trail.Tx) error {
		err := tx.Update(ctx, "setting", "name", "", trail.Set{"value": value})
		if fault.Is(err, fault.NotFound) {
			return tx.Insert(ctx, "setting", "name", trail.Set{"value": value})
		}
		return err
	}
}

// value reads the row back, "" when it is gone.
func value(ctx context.Context, t *testing.T, db *database.DB) (v, rev string) {
	t.Helper()
	err := db.Read(ctx, func(tx *database.Tx) error {
		row, err := tx.Row(ctx, "setting", "name")
		if err == nil {
			v, rev = row["value"].(string), row["rev"].(string)
		}
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v, rev
}

func TestUndoInTurnAndRedo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		first := setting(ctx, t, db, put(ctx, "one"))
		second := setting(ctx, t, db, put(ctx, "two"))

		if err := trail.Undo(ctx, db, ruth, first); !fault.Is(err, fault.Conflict) {
			t.Fatalf("undoing what something was built on: %v, want a conflict", err)
		}
		uctx, done := trail.Collect(ctx)
		if err := trail.Undo(uctx, db, ruth, second); err != nil {
			t.Fatal(err)
		}
		if v, rev := value(ctx, t, db); v != "one" || rev != first {
			t.Fatalf("after undo: %q rev %q, want one from the first change", v, rev)
		}
		if err := trail.Undo(ctx, db, ruth, second); !fault.Is(err, fault.Conflict) {
			t.Fatalf("undone twice: %v", err)
		}
		if err := trail.Undo(ctx, db, ruth, done.Changes()[0].Change); err != nil {
			t.Fatalf("redo: %v", err)
		}
		if v, _ := value(ctx, t, db); v != "two" {
			t.Fatalf("after redo: %q", v)
		}
	})
}

func TestAStaleFormIsAConflict(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		setting(ctx, t, db, put(ctx, "one"))
		_, seen := value(ctx, t, db)
		setting(ctx, t, db, put(ctx, "two"))
		err := trail.Write(ctx, db, ruth, &trail.Deed{Action: "settings.changed"}, func(tx *trail.Tx) error {
			return tx.Update(ctx, "setting", "name", seen, trail.Set{"value": "three"})
		})
		if !fault.Is(err, fault.Conflict) {
			t.Fatalf("stale write: %v", err)
		}
		if v, _ := value(ctx, t, db); v != "two" {
			t.Errorf("the stale write won: %q", v)
		}
	})
}

func TestWhoMayUndoAndHowLong(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		ctx := t.Context()
		change := setting(ctx, t, db, put(ctx, "one"))
		other := authz.NewActor("sam", "Sam", authz.Worker, authz.SeesAll)
		if err := trail.Undo(ctx, db, other, change); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a colleague undid it: %v", err)
		}
		if err := trail.Undo(ctx, db, ruth, "no such change"); !fault.Is(err, fault.NotFound) {
			t.Errorf("undo of nothing: %v", err)
		}
		clock.Add(trail.UndoWindow + time.Second)
		if err := trail.Undo(ctx, db, ruth, change); !fault.Is(err, fault.Conflict) {
			t.Errorf("after the window: %v", err)
		}
	})
}

func TestNobodyWritesWithoutAName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		err := trail.Write(t.Context(), db, authz.Actor{}, &trail.Deed{Action: "x"}, func(*trail.Tx) error { return nil })
		if !fault.Is(err, fault.Forbidden) {
			t.Fatalf("written by nobody: %v", err)
		}
	})
}

func TestTheTrailIsAppendOnly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		change := setting(ctx, t, db, put(ctx, "one"))
		for _, q := range []string{`UPDATE change SET actor_name = ? WHERE id = ?`, `DELETE FROM change WHERE actor_name <> ? AND id = ?`} {
			err := db.Write(ctx, func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, q, "Nobody", change)
				return err
			})
			if err == nil {
				t.Errorf("%s went through", q)
			}
		}
		_ = db.Read(ctx, func(tx *database.Tx) error {
			e, err := trail.One(ctx, tx, change)
			if err != nil || e.ActorName != "Ruth" || !e.MayUndo(dbtest.Noon) {
				t.Errorf("entry %+v, %v", e, err)
			}
			return nil
		})
	})
}

// A random history, undone from the newest to the oldest, leaves exactly what
// was there at each step.
func TestUndoWalksBackExactly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			ctx := t.Context()
			steps := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 1, 6).Draw(rt, "values")
			start, _ := value(ctx, t, db)
			states, changes := []string{start}, []string{}
			for i, v := range steps {
				before, _ := value(ctx, t, db)
				do := put(ctx, v+string(rune('0'+i)))
				if v == "" {
					if before == "" {
						continue
					}
					do = func(tx *trail.Tx) error { return tx.Delete(ctx, "setting", "name") }
				}
				changes = append(changes, setting(ctx, t, db, do))
				now, _ := value(ctx, t, db)
				states = append(states, now)
			}
			back := []string{}
			for i := len(changes) - 1; i >= 0; i-- {
				if err := trail.Undo(ctx, db, ruth, changes[i]); err != nil {
					rt.Fatalf("undo %d: %v", i, err)
				}
				now, _ := value(ctx, t, db)
				back = append([]string{now}, back...)
			}
			if diff := cmp.Diff(states[:len(back)], back); diff != "" {
				rt.Fatal(diff)
			}
		})
	})
}
