package arbitration_test

import (
	"context"
	"slices"
	"testing"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/arbitration"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// world is a society that arbitrates: Ruth works with Marcus, Nell is neutral, Bea is
// neither.
type world struct {
	t               *testing.T
	db              *database.DB
	clock           *dbtest.Clock
	s               *arbitration.Service
	tasks           *tasks.Service
	people          *people.Service
	ruth, nell, bea authz.Actor
	marcus          string
	clocks          []arbitration.Clock
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(newWorld(t, db, clock)) })
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

func newWorld(t *testing.T, db *database.DB, clock *dbtest.Clock) *world {
	t.Helper()
	kinds := timeline.NewKinds()
	arbitration.TimelineKinds(kinds)
	w := &world{t: t, db: db, clock: clock, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(arbitration.TaskKinds()...)}, people: &people.Service{DB: db}}
	w.s = &arbitration.Service{DB: db, Clocks: func(context.Context, string) ([]arbitration.Clock, error) { return w.clocks, nil }}
	perms := authz.Merge(arbitration.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle, access.Bundle)
	actor := func(id, name string, sight authz.Sight) authz.Actor {
		return authz.NewActor(id, name, authz.Lead, sight, perms[authz.Lead]...)
	}
	w.ruth, w.nell, w.bea = actor("ruth", "Ruth", authz.SeesAll), actor("nell", "Nell", authz.SeesAll), actor("bea", "Bea", authz.SeesGranted)
	must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		for _, a := range []authz.Actor{w.ruth, w.nell, w.bea} {
			if err := tx.Insert(t.Context(), "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Marcus Bellweather"})
		w.marcus = p.ID
		return err
	}))
	return w
}

func (w *world) open() string {
	w.t.Helper()
	id, err := w.s.Open(w.t.Context(), w.ruth, arbitration.New{PersonID: w.marcus, GrievanceID: "g", Title: "Insulin", Other: "Harrow Ridge", Asks: "Doses on time"})
	must(w.t, err)
	return id
}

func (w *world) view(actor authz.Actor, id string) arbitration.View {
	w.t.Helper()
	v, err := w.s.View(w.t.Context(), actor, id)
	must(w.t, err)
	return v
}

func (w *world) due() (out []string) {
	w.t.Helper()
	list, err := w.tasks.OfPerson(w.t.Context(), w.ruth, w.marcus)
	must(w.t, err)
	for _, t := range list {
		out = append(out, t.Kind+" "+string(t.DueOn))
	}
	return out
}

// From the first position to three promises, each looked at on its day (acceptance A6).
func TestFromPositionsToPromises(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, id := t.Context(), w.open()
		must(t, w.s.Assign(ctx, w.ruth, id, "", "", "Judge Ortiz, retired"))
		must(t, w.s.Say(ctx, w.ruth, id, arbitration.Position{Side: arbitration.ThePerson, Words: "Fourteen times late."}))
		must(t, w.s.Say(ctx, w.ruth, id, arbitration.Position{Side: arbitration.TheOther, Words: "Within policy.", On: "2026-03-01"}))
		must(t, w.s.Plan(ctx, w.ruth, id, arbitration.Sitting{On: "2026-03-16", At: "14:00", Place: "Library"}))
		if got := w.due(); !slices.Equal(got, []string{"arbitration-sitting 2026-03-16"}) {
			t.Fatalf("to do: %q", got)
		}
		sit := w.view(w.ruth, id).Sittings[0]
		sit.On = "2026-03-18"
		must(t, w.s.Plan(ctx, w.ruth, id, sit))
		if got := w.due(); !slices.Equal(got, []string{"arbitration-sitting 2026-03-18"}) {
			t.Fatalf("after it was put off: %q", got)
		}
		w.clock.Set(civil.Day("2026-03-18").Start(nil).Add(20 * 3600e9))
		sit = w.view(w.ruth, id).Sittings[0]
		sit.Held, sit.Who, sit.Minutes = true, "All", "Both spoke."
		must(t, w.s.Plan(ctx, w.ruth, id, sit))
		want(t, "a reply to nothing", w.s.Reply(ctx, w.ruth, id, "", arbitration.ThePerson, arbitration.Accepts), fault.Invalid)
		must(t, w.s.Propose(ctx, w.ruth, id, "", "Doses at 07:00 and 17:00, written down."))
		must(t, w.s.Reply(ctx, w.ruth, id, "", arbitration.ThePerson, arbitration.Accepts))
		must(t, w.s.Reply(ctx, w.ruth, id, "", arbitration.TheOther, arbitration.Refuses))
		must(t, w.s.Propose(ctx, w.ruth, id, "", "Doses within the hour."))
		if v := w.view(w.ruth, id); v.PersonSays != arbitration.NotYet || v.OtherSays != arbitration.NotYet {
			t.Errorf("a new proposal keeps the old replies: %+v", v.Matter)
		}
		promise := func(words string, on civil.Day) arbitration.Promise {
			return arbitration.Promise{Side: arbitration.TheOther, Words: words, FollowOn: on}
		}
		want(t, "a promise nobody looks at", w.s.Agree(ctx, w.ruth, id, "", "Agreed.", []arbitration.Promise{promise("Log", "")}), fault.Invalid)
		must(t, w.s.Agree(ctx, w.ruth, id, "", "Agreed.", []arbitration.Promise{promise("Log", "2026-04-01"), promise("Doses", "2026-04-15"), promise("A nurse", "2026-05-01")}))
		if got := w.due(); !slices.Equal(got, []string{"arbitration-promise 2026-04-01", "arbitration-promise 2026-04-15", "arbitration-promise 2026-05-01"}) {
			t.Fatalf("three promises: %q", got)
		}
		v := w.view(w.ruth, id)
		if v.State != arbitration.Agreed || len(v.Promises) != 3 {
			t.Fatalf("%+v", v.Matter)
		}
		must(t, w.s.Settle(ctx, w.ruth, id, v.Promises[0].ID, v.Promises[0].Rev, arbitration.WasKept, "", ""))
		want(t, "broken, without why", w.s.Settle(ctx, w.ruth, id, v.Promises[1].ID, "", arbitration.Broken, "", ""), fault.Invalid)
		must(t, w.s.Settle(ctx, w.ruth, id, v.Promises[1].ID, "", arbitration.Changed, "New nurse", "2026-06-01"))
		if got := w.due(); !slices.Equal(got, []string{"arbitration-promise 2026-05-01", "arbitration-promise 2026-06-01"}) {
			t.Errorf("after one was kept and one changed: %q", got)
		}
		want(t, "a position after the end", w.s.Say(ctx, w.ruth, id, arbitration.Position{Side: arbitration.ThePerson, Words: "And more."}), fault.Conflict)
	})
}

// Whoever is the person's advocate is no neutral; whoever is the neutral sees the matter
// and nothing else, and their notes are theirs.
func TestTheNeutralIsNeutral(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, id := t.Context(), w.open()
		want(t, "the advocate", w.s.Assign(ctx, w.ruth, id, "", "ruth", ""), fault.Invalid)
		want(t, "nobody", w.s.Assign(ctx, w.ruth, id, "", "", " "), fault.Invalid)
		want(t, "an account that is none", w.s.Assign(ctx, w.ruth, id, "", "moon", ""), fault.Invalid)
		must(t, w.s.Assign(ctx, w.ruth, id, "", "nell", ""))
		w.nell.Barred = true // as her next request finds it
		if v := w.view(w.nell, id); !v.IsNeutral || v.Person != "Marcus Bellweather" {
			t.Fatalf("the neutral sees %+v", v)
		}
		if _, err := w.people.Person(ctx, w.nell, w.marcus); !fault.Is(err, fault.NotFound) {
			t.Errorf("the neutral sees the record of the person: %v", err)
		}
		want(t, "a note of the advocate", w.s.Jot(ctx, w.ruth, id, "He lies."), fault.NotFound)
		must(t, w.s.Jot(ctx, w.nell, id, "Both may be right."))
		if v := w.view(w.nell, id); len(v.Notes) != 1 {
			t.Errorf("the neutral's own notes: %+v", v.Notes)
		}
		if v := w.view(w.ruth, id); len(v.Notes) != 0 || v.IsNeutral {
			t.Errorf("the advocate reads the neutral's notes: %+v", v.Notes)
		}
		if _, err := w.s.View(ctx, w.bea, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody who has nothing to do with it: %v", err)
		}
		for actor, n := range map[*authz.Actor]int{&w.ruth: 1, &w.nell: 1, &w.bea: 0} {
			if list, err := w.s.List(ctx, *actor); err != nil || len(list) != n {
				t.Errorf("%s lists %d, %v", actor.Name, len(list), err)
			}
		}
		want(t, "a paper that is none of the person's", w.s.Give(ctx, w.ruth, id, "nothing"), fault.Invalid)
		if _, err := w.s.Open(ctx, w.nell, arbitration.New{PersonID: w.marcus, Title: "Another", Other: "X"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("the neutral begins another matter of the person: %v", err)
		}
	})
}

// Talks stop no clock, and the page says when they run past one.
func TestTalksRunPastTheClock(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, id := t.Context(), w.open()
		w.clocks = []arbitration.Clock{{Step: "Step 1", By: "2026-03-12", Safe: "2026-03-11", Ours: true}, {Step: "Their answer", By: "2026-03-05"}}
		if late := w.view(w.ruth, id).Late(); len(late) != 0 {
			t.Errorf("with no sitting and time left: %+v", late)
		}
		must(t, w.s.Plan(ctx, w.ruth, id, arbitration.Sitting{On: "2026-03-10"}))
		if late := w.view(w.ruth, id).Late(); len(late) != 0 {
			t.Errorf("a sitting before the clock: %+v", late)
		}
		sit := w.view(w.ruth, id).Sittings[0]
		sit.On = "2026-03-11"
		must(t, w.s.Plan(ctx, w.ruth, id, sit))
		if late := w.view(w.ruth, id).Late(); len(late) != 1 || late[0].Step != "Step 1" {
			t.Errorf("a sitting on the safe day: %+v", late)
		}
		must(t, w.s.End(ctx, w.ruth, id, "", arbitration.Withdrawn, "He does not want to go on."))
		if late := w.view(w.ruth, id).Late(); len(late) != 0 {
			t.Errorf("talks that ended run past a clock: %+v", late)
		}
	})
}

func TestWhatIsTypedWrong(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, id := t.Context(), w.open()
		for what, err := range map[string]error{
			"no title": func() error {
				_, err := w.s.Open(ctx, w.ruth, arbitration.New{PersonID: w.marcus, Other: "X"})
				return err
			}(),
			"a side that is none":    w.s.Say(ctx, w.ruth, id, arbitration.Position{Side: "moon", Words: "x"}),
			"said tomorrow":          w.s.Say(ctx, w.ruth, id, arbitration.Position{Side: arbitration.ThePerson, Words: "x", On: "2026-03-03"}),
			"a sitting yesterday":    w.s.Plan(ctx, w.ruth, id, arbitration.Sitting{On: "2026-03-01"}),
			"held tomorrow":          w.s.Plan(ctx, w.ruth, id, arbitration.Sitting{On: "2026-03-03", Held: true}),
			"an hour that is none":   w.s.Plan(ctx, w.ruth, id, arbitration.Sitting{On: "2026-03-03", At: "25:00"}),
			"an empty proposal":      w.s.Propose(ctx, w.ruth, id, "", " "),
			"an end that is none":    w.s.End(ctx, w.ruth, id, "", arbitration.Agreed, "x"),
			"an end without why":     w.s.End(ctx, w.ruth, id, "", arbitration.Withdrawn, ""),
			"a paper without anyone": w.s.Give(ctx, w.ruth, id, "x"),
		} {
			want(t, what, err, fault.Invalid)
		}
		other := w.open()
		must(t, w.s.Plan(ctx, w.ruth, other, arbitration.Sitting{On: "2026-03-10"}))
		foreign := w.view(w.ruth, other).Sittings[0]
		foreign.On = "2026-03-12"
		want(t, "a sitting of another matter", w.s.Plan(ctx, w.ruth, id, foreign), fault.NotFound)
		want(t, "over another's change", w.s.Propose(ctx, w.ruth, id, "018f0000-0000-7000-8000-000000000001", "x"), fault.Conflict)
		admin := authz.NewActor("ad", "Ad", authz.Administrator, authz.SeesAll, arbitration.Bundle[authz.Administrator]...)
		_, err := w.s.List(ctx, admin)
		want(t, "whoever keeps the accounts", err, fault.Forbidden)
	})
}
