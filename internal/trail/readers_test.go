package trail

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

func sorted(ctx context.Context, db *database.DB) error {
	return db.Write(ctx, func(tx *database.Tx) error { return SortReadings(ctx, tx) })
}

func TestWhoLooked(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		ctx, w := t.Context(), NewWitness(db)
		look := func(who int, look Look, people ...string) {
			t.Helper()
			clock.Add(time.Minute)
			_, seen := Watch(ctx)
			seen.Add(look, people...)
			if err := w.Record(ctx, colleagues[who], seen); err != nil {
				t.Fatal(err)
			}
		}
		look(0, Page, "ida") // too long ago to count
		clock.Add(time.Hour)
		since := clock.Now()
		look(0, Page, "ida")
		look(1, Export, "ida", "bo")
		if err := sorted(ctx, db); err != nil { // the looks after this one are asked for unsorted
			t.Fatal(err)
		}
		look(0, Print, "ida")
		look(1, List, "ida", "bo", "cy")
		look(0, Page, "bo")

		var readers []Reader
		var readings []Reading
		var visited []string
		err := db.Read(ctx, func(tx *database.Tx) (err error) {
			if readers, err = Readers(ctx, tx, "ida", since, 10); err == nil {
				readings, err = Readings(ctx, tx, "ida", 3)
			}
			if err == nil {
				visited, err = Visited(ctx, tx, "ruth", 5)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"bo", "ida"}, visited); diff != "" { // lists and paper are no visits
			t.Error(diff)
		}
		at := func(minutes int) time.Time { return since.Add(time.Duration(minutes) * time.Minute) }
		if diff := cmp.Diff([]Reader{{"ruth", "Ruth", 2, at(3)}, {"samir", "Samir Žák", 1, at(2)}}, readers); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]Reading{
			{at(4), "samir", "Samir Žák", List, 2}, {at(3), "ruth", "Ruth", Print, 0}, {at(2), "samir", "Samir Žák", Export, 1},
		}, readings); diff != "" {
			t.Error(diff)
		}
	})
}

// Looks are sorted once they are many, and say the same before and after.
func TestLooksAreSorted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx, w := t.Context(), NewWitness(db)
		count := func(query string) (n int64) {
			t.Helper()
			err := db.Read(ctx, func(tx *database.Tx) (err error) {
				n, err = database.One(ctx, tx, scanNumber, query)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for i := range mostUnsorted {
			_, seen := Watch(ctx)
			seen.Add(List, "ida", fmt.Sprint("somebody ", i))
			if err := w.Record(ctx, colleagues[0], seen); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(ctx); err != nil {
			t.Fatal(err)
		}
		sorted, all := count(`SELECT count(*) FROM sorted_reading`), count(`SELECT count(*) FROM reading_subject`)
		if all != 2*mostUnsorted || sorted < mostUnsorted || sorted > all {
			t.Errorf("%d of %d looks are sorted", sorted, all)
		}
		err := db.Read(ctx, func(tx *database.Tx) error {
			list, err := Readings(ctx, tx, "ida", 10*mostUnsorted)
			if len(list) != mostUnsorted {
				t.Errorf("%d looks at Ida are told, of %d", len(list), mostUnsorted)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if r := verified(ctx, t, db); r.Broken != nil {
			t.Error(r.Broken)
		}
	})
}
