package sentences_test

import (
	"context"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/release"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/sentences"
	"github.com/throughcare/throughcare/tasks"
)

var (
	ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll,
		sentences.MayRead, sentences.MayWrite, custody.MayRead, custody.MayWrite, people.MayRead, people.MayWrite, tasks.MayRead, tasks.MayWrite)
	vera = authz.NewActor("vera", "Vera", authz.Volunteer, authz.SeesAll, sentences.MayRead, people.MayRead)
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// office is a record with one person in it.
type office struct {
	*sentences.Service
	t       *testing.T
	db      *database.DB
	custody *custody.Service
	tasks   *tasks.Service
	yusuf   string
}

func newOffice(t *testing.T, db *database.DB) *office {
	t.Helper()
	bus := event.NewBus()
	o := &office{
		t: t, db: db, custody: &custody.Service{DB: db, Bus: bus}, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(sentences.TaskKinds()...)},
		Service: &sentences.Service{
			DB:   db,
			Book: func(context.Context, *database.Tx) (*rulepacks.Book, error) { return rulepacks.NewBook(nil, nil), nil },
			Who:  func(context.Context, *database.Tx, string) (string, string, error) { return "ruth", "", nil },
		},
	}
	o.Listen(bus)
	p, err := (&people.Service{DB: db}).Add(t.Context(), ruth, people.NewPerson{Name: "Yusuf Karimi"})
	must(t, err)
	o.yusuf = p.ID
	return o
}

// twoYears ends its custody on 12 January 2026 by the law of the test's day.
func (o *office) twoYears() sentences.New {
	return sentences.New{PersonID: o.yusuf, Source: "the warrant", Ask: release.Ask{Jurisdiction: release.EnglandWales, Imposed: "2025-11-10", Length: release.Length{Years: 2}}}
}

func (o *office) official(day string) {
	o.t.Helper()
	_, err := o.custody.SetMilestone(o.t.Context(), ruth, custody.NewMilestone{PersonID: o.yusuf, Kind: custody.Release, On: partialdate.Must(day), Source: "prison", SourceOn: partialdate.Must("2026-03-01")})
	must(o.t, err)
}

// queries are the open questions to the prison.
func (o *office) queries() (open []tasks.Task) {
	o.t.Helper()
	all, err := o.tasks.OfPerson(o.t.Context(), ruth, o.yusuf)
	must(o.t, err)
	for _, t := range all {
		if t.Kind == sentences.TaskQuery && t.State == tasks.Open {
			open = append(open, t)
		}
	}
	return open
}

// The difference of acceptance A27: seven days apart, and the task stands.
func TestADifferenceAsksToQueryTheCalculation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		must(t, o.Record(t.Context(), ruth, o.twoYears()))
		at, err := o.Standing(t.Context(), ruth, o.yusuf)
		must(t, err)
		due := at.Due()
		if due != "2026-08-28" || at.Apart() != 0 || len(o.queries()) != 0 {
			t.Fatalf("due %s, apart %d, %d queries", due, at.Apart(), len(o.queries()))
		}
		o.official(string(due.Add(7)))
		q := o.queries()
		if len(q) != 1 || q[0].Args["gap"] != "7" || q[0].WorkerID != "ruth" || q[0].DueOn != "2026-03-09" {
			t.Fatalf("the queries are %+v", q)
		}
		o.official(string(due.Add(7))) // said again: nothing new to ask
		if again := o.queries(); len(again) != 1 || again[0].ID != q[0].ID {
			t.Fatalf("said again: %+v", again)
		}
		must(t, o.tasks.Done(t.Context(), ruth, q[0].ID, q[0].Rev))
		o.official(string(due.Add(7)))
		if len(o.queries()) != 0 {
			t.Fatal("what was asked and answered is asked again")
		}
		o.official(string(due.Add(-30)))
		if q := o.queries(); len(q) != 1 {
			t.Fatalf("another date: %+v", q)
		}
		o.official(string(due))
		if len(o.queries()) != 0 {
			t.Fatal("the dates agree, and the query stands")
		}
	})
}

// A day between the one somebody walks out on and the one release falls due is no
// difference.
func TestTheDaySomebodyWalksOutIsNoDifference(t *testing.T) {
	t.Parallel()
	at := sentences.Standing{Estimate: release.Estimate{Dates: []release.Dated{{Key: release.CRD, Day: "2027-06-12"}}, ReleaseDay: "2027-06-10"}}
	for day, want := range map[civil.Day]int{"": 0, "2027-06-09": -1, "2027-06-10": 0, "2027-06-11": 0, "2027-06-12": 0, "2027-06-13": 1} {
		at.Official = day
		if got := at.Apart(); got != want {
			t.Errorf("%s is %d days apart, want %d", day, got, want)
		}
	}
}

// A new sentence takes the place of the old, one that cannot be calculated is kept
// without a date, and the official date stands in any case.
func TestRecording(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := newOffice(t, db)
		at, err := o.Standing(ctx, vera, o.yusuf)
		if err != nil || at.Sentence.ID != "" || at.Due() != "" {
			t.Fatalf("nothing is recorded: %+v, %v", at, err)
		}
		o.official("2026-05-04")
		must(t, o.Record(ctx, ruth, o.twoYears()))
		n := o.twoYears()
		n.Jurisdiction, n.Length = release.Scotland, release.Length{Years: 6}
		must(t, o.Record(ctx, ruth, n))
		at, err = o.Standing(ctx, vera, o.yusuf)
		if err != nil || at.Refused == nil || at.Due() != "" || at.Official != "2026-05-04" || at.Sentence.Length.Years != 6 || len(o.queries()) != 0 {
			t.Fatalf("%+v, %v, %d queries", at, err, len(o.queries()))
		}
		must(t, o.End(ctx, ruth, o.yusuf, at.Sentence.Rev))
		if at, _ := o.Standing(ctx, ruth, o.yusuf); at.Sentence.ID != "" {
			t.Fatalf("an ended sentence holds: %+v", at.Sentence)
		}
		if err := o.End(ctx, ruth, o.yusuf, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("ending nothing: %v", err)
		}
	})
}

func TestRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := newOffice(t, db)
		if err := o.Record(ctx, vera, o.twoYears()); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a volunteer: %v", err)
		}
		if _, err := o.Standing(ctx, authz.NewActor("x", "X", authz.Worker, authz.SeesGranted, sentences.MayRead, people.MayRead), o.yusuf); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody who may not see the person: %v", err)
		}
		for field, change := range map[string]func(*sentences.New){
			"jurisdiction": func(n *sentences.New) { n.Jurisdiction = "us-tx" },
			"imposed":      func(n *sentences.New) { n.Imposed = "2026-02-30" },
			"length":       func(n *sentences.New) { n.Length = release.Length{} },
			"remand":       func(n *sentences.New) { n.Remand = -1 },
			"away":         func(n *sentences.New) { n.Away = 10_000 },
		} {
			n := o.twoYears()
			change(&n)
			if err := o.Record(ctx, ruth, n); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// Two people who turn out to be one have one sentence that holds, and the question
// of the other is taken back.
func TestPeopleWhoAreOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		o := newOffice(t, db)
		other, err := (&people.Service{DB: db}).Add(ctx, ruth, people.NewPerson{Name: "Yusif Karmi"})
		must(t, err)
		n := o.twoYears()
		n.PersonID, n.Source = other.ID, "the older one"
		must(t, o.Record(ctx, ruth, n))
		must(t, o.Record(ctx, ruth, o.twoYears()))
		move := func(tx *trail.Tx) error { return o.MovePerson(ctx, tx, other.ID, o.yusuf) }
		must(t, trail.Write(ctx, db, ruth, &trail.Deed{Action: "x", Kind: "person", ID: o.yusuf}, move))
		at, err := o.Standing(ctx, ruth, o.yusuf)
		if err != nil || at.Sentence.Source == "" {
			t.Fatalf("%+v, %v", at, err)
		}
		must(t, o.End(ctx, ruth, o.yusuf, at.Sentence.Rev))
		if at, _ := o.Standing(ctx, ruth, o.yusuf); at.Sentence.ID != "" {
			t.Errorf("a second sentence holds: %+v", at.Sentence)
		}
	})
}
