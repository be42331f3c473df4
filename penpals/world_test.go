package penpals_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/throughcare/throughcare/consent"
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
	"github.com/throughcare/throughcare/penpals"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// home is where every writer of these tests lives. It must be found nowhere.
const home = "7 Marigold Lane, Fernwood"

// world is an office with a box: Ruth leads, Bea works, Wilma writes and has an account.
type world struct {
	t                testing.TB
	db               *database.DB
	clock            *dbtest.Clock
	s                *penpals.Service
	consent          *consent.Service
	tasks            *tasks.Service
	ruth, bea, wilma authz.Actor
	prison           string
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

func newWorld(t testing.TB, db *database.DB, clock *dbtest.Clock) *world {
	t.Helper()
	w := &world{t: t, db: db, clock: clock, tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(penpals.TaskKinds()...)}, consent: &consent.Service{DB: db}}
	w.s = &penpals.Service{DB: db, Organisation: func(context.Context) string { return "Tamarack" }}
	perms := authz.Merge(penpals.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle, consent.Bundle, custody.Bundle, facilities.Bundle)
	actor := func(id string, role authz.Role, sight authz.Sight) authz.Actor {
		return authz.NewActor(id, id, role, sight, perms[role]...)
	}
	w.ruth, w.bea, w.wilma = actor("ruth", authz.Lead, authz.SeesAll), actor("bea", authz.Worker, authz.SeesAll), actor("wilma", authz.Volunteer, authz.SeesGranted)
	must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		for _, a := range []authz.Actor{w.ruth, w.bea, w.wilma} {
			if err := tx.Insert(t.Context(), "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		return nil
	}))
	places := &facilities.Service{DB: db, Bus: event.NewBus()}
	var err error
	w.prison, err = places.Add(t.Context(), w.ruth, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TK", Kind: facilities.Prison})
	must(t, err)
	must(t, places.PutAddress(t.Context(), w.ruth, facilities.Address{
		FacilityID: w.prison, Purpose: facilities.Letters, Lines: "PO Box 77", Town: "Harrow", Region: "TK", Postcode: "40418", Country: "US", Source: "Handbook", CheckedOn: partialdate.Must("2026-02-20"),
	}))
	must(t, w.s.SavePolicy(t.Context(), w.ruth, penpals.Policy{NudgeDays: 30, RematchDays: 60, Box: []string{"PO Box 12", "Tamarack, TK 40100"}}))
	return w
}

// on sets the clock to noon of a day.
func (w *world) on(day civil.Day) { w.clock.Set(day.Start(nil).Add(12 * time.Hour)) }

// person is somebody held at the prison.
func (w *world) person(name string) (id string) {
	w.t.Helper()
	must(w.t, trail.Write(w.t.Context(), w.db, w.ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		p, err := people.Add(w.t.Context(), tx, nil, people.NewPerson{Name: name, Numbers: []people.Number{{Text: "N-" + name}}})
		if err != nil {
			return err
		}
		id = p.ID
		_, err = custody.Place(w.t.Context(), tx, nil, w.s.Today(w.t.Context()), custody.NewStay{PersonID: id, FacilityID: w.prison, Source: "roster", SourceOn: partialdate.Must("2026-01-01")})
		return err
	}))
	return id
}

// agree is a person's yes to a pen pal.
func (w *world) agree(personID string) (consentID string) {
	w.t.Helper()
	id, err := w.consent.Record(w.t.Context(), w.ruth, consent.Answer{PersonID: personID, Act: consent.Give, Terms: consent.Terms{
		Purpose: penpals.Purpose, Classes: consent.Of(consent.C1, consent.C2), How: consent.ByLetter, Lang: "en", From: w.s.Today(w.t.Context()), Until: "2026-12-31",
	}})
	must(w.t, err)
	return id
}

// inside is somebody who agreed and waits since a day.
func (w *world) inside(name string, asked civil.Day, interests ...string) string {
	w.t.Helper()
	id := w.person(name)
	w.agree(id)
	must(w.t, w.s.List(w.t.Context(), w.ruth, place(id, name, asked, interests...)))
	return id
}

func place(personID, called string, asked civil.Day, interests ...string) penpals.Inside {
	return penpals.Inside{PersonID: personID, Called: called, Profile: profile(asked, interests...)}
}

func profile(asked civil.Day, interests ...string) penpals.Profile {
	return penpals.Profile{Languages: []string{"en"}, Interests: interests, Most: 1, AskedOn: asked}
}

func (w *world) writer(name string, asked civil.Day, interests ...string) string {
	w.t.Helper()
	id, err := w.s.SaveWriter(w.t.Context(), w.ruth, penpals.Writer{Name: name, Way: "555-" + name, Profile: profile(asked, interests...)}, home)
	must(w.t, err)
	return id
}

// pair is two who accepted each other today.
func (w *world) pair(personID, writerID string) string {
	w.t.Helper()
	id, err := w.s.Propose(w.t.Context(), w.ruth, personID, writerID, "")
	must(w.t, err)
	must(w.t, w.s.Accept(w.t.Context(), w.ruth, id, "", ""))
	return id
}

func (w *world) letter(pairID string, way penpals.Way) string {
	w.t.Helper()
	id, err := w.s.Log(w.t.Context(), w.ruth, pairID, penpals.Letter{Way: way})
	must(w.t, err)
	return id
}

func (w *world) view(id string) penpals.View {
	w.t.Helper()
	v, err := w.s.View(w.t.Context(), w.ruth, id)
	must(w.t, err)
	return v
}

func (w *world) board() penpals.Board {
	w.t.Helper()
	b, err := w.s.Board(w.t.Context(), w.ruth)
	must(w.t, err)
	return b
}

// due are the tasks that stand before Ruth today.
func (w *world) due() (out []string) {
	w.t.Helper()
	today := w.s.Today(w.t.Context())
	list, err := w.tasks.Due(w.t.Context(), w.ruth, w.ruth.ID, today)
	must(w.t, err)
	for _, t := range list {
		if t.WaitUntil <= today && t.Kind != consent.TaskEnds {
			out = append(out, fmt.Sprintf("%s %s", t.Kind, t.DueOn))
		}
	}
	return out
}

// images are what the trail keeps of rows as they were.
func (w *world) images() (all string, err error) {
	err = w.db.Read(w.t.Context(), func(tx *database.Tx) error {
		return database.Each(w.t.Context(), tx, func(scan database.Scan) error {
			var one string
			err := scan(&one)
			all += one
			return err
		}, `SELECT images FROM change_image`)
	})
	return all, err
}
