package imports_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// world is a record with two facilities and one programme, and Ruth who may do
// everything in it.
type world struct {
	testing.TB
	*imports.Service
	db       *database.DB
	people   *people.Service
	casework *casework.Service
	ruth     authz.Actor
	places   map[string]string // facility ids by name
}

func open(t testing.TB, db *database.DB) *world {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, db: db, ruth: ruth(), places: map[string]string{}}
	w.people = &people.Service{DB: db, Index: index}
	w.casework = &casework.Service{DB: db}
	w.Service = &imports.Service{
		DB: db, Index: index, Places: &facilities.Service{DB: db}, Casework: w.casework, Custody: &custody.Service{DB: db, Bus: event.NewBus()},
		Undone: []trail.After{w.people.After, timeline.After},
	}
	w.write(func(ctx context.Context, tx *trail.Tx) error {
		for _, name := range []string{"Harrow Ridge Correctional Institution", "Pine Hollow State Prison"} {
			id, err := facilities.Add(ctx, tx, facilities.Facility{Name: name, Kind: facilities.Prison, Region: "OH", Country: "US"})
			if err != nil {
				return err
			}
			w.places[name] = id
		}
		return nil
	})
	_, err = w.casework.SaveProgramme(t.Context(), w.ruth, casework.Programme{Name: "Support", IntervalDays: 42})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func ruth() authz.Actor {
	a := authz.System("test")
	a.ID, a.Name = "018f0000-0000-7000-8000-0000000000aa", "Ruth Adeyemi"
	return a
}

// each runs a test on both engines.
func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { test(t, open(t, db)) })
}

func (w *world) write(fn func(context.Context, *trail.Tx) error) {
	w.Helper()
	err := trail.Write(w.Context(), w.db, w.ruth, &trail.Deed{Action: "people.test.changed"}, func(tx *trail.Tx) error { return fn(w.Context(), tx) })
	if err != nil {
		w.Fatal(err)
	}
}

// file makes a file of some text.
func (w *world) file(text string) *sheet.Pieces {
	w.Helper()
	f, err := sheet.ReadPieces(strings.NewReader(text), w.MaxBytes())
	if err != nil {
		w.Fatal(err)
	}
	return f
}

// upload uploads a text as a CSV file.
func (w *world) upload(what, text string) imports.Batch {
	w.Helper()
	b, err := w.Upload(w.Context(), w.ruth, what, "list.csv", w.file(text))
	if err != nil {
		w.Fatal(err)
	}
	return b
}

// check uploads and checks a file.
func (w *world) check(what, text string) (imports.Batch, imports.Counts) {
	w.Helper()
	b := w.upload(what, text)
	counts, err := w.Check(w.Context(), w.ruth, b.ID, nil)
	if err != nil {
		w.Fatal(err)
	}
	return b, counts
}

// save saves a checked batch.
func (w *world) save(id string) imports.Counts {
	w.Helper()
	counts, err := w.Save(w.Context(), w.ruth, id, nil)
	if err != nil {
		w.Fatal(err)
	}
	return counts
}

// bring uploads, checks and saves a file.
func (w *world) bring(what, text string) (imports.Batch, imports.Counts) {
	w.Helper()
	b, _ := w.check(what, text)
	return b, w.save(b.ID)
}

func (w *world) lines(id string, v imports.Verdict) []imports.Line {
	w.Helper()
	lines, err := w.Lines(w.Context(), w.ruth, id, v, 0, 1000)
	if err != nil {
		w.Fatal(err)
	}
	return lines
}

// number asks the database for a number.
func (w *world) number(query string, args ...any) (n int) {
	w.Helper()
	err := w.db.Read(w.Context(), func(tx *database.Tx) (err error) {
		n, err = database.One(w.Context(), tx, func(scan database.Scan) (n int, err error) { err = scan(&n); return n, err }, query, args...)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	return n
}

func (w *world) everybody() int { w.Helper(); return w.number(`SELECT count(*) FROM person`) }

// called finds the one person of a name.
func (w *world) called(name string) people.Full {
	w.Helper()
	var id string
	err := w.db.Read(w.Context(), func(tx *database.Tx) (err error) {
		id, err = database.One(w.Context(), tx, func(scan database.Scan) (s string, err error) { err = scan(&s); return s, err }, `SELECT id FROM person WHERE name = ?`, name)
		return err
	})
	if err != nil {
		w.Fatalf("%s: %v", name, err)
	}
	p, err := w.people.Person(w.Context(), w.ruth, id)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

// record is every row of every record table, as text, in order.
func (w *world) record() string {
	w.Helper()
	var b strings.Builder
	tables := []string{
		"person", "person_name", "person_number", "person_language", "person_fact", "take_care", "stay", "milestone", "timeline_entry", "task",
		"case_file", "case_span", "access_grant",
	}
	err := w.db.Read(w.Context(), func(tx *database.Tx) error {
		for _, table := range tables {
			all, err := database.All(w.Context(), tx, func(scan database.Scan) (s string, err error) { err = scan(&s); return s, err }, `SELECT id FROM `+table+` ORDER BY id`)
			if err != nil {
				return err
			}
			for _, id := range all {
				row, err := tx.Row(w.Context(), table, id)
				if err != nil {
					return err
				}
				fmt.Fprintln(&b, table, row)
			}
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	return b.String()
}
