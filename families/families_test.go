package families_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// world is a family charity: Ruth leads it, Ann was given Darnell, who is inside, and
// Nora was given his mother.
type world struct {
	t               *testing.T
	db              *database.DB
	clock           *dbtest.Clock
	s               *families.Service
	tasks           *tasks.Service
	timeline        *timeline.Service
	ruth, ann, nora authz.Actor
	darnell, mother string
	prison          string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %s", what, err, kind)
	}
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		kinds := timeline.NewKinds()
		families.TimelineKinds(kinds)
		w := &world{t: t, db: db, clock: clock, s: &families.Service{DB: db}, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(families.TaskKinds()...)}, timeline: &timeline.Service{DB: db, Kinds: kinds}}
		perms := authz.Merge(families.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle)
		w.ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, perms[authz.Solo]...)
		w.ann = authz.NewActor("ann", "Ann", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
		w.nora = authz.NewActor("nora", "Nora", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
		must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
			for _, a := range []authz.Actor{w.ruth, w.ann, w.nora} {
				if err := tx.Insert(t.Context(), "account", a.ID, dbtest.Account(a.ID, a.Name, "worker")); err != nil {
					return err
				}
			}
			f, err := facilities.Add(t.Context(), tx, facilities.Facility{Name: "Harrow Ridge", Kind: facilities.Prison, Country: "US"})
			w.prison = f
			return err
		}))
		w.darnell, w.mother = w.person("Darnell Pike"), w.person("Loretta Pike")
		w.grant(w.ann, w.darnell)
		w.grant(w.nora, w.mother)
		fn(w)
	})
}

func (w *world) person(name string) (id string) {
	w.t.Helper()
	must(w.t, trail.Write(w.t.Context(), w.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, people.NewPerson{Name: name})
		id = p.ID
		return err
	}))
	return id
}

// grant names an actor for somebody.
func (w *world) grant(a authz.Actor, person string) {
	w.t.Helper()
	must(w.t, trail.Write(w.t.Context(), w.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		return tx.Insert(w.t.Context(), "access_grant", "g"+a.ID+person[len(person)-8:], trail.Set{
			"person_id": person, "account_id": a.ID, "from_at": 0, "until_at": int64(1) << 60, "reason": "",
		})
	}))
}

func (w *world) household() string {
	w.t.Helper()
	id, err := w.s.Add(w.t.Context(), w.nora, families.New{HeadID: w.mother, Name: "The Pike family", Note: "Prefers calls after six."})
	must(w.t, err)
	return id
}

// What is known of the family and what is known of the person inside do not meet for
// whoever sees only one of them (R-POP-1).
func TestTheWallBetweenTheFamilyAndWhoIsInside(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		seen := func(a authz.Actor, person string) string {
			t.Helper()
			of, err := w.s.OfPerson(ctx, a, person)
			must(t, err)
			list, err := w.s.List(ctx, a, families.Open)
			must(t, err)
			page, err := w.timeline.Page(ctx, a, person, timeline.Filter{})
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
			due, err := w.tasks.OfPerson(ctx, a, person)
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
			return fmt.Sprintf("%+v %+v %d %d", of, list, len(page.Entries), len(due))
		}
		before := seen(w.ann, w.darnell)
		id := w.household()
		must(t, w.s.AddMember(ctx, w.nora, id, families.Member{Name: "Tia Pike", Relation: "daughter", Child: true}, partialdate.Must("2019")))
		want(t, "linked by who does not see him", w.s.Link(ctx, w.nora, id, w.darnell, "her son"), fault.NotFound)
		must(t, w.s.Link(ctx, w.ruth, id, w.darnell, "her son"))
		must(t, w.s.SaveNeed(ctx, w.nora, id, "", families.Need{Words: "The rent of March"}))
		if after := seen(w.ann, w.darnell); after != before {
			t.Errorf("who sees only the person inside learned of the family:\n%s\n%s", before, after)
		}
		_, err := w.s.View(ctx, w.ann, id)
		want(t, "the household by Ann", err, fault.NotFound)
		v, err := w.s.View(ctx, w.nora, id)
		must(t, err)
		if len(v.Inside) != 0 || len(v.Members) != 2 || len(v.Needs) != 1 {
			t.Errorf("Nora sees %d inside, %d members, %d needs", len(v.Inside), len(v.Members), len(v.Needs))
		}
		all, err := w.s.View(ctx, w.ruth, id)
		must(t, err)
		if len(all.Inside) != 1 || all.Inside[0].Name != "Darnell Pike" {
			t.Errorf("Ruth sees %+v", all.Inside)
		}
		must(t, w.db.Read(ctx, func(tx *database.Tx) error {
			list, err := w.s.Tell(ctx, tx, w.ruth, w.darnell)
			if len(list) != 0 {
				t.Errorf("he is told %+v", list)
			}
			return err
		}))
	})
}

// A child is seen by whoever added them, and by nobody else who was not named.
func TestChildrenAreSeenByWhoIsNamed(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, id := t.Context(), w.household()
		must(t, w.s.AddMember(ctx, w.nora, id, families.Member{Name: "Tia Pike", Relation: "daughter", Child: true}, partialdate.Must("2019")))
		w.grant(w.ann, w.mother)
		names := func(a authz.Actor) (out []string) {
			t.Helper()
			v, err := w.s.View(ctx, a, id)
			must(t, err)
			for _, m := range v.Members {
				out = append(out, m.Name)
			}
			return out
		}
		if got := names(w.nora); !slices.Equal(got, []string{"Loretta Pike", "Tia Pike"}) {
			t.Errorf("Nora sees %q", got)
		}
		if got := names(w.ann); !slices.Equal(got, []string{"Loretta Pike"}) {
			t.Errorf("Ann sees %q", got)
		}
		list, err := w.s.List(ctx, w.ann, families.Open)
		must(t, err)
		if len(list) != 1 || list[0].Members != 1 {
			t.Errorf("Ann counts %+v", list)
		}
	})
}

// Aid stops at its cap, unless somebody who may go beyond says why.
func TestAidHasCaps(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, id := t.Context(), w.household()
		want(t, "a cap by who may not", w.s.SaveCap(ctx, w.nora, families.Cap{Kind: "food", Amount: 100_00, Days: 30}), fault.Forbidden)
		must(t, w.s.SaveCap(ctx, w.ruth, families.Cap{Kind: "food", Amount: 100_00, Days: 30}))
		must(t, w.s.Give(ctx, w.nora, id, families.Aid{Kind: "food", Amount: 60_00, How: "food card"}))
		want(t, "beyond the cap", w.s.Give(ctx, w.nora, id, families.Aid{Kind: "food", Amount: 40_01}), fault.Invalid)
		must(t, w.s.Give(ctx, w.nora, id, families.Aid{Kind: "rent", Amount: 300_00}))
		must(t, w.s.Give(ctx, w.nora, id, families.Aid{Kind: "food", Amount: 40_00}))
		want(t, "beyond without why", w.s.Give(ctx, w.ruth, id, families.Aid{Kind: "food", Amount: 1_00}), fault.Invalid)
		must(t, w.s.Give(ctx, w.ruth, id, families.Aid{Kind: "food", Amount: 1_00, OverWhy: "the fridge broke"}))
		v, err := w.s.View(ctx, w.ruth, id)
		must(t, err)
		if v.Given() != 401_00 || v.Aid[0].OverWhy != "the fridge broke" {
			t.Errorf("given %s: %+v", families.Money(v.Given()), v.Aid[0])
		}
		for _, bad := range []families.Aid{{Kind: "food"}, {Kind: "gold", Amount: 1}, {Kind: "food", Amount: -5}, {Kind: "food", Amount: 1, On: "2027-01-01"}} {
			want(t, fmt.Sprintf("%+v", bad), w.s.Give(ctx, w.ruth, id, bad), fault.Invalid)
		}
	})
}

// 105 parents and 158 children go through eight weeks; 100 have a first and a last score
// (acceptance A5).
func TestEightWeeks(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		prog, err := w.s.SaveProgramme(ctx, w.ruth, "", families.Programme{Name: "Families on release", Weeks: 8})
		must(t, err)
		var parents []string
		must(t, trail.Write(ctx, w.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
			parents = nil
			for i := range 105 + 158 {
				p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: fmt.Sprintf("Person %d", i)})
				if err != nil {
					return err
				}
				parents = append(parents, p.ID)
			}
			return nil
		}))
		children := parents[105:]
		parents = parents[:105]
		home, err := w.s.Add(ctx, w.ruth, families.New{HeadID: parents[0]})
		must(t, err)
		for _, c := range children {
			must(t, w.s.AddMember(ctx, w.ruth, home, families.Member{PersonID: c, Child: true}, partialdate.Date{}))
			must(t, w.s.Enrol(ctx, w.ruth, prog, c, "2026-01-05", families.NoScore))
		}
		for _, p := range parents {
			must(t, w.s.Enrol(ctx, w.ruth, prog, p, "2026-01-05", 40))
		}
		_, list, r, err := w.s.Programme(ctx, w.ruth, prog)
		must(t, err)
		if r.Parents != 105 || r.Children != 158 || r.Over != 105 { // 2 March is eight weeks later
			t.Fatalf("%d parents, %d children, %d over on 2 March", r.Parents, r.Children, r.Over)
		}
		if e := list[0]; e.Exit != "2026-03-02" || !e.Over("2026-03-02") || e.Over("2026-03-01") {
			t.Errorf("it ends on %s", e.Exit)
		}
		n := 0
		for _, e := range list {
			if e.Child || n == 100 {
				continue
			}
			n++
			must(t, w.s.Score(ctx, w.ruth, e.ID, e.Rev, 40, 45, 40+n%21))
		}
		_, _, r, err = w.s.Programme(ctx, w.ruth, prog)
		must(t, err)
		if r.Scored != 100 || r.Sum != 976 || r.Mean() != 9.76 || len(r.Missing) != 1 || r.Missing[0].Worker != "Ruth" || len(r.Missing[0].Who) != 5 {
			t.Errorf("scored %d, mean %.2f, missing of %d", r.Scored, r.Mean(), len(r.Missing))
		}
		due, err := w.tasks.Due(ctx, w.ruth, "ruth", "2026-03-02")
		must(t, err)
		if len(due) != 5 {
			t.Errorf("%d last scores are asked for, want 5", len(due))
		}
		want(t, "twice in one programme", w.s.Enrol(ctx, w.ruth, prog, parents[0], "2026-02-01", 1), fault.Invalid)
		want(t, "a score beyond the scale", w.s.Score(ctx, w.ruth, list[0].ID, "", 1, 2, 101), fault.Invalid)
	})
}

// Seats are never given twice, also when two people ask at once; a child rides with an
// adult of theirs.
func TestSeats(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, id := t.Context(), w.household()
		must(t, w.s.AddMember(ctx, w.ruth, id, families.Member{Name: "Tia Pike", Child: true}, partialdate.Must("2019")))
		v, err := w.s.View(ctx, w.ruth, id)
		must(t, err)
		tia := v.Members[1].PersonID
		trip, err := w.s.PlanTrip(ctx, w.ruth, "", families.Trip{FacilityID: w.prison, On: "2026-03-14", At: "07:30", Meet: "Church of St. Anne", Seats: 3})
		must(t, err)
		want(t, "a child alone", w.s.Book(ctx, w.ruth, trip, tia), fault.Invalid)
		must(t, w.s.Book(ctx, w.ruth, trip, w.mother))
		must(t, w.s.Book(ctx, w.ruth, trip, tia))
		want(t, "twice", w.s.Book(ctx, w.ruth, trip, tia), fault.Invalid)
		others := []string{w.person("One"), w.person("Two"), w.person("Three")}
		var all sync.WaitGroup
		for _, p := range others {
			all.Go(func() {
				if err := w.s.Book(ctx, w.ruth, trip, p); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		is, seats, err := w.s.Trip(ctx, w.ruth, trip)
		must(t, err)
		if is.Taken != 3 || is.Waiting != 2 || is.Free() != 0 || len(seats) != 5 {
			t.Fatalf("%d taken, %d waiting", is.Taken, is.Waiting)
		}
		want(t, "the mother leaves, the child stays", w.s.Unbook(ctx, w.ruth, trip, seats[0].ID), fault.Invalid)
		must(t, w.s.Unbook(ctx, w.ruth, trip, seats[1].ID))
		must(t, w.s.Unbook(ctx, w.ruth, trip, seats[0].ID))
		if is, _, err = w.s.Trip(ctx, w.ruth, trip); err != nil || is.Taken != 3 || is.Waiting != 0 {
			t.Errorf("%d taken, %d waiting, %v", is.Taken, is.Waiting, err)
		}
		_, err = w.s.PlanTrip(ctx, w.ruth, is.Rev, families.Trip{ID: trip, FacilityID: w.prison, On: "2026-03-14", Seats: 2})
		want(t, "fewer seats than are taken", err, fault.Invalid)
		if _, seats, err = w.s.Trip(ctx, w.nora, trip); err != nil || len(seats) != 0 {
			t.Errorf("Nora sees %d seats of people she does not see, %v", len(seats), err)
		}
	})
}

// A call needs no name, and becomes a household without anything being typed again.
func TestACallBecomesAHousehold(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		call, err := w.s.Log(ctx, w.nora, families.Call{About: "visit", Words: "First visit on Saturday. May she bring the baby?", FollowOn: "2026-03-03"})
		must(t, err)
		id, err := w.s.Add(ctx, w.nora, families.New{Head: "Mrs. Osei", CallID: call})
		must(t, err)
		v, err := w.s.View(ctx, w.nora, id)
		must(t, err)
		if len(v.Needs) != 1 || v.Needs[0].Words != "First visit on Saturday. May she bring the baby?" {
			t.Errorf("needs %+v", v.Needs)
		}
		_, err = w.s.Add(ctx, w.nora, families.New{Head: "Mrs. Osei", CallID: call})
		want(t, "a second household of one call", err, fault.Conflict)
		mine, err := w.s.Calls(ctx, w.nora, 10)
		must(t, err)
		theirs, err := w.s.Calls(ctx, w.ann, 10)
		must(t, err)
		if len(mine) != 1 || mine[0].HouseholdID != id || len(theirs) != 0 {
			t.Errorf("Nora reads %d calls, Ann %d", len(mine), len(theirs))
		}
		_, err = w.s.Log(ctx, w.nora, families.Call{About: "weather"})
		want(t, "about the weather", err, fault.Invalid)
	})
}

// One tap counts one, and is undone like everything else.
func TestCounter(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		for _, kind := range []families.TapKind{"adult", "adult", "child", "first-time"} {
			must(t, w.s.Tap(ctx, w.nora, w.prison, "morning", kind))
		}
		name, parts, err := w.s.Counter(ctx, w.nora, w.prison, "2026-03-02")
		must(t, err)
		if name != "Harrow Ridge" || parts["morning"]["adult"] != 2 || parts["morning"]["child"] != 1 || len(parts) != 1 {
			t.Errorf("%s: %v", name, parts)
		}
		want(t, "a kind nobody counts", w.s.Tap(ctx, w.nora, w.prison, "morning", "dog"), fault.Invalid)
		want(t, "a prison nobody knows", w.s.Tap(ctx, w.nora, "nowhere", "morning", "adult"), fault.NotFound)
	})
}
