package merging_test

import (
	"context"
	"fmt"
	"maps"
	"testing"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
	"github.com/throughcare/throughcare/today"
)

// office is a record with every capability that keeps something about people.
type office struct {
	*merging.Service
	t     testing.TB
	ctx   context.Context
	db    *database.DB
	clock *dbtest.Clock
	index *search.Index
	moves *custody.Service
	lead  authz.Actor
}

func each(t *testing.T, fn func(*office)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(openOn(t, db, clock)) })
}

func openOn(t testing.TB, db *database.DB, clock *dbtest.Clock) *office {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	must(t, err)
	bundle := authz.Merge(people.Bundle, timeline.Bundle, tasks.Bundle, custody.Bundle, casework.Bundle, access.Bundle, merging.Bundle)
	o := &office{
		t: t, ctx: t.Context(), db: db, clock: clock, index: index, moves: &custody.Service{DB: db, Bus: event.NewBus()},
		lead: authz.NewActor(ids.New(), "Ruth", authz.Lead, authz.SeesAll, bundle[authz.Lead]...),
	}
	p := &people.Service{DB: db, Index: index}
	o.Service = &merging.Service{
		DB: db, People: p, Timeline: &timeline.Service{DB: db, Kinds: timeline.NewKinds()}, After: []trail.After{p.After, timeline.After, consent.After},
		Movers: []merging.Mover{
			&access.Service{DB: db}, o.moves, &timeline.Service{DB: db}, &tasks.Service{DB: db}, &casework.Service{DB: db}, &consent.Service{DB: db}, &today.Service{DB: db},
		},
	}
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) must(err error) { o.t.Helper(); must(o.t, err) }

func (o *office) is(err error, kind fault.Kind) {
	o.t.Helper()
	if !fault.Is(err, kind) {
		o.t.Fatalf("got %v, want %v", err, kind)
	}
}

// add records somebody with a number and a fact.
func (o *office) add(name, number string, facts ...people.Fact) string {
	o.t.Helper()
	p, err := o.People.Add(o.ctx, o.lead, people.NewPerson{Name: name, Numbers: []people.Number{{Text: number, Issuer: "DOC"}}})
	o.must(err)
	for _, f := range facts {
		o.must(o.People.SetFact(o.ctx, o.lead, p.ID, "", f))
	}
	return p.ID
}

func (o *office) full(id string) people.Full {
	o.t.Helper()
	f, err := o.People.Person(o.ctx, o.lead, id)
	o.must(err)
	return f
}

func (o *office) merge(keep, gone string, take ...string) merging.Merge {
	o.t.Helper()
	m, err := o.Merge(o.ctx, o.lead, merging.New{Keep: keep, Gone: gone, Take: take})
	o.must(err)
	return m
}

func (o *office) part(m merging.Merge) {
	o.t.Helper()
	_, err := o.Part(o.ctx, o.lead, m.ID)
	o.must(err)
}

// insert writes a row past the rules, for what only a long history makes.
func (o *office) insert(rows ...row) {
	o.t.Helper()
	deed := &trail.Deed{Action: "test.filled", Kind: "person"}
	o.must(trail.Write(o.ctx, o.db, o.lead, deed, func(tx *trail.Tx) error {
		for _, r := range rows {
			if err := tx.Insert(o.ctx, r.table, ids.New(), r.set); err != nil {
				return fmt.Errorf("%s: %w", r.table, err)
			}
		}
		return nil
	}))
}

type row struct {
	table string
	set   trail.Set
}

// pointers are the columns of the record that name a person.
var pointers = [][2]string{
	{"person", "id"}, {"person_name", "person_id"}, {"person_number", "person_id"}, {"person_language", "person_id"}, {"person_fact", "person_id"},
	{"take_care", "person_id"}, {"relation", "person_id"}, {"relation", "other_id"}, {"stay", "person_id"}, {"milestone", "person_id"},
	{"timeline_entry", "person_id"}, {"task", "person_id"}, {"case_file", "person_id"}, {"case_span", "person_id"}, {"handover_line", "person_id"},
	{"consent_entry", "person_id"}, {"disclosure", "person_id"}, {"consent_form", "person_id"}, {"chapter_offer", "person_id"},
	{"access_grant", "person_id"}, {"access_bar", "person_id"}, {"restriction", "person_id"}, {"broken_glass", "person_id"},
}

// images are all rows about some people, by table and id, without their rev.
func (o *office) images(persons ...string) map[string]map[string]any {
	o.t.Helper()
	out := map[string]map[string]any{}
	o.must(o.db.Read(o.ctx, func(tx *database.Tx) error {
		for _, p := range pointers {
			for _, person := range persons {
				list, err := database.All(o.ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
					`SELECT id FROM `+p[0]+` WHERE `+p[1]+` = ?`, person)
				if err != nil {
					return err
				}
				for _, id := range list {
					row, err := tx.Row(o.ctx, p[0], id)
					if err != nil {
						return err
					}
					delete(row, "rev")
					out[p[0]+" "+id] = row
				}
			}
		}
		return nil
	}))
	return out
}

// same compares images, and names the first rows that differ.
func same(t interface {
	Helper()
	Errorf(string, ...any)
}, want, got map[string]map[string]any,
) {
	t.Helper()
	for key, row := range want {
		if !maps.Equal(row, got[key]) {
			t.Errorf("%s:\n was %v\n is  %v", key, row, got[key])
		}
	}
	for key := range got {
		if want[key] == nil {
			t.Errorf("%s was not there before: %v", key, got[key])
		}
	}
}

// whole fails unless the trail accounts for every row.
func (o *office) whole() {
	o.t.Helper()
	o.must(o.db.Read(o.ctx, func(tx *database.Tx) error {
		report, err := trail.Verify(o.ctx, tx)
		if err == nil && report.Broken != nil {
			err = report.Broken
		}
		return err
	}))
}

// current is the facility somebody is at, "" for none.
func (o *office) current(person string) (facility string) {
	o.t.Helper()
	s, err := o.moves.Current(o.ctx, o.lead, person)
	o.must(err)
	return s.FacilityID
}

// moved is a move out of every facility.
func moved(on partialdate.Date) custody.Move {
	return custody.Move{State: custody.Released, On: on, Source: "his sister"}
}
