package dbtest_test

import (
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
)

func TestEachDatabaseIsFreshAndStandsAtNoon(t *testing.T) {
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		if got := db.Now(); !got.Equal(dbtest.Noon) {
			t.Errorf("the clock shows %v", got)
		}
		clock.Add(36 * time.Hour)
		err := db.Write(t.Context(), func(tx *database.Tx) error {
			if want := dbtest.Noon.Add(36 * time.Hour); !tx.Now().Equal(want) {
				t.Errorf("after a day and a half the transaction is at %v", tx.Now())
			}
			_, err := tx.Exec(t.Context(), `CREATE TABLE only_here (id TEXT PRIMARY KEY)`)
			return err
		})
		if err != nil {
			t.Fatal(err) // the second engine, or a second run, would find the table if anything were shared
		}
	})
}

func TestClockSets(t *testing.T) {
	clock := dbtest.NewClock()
	clock.Set(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	if clock.Now().Year() != 2030 {
		t.Errorf("got %v", clock.Now())
	}
}
