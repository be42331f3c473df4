package grievances_test

import (
	"testing"

	"github.com/throughcare/throughcare/casework/worker"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// pack is a law invented for the tests: an informal talk that may be left out, a form,
// an appeal from the day the answer was signed, and a court. A policy has no limit.
const pack = `
pack: tk-test
version: "1"
title: Invented procedure
jurisdiction: US
calendars:
  - {id: tk, title: Invented, holidays: [{name: Founders, month: 3, day: 4}], citation: invented, mark: unverified}
procedures:
  - code: tk
    title: Grievance
    agency: Department
    effective_from: 2000-01-01
    applies: {country: US, regions: [TK]}
    calendar: tk
    citation: Invented Code 1
    mark: unverified
    questions:
      - id: about
        ask: An incident, or a standing policy?
        answers:
          - {id: incident, says: An incident}
          - {id: policy, says: A standing policy, track: policy_not_incident, note: No limit runs., citation: Ackerman, mark: unverified}
    steps:
      - id: talk
        title: Talk to staff
        kind: informal
        optional: true
      - id: step-1
        title: Step 1
        kind: formal
        after: [talk]
        send_to: the grievance office
        needs: [A copy of the request]
        form:
          name: F-1
          title: Grievance
          one_issue: true
          extra_pages: 2
          per_week: 1
          citation: invented
          mark: unverified
          fields:
            - {id: who, label: Name, from: name}
            - {id: what, label: What happened, from: about, chars: 40}
            - {id: relief, label: What you want, from: wanted, lines: 2}
        limits:
          - {for: filing, n: 8, unit: working_day, starts_on: [incident, discovery], citation: Invented Code 2, mark: unverified}
          - {for: filing, tracks: [policy_not_incident], n: 0, unit: no_limit, citation: Ackerman, mark: unverified}
          - {for: response, n: 20, unit: calendar_day, starts_on: [logged], silence: denial, extension: {n: 10, unit: calendar_day, citation: invented, mark: unverified}, citation: Invented Code 3, mark: unverified}
      - id: step-2
        title: Step 2
        kind: appeal
        after: [step-1]
        needs: [The step 1 answer]
        limits:
          - {for: filing, n: 20, unit: calendar_day, starts_on: [previous_response_signed, previous_response_received], citation: Invented Code 4, mark: unverified}
          - {for: response, n: 30, unit: calendar_day, starts_on: [submitted], silence: chase, citation: Invented Code 5, mark: unverified}
          - {for: appeal, n: 6, unit: week, starts_on: [submitted], silence: may_proceed, citation: Invented Code 6, mark: unverified}
      - id: court
        title: Court
        kind: court
        after: [step-2]
        limits:
          - {for: filing, n: 30, unit: calendar_day, starts_on: [previous_response_received], citation: Invented Code 7, mark: unverified}
`

// world is an organisation with Ruth, who works, Bea, who was not given anybody, and
// Lee, who leads; Marcus is at Harrow Ridge.
type world struct {
	t                     *testing.T
	db                    *database.DB
	clock                 *dbtest.Clock
	s                     *grievances.Service
	rules                 *rulepacks.Service
	custody               *custody.Service
	tasks                 *tasks.Service
	ruth, bea, lee        authz.Actor
	marcus, harrow, creek string
}

func each(t *testing.T, fn func(*world)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) { fn(newWorld(t, db, clock)) })
}

func newWorld(t *testing.T, db *database.DB, clock *dbtest.Clock) *world {
	t.Helper()
	bus, kinds := event.NewBus(), timeline.NewKinds()
	grievances.TimelineKinds(kinds)
	w := &world{
		t: t, db: db, clock: clock, rules: &rulepacks.Service{DB: db, Bus: bus}, custody: &custody.Service{DB: db, Bus: bus},
		tasks: &tasks.Service{DB: db, Kinds: tasks.NewKinds(grievances.TaskKinds()...)},
	}
	w.s = &grievances.Service{DB: db, Rules: w.rules, Kinds: kinds, Worker: worker.Of}
	w.s.Listen(bus)
	perms := authz.Merge(grievances.Bundle, rulepacks.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle, custody.Bundle, facilities.Bundle)
	w.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, perms[authz.Worker]...)
	w.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	w.lee = authz.NewActor("lee", "Lee", authz.Solo, authz.SeesAll, append(perms[authz.Solo], trail.MayUndoOthers)...)
	if _, err := w.rules.Install(t.Context(), w.lee, []byte(pack), "the tests"); err != nil {
		t.Fatal(err)
	}
	places := &facilities.Service{DB: db, Bus: bus}
	var err error
	if w.harrow, err = places.Add(t.Context(), w.lee, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TK", Kind: facilities.Prison}); err != nil {
		t.Fatal(err)
	}
	if w.creek, err = places.Add(t.Context(), w.lee, facilities.Facility{Name: "Larch Creek", Country: "US", Region: "TK", Kind: facilities.Prison}); err != nil {
		t.Fatal(err)
	}
	w.write(func(tx *trail.Tx) error {
		for _, a := range []authz.Actor{w.ruth, w.bea, w.lee} {
			if err := tx.Insert(t.Context(), "account", a.ID, dbtest.Account(a.ID, a.Name, string(a.Role))); err != nil {
				return err
			}
		}
		p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Marcus Bellweather", Numbers: []people.Number{{Text: "0392-BL-07"}}})
		w.marcus = p.ID
		return err
	})
	w.move(w.harrow)
	return w
}

func (w *world) write(fn func(*trail.Tx) error) {
	w.t.Helper()
	if err := trail.Write(w.t.Context(), w.db, authz.System("test"), &trail.Deed{Action: "test"}, fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) move(facility string) {
	w.t.Helper()
	if _, err := w.custody.Move(w.t.Context(), w.ruth, []string{w.marcus}, custody.Move{FacilityID: facility, Unit: "D-118", Source: "roster", Confidence: custody.Confirmed}); err != nil {
		w.t.Fatal(err)
	}
}

// insulin is a grievance as it is entered, of Monday 2 March 2026.
func (w *world) insulin() grievances.New {
	return grievances.New{
		PersonID: w.marcus, FacilityID: w.harrow, Title: "Insulin given late", Topic: "food", What: "It came at ten at night, and I was shaking.",
		Incident: partialdate.Must("2026-03-02"), Wanted: []string{"Doses at 07:00 and 17:00", " "}, Procedure: "tk", WorkerID: "ruth",
	}
}

func (w *world) open(n grievances.New) string {
	w.t.Helper()
	id, err := w.s.Open(w.t.Context(), w.ruth, n)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) on(day civil.Day) {
	w.clock.Set(day.Start(nil).Add(12 * 3600e9))
}

// record takes an event down on the day it happens.
func (w *world) record(id, step string, kind way.EventKind, day string, more ...func(*way.Event)) string {
	w.t.Helper()
	e := way.Event{Kind: kind, Step: step, On: partialdate.Must(day)}
	for _, fn := range more {
		fn(&e)
	}
	if first, _ := e.On.Bounds(); first > w.s.Today(w.t.Context()) {
		w.on(first)
	}
	made, err := w.s.Record(w.t.Context(), w.ruth, id, e)
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

func answered(how way.Way, signed string) func(*way.Event) {
	return func(e *way.Event) { e.Way, e.SignedOn = how, partialdate.Must(signed) }
}

func (w *world) view(id string) grievances.View {
	w.t.Helper()
	v, err := w.s.View(w.t.Context(), w.ruth, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// due lists the open tasks of Marcus as "kind day".
func (w *world) due() []string {
	w.t.Helper()
	list, err := w.tasks.OfPerson(w.t.Context(), w.ruth, w.marcus)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, t := range list {
		out = append(out, t.Kind+" "+string(t.DueOn))
	}
	return out
}

func (w *world) wantDue(when string, want ...string) {
	w.t.Helper()
	got := w.due()
	if len(got) != len(want) {
		w.t.Errorf("%s: to do %q, want %q", when, got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			w.t.Errorf("%s: to do %q, want %q", when, got, want)
			return
		}
	}
}

func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
