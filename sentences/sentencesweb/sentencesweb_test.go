package sentencesweb_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/release"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/sentences"
	"github.com/throughcare/throughcare/sentences/sentencesweb"
	"github.com/throughcare/throughcare/tasks"
)

func actor(role authz.Role) authz.Actor {
	b := authz.Merge(custody.Bundle, people.Bundle, sentences.Bundle, tasks.Bundle)
	return authz.NewActor("018f0000-0000-7000-8000-000000000001", "Ruth", role, authz.SeesAll, b[role]...)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// desk is the pages over a record with one person.
type desk struct {
	*webtest.App
	path    string
	yusuf   string
	custody *custody.Service
}

func open(t *testing.T, db *database.DB, role authz.Role, options ...webtest.Option) *desk {
	t.Helper()
	bus := event.NewBus()
	s := &sentences.Service{DB: db, Book: func(context.Context, *database.Tx) (*rulepacks.Book, error) { return rulepacks.NewBook(nil, nil), nil }}
	s.Listen(bus)
	d := &desk{custody: &custody.Service{DB: db, Bus: bus}}
	p, err := (&people.Service{DB: db}).Add(t.Context(), actor(authz.Lead), people.NewPerson{Name: "Yusuf Karimi"})
	must(t, err)
	d.yusuf, d.path = p.ID, "/people/"+p.ID+"/release"
	pages := &sentencesweb.Pages{Sentences: s, Custody: d.custody}
	panels := &web.Panels{}
	pages.Panels(panels)
	person := func(w http.ResponseWriter, r *web.Request) error {
		parts, err := panels.OfPerson(r.Context(), r, r.PathValue("id"))
		if err != nil {
			return err
		}
		var all []templ.Component
		for _, x := range parts {
			all = append(all, x.Body)
		}
		return r.Render(w, http.StatusOK, layout.Page{Title: "Person"}, templ.Join(all...))
	}
	routes := append(pages.Routes(), web.Route{Pattern: "GET /people/{id}", Needs: people.MayRead, Handle: person})
	d.App = webtest.New(t, routes, append([]webtest.Option{webtest.As(actor(role)), webtest.Words(sentencesweb.Locales, release.Locales, partialdate.Locales), webtest.With(func(c *web.Config) {
		c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
			return trail.Undo(ctx, db, actor, change)
		}
	})}, options...)...)
	return d
}

// sentence is the form as somebody fills it in, changed as the pairs say.
func sentence(pairs ...string) []string {
	out := []string{"jurisdiction", "england-wales", "imposed", "10 Nov 2025", "length", "2y", "track", "sds", "source", "the warrant"}
	for i := 0; i < len(pairs); i += 2 {
		if at := slices.Index(out, pairs[i]); at >= 0 {
			out[at+1] = pairs[i+1]
		} else {
			out = append(out, pairs[i:i+2]...)
		}
	}
	return out
}

func TestTheSentenceAndItsEstimate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := open(t, db, authz.Worker)
		page := d.Get(d.path)
		page.Check()
		if text := page.Text("main"); !strings.Contains(text, "Not recorded") || strings.Contains(text, "Workings") || page.Count("form[action='"+d.path+"/end']") != 0 {
			t.Errorf("an empty page says\n%s", text)
		}
		page = d.Post(d.path, sentence("length", "two", "remand", "many")...)
		page.Check()
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("main"), "Give a length like 3y") || page.Attr("input[name=remand]", "value") != "many" {
			t.Errorf("%d: %s", page.Status, page.Text("main"))
		}
		done := d.Post(d.path, sentence("remand", "10")...)
		if done.Status != http.StatusSeeOther {
			t.Fatalf("%d: %s", done.Status, done.Text("main"))
		}
		page = done.Follow()
		page.Check()
		for _, want := range []string{"Tuesday, August 18", "2/5 of 730 days", "Less 10 days on remand", "S.I. 2024/844", "read in the law itself"} {
			if !strings.Contains(page.Text("main"), want) {
				t.Errorf("%q is not on the page\n%s", want, page.Text("main"))
			}
		}
		_, err := d.custody.SetMilestone(t.Context(), actor(authz.Worker), custody.NewMilestone{PersonID: d.yusuf, Kind: custody.Release, On: partialdate.Must("2026-08-25"), Source: "letter of the prison"})
		must(t, err)
		page = d.Get(d.path)
		if text := page.Text("main"); !strings.Contains(text, "Tuesday, August 25") || !strings.Contains(text, "letter of the prison") || !strings.Contains(text, "7 days later than the estimate") {
			t.Errorf("the difference is not said\n%s", text)
		}
		if text := d.Get("/people/" + d.yusuf).Text("main"); !strings.Contains(text, "7 days later") || !strings.Contains(text, "August 18") {
			t.Errorf("the panel says\n%s", text)
		}
		if ended := d.Post(d.path+"/end", "rev", page.Attr("form[action='"+d.path+"/end'] input[name=rev]", "value")); ended.Status != http.StatusSeeOther {
			t.Fatalf("%d", ended.Status)
		}
		if text := d.Get(d.path).Text("main"); strings.Contains(text, "2/5") {
			t.Errorf("an ended sentence is estimated\n%s", text)
		}
	})
}

// What cannot be calculated says why, and only the official date is shown.
func TestARefusalSaysWhy(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), authz.Worker)
	page := d.Post(d.path, sentence("jurisdiction", "scotland", "length", "5y")...).Follow()
	page.Check()
	if text := page.Text("main"); !strings.Contains(text, "decided by the Parole Board") || strings.Contains(text, "Workings") {
		t.Errorf("%s", text)
	}
	page = d.Post(d.path, "jurisdiction", "us-federal", "imposed", "5 Jan 2026", "length", "120m", "jail_credit", "100").Follow()
	page.Check()
	if text := page.Text("main"); !strings.Contains(text, "April 4, 2034") {
		t.Errorf("%s", text)
	}
}

func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	volunteer := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), authz.Volunteer)
	if page := volunteer.Get(volunteer.path); page.Status != http.StatusOK || page.Count("form[action='"+volunteer.path+"']") != 0 {
		t.Errorf("a volunteer: %d", page.Status)
	}
	if got := volunteer.Post(volunteer.path, sentence()...); got.Status != http.StatusForbidden {
		t.Errorf("a volunteer writes: %d", got.Status)
	}
	admin := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), authz.Administrator)
	if got := admin.Get(admin.path); got.Status != http.StatusForbidden {
		t.Errorf("an administrator reads: %d", got.Status)
	}
	worker := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), authz.Worker)
	for _, path := range []string{"/people/nonsense/release", "/people/018f0000-0000-7000-8000-00000000ffff/release"} {
		if got := worker.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.Status)
		}
	}
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), authz.Worker, webtest.In("es"))
	page := d.Post(d.path, sentence("imposed", "2025-11-10")...).Follow()
	page.Check()
	if text := page.Text("main"); !strings.Contains(text, "2/5 de 730 días") || !strings.Contains(text, "leído en la propia ley") {
		t.Errorf("%s", text)
	}
}
