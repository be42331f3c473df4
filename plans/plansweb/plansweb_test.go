package plansweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/plans"
	"github.com/throughcare/throughcare/plans/plansweb"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

var bundle = authz.Merge(plans.Bundle, custody.Bundle, people.Bundle, tasks.Bundle, timeline.Bundle)

// desk is the pages over a record in which Tyrell goes home on Thursday at 09:30.
type desk struct {
	*testing.T
	*webtest.App
	pages   *plansweb.Pages
	custody *custody.Service
	clock   *dbtest.Clock
	ruth    authz.Actor
	tyrell  string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, fn func(*desk)) {
	t.Helper()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		bus := event.NewBus()
		d := &desk{T: t, clock: clock, custody: &custody.Service{DB: db, Bus: bus}}
		s := &plans.Service{DB: db}
		s.Listen(bus)
		d.ruth = authz.NewActor(ids.New(), "Ruth", authz.Lead, authz.SeesAll, bundle[authz.Lead]...)
		must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
			p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Tyrell Okafor"})
			if err != nil {
				return err
			}
			d.tyrell = p.ID
			return tx.Insert(t.Context(), "account", d.ruth.ID, dbtest.Account("ruth", "Ruth", "lead"))
		}))
		_, err := d.custody.SetMilestone(t.Context(), d.ruth, custody.NewMilestone{PersonID: d.tyrell, Kind: custody.Release, On: partialdate.Must("2026-03-05"), At: "09:30"})
		must(t, err)
		d.pages = &plansweb.Pages{Plans: s, Team: func(context.Context) ([]layout.Option, error) {
			return []layout.Option{{Value: d.ruth.ID, Label: "Ruth"}}, nil
		}}
		d.App = d.as(d.ruth)
		fn(d)
	})
}

func (d *desk) as(a authz.Actor) *webtest.App {
	return webtest.New(d.T, d.pages.Routes(), webtest.As(a), webtest.Words(plansweb.Locales, partialdate.Locales, rulepacks.Locales))
}

func (d *desk) plan() string { return "/people/" + d.tyrell + "/plan" }

func contains(t *testing.T, page *webtest.Page, wants ...string) {
	t.Helper()
	text := page.Text("main")
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

// A plan is made, something in it is settled with one press, something is added in own
// words, the paper is printed, and after the gate the call is made.
func TestAPlanFromItsFirstPageToTheGate(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		page := d.Look(d.plan())
		if n := page.Count(`input[name="needs"][checked]`); n != 13 {
			t.Errorf("%d needs are ticked, want the 13 usual ones", n)
		}
		contains(t, page, "Thursday, March 5", "09:30")
		form := []string{"outline", "united-states"}
		for _, key := range []string{"ride", "bed", "medicine", "id", "phone", "food", "money", "office", "family", "naloxone"} {
			form = append(form, "needs", key)
		}
		if page = d.Post(d.plan(), form...); page.Status != http.StatusSeeOther {
			t.Fatalf("made: status %d, %s", page.Status, page.Text("main"))
		}
		page = d.Look(d.plan())
		contains(t, page, "0 of 10", "A bed for the first night", "Must be there", "Fri Mar 6 09:30")
		bed := page.Doc.Find(`form[action$="/met"]`).Eq(0)
		action, _ := bed.Attr("action")
		rev, _ := bed.Find(`input[name="rev"]`).Attr("value")
		d.Post(action, "rev", rev)
		contains(t, d.Look(d.plan()), "1 of 10")

		if page = d.Post(d.plan()+"/needs/new", "title", "", "due", "-1w", "owner", d.ruth.ID, "state", "todo", "note", "He asked twice."); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("textarea"), "He asked twice.") {
			t.Errorf("without words: status %d, kept %q", page.Status, page.Text("textarea"))
		}
		d.Look(d.plan() + "/needs/new")
		d.Post(d.plan()+"/needs/new", "title", "The dog back from the shelter", "due", "-1w", "owner_name", "His sister", "state", "doing", "note", "She has the form.")
		contains(t, d.Look(d.plan()), "The dog back from the shelter", "His sister", "Under way")
		contains(t, d.Look(d.plan()+"/paper"), "She has the form.", "We call you", "Fri Mar 6 09:30")
		contains(t, d.Look("/going-home"), "Tyrell Okafor", "Nobody is on duty today")

		d.clock.Set(time.Date(2026, 3, 6, 10, 0, 0, 0, time.UTC))
		_, err := d.custody.Move(t.Context(), d.ruth, []string{d.tyrell}, custody.Move{State: custody.Released, On: partialdate.Must("2026-03-05"), Source: "his sister"})
		must(t, err)
		page = d.Look(d.plan())
		call := page.Doc.Find(`form[action*="/calls/"]`)
		action, _ = call.Attr("action")
		rev, _ = call.Find(`input[name="rev"]`).Attr("value")
		d.Look(action)
		d.Post(action, "state", "reached", "rev", rev)
		contains(t, d.Look(d.plan()), "Reached", "Home since")
		contains(t, d.Look("/going-home"), "1 of 3")
		contains(t, d.Look("/going-home/outcomes"), "Nobody with a plan")
	})
}

// Conditions and papers are kept by pages; duty is given and taken off.
func TestConditionsPapersAndDuty(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		d.Look(d.plan() + "/conditions/new")
		if page := d.Post(d.plan()+"/conditions/new", "words", "Home by nine", "kind", "curfew", "until", "the day after never"); page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("textarea"), "Home by nine") {
			t.Errorf("a day that is none: status %d", page.Status)
		}
		d.Post(d.plan()+"/conditions/new", "words", "Home by nine", "kind", "curfew", "until", "2026-07-01", "source", "the order")
		page := d.Look(d.plan())
		contains(t, page, "Home by nine", "until Jul 1", "the order")
		change, _ := page.Doc.Find(`a[href*="/conditions/0"]`).Attr("href")
		d.Look(change)

		d.Look(d.plan() + "/papers/new")
		d.Post(d.plan()+"/papers/new", "kind", "birth", "holder", "us", "place", "Safe", "note", "by post")
		page = d.Look(d.plan())
		contains(t, page, "Birth certificate", "With us, Safe")
		paper, _ := page.Doc.Find(`a[href*="/papers/0"]`).Attr("href")
		rev := d.Look(paper).Attr(`input[name="rev"]`, "value")
		d.Post(paper, "holder", "person", "note", "at the gate", "rev", rev)
		contains(t, d.Look(paper), "at the gate", "by post")
		if again := d.Post(paper, "holder", "us", "rev", rev); again.Status != http.StatusConflict {
			t.Errorf("changed since: status %d", again.Status)
		}

		d.Post("/going-home/duty", "owner", d.ruth.ID, "from", "2026-03-01", "until", "2026-03-31")
		page = d.Look("/going-home/duty")
		contains(t, page, "Ruth", "Sun Mar 1")
		d.Post(page.Attr(`form[action$="/end"]`, "action"))
		contains(t, d.Look("/going-home/duty"), "Nobody is on duty.")
	})
}

// Who reads only finds no form, and is refused; who sees nobody finds nobody.
func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		reader := d.as(authz.NewActor(ids.New(), "Ann", authz.Worker, authz.SeesAll, plans.MayRead, people.MayRead))
		if page := reader.Get(d.plan()); page.Status != http.StatusOK || page.Count(`form[action$="/plan"]`) != 0 {
			t.Errorf("status %d, %d forms", page.Status, page.Count("main form"))
		}
		if page := reader.Post(d.plan(), "outline", "united-states"); page.Status != http.StatusForbidden && page.Status != http.StatusNotFound {
			t.Errorf("made by a reader: status %d", page.Status)
		}
		blind := d.as(authz.NewActor(ids.New(), "Bea", authz.Worker, authz.SeesGranted, bundle[authz.Worker]...))
		if page := blind.Get(d.plan()); page.Status != http.StatusNotFound {
			t.Errorf("somebody she does not see: status %d", page.Status)
		}
		for _, path := range []string{"/needs/" + ids.New(), "/calls/" + ids.New(), "/outcomes/" + ids.New(), "/conditions/" + ids.New(), "/papers/" + ids.New()} {
			if page := d.Get(d.plan() + path); page.Status != http.StatusNotFound {
				t.Errorf("%s: status %d", path, page.Status)
			}
		}
	})
}
