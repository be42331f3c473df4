package trail_test

import (
	"strconv"
	"testing"
	"time"

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
