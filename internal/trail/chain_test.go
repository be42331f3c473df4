package trail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// Every write and every reading leaves exactly one entry, and nothing else does
// (security design, P20).
func TestEntriesAreActions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := newHistory(t, db, 20)
		var middle Anchor
		steps := times(400, 10_000)
		for i := range steps {
			h.step()
			if i == steps/2 {
				middle = verified(t.Context(), t, db).Head
			}
		}
		r := verified(t.Context(), t, db, middle)
		if r.Broken != nil {
			t.Fatal(r.Broken)
		}
		if r.Changes != h.changes || r.Readings != h.readings || r.Head.N != h.changes+h.readings {
			t.Errorf("%d changes and %d readings in the chain, %d and %d were made", r.Changes, r.Readings, h.changes, h.readings)
		}
		if h.undone == 0 || h.refused == 0 || h.readings == 0 {
			t.Errorf("the history is too plain: %+v", h)
		}
		t.Logf("%d changes (%d of them undone), %d readings, %d refused", h.changes, h.undone, h.readings, h.refused)
	})
}

// Writers and readers at the same time take turns in the chain, and none is lost.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, witness, each := t.Context(), NewWitness(db), times(15, 200)
		var all sync.WaitGroup
		failed := make(chan error, 16*each)
		for who := range 8 {
			all.Go(func() {
				for i := range each {
					id := fmt.Sprintf("s%d-%d", who, i)
					failed <- Write(ctx, db, colleagues[who%2], &Deed{Action: "settings.changed", Kind: "setting", ID: id}, func(tx *Tx) error {
						return tx.Insert(ctx, "setting", id, Set{"value": "x"})
					})
				}
			})
			all.Go(func() {
				for i := range each {
					_, seen := Watch(ctx)
					seen.Add(Page, fmt.Sprintf("person-%d", i))
					failed <- witness.Record(ctx, colleagues[who%2], seen)
				}
			})
		}
		all.Wait()
		close(failed)
		for err := range failed {
			if err != nil {
				t.Fatal(err)
			}
		}
		r := verified(ctx, t, db)
		if want := int64(8 * each); r.Broken != nil || r.Changes != want || r.Readings != want {
			t.Errorf("%+v, want %d of each", r, want)
		}
	})
}

func TestAnOlderRecordIsTakenOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		older(t, db, 30, nil)
		if err := Begin(ctx, db); err != nil {
			t.Fatal(err)
		}
		r := verified(ctx, t, db)
		if r.Broken != nil || r.Changes < 32 || r.Rows == 0 {
			t.Fatalf("%v %+v", r.Broken, r)
		}
		first, err := firstEntry(ctx, db)
		if err != nil || first.Action != "trail.begun" || first.Args["changes"] != fmt.Sprint(r.Changes-2) {
			t.Errorf("the chain begins with %+v, %v", first, err)
		}
		if err := Begin(ctx, db); err != nil || verified(ctx, t, db).Changes != r.Changes {
			t.Errorf("it began twice: %v", err)
		}
		h := newHistory(t, db, 2)
		h.put("after")
		h.put("a")
		if r := verified(ctx, t, db, r.Head); r.Broken != nil {
			t.Error(r.Broken)
		}
		alter(t, db, `UPDATE setting SET value = ? WHERE id = ?`, "x", "b") // which only the older program wrote
		if r := verified(ctx, t, db, r.Head); r.Broken == nil || r.Broken.Row != "b" || r.Broken.Why != RowAltered {
			t.Errorf("a row of the older program was altered: %+v", r.Broken)
		}
	})
}

// older leaves a record as programs did that knew no chain, and chains it again
// in a way of its own when asked to.
func older(t *testing.T, db *database.DB, steps int, blind func(*sealed)) {
	t.Helper()
	ctx, h := t.Context(), newHistory(t, db, 3)
	for h.changes < int64(steps) {
		h.put("a")
		h.put("b")
		h.undo()
	}
	unguard(t, db)
	err := db.Write(ctx, func(tx *database.Tx) error {
		if err := withoutSums(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM trail_chain`); err != nil || blind == nil {
			return err
		}
		c, err := chainOf(tx)
		if err != nil {
			return err
		}
		c.blind = blind
		return c.adopt(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// withoutSums makes the images what they were before they held sums.
func withoutSums(ctx context.Context, tx *database.Tx) error {
	images, err := database.All(ctx, tx, func(scan database.Scan) (image [2]string, err error) {
		return image, scan(&image[0], &image[1])
	}, `SELECT change_id, images FROM change_image WHERE part = 0`)
	sum := regexp.MustCompile(`,"l":"[^"]*"`)
	for _, image := range images {
		if err == nil {
			_, err = tx.Exec(ctx, `UPDATE change_image SET images = ? WHERE change_id = ?`, sum.ReplaceAllString(image[1], ""), image[0])
		}
	}
	return err
}

func alter(t *testing.T, db *database.DB, query string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func firstEntry(ctx context.Context, db *database.DB) (e Entry, err error) {
	err = db.Read(ctx, func(tx *database.Tx) error {
		e, err = database.One(ctx, tx, scanEntry, selectEntry+` JOIN trail_chain k ON k.entry = c.id ORDER BY k.n`)
		return err
	})
	return e, err
}

// After a restore the record has another key; what was anchored before still is.
func TestTheChainGoesOnWithAnotherKey(t *testing.T) {
	t.Parallel()
	ctx, path := t.Context(), t.TempDir()+"/record.db"
	open := func(key byte) *database.DB {
		db, err := database.Open(ctx, database.Config{
			URL: "sqlite:" + path, Key: dbtest.Key(), TrailKey: bytes.Repeat([]byte{key}, 32), Now: func() time.Time { return dbtest.Noon },
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	var anchors []Anchor
	for key := byte(1); key <= 3; key++ {
		db := open(key)
		if key > 1 {
			if r := verified(ctx, t, db, anchors...); r.Broken == nil {
				t.Fatal("the chain fits a key it was not made with")
			}
			if err := Renew(ctx, db, bytes.Repeat([]byte{key - 1}, 32)); err != nil {
				t.Fatal(err)
			}
		}
		h := newHistory(t, db, uint64(key))
		for range 20 {
			h.step()
		}
		r := verified(ctx, t, db, anchors...)
		if r.Broken != nil {
			t.Fatal(r.Broken)
		}
		anchors = append(anchors, r.Head)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	db := open(3)
	unguard(t, db)
	for _, meddle := range []string{`UPDATE trail_key SET n = n - 1 WHERE n = (SELECT min(n) FROM trail_key)`, `DELETE FROM trail_key WHERE n = (SELECT max(n) FROM trail_key)`} {
		err := db.Write(ctx, func(tx *database.Tx) error {
			if _, err := tx.Exec(ctx, meddle); err != nil {
				return err
			}
			if r, err := Verify(ctx, tx); err != nil || r.Broken == nil {
				t.Errorf("%s: %+v, %v", meddle, r, err)
			}
			return errChanged
		})
		if !errors.Is(err, errChanged) {
			t.Fatal(err)
		}
	}
}

func TestNothingIsSealedWithoutAKey(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	db, err := database.Open(ctx, database.Config{URL: "sqlite:" + t.TempDir() + "/record.db", Key: dbtest.Key(), Now: func() time.Time { return dbtest.Noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	err = Write(ctx, db, colleagues[0], &Deed{Action: "settings.changed"}, func(tx *Tx) error {
		return tx.Insert(ctx, "setting", "a", Set{"value": "x"})
	})
	if !errors.Is(err, database.ErrNoTrailKey) {
		t.Fatalf("written without a key: %v", err)
	}
}
