package plans_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/plans"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// world is a society at noon on 2 March 2026: Ruth works with Marcus, Dana is on duty,
// Bea sees nobody.
type world struct {
	t               *testing.T
	db              *database.DB
	clock           *dbtest.Clock
	s               *plans.Service
	tasks           *tasks.Service
	custody         *custody.Service
	people          *people.Service
	ruth, dana, bea authz.Actor
	marcus          string
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(newWorld(t, db, clock)) })
}

func must(t testing.TB, err error) {
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
	plans.TimelineKinds(kinds)
	custody.TimelineKinds(kinds)
	bus := event.NewBus()
	w := &world{
		t: t, db: db, clock: clock, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(plans.TaskKinds()...)},
		people: &people.Service{DB: db}, custody: &custody.Service{DB: db, Bus: bus},
	}
	w.s = &plans.Service{DB: db, Worker: func(context.Context, *database.Tx, string) (string, string, error) { return "ruth", "", nil }}
	w.s.Listen(bus)
	perms := authz.Merge(plans.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle, custody.Bundle)
	actor := func(id, name string, sight authz.Sight) authz.Actor {
		return authz.NewActor(id, name, authz.Lead, sight, perms[authz.Lead]...)
	}
	w.ruth, w.dana, w.bea = actor("ruth", "Ruth", authz.SeesAll), actor("dana", "Dana", authz.SeesAll), actor("bea", "Bea", authz.SeesGranted)
	must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		for _, a := range []authz.Actor{w.ruth, w.dana, w.bea} {
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

// release records the official date.
func (w *world) release(day, at string) {
	w.t.Helper()
	_, err := w.custody.SetMilestone(w.t.Context(), w.ruth, custody.NewMilestone{PersonID: w.marcus, Kind: custody.Release, On: partialdate.Must(day), At: at, Source: "the prison"})
	must(w.t, err)
}

func (w *world) make() plans.View {
	w.t.Helper()
	outline, _ := plans.OutlineOf("england-wales")
	_, err := w.s.Make(w.t.Context(), w.ruth, plans.New{PersonID: w.marcus, Outline: outline.Key, Needs: outline.Usual()})
	must(w.t, err)
	return w.view()
}

func (w *world) view() plans.View {
	w.t.Helper()
	v, err := w.s.View(w.t.Context(), w.ruth, w.marcus)
	must(w.t, err)
	return v
}

// due lists the open tasks of a kind: "2026-03-06 09:30 ruth".
func (w *world) due(kind string) (out []string) {
	w.t.Helper()
	list, err := w.tasks.OfPerson(w.t.Context(), w.ruth, w.marcus)
	must(w.t, err)
	for _, t := range list {
		if t.Kind == kind {
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", t.DueOn, t.DueTime, t.WorkerID)), " "))
		}
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func at(day string, hour, minute int) time.Time {
	d := civil.Day(day).Time()
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, time.UTC)
}

// The first 72 hours, minute by minute (acceptance A29).
func TestTheFirst72Hours(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		w.release("2026-03-05", "09:30")
		v := w.make()
		first := 0
		for _, n := range v.Needs {
			if n.First {
				first++
			}
		}
		if first != 9 {
			t.Errorf("%d things of the first 72 hours, want 9", first)
		}
		same(t, "the calls", w.due(plans.TaskCall), "2026-03-06 09:30 ruth", "2026-03-07 09:30 ruth", "2026-03-08 09:30 ruth")
		must(t, w.s.SetDuty(ctx, w.ruth, plans.Duty{AccountID: "dana", From: "2026-03-01", Until: "2026-03-31"}))
		_, err := w.custody.Move(ctx, w.ruth, []string{w.marcus}, custody.Move{State: custody.Released, On: partialdate.Must("2026-03-05"), Source: "his sister"})
		want(t, "released ahead of time", err, fault.Invalid)

		w.clock.Set(at("2026-03-05", 10, 0))
		_, err = w.custody.Move(ctx, w.ruth, []string{w.marcus}, custody.Move{State: custody.Released, On: partialdate.Must("2026-03-05"), Source: "his sister"})
		must(t, err)
		if v = w.view(); !v.Went || v.Home.At != "09:30" {
			t.Fatalf("out: %+v", v.Plan)
		}
		same(t, "how it went", w.due(plans.TaskOutcome), "2026-03-08 ruth", "2026-04-04 ruth", "2026-06-03 ruth", "2026-09-01 ruth")

		w.clock.Set(at("2026-03-06", 9, 40))
		must(t, w.s.Say(ctx, w.ruth, w.marcus, v.Calls[0].ID, v.Calls[0].Rev, plans.Reached, "At his sister's."))
		medicine := func() plans.Light {
			v := w.view()
			i := slices.IndexFunc(v.Needs, func(n plans.Need) bool { return n.Key == "medicine" })
			return v.Needs[i].Light(v.Plan, v.Now)
		}
		if got := medicine(); got != plans.Red {
			t.Errorf("a prescription that was not collected after 24 h is %s", got)
		}
		w.clock.Set(at("2026-03-07", 11, 30))
		if n, err := w.s.Raise(ctx); err != nil || n != 0 {
			t.Errorf("11:30 raised %d, %v; the two hours are just over", n, err)
		}
		w.clock.Set(at("2026-03-07", 11, 31))
		if n, err := w.s.Raise(ctx); err != nil || n != 1 {
			t.Errorf("11:31 raised %d, %v", n, err)
		}
		if n, err := w.s.Raise(ctx); err != nil || n != 0 {
			t.Errorf("raised twice: %d, %v", n, err)
		}
		same(t, "the alarm", w.due(plans.TaskAlarm), "2026-03-07 11:31 dana")

		v = w.view()
		must(t, w.s.Say(ctx, w.dana, w.marcus, v.Calls[1].ID, v.Calls[1].Rev, plans.Reached, "His phone was off."))
		same(t, "the alarm is over", w.due(plans.TaskAlarm))
		same(t, "one call is left", w.due(plans.TaskCall), "2026-03-08 09:30 ruth")

		w.clock.Set(at("2026-03-08", 12, 0))
		v = w.view()
		must(t, w.s.SayOutcome(ctx, w.ruth, w.marcus, v.Outcomes[0].Rev, plans.Outcome{ID: v.Outcomes[0].ID, Contact: plans.InTouch, Living: plans.Family, Income: plans.Benefits}))
		list, err := w.s.Tallies(ctx, w.ruth)
		must(t, err)
		if got := list[0]; got.Asked != 1 || got.InTouch != 1 || got.Housed != 1 || list[1].Asked != 0 {
			t.Errorf("counted %+v", list)
		}
	})
}

// When the date moves, open things move with it, and whoever else sees to one is told
// once (R-REL-2).
func TestAnotherDate(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		v := w.make()
		same(t, "nothing is due without a date", w.due(plans.TaskNeed))
		w.release("2026-06-04", "09:30")
		if got := len(w.due(plans.TaskNeed)); got != len(v.Needs) {
			t.Fatalf("%d tasks for %d needs", got, len(v.Needs))
		}
		v = w.view()
		bed := v.Needs[slices.IndexFunc(v.Needs, func(n plans.Need) bool { return n.Key == "bed" })]
		must(t, w.s.ChangeNeed(ctx, w.ruth, w.marcus, bed.ID, bed.Rev, plans.NeedForm{Due: bed.Due, State: plans.Doing, OwnerID: "dana", Note: "Two hostels asked."}))
		ride := v.Needs[slices.IndexFunc(v.Needs, func(n plans.Need) bool { return n.Key == "ride" })]
		must(t, w.s.Settle(ctx, w.ruth, w.marcus, ride.ID, ride.Rev, plans.Met))

		w.release("2026-05-21", "09:30")
		v = w.view()
		if v.Home.On != "2026-05-21" {
			t.Fatalf("counted from %s", v.Home.On)
		}
		dues := w.due(plans.TaskNeed)
		if !slices.Contains(dues, "2026-04-23 dana") || slices.Contains(dues, "2026-05-14 ruth") && len(dues) != len(v.Needs)-1 {
			t.Errorf("due %q", dues)
		}
		same(t, "Dana is told", w.due(plans.TaskMoved), "2026-03-02 dana")
		w.release("2026-05-22", "09:30")
		same(t, "Dana is told once", w.due(plans.TaskMoved), "2026-03-02 dana")

		must(t, undoLast(w))
		if v = w.view(); v.Home.On != "2026-05-21" {
			t.Errorf("after undo counted from %s", v.Home.On)
		}
		if dues := w.due(plans.TaskNeed); !slices.Contains(dues, "2026-04-23 dana") {
			t.Errorf("after undo due %q", dues)
		}
	})
}

func undoLast(w *world) error {
	var last string
	err := w.db.Read(w.t.Context(), func(tx *database.Tx) error {
		list, err := trail.Of(w.t.Context(), tx, "person", w.marcus, 1)
		if err == nil {
			last = list[0].ID
		}
		return err
	})
	if err != nil {
		return err
	}
	return trail.Undo(w.t.Context(), w.db, w.ruth, last)
}

// Who comes out without a plan is no surprise to their worker; who goes back inside is
// counted, and nobody is sent to call them.
func TestBackInside(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		move := func(m custody.Move) {
			t.Helper()
			m.Source = "the list"
			_, err := w.custody.Move(ctx, w.ruth, []string{w.marcus}, m)
			must(t, err)
		}
		move(custody.Move{State: custody.Released, On: partialdate.Must("2026-03-01")})
		same(t, "no plan", w.due(plans.TaskNone), "2026-03-02 ruth")
		w.clock.Add(time.Hour)
		v := w.make()
		if !v.Went || v.Home.On != "2026-03-01" {
			t.Fatalf("a plan made afterwards counts from %+v", v.Plan)
		}
		w.clock.Add(24 * time.Hour)
		must(t, w.s.Say(ctx, w.ruth, w.marcus, v.Calls[0].ID, "", plans.NotReached, ""))
		same(t, "who is not reached is looked for", w.due(plans.TaskAlarm), "2026-03-03 13:00 ruth")

		var prison string
		must(t, trail.Write(ctx, w.db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) (err error) {
			prison, err = facilities.Add(ctx, tx, facilities.Facility{Name: "Harrow Ridge", Kind: facilities.Prison, Country: "US"})
			return err
		}))
		w.clock.Add(24 * time.Hour)
		move(custody.Move{FacilityID: prison, On: partialdate.Must("2026-03-04")})
		if v = w.view(); v.State != plans.Closed || v.Outcomes[0].Living != plans.Inside {
			t.Errorf("back inside: %+v, %+v", v.Plan, v.Outcomes[0])
		}
		same(t, "nobody calls", w.due(plans.TaskCall))
		list, err := w.s.Tallies(ctx, w.ruth)
		must(t, err)
		if list[0].Asked != 1 || list[0].Inside != 1 || list[1].Asked != 0 {
			t.Errorf("counted %+v", list)
		}
	})
}

// What cannot be is refused, and nobody reads a plan of somebody they do not see.
func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		_, err := w.s.Make(ctx, w.ruth, plans.New{PersonID: w.marcus, Outline: "atlantis"})
		want(t, "an outline nobody wrote", err, fault.Invalid)
		_, err = w.s.Make(ctx, w.ruth, plans.New{PersonID: w.marcus, Outline: "united-states", Needs: []string{"refer"}})
		want(t, "a need of another outline", err, fault.Invalid)
		_, err = w.s.Make(ctx, w.bea, plans.New{PersonID: w.marcus, Outline: "united-states"})
		want(t, "somebody Bea does not see", err, fault.NotFound)
		v := w.make()
		_, err = w.s.Make(ctx, w.ruth, plans.New{PersonID: w.marcus, Outline: "united-states"})
		want(t, "a second plan", err, fault.Conflict)
		_, err = w.s.View(ctx, w.bea, w.marcus)
		want(t, "read by Bea", err, fault.NotFound)
		n := v.Needs[0]
		want(t, "a due nobody can count", w.s.ChangeNeed(ctx, w.ruth, w.marcus, n.ID, n.Rev, plans.NeedForm{Due: "soon", State: plans.Todo}), fault.Invalid)
		must(t, w.s.Settle(ctx, w.ruth, w.marcus, n.ID, n.Rev, plans.Met))
		want(t, "changed since", w.s.Settle(ctx, w.ruth, w.marcus, n.ID, n.Rev, plans.Todo), fault.Conflict)
		want(t, "own words without words", w.s.AddNeed(ctx, w.ruth, w.marcus, "", plans.NeedForm{Due: "-1w"}), fault.Invalid)
		want(t, "a kind twice", w.s.AddNeed(ctx, w.ruth, w.marcus, n.Key, plans.NeedForm{}), fault.Invalid)
		want(t, "how it went before the gate", w.s.SayOutcome(ctx, w.ruth, w.marcus, "", plans.Outcome{ID: v.Outcomes[0].ID, Contact: plans.Lost}), fault.Invalid)
		want(t, "a turn that ends before it begins", w.s.SetDuty(ctx, w.ruth, plans.Duty{AccountID: "dana", From: "2026-03-02", Until: "2026-03-01"}), fault.Invalid)
		want(t, "nobody on duty", w.s.SetDuty(ctx, w.ruth, plans.Duty{AccountID: "nobody", From: "2026-03-02", Until: "2026-03-03"}), fault.Invalid)
		must(t, w.s.Close(ctx, w.ruth, w.marcus, "", "He asked us to stop"))
		same(t, "nothing is left to do", w.due(plans.TaskNeed))
	})
}

// Papers pass from hand to hand, and a condition ends on its day.
func TestPapersAndConditions(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		must(t, w.s.AddPaper(ctx, w.ruth, plans.Paper{PersonID: w.marcus, Kind: "birth", Holder: plans.WithUs, Place: "Safe, drawer 2"}, "came by post"))
		p := w.view().Papers[0]
		must(t, w.s.Hand(ctx, w.ruth, w.marcus, p.ID, p.Rev, plans.PaperMove{What: plans.Copying}, ""))
		p = w.view().Papers[0]
		must(t, w.s.Hand(ctx, w.ruth, w.marcus, p.ID, p.Rev, plans.PaperMove{What: string(plans.WithThem), Note: "handed over at the gate"}, ""))
		p = w.view().Papers[0]
		if p.Holder != plans.WithThem || !p.Copied || p.Place != "" || len(p.Moves) != 3 || p.Moves[0].Note != "handed over at the gate" {
			t.Errorf("the paper: %+v", p)
		}
		want(t, "handed over tomorrow", w.s.Hand(ctx, w.ruth, w.marcus, p.ID, p.Rev, plans.PaperMove{What: string(plans.WithUs), On: "2026-03-03"}, ""), fault.Invalid)

		must(t, w.s.SaveCondition(ctx, w.ruth, "", plans.Condition{PersonID: w.marcus, Words: "Home from 19:00 to 07:00", Kind: plans.Curfew, Until: "2026-06-30", Source: "the licence"}))
		same(t, "its last day", w.due(plans.TaskCondition), "2026-06-30 ruth")
		c := w.view().Conditions[0]
		c.Until = "2026-07-31"
		must(t, w.s.SaveCondition(ctx, w.ruth, c.Rev, c))
		same(t, "its last day moved", w.due(plans.TaskCondition), "2026-07-31 ruth")
		c = w.view().Conditions[0]
		must(t, w.s.EndCondition(ctx, w.ruth, w.marcus, c.ID, c.Rev))
		same(t, "it was taken off", w.due(plans.TaskCondition))
	})
}

// The board shows who comes home with a plan and without, and what is red.
func TestBoard(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		w.release("2026-03-05", "09:30")
		w.make()
		b, err := w.s.Board(ctx, w.ruth, plans.ThisWeek)
		must(t, err)
		if len(b.Rows) != 1 || !b.Rows[0].Planned || b.Rows[0].Person != "Marcus Bellweather" || b.Rows[0].Worker != "Ruth" {
			t.Fatalf("the board: %+v", b.Rows)
		}
		if n, ok := b.Rows[0].Need("bed"); !ok || n.Light(b.Rows[0].Plan, b.Now) != plans.Amber {
			t.Errorf("a bed three days before, in a plan of today: %+v", n)
		}
		w.clock.Set(at("2026-03-03", 9, 31))
		if b, err = w.s.Board(ctx, w.ruth, plans.ThisWeek); err != nil {
			t.Fatal(err)
		}
		if n, _ := b.Rows[0].Need("bed"); n.Light(b.Rows[0].Plan, b.Now) != plans.Red {
			t.Errorf("no bed, less than two days before: %+v", n)
		}
		blank, err := w.s.Board(ctx, w.bea, plans.ThisWeek)
		must(t, err)
		if len(blank.Rows) != 0 {
			t.Errorf("Bea sees %d", len(blank.Rows))
		}
		must(t, w.db.Read(ctx, func(tx *database.Tx) error {
			ready, err := w.s.Ready(ctx, tx, []string{w.marcus, "nobody"})
			if is, known := ready[w.marcus]; !known || is {
				t.Errorf("ready: %v", ready)
			}
			return err
		}))
	})
}
