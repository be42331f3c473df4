package printers_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/trail"
)

var (
	bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesNone, printers.MayUse, printers.MayChange)
	vic = authz.NewActor("vic", "Vic", authz.Volunteer, authz.SeesNone, printers.MayUse)
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPrinterIsSetUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &printers.Service{DB: db}
		id, err := s.Save(t.Context(), bea, printers.Printer{Name: "  Front   desk ", Sheet: "Avery 8160", X: -15, Y: 20, Scale: 985})
		must(t, err)
		p, err := s.One(t.Context(), vic, id)
		must(t, err)
		if p.Name != "Front desk" || p.On().Name() != "Avery 5160" || p.X != -15 || p.Y != 20 || p.Off().Scale != 985 {
			t.Errorf("%+v", p)
		}
		stale := p
		stale.Rev = "old"
		if _, err := s.Save(t.Context(), bea, stale); !fault.Is(err, fault.Conflict) {
			t.Errorf("saved over what a colleague saved: %v", err)
		}
		if _, err := s.Save(t.Context(), vic, p); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		if err := s.Remove(t.Context(), vic, id); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		if _, err := s.List(t.Context(), authz.NewActor("x", "X", authz.Volunteer, authz.SeesNone)); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		ctx, made := trail.Collect(t.Context())
		must(t, s.Remove(ctx, bea, id))
		if list, err := s.List(t.Context(), bea); err != nil || len(list) != 0 {
			t.Errorf("%v %v", list, err)
		}
		must(t, trail.Undo(t.Context(), db, bea, made.Changes()[0].Change))
		if list, err := s.List(t.Context(), bea); err != nil || len(list) != 1 || list[0].X != -15 {
			t.Errorf("%v %v", list, err)
		}
	})
}

func TestPrinterRules(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &printers.Service{DB: db}
		good := printers.Printer{Name: "A", Sheet: "Avery 5160", Scale: 1000}
		for field, spoil := range map[string]func(*printers.Printer){
			"name": func(p *printers.Printer) { p.Name = strings.Repeat("x", 81) }, "sheet": func(p *printers.Printer) { p.Sheet = "Avery" },
			"x": func(p *printers.Printer) { p.X = 201 }, "y": func(p *printers.Printer) { p.Y = -201 }, "scale": func(p *printers.Printer) { p.Scale = 0 },
		} {
			p := good
			spoil(&p)
			_, err := s.Save(t.Context(), bea, p)
			e, ok := err.(*fault.Error)
			if !ok || e.Kind != fault.Invalid || len(e.Problems) != 1 || e.Problems[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// A sheet goes on where it was left, a full one gives way to a new one, and other sheets
// begin whole.
func TestSheetGoesOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &printers.Service{DB: db}
		id, err := s.Save(t.Context(), bea, printers.Printer{Name: "A", Sheet: "Avery 5160", Scale: 1000})
		must(t, err)
		used := func(next int) printers.Printer {
			must(t, trail.Write(t.Context(), db, bea, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error { return printers.Used(t.Context(), tx, id, next) }))
			p, err := s.One(t.Context(), bea, id)
			must(t, err)
			return p
		}
		if p := used(17); p.Next != 17 {
			t.Errorf("%+v", p)
		}
		if p := used(30); p.Next != 0 {
			t.Errorf("a full sheet goes on at %d", p.Next)
		}
		p := used(5)
		p.X = 7
		_, err = s.Save(t.Context(), bea, p)
		must(t, err)
		if p, _ = s.One(t.Context(), bea, id); p.Next != 5 {
			t.Errorf("moving the print took the sheet out: %d", p.Next)
		}
		p.Sheet = "Avery 5163"
		_, err = s.Save(t.Context(), bea, p)
		must(t, err)
		if p, _ = s.One(t.Context(), bea, id); p.Next != 0 {
			t.Errorf("other sheets go on at %d", p.Next)
		}
	})
}
