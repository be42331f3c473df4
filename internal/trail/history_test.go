package trail

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// times is how often a random test tries: few in the daily run, many when the
// promises of the record are proved (make assurance).
func times(few, many int) int {
	if os.Getenv("THROUGHCARE_ASSURANCE") == "1" {
		return many
	}
	return few
}

// history makes random entries and knows how many there must be.
type history struct {
	t        testing.TB
	db       *database.DB
	witness  *Witness
	rand     *rand.Rand
	revs     map[string]string // what stands in the table of settings
	undoable []string
	changes  int64
	readings int64
	refused  int // tries that must leave no entry
	undone   int
	cuts     int // entries that lost what they kept
}

func newHistory(t testing.TB, db *database.DB, seed uint64) *history {
	return &history{
		t: t, db: db, witness: NewWitness(db), revs: map[string]string{},
		rand: rand.New(rand.NewPCG(seed, 1)), //nolint:gosec // a test that can be run again
	}
}

var colleagues = []authz.Actor{
	authz.NewActor("ruth", "Ruth", authz.Lead, authz.SeesAll, MayUndoOthers),
	authz.NewActor("samir", "Samir Žák", authz.Worker, authz.SeesAll, MayUndoOthers),
}

var errChanged = errors.New("changed my mind")

// step does one random thing.
func (h *history) step() {
	h.t.Helper()
	id := fmt.Sprintf("s%d", h.rand.IntN(12))
	switch h.rand.IntN(9) {
	case 0, 1, 2:
		h.put(id)
	case 3:
		h.remove(id)
	case 4:
		h.undo()
	case 5:
		h.refuse(id)
	case 6:
		h.forget(id)
	default:
		h.look()
	}
}

func (h *history) actor() authz.Actor { return colleagues[h.rand.IntN(len(colleagues))] }

// write makes a change that must leave one entry.
func (h *history) write(deed *Deed, fn func(*Tx) error) {
	h.t.Helper()
	ctx, done := Collect(h.t.Context())
	if err := Write(ctx, h.db, h.actor(), deed, fn); err != nil {
		h.t.Fatal(err)
	}
	h.changes++
	if !deed.Irrevocable {
		h.undoable = append(h.undoable, done.Changes()[0].Change)
	}
}

func (h *history) put(id string) {
	deed := &Deed{
		Action: "settings.changed", Kind: "setting", ID: id, Irrevocable: h.rand.IntN(10) == 0,
		Args: map[string]string{"name": fmt.Sprint("value ", h.rand.Int())},
	}
	h.write(deed, func(tx *Tx) error {
		s := Set{"value": fmt.Sprint(h.rand.Int())}
		err := tx.Update(h.t.Context(), "setting", id, "", s)
		if fault.Is(err, fault.NotFound) {
			err = tx.Insert(h.t.Context(), "setting", id, s)
		}
		return err
	})
	h.revs[id] = "there"
}

func (h *history) remove(id string) {
	if h.revs[id] == "" {
		return
	}
	h.write(&Deed{Action: "settings.removed", Kind: "setting", ID: id}, func(tx *Tx) error {
		return tx.Delete(h.t.Context(), "setting", id)
	})
	delete(h.revs, id)
}

// forget removes a row and all that the trail keeps of it.
func (h *history) forget(id string) {
	if h.revs[id] == "" {
		return
	}
	h.write(&Deed{Action: "settings.forgotten", Kind: "setting", ID: id, Irrevocable: true}, func(tx *Tx) error {
		if err := tx.Delete(h.t.Context(), "setting", id); err != nil {
			return err
		}
		cut, err := tx.Forget(h.t.Context(), id)
		h.cuts += len(cut)
		return err
	})
	delete(h.revs, id)
}

// undo takes a random change back; when something was built on it, it must
// leave nothing behind.
func (h *history) undo() {
	if len(h.undoable) == 0 {
		return
	}
	i := h.rand.IntN(len(h.undoable))
	err := Undo(h.t.Context(), h.db, h.actor(), h.undoable[i])
	switch {
	case fault.Is(err, fault.Conflict):
		h.refused++
		return
	case err != nil:
		h.t.Fatal(err)
	}
	h.changes++
	h.undone++
	h.undoable = append(h.undoable[:i], h.undoable[i+1:]...)
	h.reread()
}

// refuse tries what must not be: a change that fails after it has written, or
// changes nothing.
func (h *history) refuse(id string) {
	h.refused++
	fail := h.rand.IntN(2) == 0
	err := Write(h.t.Context(), h.db, h.actor(), &Deed{Action: "settings.changed", Kind: "setting", ID: id}, func(tx *Tx) error {
		if !fail {
			return nil
		}
		if err := tx.Insert(h.t.Context(), "setting", "never", Set{"value": "x"}); err != nil {
			return err
		}
		return errChanged
	})
	if fail != errors.Is(err, errChanged) {
		h.t.Fatalf("a change that was given up: %v", err)
	}
}

func (h *history) look() {
	ctx, seen := Watch(h.t.Context())
	looks := []Look{Page, List, Print, Export}
	n := 1 + h.rand.IntN(3)
	for range n {
		Saw(ctx, looks[h.rand.IntN(len(looks))], fmt.Sprintf("person-%d", h.rand.IntN(1000)))
	}
	if err := h.witness.Record(ctx, h.actor(), seen); err != nil {
		h.t.Fatal(err)
	}
	h.readings++
}

func (h *history) reread() {
	h.t.Helper()
	h.revs = map[string]string{}
	err := h.db.Read(h.t.Context(), func(tx *database.Tx) error {
		there, err := database.All(h.t.Context(), tx, scanID, `SELECT id FROM setting`)
		for _, id := range there {
			h.revs[id] = "there"
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func verified(ctx context.Context, t testing.TB, db *database.DB, anchors ...Anchor) (r Report) {
	t.Helper()
	err := db.Read(ctx, func(tx *database.Tx) (err error) {
		r, err = Verify(ctx, tx, anchors...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
