package trail_test

import (
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/trail"
)

// BenchmarkWrite is one small change: a row written, its entry, its image, its
// place in the chain, and the commit that waits for the disk.
func BenchmarkWrite(b *testing.B) {
	ctx, db := b.Context(), dbtest.SQLite(b, time.Now)
	for i := 0; b.Loop(); i++ {
		id := "s" + strconv.Itoa(i)
		err := trail.Write(ctx, db, ruth, &trail.Deed{Action: "settings.changed", Kind: "setting", ID: id, Args: map[string]string{"name": "Ruth"}},
			func(tx *trail.Tx) error { return tx.Insert(ctx, "setting", id, trail.Set{"value": "x"}) })
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkImport is a hundred thousand rows in changes of five thousand.
func BenchmarkImport(b *testing.B) {
	ctx := b.Context()
	for b.Loop() {
		db := dbtest.SQLite(b, time.Now)
		for part := range 20 {
			err := trail.Write(ctx, db, ruth, &trail.Deed{Action: "imports.batch.saved", Kind: "batch", ID: "b"}, func(tx *trail.Tx) error {
				for i := range 5000 {
					if err := tx.Insert(ctx, "setting", "s"+strconv.Itoa(part*5000+i), trail.Set{"value": "x"}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkReading is what a reading costs the one who waits for a page.
func BenchmarkReading(b *testing.B) {
	for _, at := range []int{1, 16} {
		b.Run(strconv.Itoa(at)+" at once", func(b *testing.B) {
			w := trail.NewWitness(dbtest.SQLite(b, time.Now))
			b.SetParallelism(max(1, at/runtime.GOMAXPROCS(0)))
			read := func() {
				ctx, seen := trail.Watch(b.Context())
				trail.Saw(ctx, trail.Page, "019a0000-0000-7000-8000-000000000001")
				if err := w.Record(ctx, ruth, seen); err != nil {
					b.Error(err)
				}
			}
			if at == 1 {
				for b.Loop() {
					read()
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					read()
				}
			})
		})
	}
}

// BenchmarkVerify is a chain of ten thousand entries.
func BenchmarkVerify(b *testing.B) {
	ctx, db := b.Context(), dbtest.SQLite(b, time.Now)
	w := trail.NewWitness(db)
	for i := range 10_000 {
		_, seen := trail.Watch(ctx)
		seen.Add(trail.Page, strconv.Itoa(i))
		if err := w.Record(ctx, ruth, seen); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		err := db.Read(ctx, func(tx *database.Tx) error {
			r, err := trail.Verify(ctx, tx)
			if err == nil && r.Broken != nil {
				err = r.Broken
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWritersOnPostgres is sixteen people who save at the same time.
func BenchmarkWritersOnPostgres(b *testing.B) {
	db := dbtest.Postgres(b, time.Now)
	var n atomic.Int64
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			id := "s" + strconv.FormatInt(n.Add(1), 10)
			err := trail.Write(b.Context(), db, ruth, &trail.Deed{Action: "settings.changed", Kind: "setting", ID: id},
				func(tx *trail.Tx) error { return tx.Insert(b.Context(), "setting", id, trail.Set{"value": "x"}) })
			if err != nil {
				b.Error(err)
			}
		}
	})
}
