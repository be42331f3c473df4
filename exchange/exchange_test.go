package exchange

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

func TestRulesGoFromOneGroupToAnother(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ours, theirs := two(t, db)
		there := theirs.place(t, "Harrow Ridge Correctional Institution", "OH")
		theirs.rule(t, there, "books", "Three paperbacks a month", "2026-02-10")
		theirs.rule(t, there, "photos", "Ten photos", "2025-05")
		theirs.rule(t, there, "money", "Money orders only", "2026-01-05")
		theirs.rule(t, there, "visits", "On Saturdays", "2024-01-01")
		address := facilities.Address{FacilityID: there, Purpose: facilities.Books, Lines: "PO Box 7", Town: "Harrow", Region: "OH", Postcode: "43001", CheckedOn: partialdate.Must("2026-02")}
		if err := theirs.places.PutAddress(t.Context(), worker(), address); err != nil {
			t.Fatal(err)
		}
		theirs.rule(t, theirs.place(t, "Tamarack County Jail", "OH"), "letters", "Postcards only", "2026-02-01")

		here := ours.place(t, "Harrow Ridge Correctional Institution", "OH")
		ours.rule(t, here, "books", "Two paperbacks", "2025-02-10")
		ours.rule(t, here, "photos", "Five photos", "2025-11-01")
		ours.rule(t, here, "visits", "On saturdays.", "2025-01-01")

		id, p := ours.receive(t, theirs.make(t))
		want := map[string]State{
			"Three paperbacks a month": Changed, "Ten photos": Older, "Money orders only": New, "On Saturdays": Same, "at Harrow": New, "Postcards only": New,
		}
		if diff := cmp.Diff(want, states(p)); diff != "" {
			t.Errorf("the plan: %s", diff)
		}
		if p.Origin != "Midwest Pages" || p.MadeOn != "2026-03-02" || p.Print == "" || p.Known != nil {
			t.Errorf("origin %q, made on %s, fingerprint %q, known %v", p.Origin, p.MadeOn, p.Print, p.Known)
		}
		if got := ours.full(t, here); len(got.Rules) != 3 {
			t.Errorf("looking wrote: %+v", got.Rules)
		}
		take := p.Default()
		if len(take) != 3 { // not what stands in the place of a rule we verified
			t.Errorf("offered %v", take)
		}
		for _, place := range p.Places {
			for _, c := range place.Items {
				if c.State == Changed {
					take = append(take, c.ID)
				}
			}
		}
		if _, err := ours.Accept(t.Context(), worker(), id, Taking{Items: take}); !fault.Is(err, fault.Invalid) {
			t.Errorf("taken of a stranger: %v", err)
		}
		n, err := ours.Accept(t.Context(), worker(), id, Taking{Items: take, Compared: true})
		if err != nil || n != 4 {
			t.Fatalf("taken %d, %v", n, err)
		}
		ours.taken(t, here)
		p = ours.look(t, id)
		if p.Known == nil || p.Taken != 4 || p.Counts()[New] != 0 || p.Counts()[Changed] != 0 {
			t.Errorf("after: known %v, taken %d, counts %v", p.Known, p.Taken, p.Counts())
		}

		ours.undoLast(t)
		got := ours.full(t, here)
		if len(got.Rules) != 3 || len(got.Addresses) != 0 || ours.look(t, id).Known != nil {
			t.Errorf("after undo: %+v %+v", got.Rules, got.Addresses)
		}
		if list, _, err := ours.places.List(t.Context(), worker(), facilities.Filter{}); err != nil || len(list) != 1 {
			t.Errorf("after undo: %v %v", list, err)
		}
	})
}

// taken checks what the test above took.
func (g *group) taken(t *testing.T, here string) {
	t.Helper()
	for _, r := range g.full(t, here).Rules {
		switch r.Says {
		case "Three paperbacks a month", "Money orders only":
			if r.Mark != facilities.Reported || r.Source != "from Midwest Pages: handbook" {
				t.Errorf("%s: %s, %s", r.Says, r.Mark, r.Source)
			}
		case "Two paperbacks":
			t.Error("what was replaced stands")
		}
	}
	list, _, err := g.places.List(t.Context(), worker(), facilities.Filter{})
	if err != nil || len(list) != 2 {
		t.Fatalf("places %v, %v", list, err)
	}
}

// A later file of the same group changes the rule that came from it, also when its
// words are others and somebody here touched it.
func TestALaterFileFindsItsRules(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ours, theirs := two(t, db)
		there, here := theirs.place(t, "Ashby Women's Prison", "OH"), ours.place(t, "Ashby Women's Prison", "OH")
		first := theirs.rule(t, there, "books", "New books only", "2025-01-01")
		theirs.rule(t, there, "books", "No spiral bindings", "2025-01-01")
		id, p := ours.receive(t, theirs.make(t))
		if _, err := ours.Accept(t.Context(), worker(), id, Taking{Items: p.Default(), Compared: true}); err != nil {
			t.Fatal(err)
		}
		for _, r := range ours.full(t, here).Rules {
			if r.Says == "New books only" {
				r.Says, r.Mark = "New books only, please", facilities.Contested
				ours.put(t, r)
			}
		}
		first.Says, first.CheckedOn = "Used books are fine", partialdate.Must("2025-12-01")
		theirs.put(t, first)
		id, p = ours.receive(t, theirs.make(t))
		if diff := cmp.Diff(map[string]State{"Used books are fine": Changed, "No spiral bindings": Same}, states(p)); diff != "" {
			t.Fatal(diff)
		}
		if p.Known == nil {
			t.Error("the signer was not remembered")
		}
		if n, err := ours.Accept(t.Context(), worker(), id, Taking{Items: p.Default()}); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		var says []string
		for _, r := range ours.full(t, here).Rules {
			says = append(says, r.Says)
		}
		if len(says) != 2 || !strings.Contains(strings.Join(says, "|"), "Used books are fine") {
			t.Errorf("rules %q", says)
		}
	})
}

func TestWhatIsOursAndLaterStays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ours, theirs := two(t, db)
		there, here := theirs.place(t, "Ashby Women's Prison", "OH"), ours.place(t, "Ashby Women's Prison", "OH")
		theirs.rule(t, there, "books", "New books only", "2026-02-01")
		had := ours.rule(t, here, "books", "Any books", "2026-01-01")
		id, p := ours.receive(t, theirs.make(t))
		item := p.Places[0].Items[0].ID
		had.CheckedOn = partialdate.Must("2026-02-20")
		ours.put(t, had)
		if _, err := ours.Accept(t.Context(), worker(), id, Taking{Items: []string{item}, Compared: true}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a rule that was checked later was replaced: %v", err)
		}
		if r := ours.full(t, here).Rules; len(r) != 1 || r[0].Says != "Any books" {
			t.Errorf("rules %+v", r)
		}
		for _, items := range [][]string{nil, {"9.r9"}, {"nonsense"}} {
			if _, err := ours.Accept(t.Context(), worker(), id, Taking{Items: items, Compared: true}); err == nil {
				t.Errorf("%v was taken", items)
			}
		}
	})
}

// A place that may be another is asked about, and what was said holds for later files.
func TestUnsurePlacesAreAskedAbout(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ours, theirs := two(t, db)
		theirs.rule(t, theirs.place(t, "Stafford Creek", "WA"), "books", "Three books", "2026-02-01")
		a := ours.place(t, "Stafford Creek Corrections Center", "WA")
		ours.place(t, "Stafford Creek Work Release", "WA")
		id, p := ours.receive(t, theirs.make(t))
		if !p.Places[0].Unsure || len(p.Places[0].Guesses) < 2 {
			t.Fatalf("not asked about: %+v", p.Places[0])
		}
		if err := ours.Decide(t.Context(), worker(), id, 0, a); err != nil {
			t.Fatal(err)
		}
		if p = ours.look(t, id); p.Places[0].FacilityID != a || len(p.Places[0].Items) != 1 {
			t.Errorf("decided: %+v", p.Places[0])
		}
		if err := ours.Decide(t.Context(), worker(), id, 0, ""); err != nil {
			t.Fatal(err)
		}
		if p = ours.look(t, id); p.Places[0].FacilityID != "" || p.Places[0].Unsure || len(p.Places[0].Items) != 1 {
			t.Errorf("a new one: %+v", p.Places[0])
		}
		ours.undoLast(t)
		if p = ours.look(t, id); p.Places[0].FacilityID != a {
			t.Errorf("after undo: %+v", p.Places[0])
		}
		if err := ours.places.Merge(t.Context(), worker(), ours.place(t, "SCCC", "WA"), a); err != nil {
			t.Fatal(err)
		}
		if p = ours.look(t, id); p.Places[0].Ours != "SCCC" {
			t.Errorf("after the merge: %+v", p.Places[0])
		}
		if err := ours.Decide(t.Context(), worker(), id, 7, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a place that is not there: %v", err)
		}
	})
}

func TestAnotherKeyUnderTheSameNameIsSaid(t *testing.T) {
	t.Parallel()
	ours, theirs := two(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	_, other := two(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	for _, g := range []*group{theirs, other} {
		g.rule(t, g.place(t, "Ashby Women's Prison", "OH"), "books", "New books only", "2026-02-01")
	}
	id, p := ours.receive(t, theirs.make(t))
	if _, err := ours.Accept(t.Context(), worker(), id, Taking{Items: p.Default(), Compared: true}); err != nil {
		t.Fatal(err)
	}
	if _, p = ours.receive(t, other.make(t)); p.Known != nil || p.Other == nil {
		t.Errorf("known %v, other %v", p.Known, p.Other)
	}
	own, err := theirs.Own(t.Context(), worker())
	if err != nil || own != ours.look(t, id).Print {
		t.Errorf("they read out %q, we see %q: %v", own, ours.look(t, id).Print, err)
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	ours, theirs := two(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	theirs.rule(t, theirs.place(t, "Ashby Women's Prison", "OH"), "books", "New books only", "2026-02-01")
	file := theirs.make(t)
	id, p := ours.receive(t, file)
	volunteer := authz.NewActor("v", "V", authz.Volunteer, authz.SeesGranted, append(Bundle[authz.Volunteer], facilities.Bundle[authz.Volunteer]...)...)
	a, err := Arrive("x", file)
	if err != nil {
		t.Fatal(err)
	}
	_, _, make := ours.Make(t.Context(), volunteer, nil)
	_, plan := ours.Plan(t.Context(), volunteer, id)
	_, look := ours.Look(t.Context(), volunteer, a)
	_, accept := ours.Accept(t.Context(), volunteer, id, Taking{Items: p.Default(), Compared: true})
	_, receive := ours.Receive(t.Context(), volunteer, a)
	for what, err := range map[string]error{"make": make, "plan": plan, "look": look, "accept": accept, "receive": receive, "decide": ours.Decide(t.Context(), volunteer, id, 0, "")} {
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if again, err := ours.Receive(t.Context(), worker(), a); err != nil || again != id {
		t.Errorf("the same file came in twice: %v", err)
	}
}
