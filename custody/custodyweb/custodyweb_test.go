package custodyweb_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/custody/custodyweb"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

func actor(name string, role authz.Role, sight authz.Sight) authz.Actor {
	b := authz.Merge(facilities.Bundle, custody.Bundle, people.Bundle, timeline.Bundle)
	return authz.NewActor("018f0000-0000-7000-8000-0000000000"+name, "Ruth", role, sight, b[role]...)
}

func ruth() authz.Actor { return actor("01", authz.Worker, authz.SeesAll) }

// desk is the pages over a record with three prisons and some people at one.
type desk struct {
	*webtest.App
	t      *testing.T
	moves  *custody.Service
	bus    *event.Bus
	harrow string
	pine   string
	people []string // ids
	panels *web.Panels
}

func open(t *testing.T, db *database.DB, n int, options ...webtest.Option) *desk {
	t.Helper()
	bus := event.NewBus()
	places := &facilities.Service{DB: db, Bus: bus}
	d := &desk{t: t, bus: bus, moves: &custody.Service{DB: db, Bus: bus}, panels: &web.Panels{}}
	for name, id := range map[string]*string{"Harrow Ridge Correctional Facility": &d.harrow, "Pine Hollow Correctional Center": &d.pine, "Pine Hollow County Jail": new(string)} {
		var err error
		*id, err = places.Add(t.Context(), ruth(), facilities.Facility{Name: name, Country: "US", Region: "TX", Kind: facilities.Prison})
		must(t, err)
	}
	file := &people.Service{DB: db}
	for i := range n {
		p, err := file.Add(t.Context(), ruth(), people.NewPerson{Name: fmt.Sprintf("Person %02d", i)})
		must(t, err)
		d.people = append(d.people, p.ID)
	}
	if n > 0 {
		_, err := d.moves.Move(t.Context(), ruth(), d.people, custody.Move{FacilityID: d.harrow, Unit: "C-114", On: partialdate.Must("2025-03"), Source: "roster", SourceOn: partialdate.Must("2025-03")})
		must(t, err)
	}
	pages := &custodyweb.Pages{Custody: d.moves, Facilities: places}
	pages.Panels(d.panels)
	routes := append(pages.Routes(),
		web.Route{Pattern: "GET /people/{id}", Needs: people.MayRead, Handle: d.personPage},
		web.Route{Pattern: "POST /list", Needs: people.MayRead, Handle: func(w http.ResponseWriter, r *web.Request) error {
			return r.KeepView(w, "/people/move", url.Values{"person": r.PostForm["person"]})
		}})
	all := []webtest.Option{webtest.As(ruth()), webtest.Words(custodyweb.Locales, partialdate.Locales), webtest.With(func(c *web.Config) {
		c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
			return trail.Undo(ctx, db, actor, change, custody.After)
		}
	})}
	d.App = webtest.New(t, routes, append(all, options...)...)
	return d
}

// personPage shows the panels, as the person page does.
func (d *desk) personPage(w http.ResponseWriter, r *web.Request) error {
	shown, err := d.panels.OfPerson(r.Context(), r, r.PathValue("id"))
	if err != nil {
		return err
	}
	body := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err := layout.PageHead(layout.Head{Title: "Somebody"}).Render(ctx, w); err != nil {
			return err
		}
		for _, s := range shown {
			if err := layout.Side(s.ID, s.Title, s.Link).Render(templ.WithChildren(ctx, s.Body), w); err != nil {
				return err
			}
		}
		return nil
	})
	return r.Render(w, http.StatusOK, layout.Page{Title: "Somebody"}, body)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// form gives the values a browser would send of the first form that goes to an
// address, changed as the pairs say; a name of the pairs loses what it had.
func form(page *webtest.Page, action string, pairs ...string) []string {
	var out []string
	changed := map[string]bool{}
	for i := 0; i < len(pairs); i += 2 {
		changed[pairs[i]] = true
	}
	page.Doc.Find(`form[action="` + action + `"]`).First().Find("input, textarea, select").Each(func(_ int, s *goquery.Selection) {
		name, _ := s.Attr("name")
		kind, _ := s.Attr("type")
		_, checked := s.Attr("checked")
		if name == "" || changed[name] || (kind == "checkbox" || kind == "radio") && !checked {
			return
		}
		value, _ := s.Attr("value")
		out = append(out, name, value)
	})
	return append(out, pairs...)
}

func (d *desk) now(id string) custody.Stay {
	d.t.Helper()
	s, err := d.moves.Current(d.t.Context(), ruth(), id)
	must(d.t, err)
	return s
}

func (d *desk) undo(page *webtest.Page) {
	d.t.Helper()
	action := page.Attr(`form[action^="/changes/"]`, "action")
	if action == "" {
		d.t.Fatalf("no undo offered: %s", page.Text("main"))
	}
	if got := d.Post(action, "_back", "/people"); got.Status != http.StatusSeeOther {
		d.t.Fatalf("undo: %d %s", got.Status, got.Text("main"))
	}
}
