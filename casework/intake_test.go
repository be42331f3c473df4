package casework_test

import (
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

func TestIntakeIsOneChange(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		p, err := w.s.Intake(ctx, w.ruth, nil, people.NewPerson{Name: "Mei Lin"}, &casework.NewCase{WorkerID: "ruth", IntervalDays: 14})
		if err != nil {
			t.Fatal(err)
		}
		cases, err := w.s.OfPerson(ctx, w.ruth, p.ID) // whoever adds somebody sees them
		if err != nil || len(cases) != 1 || cases[0].IntervalDays != 14 || cases[0].NextOn != today {
			t.Fatalf("%+v, %v", cases, err)
		}
		if err := trail.Undo(ctx, db, w.ruth, p.Rev); err != nil {
			t.Fatal(err)
		}
		if _, err := w.s.OfPerson(ctx, w.lee, p.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("after undo: %v", err)
		}
		alone, err := w.s.Intake(ctx, w.ruth, nil, people.NewPerson{Name: "Alone"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if cases, err := w.s.OfPerson(ctx, w.ruth, alone.ID); err != nil || len(cases) != 0 {
			t.Errorf("%+v, %v", cases, err)
		}
	})
}

func TestIntakeKeepsNothingByHalves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		before, err := peopleCount(t, db)
		if err != nil {
			t.Fatal(err)
		}
		reader := authz.NewActor("r", "R", authz.Worker, authz.SeesAll, people.MayRead, people.MayWrite)
		for name, c := range map[string]struct {
			actor authz.Actor
			n     people.NewPerson
			open  *casework.NewCase
			want  fault.Kind
		}{
			"nobody":            {w.ruth, people.NewPerson{}, nil, fault.Invalid},
			"no such interval":  {w.ruth, people.NewPerson{Name: "x"}, &casework.NewCase{IntervalDays: -1}, fault.Invalid},
			"no right to cases": {reader, people.NewPerson{Name: "x"}, &casework.NewCase{}, fault.Forbidden},
			"no right at all":   {authz.Actor{}, people.NewPerson{Name: "x"}, nil, fault.Forbidden},
		} {
			if _, err := w.s.Intake(ctx, c.actor, nil, c.n, c.open); !fault.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if after, err := peopleCount(t, db); err != nil || after != before {
			t.Errorf("%d people, were %d; %v", after, before, err)
		}
	})
}

func peopleCount(t *testing.T, db *database.DB) (n int, err error) {
	t.Helper()
	err = db.Read(t.Context(), func(tx *database.Tx) error {
		return database.Each(t.Context(), tx, func(scan database.Scan) error { return scan(&n) }, `SELECT count(*) FROM person`)
	})
	return n, err
}

// A letter whose day nobody can read is kept as exactly as it is known, and the
// case counts from the first day it may have been.
func TestAContactOfAMonth(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		c := w.person("Yusuf", casework.NewCase{WorkerID: "ruth", OpenedOn: "2026-01-01", LastContactOn: "2026-01-05", LastContactHow: casework.Call})
		log := func(about string) error {
			return w.s.LogContact(ctx, w.lee, casework.Contact{PersonID: c.PersonID, Channel: casework.LetterIn, What: "words", About: partialdate.Must(about), Sight: timeline.SightLead})
		}
		if err := log("2026-02"); err != nil {
			t.Fatal(err)
		}
		if f := w.reread(c.ID); f.LastContactOn != "2026-02-01" || f.LastContactHow != casework.LetterIn {
			t.Errorf("last contact %s %s", f.LastContactOn, f.LastContactHow)
		}
		if err := log("2024"); err != nil { // an old letter does not turn the clock back
			t.Fatal(err)
		}
		if f := w.reread(c.ID); f.LastContactOn != "2026-02-01" {
			t.Errorf("last contact %s", f.LastContactOn)
		}
		if err := log("2026-04"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a month to come: %v", err)
		}
		line, err := (&timeline.Service{DB: db, Kinds: timeline.NewKinds()}).Page(ctx, w.lee, c.PersonID, timeline.Filter{Group: timeline.Letters})
		if err != nil || len(line.Entries) != 2 || line.Entries[0].On.String() != "2026-02" || line.Entries[0].Sight != timeline.SightLead {
			t.Errorf("%+v, %v", line.Entries, err)
		}
	})
}
