package webtest_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

func gallery(t testing.TB, options ...webtest.Option) *webtest.App {
	t.Helper()
	return webtest.New(t, webtest.Gallery(), append(options, webtest.Words(webtest.GalleryWords),
		webtest.With(func(c *web.Config) { c.Nav = webtest.GalleryNav() }))...)
}

var pages = []string{"/gallery/today", "/gallery/person", "/gallery/parts", "/gallery/people", "/gallery/form", "/gallery/sign-in", "/menu", "/add", "/help/keys"}

func TestEveryPageOfTheGallery(t *testing.T) {
	t.Parallel()
	app := gallery(t)
	for _, path := range pages {
		p := app.Get(path)
		if p.Status != 200 && path != "/gallery/form" {
			t.Errorf("%s: status %d", path, p.Status)
		}
		for _, fault := range p.Faults() {
			t.Errorf("%s: %s", path, fault)
		}
		if n := p.Doc.Find("*").Length(); n > 1200 {
			t.Errorf("%s has %d nodes", path, n)
		}
		zipped := app.Get(path, "Accept-Encoding", "gzip")
		if n := len(zipped.Body); n > 12<<10 {
			t.Errorf("%s weighs %d bytes", path, n)
		}
	}
}

// The checks of a page find what they are for.
func TestFaultsFindsThem(t *testing.T) {
	t.Parallel()
	for html, want := range map[string]string{
		`<h1>a</h1><h1>b</h1>`:               "one h1",
		`<p style="x">`:                      "inline style",
		`<script>x</script>`:                 "inline script",
		`<a href="/" onclick="x">y</a>`:      "inline handler",
		`<input name="x">`:                   "no label",
		`<i id="a"></i><i id="a"></i>`:       "two elements",
		`<label for="nowhere">x</label>`:     "leads nowhere",
		`<a href="#nowhere">x</a>`:           "leads nowhere",
		`<button></button>`:                  "nothing to hear",
		`<table><tr><th>x</th></tr></table>`: "without scope",
		`⟦x.y⟧`:                              "untranslated",
		`<form><form></form></form>`:         "form stands in a form",
		`<p><div></div></p>`:                 "block stands",
		`<main></main><main></main>`:         "one main",
	} {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(html))
		if err != nil {
			t.Fatal(err)
		}
		p := &webtest.Page{Body: html, Doc: doc}
		if all := strings.Join(p.Faults(), "\n"); !strings.Contains(all, want) {
			t.Errorf("%s: %q not found in %q", html, want, all)
		}
	}
}

func TestAFormShowsWhatIsWrongAndWhatWasTyped(t *testing.T) {
	t.Parallel()
	p := gallery(t).Get("/gallery/form")
	if p.Status != 422 || !strings.HasPrefix(p.Text("title"), "Error: ") {
		t.Errorf("status %d, title %q", p.Status, p.Text("title"))
	}
	if got := p.Attr(`.summary a`, "href"); got != "#f-born" {
		t.Errorf("the summary leads to %q", got)
	}
	if p.Attr("#f-born", "aria-invalid") != "true" || !strings.Contains(p.Attr("#f-born", "aria-describedby"), "f-born-bad") || p.Attr("#f-born", "value") != "31/02/90" {
		t.Error("the field does not say what is wrong with it, or lost what was typed")
	}
	if p.Text("#f-note") != "two lines" || p.Count(`input[name="kind"][value="call"][checked]`) != 1 || p.Count(`input[name="reads"][value="es"][checked]`) != 1 {
		t.Error("answers were lost")
	}
	if p.Attr(`input[name="rev"]`, "value") != "r1" || p.Attr(`main input[name="_once"]`, "value") == "" {
		t.Error("the form does not carry its rev or its key")
	}
}

func TestListFiltersSortsAndLeavesAsASpreadsheet(t *testing.T) {
	t.Parallel()
	app := gallery(t)
	p := app.Get("/gallery/people?sort=-name&at=harrow")
	if got := p.Attr(`th[aria-sort="descending"] a`, "href"); !strings.Contains(got, "sort=name") || !strings.Contains(got, "at=harrow") {
		t.Errorf("the heading leads to %q", got)
	}
	if got := p.Text("a.x"); got != "At: Harrow Ridge, remove" || strings.Contains(p.Attr("a.x", "href"), "harrow") {
		t.Errorf("chip %q to %q", got, p.Attr("a.x", "href"))
	}
	found := app.Post("/gallery/people", "q", "Karimi", "at", "pine")
	if strings.Contains(found.To, "Karimi") {
		t.Errorf("a name stands in the address: %s", found.To)
	}
	p = found.Follow()
	if p.Attr("#people-by-q", "value") != "Karimi" || p.Count("a.x") != 2 {
		t.Error("the filter is lost after the redirect")
	}
	p = app.Get(p.Attr("a.x", "href"))
	if p.Attr("#people-by-q", "value") != "" || p.Count(`#people-by-at option[value="pine"][selected]`) != 1 {
		t.Error("removing one filter did not leave the other")
	}
	if app.Get("/gallery/people?q=Karimi").Attr("#people-by-q", "value") != "" {
		t.Error("words of an address are taken for a filter")
	}
	sheet := app.Get("/gallery/people?format=csv")
	if !strings.HasPrefix(sheet.Body, "\ufeff") || !strings.Contains(sheet.Header.Get("Content-Disposition"), `people.csv`) {
		t.Error("not a spreadsheet", sheet.Header)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(sheet.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 7 || rows[0][len(rows[0])-1] != "Number" || rows[1][0] != "Rosa Delgado" {
		t.Errorf("%v %v", rows, err)
	}
}

func TestColumnsAndRowHeightAreRemembered(t *testing.T) {
	t.Parallel()
	app := gallery(t)
	app.Get("/gallery/people?cols=by&cols=home&rows=tight")
	p := app.Get("/gallery/people")
	if p.Count("thead th") != 4 || p.Count("table.tight") != 1 {
		t.Errorf("%d columns, tight %d", p.Count("thead th"), p.Count("table.tight"))
	}
	if app.Get("/gallery/people?show=125&list=2").Attr(`.tend a[href*="format=csv"]`, "href") != "/gallery/people?format=csv&list=2&show=125" {
		t.Error("links of a list forget which list it is")
	}
}

// Everything a first visit loads, and what a later page does (UX design 5).
func TestAFirstVisitIsLight(t *testing.T) {
	t.Parallel()
	app := gallery(t)
	for _, path := range pages {
		p := app.Get(path)
		whole := len(app.Get(path, "Accept-Encoding", "gzip").Body)
		if whole > 15<<10 {
			t.Errorf("%s weighs %d bytes", path, whole)
		}
		requests := 1
		p.Doc.Find("link[rel=stylesheet], link[rel=preload], script[src]").Each(func(_ int, s *goquery.Selection) {
			file := app.Get(s.AttrOr("href", s.AttrOr("src", "")), "Accept-Encoding", "gzip")
			if file.Status != 200 || !strings.Contains(file.Header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s: a file of it: status %d, %q", path, file.Status, file.Header.Get("Cache-Control"))
			}
			whole += len(file.Body)
			requests++
		})
		if whole > 60_000 || requests > 6 {
			t.Errorf("%s: %d bytes in %d requests", path, whole, requests)
		}
	}
}
