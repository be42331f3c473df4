package access_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
)

// office is a record with accounts of several roles and some people.
type office struct {
	*access.Service
	t      *testing.T
	db     *database.DB
	clock  *dbtest.Clock
	office *settings.Store
	staff  *staff.Service
	people *people.Service
	tasks  *tasks.Service
	ids    map[string]string // accounts by name
}

func each(t *testing.T, fn func(*office)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		o := &office{t: t, db: db, clock: clock, ids: map[string]string{}}
		choices, err := settings.Open(t.Context(), db)
		o.must(err)
		o.office = choices
		index, err := search.Open(t.Context(), db)
		o.must(err)
		bundle := authz.Merge(staff.Bundle, people.Bundle, tasks.Bundle, access.Bundle)
		o.staff, err = staff.NewService(staff.Config{DB: db, Settings: choices, Key: dbtest.Key(), Bundle: bundle, Cost: staff.Cost{MemoryKiB: 64, Passes: 1}})
		o.must(err)
		o.Service = &access.Service{DB: db}
		o.people = &people.Service{DB: db, Index: index}
		o.tasks = &tasks.Service{DB: db, Kinds: tasks.NewKinds(access.TaskKinds()...)}
		hash, err := staff.HashPhrase(t.Context(), "paper boats cross the quiet river")
		o.must(err)
		first, err := o.staff.First(t.Context(), staff.NewAccount{Name: "Ruth", Role: authz.Lead}, hash)
		o.must(err)
		o.ids["ruth"] = first.ID
		for _, a := range []staff.NewAccount{{Name: "Bea", Role: authz.Worker}, {Name: "Samir", Role: authz.Worker}, {Name: "Greta", Role: authz.Lead}, {Name: "Vol", Role: authz.Volunteer}} {
			added, _, err := o.staff.Add(t.Context(), authz.System("test"), a)
			o.must(err)
			o.ids[map[string]string{"Bea": "bea", "Samir": "samir", "Greta": "greta", "Vol": "vol"}[a.Name]] = added.ID
		}
		fn(o)
	})
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) is(err error, kind fault.Kind) {
	o.t.Helper()
	if !fault.Is(err, kind) {
		o.t.Fatalf("got %v, want %v", err, kind)
	}
}

// as is the actor of an account as it is at this moment.
func (o *office) as(name string) authz.Actor {
	o.t.Helper()
	a, err := o.staff.Actor(o.t.Context(), o.ids[name])
	o.must(err)
	a.Proven = true
	return a
}

func (o *office) add(name, number string) string {
	o.t.Helper()
	p, err := o.people.Add(o.t.Context(), authz.System("test"), people.NewPerson{Name: name, Numbers: []people.Number{{Text: number, Issuer: "DOC"}}})
	o.must(err)
	return p.ID
}

// sees asks the way every page does.
func (o *office) sees(name, person string) bool {
	o.t.Helper()
	_, err := o.people.Person(o.t.Context(), o.as(name), person)
	if err != nil && !fault.Is(err, fault.NotFound) {
		o.t.Fatal(err)
	}
	return err == nil
}

func (o *office) want(name, person string, want bool) {
	o.t.Helper()
	if got := o.sees(name, person); got != want {
		o.t.Fatalf("%s sees: %v", name, got)
	}
}

func TestGiving(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		yusuf := o.add("Yusuf Karimi", "0418")
		o.want("ruth", yusuf, true)
		o.want("bea", yusuf, false)
		o.is(o.Give(t.Context(), o.as("bea"), yusuf, o.ids["bea"], ""), fault.NotFound) // nobody gives themselves what they do not see
		o.is(o.Give(t.Context(), o.as("vol"), yusuf, o.ids["bea"], ""), fault.Forbidden)
		o.is(o.Give(t.Context(), o.as("ruth"), yusuf, o.ids["bea"], "2026-03-01"), fault.Invalid)
		o.is(o.Give(t.Context(), o.as("ruth"), yusuf, "nobody", ""), fault.Invalid)
		o.must(o.Give(t.Context(), o.as("ruth"), yusuf, o.ids["bea"], "2026-03-03"))
		o.want("bea", yusuf, true)
		o.clock.Add(36 * time.Hour) // to the end of 3 March, and over it
		o.want("bea", yusuf, false)
		o.must(o.Give(t.Context(), o.as("ruth"), yusuf, o.ids["bea"], ""))
		v, err := o.Of(t.Context(), o.as("ruth"), yusuf)
		o.must(err)
		if len(v.Grants) != 1 || v.Grants[0].Account != "Bea" || !v.Grants[0].Until.IsZero() {
			t.Fatalf("%+v", v.Grants)
		}
		o.must(o.Take(t.Context(), o.as("ruth"), yusuf, v.Grants[0].ID))
		o.want("bea", yusuf, false)
	})
}

func TestConflictBeatsEverything(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		yusuf := o.add("Yusuf Karimi", "0418")
		bar := access.NewBar{PersonID: yusuf, AccountID: o.ids["greta"], Kind: access.Officer, Why: "Worked there until 2019"}
		o.is(o.Bar(t.Context(), o.as("bea"), bar), fault.Forbidden)
		o.is(o.Bar(t.Context(), o.as("ruth"), access.NewBar{PersonID: yusuf, AccountID: o.ids["greta"]}), fault.Invalid)
		o.want("greta", yusuf, true)
		o.must(o.Bar(t.Context(), o.as("ruth"), bar))
		o.want("greta", yusuf, false)
		o.must(o.Give(t.Context(), o.as("ruth"), yusuf, o.ids["greta"], ""))
		o.want("greta", yusuf, false)
		_, err := o.Break(t.Context(), o.as("greta"), "0418", "He is said to be in danger tonight")
		o.is(err, fault.Invalid) // like somebody who is not there
		o.want("greta", yusuf, false)
		v, err := o.Of(t.Context(), o.as("ruth"), yusuf)
		o.must(err)
		o.must(o.Lift(t.Context(), o.as("ruth"), yusuf, v.Bars[0].ID))
		o.want("greta", yusuf, true)
		// Anybody can say it of themselves, and does not see the person from then on.
		o.must(o.Bar(t.Context(), o.as("greta"), access.NewBar{PersonID: yusuf, Kind: access.Relative}))
		o.want("greta", yusuf, false)
	})
}

// A conflict with a relative hides them beside others too, from whoever has it
// and from nobody else.
func TestAConflictWithARelative(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		yusuf := o.add("Yusuf Karimi", "0418")
		o.must(o.people.RelateNew(t.Context(), authz.System("test"), people.NewPerson{Name: "Leila Karimi", Kind: people.Relative}, people.Relation{PersonID: yusuf, Relation: "mother"}))
		o.must(o.Give(t.Context(), o.as("ruth"), yusuf, o.ids["bea"], ""))
		around := func(name string) []people.Relation {
			f, err := o.people.Person(t.Context(), o.as(name), yusuf)
			o.must(err)
			return f.Around
		}
		if len(around("greta")) != 1 || len(around("bea")) != 1 {
			t.Fatal("who sees him does not see who is around him")
		}
		o.must(o.Bar(t.Context(), o.as("ruth"), access.NewBar{PersonID: around("ruth")[0].Other.ID, AccountID: o.ids["greta"], Kind: access.Relative}))
		if len(around("greta")) != 0 || len(around("bea")) != 1 || len(around("ruth")) != 1 {
			t.Errorf("after the conflict Greta sees %d, Bea %d, Ruth %d", len(around("greta")), len(around("bea")), len(around("ruth")))
		}
	})
}

func TestBrokenGlassIsLoudShortAndReadOnly(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		yusuf := o.add("Yusuf Karimi", "0418")
		why := "His mother calls: he was taken to hospital tonight"
		unproven := o.as("bea")
		unproven.Proven = false
		_, err := o.Break(t.Context(), unproven, "0418", why)
		o.is(err, fault.Forbidden)
		_, err = o.Break(t.Context(), o.as("vol"), "0418", why)
		o.is(err, fault.Forbidden)
		_, err = o.Break(t.Context(), o.as("bea"), "0418", "curious")
		o.is(err, fault.Invalid)
		g, err := o.Break(t.Context(), o.as("bea"), "0418", why)
		o.must(err)
		o.want("bea", yusuf, true)
		o.want("samir", yusuf, false)

		bea := o.as("bea") // reads, and changes nothing
		o.is(o.people.SetLanguages(t.Context(), bea, yusuf, nil), fault.Forbidden)
		for _, lead := range []string{"ruth", "greta"} {
			due, err := o.tasks.Due(t.Context(), o.as(lead), o.ids[lead], "2026-03-02")
			o.must(err)
			if len(due) != 1 || due[0].Kind != access.KindGlass || due[0].Args["why"] != why {
				t.Fatalf("%s was told %+v", lead, due)
			}
		}
		list, err := o.Broken(t.Context(), o.as("ruth"), 30)
		o.must(err)
		if len(list) != 1 || list[0].Person != "Yusuf Karimi" || list[0].ID != g.ID {
			t.Fatalf("%+v", list)
		}
		o.clock.Add(access.GlassLife + time.Second)
		o.want("bea", yusuf, false)
		if !o.as("bea").May(people.MayWrite) {
			t.Fatal("still only reads")
		}
		_, err = o.Break(t.Context(), o.as("bea"), "yusuf karimi", why)
		o.must(err)
		o.want("bea", yusuf, true)
		o.must(o.Mend(t.Context(), o.as("bea")))
		o.want("bea", yusuf, false)
	})
}

func TestChapters(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		north, err := o.Found(t.Context(), o.as("ruth"), "North")
		o.must(err)
		south, err := o.Found(t.Context(), o.as("ruth"), "South")
		o.must(err)
		o.must(o.SetChapter(t.Context(), o.as("ruth"), o.ids["greta"], south))
		o.must(o.SetChapter(t.Context(), o.as("ruth"), o.ids["bea"], north))
		_, err = o.Found(t.Context(), o.as("greta"), "West") // belongs to one, so does not arrange them
		o.is(err, fault.Forbidden)

		added, err := o.people.Add(t.Context(), o.as("greta"), people.NewPerson{Name: "Dmitri Volkov"})
		o.must(err)
		dmitri := added.ID
		o.want("greta", dmitri, true)
		o.want("ruth", dmitri, true) // with the whole organisation
		o.must(o.SetChapter(t.Context(), o.as("ruth"), o.ids["ruth"], north))
		o.want("ruth", dmitri, false)

		o.is(o.Offer(t.Context(), o.as("greta"), dmitri, south, ""), fault.Invalid)
		o.must(o.Offer(t.Context(), o.as("greta"), dmitri, north, "Moves to the north"))
		o.is(o.Offer(t.Context(), o.as("greta"), dmitri, north, "again"), fault.Conflict)
		o.want("ruth", dmitri, false)
		offers, err := o.Offers(t.Context(), o.as("ruth"))
		o.must(err)
		if len(offers) != 1 || offers[0].PersonID != "" || offers[0].Person != "" {
			t.Fatalf("an offer says whom: %+v", offers)
		}
		o.is(o.Answer(t.Context(), o.as("greta"), offers[0].ID, true), fault.NotFound) // not hers to take
		o.must(o.Answer(t.Context(), o.as("ruth"), offers[0].ID, true))
		o.want("ruth", dmitri, true)
		o.want("greta", dmitri, false) // behind the wall now
		o.is(o.Answer(t.Context(), o.as("ruth"), offers[0].ID, true), fault.Conflict)
	})
}

func TestRestriction(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		yusuf := o.add("Yusuf Karimi", "0418")
		o.must(o.Give(t.Context(), o.as("ruth"), yusuf, o.ids["bea"], ""))
		o.is(o.Restrict(t.Context(), o.as("bea"), yusuf, "He asked", ""), fault.Forbidden)
		o.must(o.Restrict(t.Context(), o.as("ruth"), yusuf, "He asked us to stop using it", ""))
		o.is(o.Restrict(t.Context(), o.as("ruth"), yusuf, "again", ""), fault.Conflict)
		o.want("bea", yusuf, false)
		o.want("ruth", yusuf, true)
		o.must(o.Release(t.Context(), o.as("ruth"), yusuf))
		o.want("bea", yusuf, true)
	})
}

// The wall in SQL and the decision say the same, in worlds nobody would make.
func TestWallAndDecisionAgree(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		rng := rand.New(rand.NewPCG(7, 11))
		ctx := t.Context()
		ruth := o.as("ruth")
		var chapters []string
		for _, name := range []string{"North", "South"} {
			id, err := o.Found(ctx, ruth, name)
			o.must(err)
			chapters = append(chapters, id)
		}
		var persons []string
		for i := range 12 {
			persons = append(persons, o.add(fmt.Sprintf("Person %c", 'A'+rune(i)), fmt.Sprint(1000+i)))
		}
		w := world{o: o, chapters: append(chapters, ""), persons: persons, truth: map[[2]string]*authz.Resource{}}
		for _, person := range persons {
			for name := range o.ids {
				w.truth[[2]string{name, person}] = &authz.Resource{}
			}
		}
		for range 60 {
			w.step(rng)
		}
		w.compare()
	})
}

// world changes a record at random and keeps beside it what is true.
type world struct {
	o        *office
	chapters []string
	persons  []string
	truth    map[[2]string]*authz.Resource
}

func (w world) step(rng *rand.Rand) {
	names := []string{"bea", "samir", "greta", "vol"}
	name, person := names[rng.IntN(len(names))], w.persons[rng.IntN(len(w.persons))]
	r := w.truth[[2]string{name, person}]
	ctx, system := w.o.t.Context(), authz.System("test")
	switch rng.IntN(5) {
	case 0:
		w.o.must(w.o.Give(ctx, system, person, w.o.ids[name], civil.Day("2026-05-01")))
		r.Granted = true
	case 1:
		w.o.must(w.o.Bar(ctx, system, access.NewBar{PersonID: person, AccountID: w.o.ids[name], Kind: access.Relative}))
		r.Barred = true
	case 2:
		w.o.must(w.o.SetChapter(ctx, system, w.o.ids[name], w.chapters[rng.IntN(len(w.chapters))]))
	case 3:
		chapter := w.chapters[rng.IntN(2)]
		if err := w.o.Offer(ctx, system, person, chapter, ""); err == nil {
			offers, err := w.o.Offers(ctx, system)
			w.o.must(err)
			w.o.must(w.o.Answer(ctx, system, offers[0].ID, true))
			w.everybody(person, func(r *authz.Resource) { r.Chapter = chapter })
		}
	case 4:
		if err := w.o.Restrict(ctx, system, person, "asked", ""); err == nil {
			w.everybody(person, func(r *authz.Resource) { r.Restricted = true })
		}
	}
}

func (w world) everybody(person string, change func(*authz.Resource)) {
	for name := range w.o.ids {
		change(w.truth[[2]string{name, person}])
	}
}

func (w world) compare() {
	seen := 0
	for pair, r := range w.truth {
		want := w.o.as(pair[0]).Can(authz.Action{Needs: people.MayRead}, *r)
		if got := w.o.sees(pair[0], pair[1]); got != want.Allowed {
			w.o.t.Errorf("%s, %+v: seen %v, decided %+v", pair[0], *r, got, want)
		}
		if want.Allowed {
			seen++
		}
	}
	if seen == 0 || seen == len(w.truth) {
		w.o.t.Errorf("a world in which everything is alike proves nothing: %d of %d", seen, len(w.truth))
	}
}
