package web_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

func panel(id string, order int, body templ.Component) web.Panel {
	return web.Panel{ID: id, TitleKey: "t.told", Needs: authz.SignedIn, Order: order,
		Render: func(context.Context, *web.Request, string) (templ.Component, error) { return body, nil }}
}

func TestPanelsInOrderAndOnlyThoseThatMayBeSeen(t *testing.T) {
	t.Parallel()
	var panels web.Panels
	late, empty, main := panel("late", 9, text("late")), panel("empty", 1, nil), panel("main", 5, text("main"))
	main.Main, main.LinkKey, main.Link = true, "t.wrong", "/people/{id}/files"
	hidden := panel("hidden", 2, text("hidden"))
	hidden.Needs = "secrets.see"
	panels.Person(late, empty, hidden)
	panels.Person(main)
	worker := authz.NewActor("w", "W", authz.Worker, authz.SeesAll)
	app := webtest.New(t, one("GET /x", func(w http.ResponseWriter, r *web.Request) error {
		shown, err := panels.OfPerson(r.Context(), r, "7")
		if err != nil {
			return err
		}
		var ids []string
		for _, s := range shown {
			ids = append(ids, s.ID+s.Link.Href)
		}
		if in := web.In(shown, true); len(in) != 1 || in[0].ID != "main" {
			t.Errorf("main column: %v", in)
		}
		return r.Render(w, 200, layout.Page{Title: "x"}, text(strings.Join(ids, " ")))
	}), webtest.As(worker), webtest.Words(words))
	if got := app.Get("/x").Text("h1"); got != "main/people/7/files late" {
		t.Errorf("panels: %s", got)
	}
}

func TestActionsInOrderAndOnlyThoseOneMayDo(t *testing.T) {
	t.Parallel()
	var panels web.Panels
	panels.Action(web.Action{TitleKey: "t.wrong", Href: "/b/{id}", Needs: authz.SignedIn, Order: 2}, web.Action{TitleKey: "t.wrong", Href: "/hidden", Needs: "secrets.see"})
	panels.Action(web.Action{TitleKey: "t.wrong", Href: "/a", Needs: authz.SignedIn, Order: 1})
	app := webtest.New(t, one("GET /x", func(w http.ResponseWriter, r *web.Request) error {
		var to []string
		for _, a := range panels.ActionsOf(r, "7") {
			to = append(to, a.Text+a.Href)
		}
		return r.Render(w, 200, layout.Page{Title: "x"}, text(strings.Join(to, " ")))
	}), webtest.As(authz.NewActor("w", "W", authz.Worker, authz.SeesAll)), webtest.Words(words))
	if got := app.Get("/x").Text("h1"); got != "Say who/a Say who/b/7" {
		t.Errorf("actions: %s", got)
	}
}

func TestNavigationShowsWhatOneMayOpen(t *testing.T) {
	t.Parallel()
	count := func(n int, err error) func(context.Context, *web.Request) (int, bool, error) {
		return func(context.Context, *web.Request) (int, bool, error) { return n, true, err }
	}
	app := webtest.New(t, one("GET /x", show("x")), webtest.Words(words), webtest.As(authz.NewActor("w", "Wei Ling", authz.Worker, authz.SeesAll)),
		webtest.With(func(c *web.Config) {
			c.Nav = []web.Nav{
				{ID: "b", Group: 2, TitleKey: "t.wrong", Href: "/b", Needs: authz.SignedIn, Count: count(7, errors.New("no"))},
				{ID: "a", Group: 1, TitleKey: "t.wrong", Href: "/a", Needs: authz.SignedIn, HotKey: "t.wrong", Count: count(1904, nil)},
				{ID: "keys", Group: 3, TitleKey: "t.wrong", Href: "/keys", Needs: "settings.keys"},
			}
		}))
	p := app.Get("/x")
	p.Check()
	if p.Count(".nav li") != 2 || p.Attr(".nav a", "href") != "/a" || p.Count(".nav li.gap") != 1 {
		t.Errorf("navigation: %s", p.Text(".nav"))
	}
	if p.Text(".nav .n.hot") != "1,904 Say who" || p.Count(".nav .n") != 1 {
		t.Errorf("counts: %q", p.Text(".nav .n"))
	}
	if p.Text(".who b") != "WL" || p.Count(".btn.sun") != 0 {
		t.Error("who, or Add for somebody who may add nothing")
	}
}

// The words of the kit are complete in every language and all in use.
func TestTheKitsWords(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.New(layout.Locales)
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := i18n.Check(catalogue, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range complaints {
		own := strings.Contains(c, " layout.") || strings.Contains(c, " form.") || strings.Contains(c, " table.") || strings.Contains(c, " web.")
		if own && !strings.Contains(c, "webtest/") {
			t.Error(c)
		}
	}
}

func TestTheKitInSpanish(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, one("GET /x", show("x")), webtest.In("es"))
	for _, path := range []string{"/x", "/menu", "/add", "/help/keys", "/nowhere"} {
		p := app.Get(path)
		p.Check()
		if p.Attr("html", "lang") != "es" || !strings.Contains(p.Text(".skip"), "Saltar") {
			t.Errorf("%s is not in Spanish", path)
		}
	}
	if got := webtest.New(t, nil, webtest.As(authz.Actor{})).Get("/nowhere", "Accept-Language", "es-MX").Attr("html", "lang"); got != "es" {
		t.Errorf("a stranger who reads Spanish gets %q", got)
	}
}

func TestTheListOfRoutes(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, []web.Route{
		{Pattern: "POST /b", Needs: "b.write", Handle: show("b"), Class: web.Imports}, {Pattern: "GET /b", Needs: "b.read", Handle: show("b")},
	})
	all := strings.Join(app.Routes(), "\n")
	get, post := strings.Index(all, "GET /b "), strings.Index(all, "POST /b ")
	if get < 0 || post < get || !strings.Contains(all[post:], "b.write") || !strings.Contains(all[post:], "import") {
		t.Errorf("routes:\n%s", all)
	}
}
