package penpalsweb_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/consent/consentweb"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/penpals"
	"github.com/throughcare/throughcare/penpals/penpalsweb"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

const home = "7 Marigold Lane"

// desk is the pages of pen pals as one of a role sees them, with Yusuf at Harrow Ridge.
type desk struct {
	*webtest.App
	t       *testing.T
	db      *database.DB
	pages   *penpalsweb.Pages
	consent *consent.Service
	lead    authz.Actor
	yusuf   string
}

var bundle = authz.Merge(penpals.Bundle, people.Bundle, custody.Bundle, facilities.Bundle, consent.Bundle, timeline.Bundle, tasks.Bundle, printers.Bundle)

func actor(role authz.Role) authz.Actor {
	return authz.NewActor(string(role), string(role), role, authz.SeesAll, bundle[role]...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, fn func(*desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newDesk(t, db)) })
}

func newDesk(t *testing.T, db *database.DB) *desk {
	t.Helper()
	d := &desk{t: t, db: db, lead: actor(authz.Lead), consent: &consent.Service{DB: db}}
	service := &penpals.Service{DB: db, Organisation: func(context.Context) string { return "Tamarack" }}
	team := func(context.Context) ([]layout.Option, error) { return nil, nil }
	d.pages = &penpalsweb.Pages{Penpals: service, Team: team, Printers: (&printers.Service{DB: db}).List}
	ctx, bus := t.Context(), event.NewBus()
	places := &facilities.Service{DB: db, Bus: bus}
	harrow, err := places.Add(ctx, d.lead, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TK", Kind: facilities.Prison})
	must(t, err)
	must(t, places.PutAddress(ctx, d.lead, facilities.Address{FacilityID: harrow, Purpose: facilities.Letters, Lines: "PO Box 77", Town: "Harrow", Region: "TK", Postcode: "40418", Country: "US", Source: "Handbook", CheckedOn: partialdate.Must("2026-02-20")}))
	must(t, trail.Write(ctx, db, d.lead, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		p, err := people.Add(ctx, tx, nil, people.NewPerson{Name: "Yusuf Karimi", Numbers: []people.Number{{Text: "0418-OI-22"}}, Languages: []people.Language{{Lang: "fa", How: people.Reads}}})
		if err != nil {
			return err
		}
		d.yusuf = p.ID
		_, err = custody.Place(ctx, tx, bus, "2026-03-02", custody.NewStay{PersonID: p.ID, FacilityID: harrow, Source: "roster", SourceOn: partialdate.Must("2026-03-01")})
		return err
	}))
	d.App = d.as(authz.Lead)
	return d
}

func (d *desk) as(role authz.Role) *webtest.App {
	now := func(c *web.Config) { c.Now = d.db.Now }
	return webtest.New(d.t, d.pages.Routes(), webtest.As(actor(role)), webtest.With(now), webtest.Words(penpalsweb.Locales, consentweb.Locales, partialdate.Locales))
}

func (d *desk) agree() {
	d.t.Helper()
	_, err := d.consent.Record(d.t.Context(), d.lead, consent.Answer{PersonID: d.yusuf, Act: consent.Give, Terms: consent.Terms{
		Purpose: penpals.Purpose, Classes: consent.Of(consent.C1, consent.C2), How: consent.ByLetter, Lang: "en", From: "2026-03-01", Until: "2026-12-31",
	}})
	must(d.t, err)
}

// leads posts, and wants to be led on.
func (d *desk) leads(path string, pairs ...string) string {
	d.t.Helper()
	page := d.Post(path, pairs...)
	if page.Status != http.StatusSeeOther {
		d.t.Fatalf("%s: %d %s", path, page.Status, page.Text("main"))
	}
	return page.To
}

// refuses posts, and wants the form again with what was typed.
func (d *desk) refuses(path, says string, pairs ...string) {
	d.t.Helper()
	page := d.Post(path, pairs...)
	page.Check()
	if text := page.Text("main"); page.Status != http.StatusUnprocessableEntity || !strings.Contains(text, says) {
		d.t.Errorf("%s: %d, no %q in %s", path, page.Status, says, text)
	}
}

func (d *desk) says(path string, words ...string) *webtest.Page {
	d.t.Helper()
	page := d.Get(path)
	page.Check()
	for _, word := range words {
		if text := page.Text("main"); page.Status != http.StatusOK || !strings.Contains(text, word) {
			d.t.Errorf("%s: %d, no %q in %q", path, page.Status, word, text)
		}
	}
	return page
}

func (d *desk) writer() string {
	d.t.Helper()
	d.leads("/penpals/writers/new", "name", "Olga N.", "way", "555-0134", "languages", "Farsi, English", "interests", "chess, poetry", "most", "1", "asked", "1 feb 2026", "state", "waiting", "home", home)
	href := d.says("/penpals", "Olga N.").Attr(`a[href^="/penpals/writers/0"]`, "href")
	return strings.TrimPrefix(href, "/penpals/writers/")
}

// From an empty page to a letter that is passed on, and what the writer is told.
func TestTwoAreBroughtTogether(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		d.says("/penpals", "Nobody has asked for a pen pal", "There are no writers yet")
		if page := d.says("/penpals/blocks/new?person="+d.yusuf, "Yusuf Karimi"); page.Attr(`#f-person option[selected]`, "value") != d.yusuf {
			t.Error("somebody on no list is kept apart as everybody")
		}
		form := "/penpals/people/" + d.yusuf
		page := d.says(form, "They have not agreed to a pen pal")
		if got := page.Attr("#f-languages", "value"); got != "Farsi" {
			t.Errorf("the form suggests the language %q", got)
		}
		typed := []string{"called", "Yusuf", "languages", "Farsi", "interests", "chess", "most", "1", "asked", "1 jan 2026", "state", "waiting"}
		d.refuses(form, "They were not asked about this", typed...)
		d.agree()
		d.refuses(form, "We do not know this language", append([]string{"called", "Yusuf", "languages", "Moonish"}, typed[4:]...)...)
		d.leads(form, typed...)
		writer := d.writer()
		d.says("/penpals", "Yusuf Karimi and Olga N.", "Both read Farsi.", "Both like chess.", "1 person inside waits", "1 writer outside has room")
		pair := d.leads("/penpals/people/"+d.yusuf+"/propose", "writer", writer)
		d.refuses("/penpals/people/"+d.yusuf+"/propose", "These two write to each other already", "writer", writer)
		d.says(pair, "Both accept", "P-00001", "Why these two")
		d.leads(pair + "/accept")
		d.refuses(pair+"/letter", "Say from whom it came", "words", "Green envelope")
		d.leads(pair+"/letter", "way", "out", "came", "today")
		d.leads(pair+"/letter", "way", "in", "came", "today")
		if page := d.says(pair+"/end?reason=silent", "Look for another pen pal"); page.Count(`[name="again"][checked]`) != 1 {
			t.Error("the end of a silent pair does not look for another")
		}
		d.says("/penpals/post", "Write the address of the office")
		d.leads("/settings/penpals", "nudge", "30", "rematch", "60", "box", "PO Box 12\nTamarack, TK 40100")
		d.refuses("/settings/penpals", "write more days", "nudge", "60", "rematch", "30", "box", "PO Box 12")
		post := d.says("/penpals/post", "PO Box 77", "Yusuf Karimi #0418-OI-22", "PO Box 12", "Olga N.")
		if n := post.Count(`form[action^="/penpals/post/"]`); n != 2 {
			t.Errorf("%d letters can be passed on", n)
		}
		if pdf := d.Get("/penpals/post/labels"); pdf.Status != http.StatusOK || !strings.HasPrefix(pdf.Body, "%PDF") {
			t.Errorf("labels: %d", pdf.Status)
		}
		letter := post.Attr(`form[action^="/penpals/post/"]`, "action")
		d.leads(letter)
		if again := d.Post(letter); again.Status != http.StatusConflict {
			t.Errorf("passed on twice: %d", again.Status)
		}
		sheet := d.leads(pair + "/hand")
		told := d.says(sheet, "Writing to Yusuf", "Farsi", "chess", "Yusuf, P-00001", "PO Box 12", "Harrow Ridge")
		if text := told.Text(".paper"); strings.Contains(text, "0418") || strings.Contains(text, "Karimi") || strings.Contains(text, "PO Box 77") {
			t.Errorf("the sheet tells too much: %s", text)
		}
		d.says("/penpals?state=first-sent", "There is nobody here")
		d.says("/penpals?state=replied", "Yusuf Karimi and Olga N.", "2 letters")
		d.homeless(pair, sheet, writer)
	})
}

// homeless looks at every page for where the writer lives: it stands in one form, in a part
// that is left out on paper.
func (d *desk) homeless(pair, sheet, writer string) {
	d.t.Helper()
	for _, path := range []string{"/penpals", "/penpals?all=writers", "/penpals/post", "/penpals/blocks", "/penpals/blocks/new", pair, pair + "/letter", pair + "/end", pair + "/incident", sheet, "/penpals/people/" + d.yusuf, "/penpals/people/" + d.yusuf + "/choose", "/settings/penpals"} {
		page := d.Get(path)
		page.Check()
		if page.Status != http.StatusOK || strings.Contains(page.Body, "Marigold") {
			d.t.Errorf("%s: %d, or it tells where a writer lives", path, page.Status)
		}
	}
	form := d.Get("/penpals/writers/" + writer)
	if form.Check(); form.Text(".no-print textarea") != home {
		d.t.Errorf("the form of the writer: %q", form.Text(".no-print textarea"))
	}
	if n := len(regexp.MustCompile("Marigold").FindAllString(form.Body, -1)); n != 1 {
		d.t.Errorf("where they live stands %d times in the form", n)
	}
}

// What went wrong pauses two at once; who may not read it sees that there is something.
func TestSomethingIsReported(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		d.agree()
		d.leads("/penpals/people/"+d.yusuf, "called", "Yusuf", "languages", "Farsi", "most", "1", "asked", "1 jan 2026", "state", "waiting")
		writer := d.writer()
		pair := d.leads("/penpals/people/"+d.yusuf+"/propose", "writer", writer)
		d.leads(pair + "/accept")
		d.refuses(pair+"/incident", "Write what happened", "sort", "money", "about", "writer")
		d.leads(pair+"/incident", "sort", "money", "about", "writer", "words", "She sent a bank card.", "on", "yesterday")
		d.says(pair, "Paused since", "She sent a bank card.", "Money or gifts")
		worker := d.as(authz.Worker)
		if page := worker.Get(pair); strings.Contains(page.Body, "bank card") || !strings.Contains(page.Text("main"), "You may not read it") {
			t.Error("a worker reads what was reported, or not that there is something")
		}
		d.refuses(pair+"/resume", "still being looked into")
		d.refuses("/penpals/writers/"+writer+"/forget", "still writes")
		d.refuses(pair+"/hand", "paused")
		action, rev := d.Get(pair).Attr(`form[action$="/close"]`, "action"), d.Get(pair).Attr(`form[action$="/close"] [name="rev"]`, "value")
		if page := worker.Post(action, "outcome", "Nothing"); page.Status != http.StatusForbidden && page.Status != http.StatusNotFound {
			t.Errorf("a worker closes it: %d", page.Status)
		}
		d.refuses(action, "Write what became of it", "pair", strings.TrimPrefix(pair, "/penpals/"), "rev", rev)
		d.leads(action, "outcome", "She was told the rules.", "rev", rev)
		d.leads(pair + "/resume")
		d.refuses("/penpals/blocks/new", "Say why", "person", d.yusuf, "writer", writer, "kind", "no-contact")
		d.leads("/penpals/blocks/new", "person", d.yusuf, "writer", writer, "kind", "no-contact", "reason", "Order of 3 June", "since", "today")
		d.says("/penpals/blocks", "Yusuf Karimi and Olga N.", "Order of 3 June")
		if page := worker.Get("/penpals/blocks"); strings.Contains(page.Body, "June") || !strings.Contains(page.Text("main"), "You may not read why") {
			t.Error("a worker reads why two are kept apart")
		}
		d.says(pair, "Paused since")
		if to := d.leads(pair+"/end", "reason", "incident", "again", "1"); to != "/penpals/people/"+d.yusuf+"/choose" {
			t.Errorf("the end leads to %s", to)
		}
		d.says("/penpals/people/"+d.yusuf+"/choose", "No writer fits right now")
		d.refuses("/penpals/people/"+d.yusuf+"/propose", "kept apart", "writer", writer)
		lift := d.Get("/penpals/blocks").Attr(`form[action$="/lift"]`, "action")
		d.refuses(lift, "Say why")
		d.leads(lift, "why", "The order has ended")
		d.says("/penpals/blocks", "Nobody is kept apart")
		d.says("/penpals/writers/"+writer+"/forget", "Forget Olga N.", "cannot be undone")
		if page := worker.Get("/penpals/writers/" + writer + "/forget"); page.Status != http.StatusForbidden {
			t.Errorf("a worker has a writer forgotten: %d", page.Status)
		}
		d.leads("/penpals/writers/"+writer+"/forget", "rev", d.Get("/penpals/writers/"+writer+"/forget").Attr(`[name="rev"]`, "value"))
		if form := d.Get("/penpals/writers/" + writer); strings.Contains(form.Body, "Marigold") || strings.Contains(form.Body, "555-0134") {
			t.Error("the form of a forgotten writer tells how to reach them")
		}
	})
}

func TestWhoOpensWhat(t *testing.T) {
	t.Parallel()
	each(t, func(d *desk) {
		for role, paths := range map[authz.Role]map[string]int{
			authz.Volunteer:     {"/penpals": http.StatusForbidden, "/penpals/mine": http.StatusOK, "/penpals/blocks": http.StatusForbidden, "/settings/penpals": http.StatusForbidden},
			authz.Worker:        {"/penpals": http.StatusOK, "/penpals/mine": http.StatusForbidden, "/settings/penpals": http.StatusForbidden},
			authz.Administrator: {"/penpals": http.StatusForbidden, "/penpals/mine": http.StatusForbidden, "/settings/penpals": http.StatusForbidden},
		} {
			app := d.as(role)
			for path, status := range paths {
				if page := app.Get(path); page.Status != status {
					t.Errorf("%s opens %s: %d, want %d", role, path, page.Status, status)
				}
			}
		}
		for _, path := range []string{"/penpals/018f0000-0000-7000-8000-000000000001", "/penpals/moon", "/penpals/writers/018f0000-0000-7000-8000-000000000001", "/penpals/people/018f0000-0000-7000-8000-000000000001", "/penpals/post/labels", "/penpals/sheets/018f0000-0000-7000-8000-000000000001"} {
			if page := d.Get(path); page.Status != http.StatusNotFound {
				t.Errorf("%s: %d", path, page.Status)
			}
		}
	})
}
