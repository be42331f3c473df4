package mergingweb_test

import (
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/merging/mergingweb"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/people/peopleweb"
	"github.com/throughcare/throughcare/timeline"
)

var bundle = authz.Merge(people.Bundle, timeline.Bundle, access.Bundle, merging.Bundle)

func actor(role authz.Role, sight authz.Sight) authz.Actor {
	return authz.NewActor(ids.New(), "Ruth", role, sight, bundle[role]...)
}

// desk is the pages over a record in which one man stands twice.
type desk struct {
	*webtest.App
	t          *testing.T
	pages      *mergingweb.Pages
	keep, gone string
	work       string // the fact of the one that goes
	lead       authz.Actor
}

func open(t *testing.T, db *database.DB, options ...webtest.Option) *desk {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	must(t, err)
	runner, err := jobs.NewRunner(t.Context(), db, slog.New(slog.DiscardHandler), 1)
	must(t, err)
	t.Cleanup(runner.Close)
	p, lines := &people.Service{DB: db, Index: index}, &timeline.Service{DB: db, Kinds: timeline.NewKinds()}
	m := &merging.Service{
		DB: db, People: p, Timeline: lines, Movers: []merging.Mover{&access.Service{DB: db}, lines}, After: []trail.After{p.After, timeline.After},
	}
	d := &desk{t: t, pages: &mergingweb.Pages{Merging: m, People: p, Kinds: lines.Kinds, Jobs: runner}, lead: actor(authz.Lead, authz.SeesAll)}
	d.keep, d.gone = d.add("Josef Karim", "0418", "kitchen", ""), d.add("Joseph Karim", "0419", "laundry", "his letter")
	full, err := p.Person(t.Context(), d.lead, d.gone)
	must(t, err)
	fact, _ := full.Fact(people.FactWork)
	d.work = fact.ID
	_, err = lines.Write(t.Context(), d.lead, timeline.Entry{PersonID: d.gone, Kind: timeline.KindNote, Body: "Asked for paper."}, "2026-03-02")
	must(t, err)
	d.App = d.as(d.lead, options...)
	return d
}

func (d *desk) as(a authz.Actor, options ...webtest.Option) *webtest.App {
	d.t.Helper()
	options = append(options, webtest.As(a), webtest.Words(mergingweb.Locales, peopleweb.Locales, partialdate.Locales, jobspage.Locales),
		webtest.With(func(c *web.Config) { c.Moved = d.pages.Moved }))
	routes := append(d.pages.Routes(), web.Route{Pattern: "GET /people/{id}", Needs: people.MayRead, Handle: d.person})
	return webtest.New(d.t, append(routes, (&jobspage.Pages{Jobs: d.pages.Jobs}).Routes()...), options...)
}

// person stands in for the page of a person.
func (d *desk) person(w http.ResponseWriter, r *web.Request) error {
	f, err := d.pages.People.Person(r.Context(), r.Actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: "Person"}, layout.PageHead(layout.Head{Title: f.Name}))
}

func (d *desk) add(name, number, work, source string) string {
	d.t.Helper()
	p, err := d.pages.People.Add(d.t.Context(), d.lead, people.NewPerson{Name: name, Numbers: []people.Number{{Text: number, Issuer: "DOC"}}, Born: partialdate.Must("1960-02-03")})
	must(d.t, err)
	must(d.t, d.pages.People.SetFact(d.t.Context(), d.lead, p.ID, "", people.Fact{Kind: people.FactWork, Value: work, Source: source}))
	return p.ID
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (d *desk) pair() string { return "/people/merge?a=" + d.keep + "&b=" + d.gone }

// ok checks a page and that it is there.
func (d *desk) ok(page *webtest.Page) *webtest.Page {
	d.t.Helper()
	page.Check()
	if page.Status != http.StatusOK {
		d.t.Fatalf("status %d", page.Status)
	}
	return page
}

func TestFromDoublesToOneAndBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := open(t, db)
		page := d.ok(d.Get("/people/duplicates"))
		if page.Count(".pair") != 0 || !strings.Contains(page.Text("main"), "No likely doubles.") {
			t.Fatalf("begins with %q", page.Text("main"))
		}
		d.Post("/people/duplicates/search")
		d.pages.Jobs.Wait()
		page = d.ok(d.Get("/people/duplicates"))
		if page.Count(".pair") != 1 || page.Attr(".pair a.go", "href") != d.pair() {
			t.Fatalf("%d pairs, the first leads to %q", page.Count(".pair"), page.Attr(".pair a.go", "href"))
		}

		page = d.ok(d.Get(d.pair()))
		field := `input[name="take_` + d.work + `"]`
		if page.Count(field) != 2 || page.Attr(field+":checked", "value") != "gone" {
			t.Errorf("the fact that names its source is not chosen: %d radios, %q", page.Count(field), page.Attr(field+":checked", "value"))
		}
		if got := page.Text(`section[aria-labelledby="result"]`); !strings.Contains(got, "laundry") || !strings.Contains(got, "0418; 0419") {
			t.Errorf("the result is %q", got)
		}
		if page.Count("ol.line li") != 1 || strings.Contains(page.Text("title"), "Karim") {
			t.Errorf("%d points on the line, title %q", page.Count("ol.line li"), page.Text("title"))
		}

		rev := page.Attr(`input[name="rev"]`, "value")
		look := d.ok(d.Post(d.pair(), "rev", rev, "take_"+d.work, "keep", "take_name", "gone", "do", "look"))
		if got := look.Text(`section[aria-labelledby="result"]`); !strings.Contains(got, "kitchen") || !strings.Contains(got, "Joseph Karim") {
			t.Errorf("the result of another choice is %q", got)
		}
		done := d.Post(d.pair(), "rev", rev, "take_"+d.work, "gone", "take_name", "keep", "do", "merge")
		if done.To != "/people/"+d.keep {
			t.Fatalf("status %d, led to %q", done.Status, done.To)
		}
		if got := d.Get("/people/" + d.gone); got.To != "/people/"+d.keep {
			t.Errorf("the old address leads to %q", got.To)
		}
		if got := d.Get("/people/" + d.gone + "/merges"); got.To != "/people/"+d.keep+"/merges" {
			t.Errorf("a page below the old address leads to %q", got.To)
		}
		if got := d.as(actor(authz.Worker, authz.SeesGranted)).Get("/people/" + d.gone); got.Status != http.StatusNotFound {
			t.Errorf("the old address tells a stranger: %d", got.Status)
		}

		page = d.ok(d.Get("/people/" + d.keep + "/merges"))
		part := page.Attr(`form[action*="/merges/"]`, "action")
		if got := d.Post(part); got.To != "/people/"+d.keep {
			t.Fatalf("parting: status %d, led to %q", got.Status, got.To)
		}
		if got := d.Get("/people/" + d.gone); got.Status != http.StatusOK {
			t.Errorf("the parted record: %d", got.Status)
		}
		if again := d.Post(part); again.Status != http.StatusConflict {
			t.Errorf("parted twice: %d", again.Status)
		}
		d.ok(d.Get("/people/" + d.keep + "/merges"))
	})
}

func TestNotTheSame(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	d.Post("/people/duplicates/search")
	d.pages.Jobs.Wait()
	if got := d.Post("/people/duplicates", "a", d.gone, "b", d.keep); got.To != "/people/duplicates" {
		t.Fatalf("status %d, led to %q", got.Status, got.To)
	}
	page := d.ok(d.Get("/people/duplicates"))
	if page.Count(".pair") != 0 {
		t.Error("asks again")
	}
	if page = d.ok(d.Get(d.pair())); page.Count("#warnings") != 1 {
		t.Error("does not say that somebody decided before")
	}
}

func TestFindingTheOther(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	page := d.ok(d.Get("/people/merge?a=" + d.keep))
	if page.Attr(".q a.btn", "href") != d.pair() {
		t.Errorf("offers %q", page.Attr(".q a.btn", "href"))
	}
	if page = d.ok(d.Post("/people/merge/find?a="+d.keep, "q", "0419")); page.Attr(".q a.btn", "href") != d.pair() {
		t.Errorf("by the number: %q", page.Attr(".q a.btn", "href"))
	}
	page = d.Post("/people/merge/find?a="+d.keep, "q", "Wilhelmina")
	page.Check()
	if page.Status != http.StatusUnprocessableEntity || page.Attr("#f-q", "value") != "Wilhelmina" {
		t.Errorf("status %d, holds %q", page.Status, page.Attr("#f-q", "value"))
	}
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	for path, want := range map[string]int{
		"/people/merge?a=" + d.keep + "&b=" + d.keep:    http.StatusUnprocessableEntity,
		"/people/merge?a=" + d.keep + "&b=" + ids.New(): http.StatusNotFound,
		"/people/merge":                     http.StatusNotFound,
		"/people/" + ids.New() + "/merges":  http.StatusNotFound,
		"/people/nonsense/merges":           http.StatusNotFound,
		"/people/merge?a=nonsense&b=nobody": http.StatusNotFound,
	} {
		page := d.Get(path)
		page.Check()
		if page.Status != want {
			t.Errorf("%s: %d, want %d", path, page.Status, want)
		}
	}
	if got := d.Post(d.pair(), "rev", "old.old", "do", "merge"); got.Status != http.StatusConflict {
		t.Errorf("changed meanwhile: %d", got.Status)
	}
}

func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now))
	worker, blind := d.as(actor(authz.Worker, authz.SeesAll)), d.as(actor(authz.Lead, authz.SeesGranted))
	for _, path := range []string{"/people/duplicates", d.pair(), "/people/" + d.keep + "/merges"} {
		if got := worker.Get(path); got.Status != http.StatusForbidden {
			t.Errorf("a worker reads %s: %d", path, got.Status)
		}
	}
	if got := worker.Post(d.pair(), "do", "merge"); got.Status != http.StatusForbidden {
		t.Errorf("a worker merges: %d", got.Status)
	}
	if got := blind.Post(d.pair(), "do", "merge"); got.Status != http.StatusNotFound {
		t.Errorf("a lead merges who is hidden: %d", got.Status)
	}
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), webtest.In("es"))
	page := d.ok(d.Get(d.pair()))
	if page.Text("h1") != "¿Una persona o dos?" {
		t.Errorf("h1 %q", page.Text("h1"))
	}
	if page = d.ok(d.Get("/people/duplicates")); page.Text("h1") != "Posibles duplicados" {
		t.Errorf("h1 %q", page.Text("h1"))
	}
}

// Every word of these pages is in both languages, with the same values.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.New(mergingweb.Locales)
	must(t, err)
	complaints, err := i18n.Check(words, os.DirFS(filepath.Join("..", "..", "merging")))
	must(t, err)
	for _, c := range complaints {
		if strings.Contains(c, "merging.") && !strings.Contains(c, "nobody uses deed.") && !strings.Contains(c, "nobody uses job.") {
			t.Error(c)
		}
	}
}
