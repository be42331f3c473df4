package table_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// words of the list under test.
var words = fstest.MapFS{"locales/en.json": {Data: []byte(`{"w.title": "Things", "w.name": "Name", "w.size": "Size", "w.words": "Word",
	"w.kind": "Kind", "w.any": "Any", "w.kind.a": "A", "w.place": "Place", "w.empty": "No things"}`)}}

type thing struct{ id, name, size string }

var things = []thing{{"t1", "Anvil", "9"}, {"t2", "Bell", "3"}, {"t3", "=Clock", "1"}}

// define is a list with everything a list can have.
func define(begin url.Values) *table.Table[thing] {
	return &table.Table[thing]{
		ID: "things", TitleKey: "w.title", EmptyKey: "w.empty", Sort: "name", Begin: begin, BulkAction: "/things/do",
		Columns: []table.Column[thing]{
			{Key: "name", TitleKey: "w.name", Head: true, Sort: "name", Text: func(_ context.Context, t thing) string { return t.name }},
			{Key: "size", TitleKey: "w.size", Sort: "size", Text: func(_ context.Context, t thing) string { return t.size }},
		},
		Filters: []table.Filter{
			{Name: "q", LabelKey: "w.words", Words: true}, {Name: "place", LabelKey: "w.place", BlankKey: "w.any"},
			{Name: "kind", LabelKey: "w.kind", BlankKey: "w.any", Rare: true, Answers: []table.Answer{{Value: "a", LabelKey: "w.kind.a"}}},
		},
		Row: func(_ context.Context, t thing) (string, string) { return t.id, t.name },
		Bulk: func(context.Context, *web.Request) []layout.Option {
			return []layout.Option{{Value: "burn", Label: "Burn"}}
		},
		Fold: &table.Fold[thing]{First: "f-note",
			Link: func(_ context.Context, t thing) (string, string) {
				if t.id == "t3" {
					return "", ""
				}
				return "Note", t.name
			},
			Body: func(_ context.Context, t thing, back string) templ.Component {
				return layout.Field(nil, layout.Input{Name: "note", Label: "Note on " + t.name, Value: back})
			}},
	}
}

// shop serves the list, with a saved one of the id "mine", and keeps the state
// it was asked for last.
func shop(t *testing.T) (*webtest.App, *table.State) {
	t.Helper()
	var last table.State
	of := func(r *web.Request) *table.Table[thing] {
		if table.ListOf(r) == "mine" {
			return define(url.Values{"q": {"bell"}, "kind": {"a"}, "list": {"base"}})
		}
		return define(nil)
	}
	list := func(w http.ResponseWriter, r *web.Request) error {
		tb := of(r)
		s, err := tb.Read(r)
		if err != nil {
			return err
		}
		if last = s; s.CSV {
			return tb.Sheet(w, r, s, "things", things)
		}
		return r.Render(w, http.StatusOK, layout.Page{Title: "Things"}, templ.Join(layout.PageHead(layout.Head{Title: "Things"}), tb.View(r.Context(), r, s, table.List[thing]{Rows: things, Total: 41})))
	}
	return webtest.New(t, []web.Route{
		{Pattern: "GET /things", Needs: authz.SignedIn, Handle: list},
		{Pattern: "POST /things", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error { return of(r).Filter(w, r) }},
	}, webtest.Words(words)), &last
}

func TestARowFoldsOpen(t *testing.T) {
	t.Parallel()
	app, _ := shop(t)
	page := app.Get("/things?kind=a")
	page.Check()
	if page.Count("td.end a") != 2 || page.Count("tr.below") != 0 {
		t.Fatalf("%d links, %d open", page.Count("td.end a"), page.Count("tr.below"))
	}
	link := page.Doc.Find("td.end a").Eq(1).AttrOr("href", "")
	if link != "/things?kind=a&open=t2#f-note" {
		t.Errorf("link %q", link)
	}
	open := app.Get(link)
	open.Check()
	if open.Count("tr#r-t2 + tr.below input#f-note") != 1 || open.Attr("tr#r-t2 .end a", "aria-expanded") != "true" {
		t.Error("the form is not below its row")
	}
	if back := open.Attr("#f-note", "value"); back != "/things?kind=a#r-t1" {
		t.Errorf("back %q", back)
	}
	if closed := open.Attr("tr#r-t2 .end a", "href"); closed != "/things?kind=a#r-t2" {
		t.Errorf("closes to %q", closed)
	}
	if paper := app.Get("/things?print=1"); paper.Count(".end") != 0 {
		t.Error("links on paper")
	}
}

func TestASavedListBeginsWithItsFilters(t *testing.T) {
	t.Parallel()
	app, last := shop(t)
	page := app.Get("/things?list=mine")
	page.Check()
	if last.Get("q") != "bell" || last.Get("kind") != "a" || last.List != "mine" || strings.Contains(last.Address(), "bell") {
		t.Fatalf("%+v", last)
	}
	if page.Count("details.more[open]") != 1 {
		t.Error("a rare filter that is on is folded away")
	}
	app.Get(page.Attr(".on a.x", "href"))
	if last.Get("q") != "" || last.Get("kind") != "a" {
		t.Errorf("without its words: %v", last.Filters)
	}
	if clear := page.Attr(".on > a:not(.x)", "href"); clear != "/things?list=base" {
		t.Errorf("clear leads to %q", clear)
	}
	typed := app.Post("/things", "list", "mine", "q", "anvil", "kind", "").Follow()
	if last.Get("q") != "anvil" || last.Get("kind") != "" || last.List != "mine" {
		t.Errorf("changed: %v of %q", last.Filters, last.List)
	}
	if typed.Attr(".fbar input[name=list]", "value") != "mine" {
		t.Error("the list is forgotten after the second filter")
	}
	app.Post("/things", "list", "mine", "q", "").Follow()
	if len(last.Filters) != 0 || last.List != "mine" {
		t.Errorf("emptied: %v of %q", last.Filters, last.List)
	}
}

func TestFiltersWithoutAnswersAreLeftOut(t *testing.T) {
	t.Parallel()
	app, last := shop(t)
	page := app.Get("/things?place=x&kind=a")
	if page.Count("select[name=place]") != 0 || page.Count("details.more select[name=kind]") != 1 || last.Get("place") != "x" {
		t.Error("a filter with nothing to choose from is shown")
	}
	if refused := app.Post("/things", "q", "x", "owner", "me"); refused.Status != 422 {
		t.Errorf("a field that is none: %d", refused.Status)
	}
}

func TestBothSpreadsheets(t *testing.T) {
	t.Parallel()
	app, _ := shop(t)
	if page := app.Get("/things?format=csv"); !strings.Contains(page.Body, "'=Clock,1") || !strings.HasPrefix(page.Body, "\xef\xbb\xbf") {
		t.Errorf("%q", page.Body)
	}
	if page := app.Get("/things?format=xlsx"); !strings.HasPrefix(page.Body, "PK") || page.Header.Get("Content-Disposition") != "attachment; filename=things.xlsx" {
		t.Errorf("%v", page.Header)
	}
}

// A choice of columns outlives however many filters.
func TestChoicesOutliveFilters(t *testing.T) {
	t.Parallel()
	app, last := shop(t)
	app.Get("/things?cols=name&rows=tight")
	first := app.Post("/things", "q", "anvil").To
	for range 30 {
		app.Post("/things", "q", "bell")
	}
	if page := app.Get("/things"); page.Count("thead th[scope=col]") != 3 || page.Count("table.tight") != 1 { // pick, name, fold
		t.Error("the choice was forgotten")
	}
	if app.Get(first); last.Get("q") != "" {
		t.Error("filters are kept without end")
	}
}
