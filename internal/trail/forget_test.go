package trail_test

import (
	"context"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// kept is everything the trail says of anything.
func kept(ctx context.Context, t *testing.T, db *database.DB) string {
	t.Helper()
	var all strings.Builder
	err := db.Read(ctx, func(tx *database.Tx) error {
		return database.Each(ctx, tx, func(scan database.Scan) error {
			var args, images string
			err := scan(&args, &images)
			all.WriteString(args + images + "\n")
			return err
		}, `SELECT c.args, i.images FROM change c JOIN change_image i ON i.change_id = c.id`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// world is a trail in which ida, one of her notes that is gone, and bo have a
// past: ida's once stood in a row that is now bo's.
func world(ctx context.Context, t *testing.T, db *database.DB) (imported, shared string) {
	t.Helper()
	write := func(subject, word string, fn func(*trail.Tx) error) string {
		t.Helper()
		ctx, done := trail.Collect(ctx)
		if err := trail.Write(ctx, db, ruth, &trail.Deed{Action: "settings.changed", Kind: "setting", ID: subject, Args: map[string]string{"name": word, "count": "2"}}, fn); err != nil {
			t.Fatal(err)
		}
		return done.Changes()[0].Change
	}
	set := func(tx *trail.Tx, id, value string) error {
		err := tx.Update(ctx, "setting", id, "", trail.Set{"value": value})
		if fault.Is(err, fault.NotFound) {
			err = tx.Insert(ctx, "setting", id, trail.Set{"value": value})
		}
		return err
	}
	imported = write("batch", "of Ida and Bo", func(tx *trail.Tx) error {
		for id, value := range map[string]string{"ida": "Ida secret", "bo": "Bo open", "shared": `{"whose":"ida"}`} {
			if err := set(tx, id, value); err != nil {
				return err
			}
		}
		return nil
	})
	write("ida", "Ida secret", func(tx *trail.Tx) error { return set(tx, "ida", "Ida in secret") })
	write("bo", "Bo open", func(tx *trail.Tx) error { return set(tx, "bo", "Bo in the open") })
	write("note", "a secret note", func(tx *trail.Tx) error { return set(tx, "note", `{"of":"ida","says":"secret"}`) })
	write("note", "a secret note", func(tx *trail.Tx) error { return tx.Delete(ctx, "setting", "note") })
	write("reply", "another", func(tx *trail.Tx) error { return set(tx, "reply", `{"to":"note","says":"secret"}`) })
	write("reply", "another", func(tx *trail.Tx) error { return tx.Delete(ctx, "setting", "reply") })
	shared = write("shared", "of two", func(tx *trail.Tx) error { return set(tx, "shared", "Bo open") })
	return imported, shared
}

// What the trail keeps of somebody goes, what it keeps of others stays, and the
// chain holds, against anchors of before too.
func TestForgetting(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		imported, shared := world(ctx, t, db)
		anchor := head(ctx, t, db)
		var cut []string
		err := trail.Write(ctx, db, ruth, &trail.Deed{Action: "settings.forgotten", Kind: "setting", ID: "ida", Irrevocable: true}, func(tx *trail.Tx) (err error) {
			if err = tx.Delete(ctx, "setting", "ida"); err == nil {
				cut, err = tx.Forget(ctx, "ida")
			}
			return err
		})
		if err != nil || len(cut) != 7 {
			t.Fatalf("%d entries were cut, %v; all but that of Bo", len(cut), err)
		}
		text := kept(ctx, t, db)
		for _, word := range []string{"secret", "Ida"} {
			if strings.Contains(text, word) {
				t.Errorf("the trail still says %q:\n%s", word, text)
			}
		}
		for _, word := range []string{"Bo open", `"count":"2"`} {
			if !strings.Contains(text, word) {
				t.Errorf("the trail no longer says %q:\n%s", word, text)
			}
		}
		if r := verify(ctx, t, db, anchor); r.Broken != nil {
			t.Error(r.Broken)
		}
		for _, change := range []string{imported, shared} {
			if err := trail.Undo(ctx, db, ruth, change); !fault.Is(err, fault.Conflict) {
				t.Errorf("undo of what was cut: %v", err)
			}
		}
		if err := trail.UndoSome(ctx, db, ruth, imported, some); err != nil { // what is left of an import
			t.Error(err)
		}
		if r := verify(ctx, t, db, anchor); r.Broken != nil {
			t.Error(r.Broken)
		}
	})
}

// Nobody cuts the trail but an entry that is being made and says so.
func TestNothingElseCuts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		change, _ := world(ctx, t, db)
		for name, query := range map[string]string{
			"images": `UPDATE change_image SET images = '[]' WHERE change_id = ?`,
			"words":  `UPDATE change SET args = '{}' WHERE id = ?`,
			"entry":  `INSERT INTO trail_cut (change_id, by_n, digest) VALUES (?, 3, '')`,
		} {
			err := db.Write(ctx, func(tx *database.Tx) error {
				_, err := tx.Exec(ctx, query, change)
				return err
			})
			if name != "entry" && err == nil {
				t.Errorf("%s were cut", name)
			}
		}
		if r := verify(ctx, t, db); r.Broken == nil {
			t.Error("a cut that no entry proves was not found")
		}
	})
}

func verify(ctx context.Context, t *testing.T, db *database.DB, anchors ...trail.Anchor) (r trail.Report) {
	t.Helper()
	if err := db.Read(ctx, func(tx *database.Tx) (err error) {
		r, err = trail.Verify(ctx, tx, anchors...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return r
}

func head(ctx context.Context, t *testing.T, db *database.DB) (a trail.Anchor) {
	t.Helper()
	if err := db.Read(ctx, func(tx *database.Tx) (err error) {
		a, err = trail.Head(ctx, tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return a
}
