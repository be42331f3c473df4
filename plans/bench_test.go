package plans_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/plans"
)

// crowd is a record of n people with a plan each, who go home in the twelve weeks to come.
func crowd(b *testing.B, n int) (db *database.DB, s *plans.Service, bus *event.Bus, folk []string) {
	b.Helper()
	db, bus = dbtest.SQLite(b, time.Now), event.NewBus()
	s = &plans.Service{DB: db}
	s.Listen(bus)
	actor, today := authz.System("bench"), civil.Of(time.Now(), nil)
	outline, _ := plans.OutlineOf("england-wales")
	for from := 0; from < n; from += 500 {
		must(b, trail.Write(b.Context(), db, actor, &trail.Deed{Action: "bench"}, func(tx *trail.Tx) error {
			for i := from; i < min(n, from+500); i++ {
				p, err := people.Add(b.Context(), tx, nil, people.NewPerson{Name: fmt.Sprintf("Person %d", i)})
				if err != nil {
					return err
				}
				folk = append(folk, p.ID)
				if _, err := custody.AddMilestone(b.Context(), tx, custody.NewMilestone{PersonID: p.ID, Kind: custody.Release, On: partialdate.On(today.Add(1 + i*84/n)), At: "09:30"}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	for _, id := range folk {
		_, err := s.Make(b.Context(), actor, plans.New{PersonID: id, Outline: outline.Key, Needs: outline.Usual()})
		must(b, err)
	}
	return db, s, bus, folk
}

// BenchmarkRedate moves the releases of a thousand people in one change, and with them
// everything in their plans (issue: under a second).
func BenchmarkRedate(b *testing.B) {
	db, _, bus, folk := crowd(b, 1000)
	day := civil.Of(time.Now(), nil).Add(100)
	for i := 0; b.Loop(); i++ {
		must(b, trail.Write(b.Context(), db, authz.System("bench"), &trail.Deed{Action: "bench"}, func(tx *trail.Tx) error {
			for _, id := range folk {
				if _, err := custody.AddMilestone(b.Context(), tx, custody.NewMilestone{PersonID: id, Kind: custody.Release, On: partialdate.On(day.Add(i)), At: "09:30"}); err != nil {
					return err
				}
				if err := event.Tell(b.Context(), bus, tx, custody.Dated{PersonID: id}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// BenchmarkBoard shows the week's board of ten thousand releases to come (issue: under
// 10 ms at the 99th percentile).
func BenchmarkBoard(b *testing.B) {
	_, s, _, _ := crowd(b, 10_000)
	actor := authz.NewActor(ids.New(), "Ruth", authz.Lead, authz.SeesAll, plans.MayRead)
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		board, err := s.Board(b.Context(), actor, plans.ThisWeek)
		must(b, err)
		if len(board.Rows) != plans.MostRows {
			b.Fatalf("%d rows", len(board.Rows))
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
