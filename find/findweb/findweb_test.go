package findweb_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/find/findweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// office is a record with one person at Harrow Ridge, and a note about them.
type office struct {
	*webtest.App
	yusuf, harrow, note string
	witness             *trail.Witness
}

func newOffice(t *testing.T, db *database.DB, options ...webtest.Option) *office {
	t.Helper()
	index, err := search.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{witness: trail.NewWitness(db)}
	err = trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error { return o.fill(t, tx, index) })
	if err != nil {
		t.Fatal(err)
	}
	pages := &findweb.Pages{Find: &find.Service{
		DB: db, Index: index, Facilities: &facilities.Service{DB: db}, Timeline: &timeline.Service{DB: db, Kinds: timeline.NewKinds()},
	}}
	o.App = webtest.New(t, pages.Routes(), append([]webtest.Option{webtest.Words(findweb.Locales, partialdate.Locales)}, options...)...)
	return o
}

func (o *office) fill(t *testing.T, tx *trail.Tx, index *search.Index) error {
	p, err := people.Add(t.Context(), tx, index, people.NewPerson{
		Name: "Yusuf Karimi", Names: []people.Name{{Text: "Joseph Kareem", Kind: people.NamePrison}},
		Numbers: []people.Number{{Text: "A1234BC"}}, Languages: []people.Language{{Lang: "fa", How: people.Reads}},
	})
	if err != nil {
		return err
	}
	o.yusuf = p.ID
	o.harrow, err = facilities.Add(t.Context(), tx, facilities.Facility{Name: "Harrow Ridge Correctional Institution", Town: "Tyler", Country: "US", Region: "TX", Kind: facilities.Prison, Level: facilities.State})
	if err != nil {
		return err
	}
	if _, err := custody.Place(t.Context(), tx, event.NewBus(), "2026-03-02", custody.NewStay{PersonID: p.ID, FacilityID: o.harrow}); err != nil {
		return err
	}
	o.note, err = timeline.Add(t.Context(), tx, timeline.Entry{PersonID: p.ID, Kind: timeline.KindNote, Body: "<b>Waiting</b> for the dentist. " + strings.Repeat("And so on. ", 40)})
	return err
}

func each(t *testing.T, fn func(t *testing.T, o *office), options ...webtest.Option) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(t, newOffice(t, db, options...)) })
}

// ask posts a text and goes where the answer leads.
func (o *office) ask(text string) *webtest.Page {
	page := o.Post("/find", "q", text).Follow()
	page.Check()
	return page
}

// typed is what the script sends after a pause in typing.
func (o *office) typed(text string) *webtest.Page {
	r := httptest.NewRequest(http.MethodPost, "/find/now", strings.NewReader(url.Values{"q": {text}}.Encode()))
	return o.Do(r, "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin", "HX-Request", "true")
}

func TestFindSaysWhy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		for text, why := range map[string]string{
			"karmi joseph":  "Matches “Joseph Kareem” (sounds alike, in another order)",
			"Joseph Kareem": "Matches “Joseph Kareem”",
			"A1243BC":       "Matches number A1234BC (one character differs)",
			"Yusuf Karimi":  "",
		} {
			page := o.ask(text)
			if got := page.Attr(".hits .what a", "href"); got != "/people/"+o.yusuf {
				t.Errorf("%q leads to %q", text, got)
			}
			if got := page.Text(".hits .why"); got != why {
				t.Errorf("%q says %q, want %q", text, got, why)
			}
			if got := page.Text(".hits .at"); !strings.Contains(got, "A1234BC") || !strings.Contains(got, "Harrow Ridge") {
				t.Errorf("%q does not tell namesakes apart: %q", text, got)
			}
		}
	})
}

// What somebody looks for stands in no address, no title, no log.
func TestWordsStayOutOfAddresses(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		answer := o.Post("/find", "q", "Karimi")
		if answer.Status != 303 || !strings.HasPrefix(answer.To, "/find?view=") || strings.Contains(answer.To, "arimi") {
			t.Fatalf("%d to %q", answer.Status, answer.To)
		}
		page := answer.Follow()
		if got := page.Attr("#again", "value"); got != "Karimi" {
			t.Errorf("the field says %q", got)
		}
		if again := o.Get(answer.To); again.Count(".hits li") != 1 {
			t.Error("reloading loses the answer")
		}
		if title := page.Text("title"); strings.Contains(title, "arimi") {
			t.Errorf("title %q", title)
		}
		if log := o.Log.String(); strings.Contains(log, "arimi") {
			t.Errorf("log: %s", log)
		}
	})
}

func TestFiltersAndNotes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		page := o.ask("harrow farsi")
		if got := page.Text(".tags"); got != "Read as: At Harrow Ridge Correctional Institution Knows Farsi" {
			t.Errorf("filters %q", got)
		}
		if page.Count("#people") != 1 || page.Text(".hits .what") != "Yusuf Karimi" {
			t.Errorf("%d sections, %q", page.Count("#people"), page.Text(".hits"))
		}
		page = o.ask("Harrow Ridge")
		if got := page.Attr(`section[aria-labelledby=places] a`, "href"); got != "/facilities/"+o.harrow {
			t.Errorf("the place leads to %q", got)
		}
		if first := page.Attr("section", "aria-labelledby"); first != "places" {
			t.Errorf("who asks for a place finds %s first", first)
		}
		page = o.ask("dentist")
		if got := page.Attr(`section[aria-labelledby=notes] a`, "href"); got != "/people/"+o.yusuf+"/entries/"+o.note {
			t.Errorf("the note leads to %q", got)
		}
		if why := page.Text(".hits .why"); !strings.HasPrefix(why, "<b>Waiting</b>") || !strings.HasSuffix(why, "…") || len(why) > 200 {
			t.Errorf("excerpt %q", why)
		}
	})
}

func TestNothingFound(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		page := o.ask("zzyzx qqqq")
		if page.Count(".empty") != 1 || page.Attr(".empty a", "href") != "/people/new" {
			t.Errorf("no way on: %q", page.Text("main"))
		}
		page = o.Get("/find")
		page.Check()
		if page.Count(".empty")+page.Count(".hits") != 0 || page.Count("#again") != 1 {
			t.Errorf("nothing was asked, and it says %q", page.Text("main"))
		}
	})
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		for _, text := range []string{"", "   ", strings.Repeat("q", 10_000), "\x00\x07\x1b", "\xff\xfe", "<script>alert(1)</script>", "%00", `"`} {
			if page := o.ask(text); page.Status != 200 || page.Count("main script") > 0 {
				t.Errorf("%.20q: %d", text, page.Status)
			}
		}
		if page := o.Post("/find", "q", "x", "admin", "1"); page.Status != 422 && page.Status != 400 {
			t.Errorf("a field nobody offers: %d", page.Status)
		}
		if page := o.Get("/find?view=nonsense"); page.Status != 200 || page.Count(".hits") != 0 {
			t.Errorf("a view that is gone: %d", page.Status)
		}
	})
}

// While somebody types, only the first hits are sent, as a list of options.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		page := o.typed("yusf")
		if page.Status != 200 || strings.Contains(page.Body, "<html") {
			t.Fatalf("%d: %.200s", page.Status, page.Body)
		}
		options := page.Doc.Find("[role=listbox] [role=option]")
		if options.Length() != 1 || options.AttrOr("href", "") != "/people/"+o.yusuf || options.AttrOr("id", "") == "" {
			t.Errorf("%s", page.Body)
		}
		page = o.typed("harrow ridge")
		to := page.Doc.Find("[role=option]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
		if len(to) != 2 || to[1] != "/facilities/"+o.harrow {
			t.Errorf("options lead to %v", to)
		}
		for _, text := range []string{"", "y", "zzyzx"} {
			if page := o.typed(text); page.Doc.Find("[role=option]").Length() != 0 {
				t.Errorf("%q suggests %s", text, page.Body)
			}
		}
		if page := o.Post("/find/now", "q", "yusuf"); page.Status != 303 || !strings.HasPrefix(page.To, "/find?view=") {
			t.Errorf("without script: %d to %q", page.Status, page.To)
		}
	})
}

// Before anything is asked, whoever was looked at last is one press away.
func TestRecent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		if page := o.Get("/find"); page.Count("#recent") != 0 {
			t.Error("nobody was looked at yet")
		}
		ctx, seen := trail.Watch(t.Context())
		trail.Saw(ctx, trail.Page, o.yusuf)
		if err := o.witness.Record(ctx, webtest.Ruth(), seen); err != nil {
			t.Fatal(err)
		}
		page := o.Get("/find")
		page.Check()
		if got := page.Attr("section[aria-labelledby=recent] a", "href"); got != "/people/"+o.yusuf {
			t.Errorf("the page leads to %q", got)
		}
		if got := o.typed("").Doc.Find("[role=option]").AttrOr("href", ""); got != "/people/"+o.yusuf {
			t.Errorf("the field leads to %q", got)
		}
	})
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		if got := o.ask("karmi joseph").Text(".hits .why"); got != "Coincide con «Joseph Kareem» (suena parecido, en otro orden)" {
			t.Error(got)
		}
		if got := o.ask("harrow farsi").Text(".tags"); got != "Entendido como: En Harrow Ridge Correctional Institution Sabe farsi" {
			t.Error(got)
		}
	}, webtest.In("es"))
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	admin := authz.NewActor("adm", "Adm", authz.Administrator, authz.SeesNone)
	each(t, func(t *testing.T, o *office) {
		for _, page := range []*webtest.Page{o.Get("/find"), o.Post("/find", "q", "yusuf"), o.Post("/find/now", "q", "yusuf")} {
			if page.Status != 403 {
				t.Errorf("the administrator: %d", page.Status)
			}
		}
	}, webtest.As(admin))
	perms := find.Bundle[authz.Volunteer]
	each(t, func(t *testing.T, o *office) {
		page := o.ask("Yusuf Karimi")
		if page.Count(".hits") != 0 || page.Count(".empty a") != 0 {
			t.Errorf("behind the wall: %q", page.Text("main"))
		}
	}, webtest.As(authz.NewActor("vol", "Vol", authz.Volunteer, authz.SeesGranted, perms...)))
}
