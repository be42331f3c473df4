package web

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/throughcare/throughcare/internal/fault"
)

func TestEveryClassHasItsOwnPlaces(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDoors()
		leave, err := d.enter(t.Context(), Imports)
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		if _, err := d.enter(t.Context(), Imports); !fault.Is(err, fault.Busy) || time.Since(begun) != patience {
			t.Errorf("a second import: %v after %v", err, time.Since(begun))
		}
		for _, class := range []Class{Pages, Search, Exports, Reserved} {
			if out, err := d.enter(t.Context(), class); err != nil {
				t.Errorf("a %s waits for an import", class)
			} else {
				out()
			}
		}
		go func() { time.Sleep(patience / 2); leave() }()
		if _, err := d.enter(t.Context(), Imports); err != nil {
			t.Errorf("a place became free and was not taken: %v", err)
		}
	})
}
