package copyingweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/copying"
	"github.com/throughcare/throughcare/copying/copyingweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// lead is one who has just proved who they are, with an account of that name.
func lead(t *testing.T, db *database.DB, name string) authz.Actor {
	t.Helper()
	a := authz.NewActor(name, name, authz.Lead, authz.SeesAll, authz.Merge(copying.Bundle, people.Bundle)[authz.Lead]...)
	a.Proven = true
	must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		return tx.Insert(t.Context(), "account", a.ID, trail.Set{
			"name": name, "sign_in": name, "sign_in_key": name, "role": "lead", "phrase_hash": "", "code_secret": "", "locale": "", "theme": "", "density": "",
			"single_keys": 0, "created_at": 0, "disabled_at": 0,
		})
	}))
	return a
}

// One asks, another agrees; a reason that says nothing comes back as it was typed.
func TestOneAsksAndAnotherAgrees(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		pages := &copyingweb.Pages{Copying: &copying.Service{DB: db}}
		as := func(a authz.Actor) *webtest.App {
			return webtest.New(t, pages.Routes(), webtest.As(a), webtest.Words(copyingweb.Locales))
		}
		ruth, lee := as(lead(t, db, "Ruth")), as(lead(t, db, "Lee"))
		ruth.Get("/copying").Check()
		bad := ruth.Post("/copying", "why", "because")
		bad.Check()
		if bad.Status != http.StatusUnprocessableEntity || !strings.Contains(bad.Body, "because") {
			t.Errorf("%d %s", bad.Status, bad.Body)
		}
		if done := ruth.Post("/copying", "why", "The yearly copy for the council, deleted in May"); done.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", done.Status, done.Body)
		}
		if own := ruth.Get("/copying"); own.Doc.Find(`form[action$="/agree"]`).Length() != 0 {
			t.Error("one may agree to what one asks oneself")
		}
		page := lee.Get("/copying")
		page.Check()
		to, there := page.Doc.Find(`form[action$="/agree"]`).Attr("action")
		if !there {
			t.Fatal(page.Body)
		}
		if done := lee.Post(to); done.Status != http.StatusSeeOther {
			t.Errorf("%d %s", done.Status, done.Body)
		}
		if again := lee.Post(to); again.Status != http.StatusConflict {
			t.Errorf("agreed twice: %d", again.Status)
		}
		if page := ruth.Get("/copying"); !strings.Contains(page.Body, "Lee agreed") {
			t.Error(page.Body)
		}
	})
}

// Other limits are chosen with a reason, and say on the page from when they hold.
func TestLimitsAreChosen(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	pages := &copyingweb.Pages{Copying: &copying.Service{DB: db}}
	ruth := webtest.New(t, pages.Routes(), webtest.As(lead(t, db, "Ruth")), webtest.Words(copyingweb.Locales))
	page := ruth.Get("/copying/limits")
	page.Check()
	if page.Attr("#f-people", "value") != "200" || page.Attr("#f-pages", "value") != "60" {
		t.Fatal(page.Body)
	}
	bad := ruth.Post("/copying/limits", "people", "5000", "pages", "60", "why", "We are many and have little time")
	bad.Check()
	if bad.Status != http.StatusUnprocessableEntity || bad.Attr("#f-people", "value") != "5000" || !strings.Contains(bad.Body, "We are many") {
		t.Fatalf("%d %s", bad.Status, bad.Body)
	}
	if done := ruth.Post("/copying/limits", "people", "300", "pages", "20", "why", "We are many and have little time"); done.To != "/copying" {
		t.Fatalf("%d %s", done.Status, done.Body)
	}
	page = ruth.Get("/copying")
	page.Check()
	if text := page.Text("main"); !strings.Contains(text, "more than 200 people") || !strings.Contains(text, "more than 20 opened pages") || !strings.Contains(text, "300 people and 20 pages hold from") {
		t.Fatal(text)
	}
	worker := authz.NewActor("w", "Wim", authz.Worker, authz.SeesAll, people.MayRead)
	if got := webtest.New(t, pages.Routes(), webtest.As(worker), webtest.Words(copyingweb.Locales)).Get("/copying"); got.Count("a[href='/copying/limits']") != 0 {
		t.Error("whoever may not choose is led to it")
	}
}
