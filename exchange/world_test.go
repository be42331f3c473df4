package exchange

import (
	"context"
	"testing"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
)

// group is one organisation with its record.
type group struct {
	*Service
	places *facilities.Service
	called []string
}

func worker() authz.Actor {
	all := append(append([]authz.Permission{}, Bundle[authz.Worker]...), facilities.Bundle[authz.Worker]...)
	return authz.NewActor("w", "Ada", authz.Worker, authz.SeesGranted, all...)
}

func newGroup(db *database.DB, name string) *group {
	bus := event.NewBus()
	Listen(bus)
	g := &group{places: &facilities.Service{DB: db, Bus: bus}}
	g.Service = &Service{
		DB: db, Places: g.places,
		Organisation: func(context.Context) string { return name },
		Called:       func(context.Context, *database.Tx) ([]string, error) { return g.called, nil },
	}
	return g
}

// two are two groups, one on the engine under test and one on its own.
func two(t *testing.T, db *database.DB) (ours, theirs *group) {
	return newGroup(db, "Harrow Books"), newGroup(dbtest.SQLite(t, dbtest.NewClock().Now), "Midwest Pages")
}

func (g *group) place(t *testing.T, name, region string) string {
	t.Helper()
	id, err := g.places.Add(t.Context(), worker(), facilities.Facility{Name: name, Country: "US", Region: region, Kind: facilities.Prison})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (g *group) rule(t *testing.T, place, topic, says, checked string) facilities.Rule {
	t.Helper()
	return g.put(t, facilities.Rule{FacilityID: place, Topic: topic, Says: says, Source: "handbook", CheckedOn: partialdate.Must(checked), Mark: facilities.Verified})
}

func (g *group) put(t *testing.T, r facilities.Rule) facilities.Rule {
	t.Helper()
	if err := g.places.PutRule(t.Context(), worker(), r); err != nil {
		t.Fatal(err)
	}
	for _, had := range g.full(t, r.FacilityID).Rules {
		if had.Says == r.Says && had.Topic == r.Topic {
			return had
		}
	}
	t.Fatalf("no rule %q", r.Says)
	return r
}

func (g *group) full(t *testing.T, id string) facilities.Full {
	t.Helper()
	f, err := g.places.Facility(t.Context(), worker(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (g *group) make(t *testing.T) []byte {
	t.Helper()
	file, _, err := g.Make(t.Context(), worker(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func (g *group) receive(t *testing.T, file []byte) (string, Plan) {
	t.Helper()
	a, err := Arrive("rules.json", file)
	if err != nil {
		t.Fatal(err)
	}
	id, err := g.Receive(t.Context(), worker(), a)
	if err != nil {
		t.Fatal(err)
	}
	return id, g.look(t, id)
}

func (g *group) look(t *testing.T, id string) Plan {
	t.Helper()
	p, err := g.Plan(t.Context(), worker(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (g *group) undoLast(t *testing.T) {
	t.Helper()
	err := trail.Undo(t.Context(), g.DB, worker(), g.last(t), facilities.After)
	if err != nil {
		t.Fatal(err)
	}
}

func (g *group) last(t *testing.T) (id string) {
	t.Helper()
	err := g.DB.Read(t.Context(), func(tx *database.Tx) error {
		by, err := trail.By(t.Context(), tx, worker().ID, dbtest.Noon.AddDate(-1, 0, 0), 1)
		if err == nil {
			id = by[0].ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// states are the states of a plan, by what the rules say.
func states(p Plan) map[string]State {
	out := map[string]State{}
	for _, place := range p.Places {
		for _, c := range place.Items {
			if c.Rule != nil {
				out[c.Rule.Says] = c.State
			} else {
				out["at "+c.Address.Town] = c.State
			}
		}
	}
	return out
}
