package today_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

// world is a closed team: Ruth and Bea work, Lee leads.
type world struct {
	t              *testing.T
	db             *database.DB
	s              *today.Service
	cases          *casework.Service
	tasks          *tasks.Service
	ruth, bea, lee authz.Actor
}

func newWorld(t *testing.T, db *database.DB) *world {
	t.Helper()
	kinds := tasks.NewKinds()
	w := &world{t: t, db: db, cases: &casework.Service{DB: db}, tasks: &tasks.Service{DB: db, Kinds: kinds}}
	w.s = &today.Service{DB: db, Kinds: kinds, Cases: w.cases}
	perms := authz.Merge(casework.Bundle, tasks.Bundle, people.Bundle, custody.Bundle)
	w.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.lee = authz.NewActor("lee", "Lee", authz.Lead, authz.SeesAll, perms[authz.Lead]...)
	w.write(func(tx *trail.Tx) error {
		for _, a := range []authz.Actor{w.ruth, w.bea, w.lee} {
			if err := tx.Insert(t.Context(), "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		_, err := casework.AddProgramme(t.Context(), tx, casework.Programme{Name: "Letters", IntervalDays: 42, DormantDays: 180})
		return err
	})
	return w
}

func (w *world) write(fn func(*trail.Tx) error) {
	w.t.Helper()
	w.as(authz.System("test"), &trail.Deed{Action: "test"}, fn)
}

func (w *world) as(actor authz.Actor, deed *trail.Deed, fn func(*trail.Tx) error) {
	w.t.Helper()
	if err := trail.Write(w.t.Context(), w.db, actor, deed, fn); err != nil {
		w.t.Fatal(err)
	}
}

// person adds somebody with an active case of Ruth's, last heard of so many days ago.
func (w *world) person(name, born string, ago int) (c casework.Case) {
	w.t.Helper()
	w.write(func(tx *trail.Tx) (err error) {
		c, err = open(w.t.Context(), tx, name, born, ago)
		return err
	})
	return c
}

func open(ctx context.Context, tx *trail.Tx, name, born string, ago int) (c casework.Case, err error) {
	p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: name, Born: partialdate.Must(born)})
	if err != nil {
		return c, err
	}
	return casework.Open(ctx, tx, monday, casework.NewCase{
		PersonID: p.ID, WorkerID: "ruth", LastContactOn: monday.Add(-ago), LastContactHow: casework.LetterIn,
	})
}

func (w *world) day(actor authz.Actor, worker string) today.Day {
	w.t.Helper()
	d, err := w.s.Day(w.t.Context(), actor, worker, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Acceptance A1: the figures of the day, before and after ten contacts.
func TestA1(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		var late []string
		w.write(func(tx *trail.Tx) error {
			for i := 1; i <= 297; i++ {
				c, err := open(t.Context(), tx, "Person "+strconv.Itoa(i), "", i%60)
				if err != nil {
					return err
				}
				if i%60 > 42 {
					late = append(late, c.ID)
				}
			}
			return nil
		})
		figures := func() [5]int {
			d := w.day(w.ruth, "")
			return [5]int{d.Overdue, d.DueToday, d.Active, d.Unset, d.TodayAll}
		}
		if diff := cmp.Diff([5]int{83, 5, 297, 0, 88}, figures()); diff != "" {
			t.Fatal("overdue, due today, active, nothing set, today in all:", diff)
		}
		d := w.day(w.ruth, "")
		if diff := cmp.Diff(today.Bands{Within30: 31*5 - 1, To60: 29*5 - 2, To90: 0}, d.Bands); diff != "" || d.Bands.Sum() != 297 {
			t.Error("bands:", diff)
		}
		if len(d.Today) != today.FirstRows || d.Today[0].QuietDays != 59 || d.Today[0].ReasonKey != "today.reason.contact" {
			t.Errorf("first rows: %+v", d.Today)
		}
		for _, id := range late[:10] {
			must(t, w.cases.LogContact(t.Context(), w.ruth, casework.Contact{CaseID: id, Channel: casework.LetterOut, What: "Wrote back."}))
		}
		if diff := cmp.Diff([5]int{73, 5, 297, 0, 78}, figures()); diff != "" {
			t.Error("after ten contacts:", diff)
		}
	})
}

// The rows of the page and of "all of them" are the same list, whatever is read
// first: cutting to five never changes which five.
func TestFirstFiveAreTheFirstOfAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		for i := range 60 {
			w.person("Person "+strconv.Itoa(i), "", 40+i%17)
		}
		for i, kind := range []string{tasks.KindVisit, tasks.KindOwn, tasks.KindCall, tasks.KindOwn} {
			_, err := w.tasks.Add(t.Context(), w.ruth, tasks.Task{Kind: kind, Title: "Something", DueOn: monday, DueTime: "1" + strconv.Itoa(i) + ":30"})
			must(t, err)
		}
		first := w.day(w.ruth, "")
		all, err := w.s.All(t.Context(), w.ruth, "", "", 1000)
		must(t, err)
		if len(all.Today) != all.TodayAll || all.TodayAll != first.TodayAll {
			t.Errorf("%d rows, %d counted, %d on the page", len(all.Today), all.TodayAll, first.TodayAll)
		}
		if diff := cmp.Diff(order(all.Today[:today.FirstRows]), order(first.Today)); diff != "" {
			t.Error(diff)
		}
		if first.Today[0].Kind.Key != tasks.KindVisit {
			t.Errorf("the visit of this morning does not come first: %+v", first.Today[0])
		}
	})
}

func order(rows []today.Row) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestADayOfEverything(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		yusuf, rosa := w.person("Yusuf Karimi", "1984-02-29", 3), w.person("Rosa Delgado", "~1966-03-05", 95)
		add := func(task tasks.Task) tasks.Task {
			t.Helper()
			task, err := w.tasks.Add(ctx, w.ruth, task)
			must(t, err)
			return task
		}
		clock := add(tasks.Task{PersonID: yusuf.PersonID, Kind: tasks.KindDeadline, Title: "File step 1", DueOn: monday.Add(-1)})
		promise := add(tasks.Task{PersonID: yusuf.PersonID, Kind: tasks.KindPromise, Title: "Parole packet", DueOn: monday, DueTime: "16:00", Reason: "One page is missing."})
		add(tasks.Task{PersonID: rosa.PersonID, Kind: tasks.KindVisit, DueOn: monday.Add(3), DueTime: "10:00"})
		add(tasks.Task{PersonID: rosa.PersonID, Kind: tasks.KindOwn, Title: "Some day"})
		w.write(func(tx *trail.Tx) error {
			if _, err := custody.AddMilestone(ctx, tx, custody.NewMilestone{PersonID: rosa.PersonID, Kind: custody.Release, On: partialdate.On(monday.Add(1)), At: "08:30", Claim: custody.Official}); err != nil {
				return err
			}
			_, err := custody.AddMilestone(ctx, tx, custody.NewMilestone{PersonID: rosa.PersonID, Kind: custody.Release, On: partialdate.On(monday), Claim: custody.Estimate})
			return err
		})
		w.as(w.lee, &trail.Deed{Action: "people.person.changed", Kind: "person", ID: rosa.PersonID, Args: map[string]string{"name": "Rosa"}}, func(tx *trail.Tx) error {
			return tx.Update(ctx, "person", rosa.PersonID, "", trail.Set{"say_it": "RO-sa"})
		})

		d := w.day(w.ruth, "")
		if len(d.CantWait) != 3 || d.CantWait[0].ID != clock.ID || d.CantWait[1].ID != promise.ID || d.CantWait[2].Kind.Key != "way-release" {
			t.Fatalf("can't wait: %v", order(d.CantWait))
		}
		if d.CantWait[1].Reason != "One page is missing." || d.CantWait[2].Hour() != "08:30" {
			t.Errorf("reasons: %+v", d.CantWait)
		}
		if d.WeekAll != 1 || len(d.WeekKinds) != 1 || d.WeekKinds[0].Kind.Key != tasks.KindVisit {
			t.Errorf("week: %d %+v", d.WeekAll, d.WeekKinds)
		}
		if len(d.Home) != 1 || d.Home[0].Name != "Rosa Delgado" {
			t.Errorf("going home: %+v", d.Home)
		}
		if diff := cmp.Diff(today.Bands{Within30: 1, Over90: 1}, d.Bands); diff != "" {
			t.Error("bands:", diff)
		}
		if len(d.News) != 1 || d.News[0].Actor != "Lee" || d.News[0].Yours != 1 {
			t.Errorf("news: %+v", d.News)
		}
		wantBirthdays := []today.Birthday{{PersonID: rosa.PersonID, Name: "Rosa Delgado", On: "2026-03-05", Turns: 60, About: true}}
		if diff := cmp.Diff(wantBirthdays, d.Birthdays); diff != "" {
			t.Error("birthdays:", diff)
		}
		feb, err := w.s.Day(ctx, w.ruth, "", "2026-02-23")
		must(t, err)
		if len(feb.Birthdays) != 1 || feb.Birthdays[0].On != "2026-02-28" || feb.Birthdays[0].Turns != 42 {
			t.Errorf("29 February in a common year: %+v", feb.Birthdays)
		}
	})
}

func TestWhoseDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		w.person("Ana", "", 50)
		if _, err := w.s.Day(ctx, w.bea, "ruth", ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a colleague's day: %v", err)
		}
		if _, err := w.s.Day(ctx, authz.Actor{}, "", ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("nobody's day: %v", err)
		}
		if d := w.day(w.lee, "ruth"); d.Overdue != 1 || d.Worker != "Ruth" {
			t.Errorf("a lead: %d of %s", d.Overdue, d.Worker)
		}
		_, err := w.cases.SetCover(ctx, w.ruth, casework.Cover{WorkerID: "ruth", ByID: "bea", From: monday, Until: monday.Add(2)})
		must(t, err)
		if d := w.day(w.bea, "ruth"); d.Overdue != 1 || d.Active != 1 || len(d.Today) != 1 {
			t.Errorf("under cover: %+v", d)
		}
		if d := w.day(w.bea, ""); d.Overdue != 0 || d.Active != 0 {
			t.Errorf("Bea's own day holds Ruth's: %+v", d)
		}
	})
}

// A contact handed to a colleague is in the colleague's day and not in one's own.
func TestHandedOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		c := w.person("Ana", "", 50)
		task := w.day(w.ruth, "").Today[0].Task
		if task.CaseID != c.ID {
			t.Fatalf("first row %+v", task)
		}
		must(t, w.tasks.HandOver(ctx, w.ruth, task.ID, task.Rev, "lee"))
		mine, theirs := w.day(w.ruth, ""), w.day(w.lee, "")
		if len(mine.Today) != 0 || mine.TodayAll != 0 || mine.Unset != 0 {
			t.Errorf("still with Ruth: %+v", mine.Today)
		}
		if len(theirs.Today) != 1 || theirs.TodayAll != 1 || theirs.Overdue != 1 {
			t.Errorf("with Lee: %+v, %d overdue", theirs.Today, theirs.Overdue)
		}
	})
}

func TestNothingSetIsFlagged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		c := w.person("Ana", "", 50)
		task := w.day(w.ruth, "").Today[0].Task
		must(t, w.tasks.Done(t.Context(), w.ruth, task.ID, task.Rev))
		d := w.day(w.ruth, "")
		want := []today.Person{{ID: c.PersonID, CaseID: c.ID, Name: "Ana", Last: monday.Add(-50)}}
		if diff := cmp.Diff(want, d.UnsetIs); diff != "" || d.Unset != 1 {
			t.Error(d.Unset, diff)
		}
	})
}

func TestDaysOfTheWeek(t *testing.T) {
	for _, d := range []civil.Day{"2026-03-02", "2026-03-08"} {
		if d.Monday() != monday {
			t.Errorf("%s lies in the week of %s", d, d.Monday())
		}
	}
}
