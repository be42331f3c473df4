package casework_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/trail"
)

// The list of everybody counts whom it holds, whatever keeps somebody out of it:
// a chapter, a conflict, a restriction, or two of them at once.
func TestEverybodyIsCountedWithinTheWalls(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		rng := rand.New(rand.NewPCG(3, 1)) //nolint:gosec // a test that can be repeated
		want := 0
		for i := range 80 {
			id := w.person(fmt.Sprint("Person ", i), casework.NewCase{WorkerID: "ruth"}).PersonID
			north, granted, barred, restricted := rng.IntN(3) > 0, rng.IntN(4) == 0, rng.IntN(5) == 0, rng.IntN(5) == 0
			w.write(func(tx *trail.Tx) error { return wallOff(t, tx, id, north, granted, barred, restricted) })
			if (north || granted) && !barred && !restricted {
				want++
			}
		}
		actor := authz.NewActor("bea", "Bea", authz.Lead, authz.SeesAll, casework.MayRead)
		actor.Chapter, actor.Barred = "north", true
		rows, total, err := w.s.List(t.Context(), actor, casework.Filter{Which: casework.Everyone, Limit: 100})
		if err != nil || len(rows) != want || total != want {
			t.Errorf("%d rows and a count of %d, and %d people are to be seen; %v", len(rows), total, want, err)
		}
		actor.Sight = authz.SeesNone
		if rows, total, err = w.s.List(t.Context(), actor, casework.Filter{Which: casework.Everyone}); err != nil || len(rows) != 0 || total != 0 {
			t.Errorf("who sees nobody is shown %d and told of %d; %v", len(rows), total, err)
		}
	})
}

func wallOff(t *testing.T, tx *trail.Tx, person string, north, granted, barred, restricted bool) (err error) {
	do := func(yes bool, query string) {
		if yes && err == nil {
			_, err = tx.Exec(t.Context(), query, person)
		}
	}
	do(north, `UPDATE person SET chapter_id = 'north' WHERE id = ?`)
	do(granted, `INSERT INTO access_grant (id, rev, account_id, person_id, from_at, until_at, reason) SELECT 'g' || id, '', 'bea', id, 0, 9000000000000000, '' FROM person WHERE id = ?`)
	do(barred, `INSERT INTO access_bar (id, rev, account_id, person_id, kind, why, by_id, from_at, until_at) SELECT 'b' || id, '', 'bea', id, 'family', '', '', 0, 9000000000000000 FROM person WHERE id = ?`)
	do(restricted, `INSERT INTO restriction (id, rev, person_id, why, by_id, from_at, until_at) SELECT 'r' || id, '', id, '', '', 0, 9000000000000000 FROM person WHERE id = ?`)
	return err
}
