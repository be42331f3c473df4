package accessweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/access/accessweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
)

// office serves the pages to a lead, over a record with two colleagues and one
// person.
type office struct {
	t     *testing.T
	db    *database.DB
	staff *staff.Service
	pages *accessweb.Pages
	ids   map[string]string
	yusuf string
}

func newOffice(t *testing.T, db *database.DB) *office {
	t.Helper()
	choices, err := settings.Open(t.Context(), db)
	must(t, err)
	index, err := search.Open(t.Context(), db)
	must(t, err)
	bundle := authz.Merge(staff.Bundle, people.Bundle, tasks.Bundle, access.Bundle)
	s, err := staff.NewService(staff.Config{DB: db, Settings: choices, Key: dbtest.Key(), Bundle: bundle, Cost: staff.Cost{MemoryKiB: 64, Passes: 1}})
	must(t, err)
	hash, err := staff.HashPhrase(t.Context(), "paper boats cross the quiet river")
	must(t, err)
	ruth, err := s.First(t.Context(), staff.NewAccount{Name: "Ruth", Role: authz.Lead}, hash)
	must(t, err)
	bea, _, err := s.Add(t.Context(), authz.System("test"), staff.NewAccount{Name: "Bea", Role: authz.Worker})
	must(t, err)
	o := &office{t: t, db: db, staff: s, ids: map[string]string{"ruth": ruth.ID, "bea": bea.ID}}
	o.pages = &accessweb.Pages{Access: &access.Service{DB: db}, People: &people.Service{DB: db, Index: index}}
	yusuf, err := o.pages.People.Add(t.Context(), authz.System("test"), people.NewPerson{Name: "Yusuf Karimi", Numbers: []people.Number{{Text: "0418", Issuer: "DOC"}}, Born: partialdate.Must("1988")})
	must(t, err)
	o.yusuf = yusuf.ID
	return o
}

// as serves the pages to a colleague who has just proved who they are.
func (o *office) as(name string, options ...webtest.Option) *webtest.App {
	o.t.Helper()
	actor, err := o.staff.Actor(o.t.Context(), o.ids[name])
	must(o.t, err)
	actor.Proven = true
	options = append(options, webtest.As(actor), webtest.Words(accessweb.Locales, partialdate.Locales))
	return webtest.New(o.t, o.pages.Routes(), options...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestThePageOfAPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		path := "/people/" + o.yusuf + "/access"
		if got := o.as("bea").Get(path); got.Status != http.StatusNotFound {
			t.Fatalf("hidden: %d", got.Status)
		}
		app := o.as("ruth")
		page := app.Get(path)
		page.Check()
		if page.Status != http.StatusOK || page.Count("table") != 0 {
			t.Fatalf("status %d, %d tables", page.Status, page.Count("table"))
		}
		wrong := app.Post(path+"/give", "account", o.ids["bea"], "until", "the day after never")
		wrong.Check()
		if wrong.Status != http.StatusUnprocessableEntity || wrong.Attr("#f-until", "value") != "the day after never" {
			t.Fatalf("status %d: what was typed is lost", wrong.Status)
		}
		if got := app.Post(path+"/give", "account", o.ids["bea"], "until", "tomorrow"); got.To != path {
			t.Fatalf("led to %q", got.To)
		}
		page = app.Get(path)
		page.Check()
		if page.Text("tbody th") != "Bea" {
			t.Fatalf("names %q", page.Text("tbody th"))
		}
		if got := o.as("bea").Get(path); got.Status != http.StatusOK {
			t.Fatalf("given: %d", got.Status)
		}
		if got := o.as("bea").Post(path+"/conflict", "kind", "family"); got.To != "/" {
			t.Fatalf("led to %q", got.To)
		}
		if got := o.as("bea").Get(path); got.Status != http.StatusNotFound {
			t.Fatalf("over a conflict of interest: %d", got.Status)
		}
		if page = app.Get(path); !strings.Contains(page.Text("#conflicts"), "Conflicts") {
			t.Error("the lead does not see the conflict")
		}
	})
}

func TestBreakingTheGlass(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	app := o.as("bea", webtest.In("es"))
	app.Get("/break-glass").Check()
	wrong := app.Post("/break-glass", "who", "0418", "why", "porque sí")
	wrong.Check()
	if wrong.Status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", wrong.Status)
	}
	missing := app.Post("/break-glass", "who", "9999", "why", "Llama su madre: lo llevaron al hospital")
	if missing.Status != http.StatusUnprocessableEntity {
		t.Fatalf("nobody: status %d", missing.Status)
	}
	if got := app.Post("/break-glass", "who", "0418", "why", "Llama su madre: lo llevaron al hospital"); got.To != "/people/"+o.yusuf {
		t.Fatalf("led to %q", got.To)
	}
	page := o.as("ruth").Get("/settings/access")
	page.Check()
	if page.Count(".rows li") != 2 || !strings.Contains(page.Body, "Llama su madre") {
		t.Errorf("the lead sees %d of two", page.Count(".rows li"))
	}
	if got := o.as("bea").Get("/settings/access"); got.Status == http.StatusOK {
		t.Error("a worker reads the list of broken glass")
	}
}

func TestChaptersOnThePage(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	app := o.as("ruth")
	if got := app.Post("/settings/access/chapters", "name", " "); got.Status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", got.Status)
	}
	app.Post("/settings/access/chapters", "name", "North")
	page := app.Get("/settings/access")
	page.Check()
	chapter := page.Attr(`select[name="chapter"] option:nth-child(2)`, "value")
	if got := app.Post("/people/"+o.yusuf+"/access/offer", "chapter", chapter, "why", "Moves there"); got.Status != http.StatusSeeOther {
		t.Fatalf("status %d", got.Status)
	}
	page = app.Get("/settings/access")
	page.Check()
	if strings.Contains(page.Text(`section[aria-labelledby="offers"]`), "Yusuf") || page.Count("#offers") != 1 {
		t.Error("the offer names the person")
	}
	action := page.Attr(`form[action$="/take"]`, "action")
	if got := app.Post(action); got.To != "/settings/access" {
		t.Fatalf("led to %q", got.To)
	}
}

// Somebody who is marked is under age on the page until the mark is taken off.
func TestMarkingAsUnderAge(t *testing.T) {
	t.Parallel()
	o := newOffice(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	path := "/people/" + o.yusuf + "/access"
	page := o.as("ruth").Get(path)
	if page.Count("#young") != 0 || page.Count("form[action='"+path+"/minor']") != 1 {
		t.Fatal("a grown-up is under age, or cannot be marked")
	}
	if got := o.as("ruth").Post(path + "/minor"); got.To != path {
		t.Fatalf("led to %q", got.To)
	}
	for _, lang := range []string{"en", "es"} {
		page = o.as("ruth", webtest.In(lang)).Get(path)
		page.Check()
		if page.Count(".note form[action='"+path+"/minor/end']") != 1 || page.Count("form[action='"+path+"/minor']") != 0 || page.Text("tbody th") != "Ruth" {
			t.Fatalf("%s", page.Text("main"))
		}
	}
	if got := o.as("bea").Post(path + "/minor/end"); got.Status != http.StatusNotFound {
		t.Fatalf("somebody who is not named takes the mark off: %d", got.Status)
	}
	o.as("ruth").Post(path + "/minor/end")
	if page = o.as("ruth").Get(path); page.Count("#young") != 0 {
		t.Error("the mark stands")
	}
}
