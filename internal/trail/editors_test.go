package trail_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// editor is somebody with a form open: what they read, and of which revision.
type editor struct {
	name, rev string
	read      int // how many saves there had been when they read
}

// Promise P12: whoever saves a form saves over what they read, or is told that somebody
// else was first. Random orders in which three people read and save; what
// forgets to ask for the revision is seen to overwrite.
func TestEditorsNeverOverwriteEachOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		rng := rand.New(rand.NewPCG(12, 2026)) //nolint:gosec // a test that can be repeated
		saved, refused, orders := 0, 0, 150
		if os.Getenv("THROUGHCARE_ASSURANCE") != "" {
			orders = 1000
		}
		for range orders {
			s, r, over := interleave(t, db, rng, true)
			saved, refused = saved+s, refused+r
			if over > 0 {
				t.Fatalf("%d saves over what somebody had not read", over)
			}
		}
		if refused < saved/4 {
			t.Fatalf("%d saved and %d refused: the orders are too tame to show anything", saved, refused)
		}
		if _, _, over := interleave(t, db, rng, false); over == 0 {
			if _, _, over = interleave(t, db, rng, false); over == 0 {
				t.Error("saving without a revision overwrites nothing: the test notices nothing")
			}
		}
		t.Logf("%d orders of three editors: %d saved, %d told that somebody was first, 0 overwritten unseen", orders, saved, refused)
	})
}

// interleave lets three editors read and save one row in a random order, twelve steps, and
// counts what was saved, what was refused, and what was saved over something its editor
// had not read.
func interleave(t *testing.T, db *database.DB, rng *rand.Rand, careful bool) (saved, refused, over int) {
	t.Helper()
	setting(t.Context(), t, db, put(t.Context(), "first"))
	editors := []*editor{{name: "ruth"}, {name: "samir"}, {name: "greta"}}
	for step := range 12 {
		e := editors[rng.IntN(len(editors))]
		if e.rev == "" || rng.IntN(3) == 0 {
			_, e.rev = value(t.Context(), t, db)
			e.read = saved
			continue
		}
		rev := e.rev
		if !careful {
			rev = ""
		}
		err := trail.Write(t.Context(), db, ruth, &trail.Deed{Action: "settings.changed", Kind: "setting", ID: "name"}, func(tx *trail.Tx) error {
			return tx.Update(t.Context(), "setting", "name", rev, trail.Set{"value": fmt.Sprint(e.name, step)})
		})
		switch {
		case fault.Is(err, fault.Conflict):
			refused++
		case err != nil:
			t.Fatal(err)
		default:
			if e.read != saved {
				over++
			}
			saved++
			e.read = saved
		}
		e.rev = "" // the form is closed, or shows what is there now
	}
	return saved, refused, over
}
