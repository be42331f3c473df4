package database_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

// After many rows came in, the engine knows how many there are.
func TestSettle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), `CREATE TABLE many (id TEXT PRIMARY KEY)`)
			for _, id := range []string{"a", "b", "c"} {
				if err == nil {
					_, err = tx.Exec(t.Context(), `INSERT INTO many (id) VALUES (?)`, id)
				}
			}
			return err
		})
		if err == nil {
			err = db.Settle(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		if db.Engine() != database.Postgres {
			return
		}
		err = db.Read(t.Context(), func(tx *database.Tx) error {
			rows, err := database.One(t.Context(), tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
				`SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE relname = 'many' AND relnamespace = CAST(current_schema() AS regnamespace)`)
			if rows != 3 {
				t.Errorf("it thinks there are %d", rows)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
