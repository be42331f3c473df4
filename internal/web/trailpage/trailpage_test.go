package trailpage_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/trailpage"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

const (
	ida    = "019a0000-0000-7000-8000-00000000001a"
	hidden = "019a0000-0000-7000-8000-00000000001b"
)

// place is the pages over a record that was looked at.
type place struct {
	t  *testing.T
	db *database.DB
}

func open(t *testing.T, db *database.DB) place {
	t.Helper()
	w := trail.NewWitness(db)
	for _, look := range []struct {
		id, name string
		look     trail.Look
		people   []string
	}{
		{"samir", "Samir Haddad", trail.Page, []string{ida}},
		{"samir", "Samir Haddad", trail.Export, []string{ida, hidden}},
		{webtest.Ruth().ID, "Ruth Adeyemi", trail.Page, []string{ida}},
		{"greta", "Greta Lindqvist", trail.List, []string{ida, hidden}},
	} {
		_, seen := trail.Watch(t.Context())
		seen.Add(look.look, look.people...)
		if err := w.Record(t.Context(), authz.NewActor(look.id, look.name, authz.Worker, authz.SeesAll), seen); err != nil {
			t.Fatal(err)
		}
	}
	return place{t, db}
}

// as serves the pages to somebody. Nobody sees the hidden person; the worker of
// ida is "worker".
func (p place) as(options ...webtest.Option) *webtest.App {
	pages := &trailpage.Pages{
		DB: p.db,
		Name: func(_ context.Context, _ authz.Actor, id string) (string, error) {
			if id == hidden {
				return "", fault.New(fault.NotFound, "test")
			}
			return "Ida Vance", nil
		},
		Mine: func(_ context.Context, a authz.Actor, _ string) (bool, error) { return a.ID == "worker", nil },
	}
	panels := &web.Panels{}
	pages.Panels(panels)
	routes := append(pages.Routes(), web.Route{Pattern: "GET /people/{id}", Needs: authz.SignedIn, Handle: personPage(panels)})
	return webtest.New(p.t, routes, append(options, webtest.Words(trailpage.Locales))...)
}

func worker(id string) webtest.Option {
	return webtest.As(authz.NewActor(id, "Somebody", authz.Worker, authz.SeesAll, trail.Bundle[authz.Worker]...))
}

func TestThePanelOfAPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := open(t, db)
		for name, c := range map[string]struct {
			as   webtest.Option
			want string
		}{
			"who leads":                 {webtest.As(webtest.Ruth()), "Samir Haddad 2 times"},
			"whose case it is":          {worker("worker"), "Samir Haddad 2 times"},
			"a colleague":               {worker("samir"), ""},
			"who may see nothing of it": {webtest.As(authz.NewActor("a", "A", authz.Volunteer, authz.SeesAll)), ""},
		} {
			page := p.as(c.as).Get("/people/" + ida)
			text := page.Text("#panel")
			if (c.want == "") != (text == "") || !strings.Contains(strings.Join(strings.Fields(text), " "), c.want) {
				t.Errorf("%s: %q, want %q", name, text, c.want)
			}
			if strings.Contains(text, "Greta") {
				t.Errorf("%s: a list counts as a look", name)
			}
			if name == "who leads" && strings.Contains(text, "Ruth") {
				t.Error("one is told of oneself")
			}
		}
	})
}

func TestWhoHasLooked(t *testing.T) {
	t.Parallel()
	p := open(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	for locale, want := range map[string][]string{
		"en": {"Greta Lindqvist", "A list with one more person", "Ruth Adeyemi", "The page", "Samir Haddad", "A file with one more person"},
		"es": {"Una lista", "La página", "Un archivo"},
	} {
		page := p.as(webtest.In(locale)).Get("/people/" + ida + "/readers")
		page.Check()
		if page.Status != 200 || page.Count("tbody tr") != 4 {
			t.Fatalf("%s: status %d, %d rows", locale, page.Status, page.Count("tbody tr"))
		}
		for _, words := range want {
			if !strings.Contains(page.Text("main"), words) {
				t.Errorf("%s: %q is missing", locale, words)
			}
		}
	}
	nobody := strings.Replace(ida, "1a", "1c", 1)
	if page := p.as().Get("/people/" + nobody + "/readers"); page.Status != 200 || !strings.Contains(page.Text("main"), "Nobody has looked yet.") {
		t.Errorf("nobody looked: %d %s", page.Status, page.Text("main"))
	}
	for name, c := range map[string]struct {
		as     webtest.Option
		path   string
		status int
	}{
		"hidden":            {webtest.As(webtest.Ruth()), "/people/" + hidden + "/readers", 404},
		"no id":             {webtest.As(webtest.Ruth()), "/people/x/readers", 404},
		"another's case":    {worker("samir"), "/people/" + ida + "/readers", 403},
		"one's own":         {worker("worker"), "/people/" + ida + "/readers", 200},
		"without the right": {webtest.As(authz.NewActor("a", "A", authz.Volunteer, authz.SeesAll)), "/people/" + ida + "/readers", 403},
		"the proof":         {worker("worker"), "/settings/trail", 403},
		"an administrator":  {webtest.As(authz.NewActor("a", "A", authz.Administrator, authz.SeesNone, trail.Bundle[authz.Administrator]...)), "/settings/trail", 200},
	} {
		if page := p.as(c.as).Get(c.path); page.Status != c.status {
			t.Errorf("%s: %d, want %d", name, page.Status, c.status)
		}
	}
}

func TestTheProof(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		p := open(t, db)
		app := p.as()
		page := app.Get("/settings/trail")
		page.Check()
		words := strings.Join(page.Doc.Find(".sheet-words li").Map(func(_ int, s *goquery.Selection) string { return s.Text() }), "\n")
		if len(strings.Fields(words)) != trail.AnchorWords {
			t.Fatalf("words: %q", words)
		}
		page = app.Post("/settings/trail", "words", words+"\n\n"+strings.ToUpper(words))
		page.Check()
		if text := page.Text(".note"); page.Status != 200 || !strings.Contains(text, "as it was written") || !strings.Contains(text, "4 readings") || !strings.Contains(text, "words you gave") {
			t.Errorf("whole: %d %s", page.Status, text)
		}
		if text := app.Post("/settings/trail", "words", "").Text(".note"); !strings.Contains(text, "without them this does not show") {
			t.Errorf("without words: %s", text)
		}
		page = app.Post("/settings/trail", "words", "these are not the words")
		page.Check()
		if page.Status != 422 || !strings.Contains(page.Text("textarea"), "these are not the words") {
			t.Errorf("mistyped: %d %s", page.Status, page.Text("main"))
		}

		err := db.Write(t.Context(), func(tx *database.Tx) error {
			if db.Engine() == database.Postgres {
				_, err := tx.Exec(t.Context(), `DROP TRIGGER reading_no_change ON reading`)
				if err != nil {
					return err
				}
			} else if _, err := tx.Exec(t.Context(), `DROP TRIGGER reading_no_update`); err != nil {
				return err
			}
			_, err := tx.Exec(t.Context(), `UPDATE reading SET actor_name = 'Nobody' WHERE n = 2`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		page = app.Post("/settings/trail", "words", words)
		page.Check()
		if text := page.Text(".note.brick"); !strings.Contains(text, "not as it was written") || !strings.Contains(text, "Entry 2, by Nobody") {
			t.Errorf("altered: %s", page.Text("main"))
		}
	})
}

// The words of the pages are complete in every language and all in use.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	c, err := i18n.New(trailpage.Locales)
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := i18n.Check(c, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range complaints {
		if strings.Contains(x, " trail.") {
			t.Error(x)
		}
	}
}
