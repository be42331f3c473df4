package facilitiesweb_test

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/facilities/facilitiesweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
)

func actor(name string, role authz.Role) authz.Actor {
	b := authz.Merge(facilities.Bundle, custody.Bundle, people.Bundle, casework.Bundle)
	return authz.NewActor("018f0000-0000-7000-8000-0000000000"+name, "Ruth", role, authz.SeesAll, b[role]...)
}

// desk is the pages over a record with one prison, Harrow Ridge, and two
// people there.
type desk struct {
	*webtest.App
	t      *testing.T
	db     *database.DB
	places *facilities.Service
	moves  *custody.Service
	jobs   *jobs.Runner
	pages  *facilitiesweb.Pages
	harrow string
}

func open(t *testing.T, options ...webtest.Option) *desk {
	t.Helper()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	bus := event.NewBus()
	runner, err := jobs.NewRunner(t.Context(), db, slog.New(slog.DiscardHandler), 1)
	must(t, err)
	t.Cleanup(runner.Close)
	d := &desk{t: t, db: db, jobs: runner,
		places: &facilities.Service{DB: db, Bus: bus}, moves: &custody.Service{DB: db, Bus: bus}}
	d.pages = &facilitiesweb.Pages{Facilities: d.places, Custody: d.moves, Jobs: runner}
	d.fill()
	work := &jobspage.Pages{Jobs: runner, Results: d.pages.Results()}
	all := []webtest.Option{webtest.As(actor("01", authz.Worker)), webtest.Words(facilitiesweb.Locales, jobspage.Locales, sheet.Locales, partialdate.Locales),
		webtest.With(func(c *web.Config) {
			c.Nav = d.pages.Nav()
			c.Undo = func(ctx context.Context, actor authz.Actor, change string) error {
				return trail.Undo(ctx, db, actor, change, facilities.After, custody.After)
			}
		})}
	d.App = webtest.New(t, append(d.pages.Routes(), work.Routes()...), append(all, options...)...)
	return d
}

func (d *desk) fill() {
	d.t.Helper()
	ctx, ruth := d.t.Context(), actor("01", authz.Worker)
	var err error
	d.harrow, err = d.places.Add(ctx, ruth, facilities.Facility{Name: "Harrow Ridge", Country: "US", Region: "TX", Town: "Harrow", Kind: facilities.Prison, Status: facilities.Open})
	must(d.t, err)
	must(d.t, d.places.PutAddress(ctx, ruth, facilities.Address{FacilityID: d.harrow, Purpose: facilities.Street, Lines: "1400 Ridge Road", Town: "Harrow",
		Region: "TX", Postcode: "75002", Source: "Handbook", CheckedOn: partialdate.Must("2025-06-01")}))
	must(d.t, d.places.PutRule(ctx, ruth, facilities.Rule{FacilityID: d.harrow, Topic: "books", Says: "Paperbacks only.", Source: "Handbook, p. 4",
		CheckedOn: partialdate.Must("2025-10-01"), Mark: facilities.Reported}))
	s := &people.Service{DB: d.db}
	for _, name := range []string{"Rosa Delgado", "Ivo Petrak"} {
		p, err := s.Add(ctx, ruth, people.NewPerson{Name: name})
		must(d.t, err)
		_, err = d.moves.Move(ctx, ruth, []string{p.ID}, custody.Move{FacilityID: d.harrow, Unit: "C-114"})
		must(d.t, err)
	}
}

func (d *desk) full() facilities.Full {
	d.t.Helper()
	f, err := d.places.Facility(d.t.Context(), actor("01", authz.Worker), d.harrow)
	must(d.t, err)
	return f
}

func (d *desk) at(path string) string { return "/facilities/" + d.harrow + path }

// undo takes back what the page offers to take back.
func (d *desk) undo(page *webtest.Page) {
	d.t.Helper()
	form := page.Attr(`.flash form, form[action^="/changes/"]`, "action")
	if form == "" {
		d.t.Fatalf("no undo offered: %s", page.Text(".flash"))
	}
	if got := d.Post(form, "_back", "/facilities"); got.Status != http.StatusSeeOther {
		d.t.Fatalf("undo: %d %s", got.Status, got.Text("main"))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestThePageOfAFacility(t *testing.T) {
	t.Parallel()
	d := open(t)
	page := d.Get(d.at(""))
	page.Check()
	for selector, want := range map[string]string{
		"h1": "Harrow Ridge", ".who-sub": "Prison · Harrow, Texas", "#reach": "How things get there",
		"#people + .c": "2", ".q li p.why": "Handbook, p. 4, Oct 1, 2025 · by Ruth",
	} {
		if got := page.Text(selector); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", selector, got, want)
		}
	}
	for _, want := range []string{"152 days old", "Check again", "Reported", "Not known. Use the address for: Street address", "Rosa Delgado", "C-114"} {
		if !strings.Contains(page.Text("main"), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page.Attr(`a[href^="/people/move"]`, "href") != "/people/move?from="+d.harrow {
		t.Error("no way to move the people there")
	}
	if all := "/people?list=everyone&at=" + d.harrow + "&whose=all"; page.Count(`a[href="`+all+`"]`) != 1 || page.Count(`a[href="`+all+`&format=xlsx"]`) != 1 {
		t.Error("no way to the list of the people there, or to its spreadsheet")
	}
	card := d.Get(d.at("/card"))
	card.Check()
	for _, want := range []string{"Paperbacks only.", "1400 Ridge Road", "Printed Monday"} {
		if !strings.Contains(card.Text("main"), want) {
			t.Errorf("the card does not say %q: %s", want, card.Text("main"))
		}
	}
	if strings.Contains(card.Text("main"), "Rosa") {
		t.Error("the card in the binder names a person")
	}
}

func TestTheList(t *testing.T) {
	t.Parallel()
	d := open(t)
	_, err := d.places.Add(t.Context(), actor("01", authz.Worker), facilities.Facility{Name: "HMP Leeds", Country: "GB", Region: "ENG", Kind: facilities.Prison, Status: facilities.Closed})
	must(t, err)
	page := d.Get("/facilities")
	page.Check()
	if page.Count("tbody tr") != 2 || !strings.Contains(page.Text("tbody"), "Closed") {
		t.Errorf("list: %s", page.Text("tbody"))
	}
	for path, want := range map[string]string{
		"?country=GB": "HMP Leeds", "?region=TX": "Harrow Ridge", "?kind=prison&country=US": "Harrow Ridge", "?known=yes": "Harrow Ridge",
	} {
		if page := d.Get("/facilities" + path); page.Count("tbody tr") != 1 || !strings.Contains(page.Text("tbody"), want) {
			t.Errorf("%s: %s", path, page.Text("tbody"))
		}
	}
	found := d.Post("/facilities", "q", "harow rigde").Follow()
	found.Check()
	if strings.Contains(found.Text("main"), "Leeds") || !strings.Contains(found.Text("tbody"), "Harrow Ridge") {
		t.Errorf("by words: %s", found.Text("main"))
	}
	if none := d.Post("/facilities", "q", "zzzz").Follow(); none.Count("tbody tr") != 0 || !strings.Contains(none.Text("main"), "No place fits") {
		t.Errorf("nothing fits, and yet: %s", none.Text("main"))
	}
	if none := d.Get("/facilities?country=GB&known=yes"); none.Count("tbody tr") != 0 {
		t.Errorf("nobody is in Leeds: %s", none.Text("tbody"))
	}
	sheet := d.Get("/facilities?as=csv")
	if !strings.Contains(sheet.Body, "1400 Ridge Road") && !strings.Contains(d.Get(page.Attr(`a[href*="csv"]`, "href")).Body, "1400 Ridge Road") {
		t.Error("the spreadsheet has no address")
	}
}

func TestAddingAPlace(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Get("/facilities/new").Check()
	bad := d.Post("/facilities/new", "name", "", "kind", "castle", "country", "Narnia", "website", "ftp://x", "capacity", "-3", "town", "Ashby")
	bad.Check()
	if bad.Status != http.StatusUnprocessableEntity || bad.Attr(`[name=town]`, "value") != "Ashby" || bad.Count(".summary li") < 1 {
		t.Errorf("%d: %s", bad.Status, bad.Text(".summary"))
	}
	good := d.Post("/facilities/new", "name", "Pine Hollow", "kind", "jail", "website", "pinehollow.example", "opened", "1974").Follow()
	good.Check()
	if good.Text("h1") != "Pine Hollow" || !strings.Contains(good.Text("main"), "https://pinehollow.example") || !strings.Contains(good.Text("main"), "1974") {
		t.Errorf("added: %s", good.Text("main"))
	}
	d.undo(good)
	if gone := d.Get(good.Attr(`a[href$="/card"]`, "href")); gone.Status != http.StatusNotFound {
		t.Errorf("after undo: %d", gone.Status)
	}
}

func TestMergeByHand(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, ruth := t.Context(), actor("01", authz.Worker)
	double, err := d.places.Add(ctx, ruth, facilities.Facility{Name: "The Ridge", Country: "US", Region: "TX", Kind: facilities.Prison, Phone: "555 0140"})
	must(t, err)
	ask := d.Get(d.at("/merge"))
	ask.Check()
	if none := d.Post(d.at("/merge"), "q", "harrow ridge"); none.Status != http.StatusUnprocessableEntity {
		t.Errorf("a place is offered as its own double: %d", none.Status)
	}
	found := d.Post(d.at("/merge"), "q", "the rigde")
	found.Check()
	if found.Count(".pair") != 1 || found.Attr(".pair form", "action") != d.at("/merge/"+double) {
		t.Fatalf("%d: %s", found.Status, found.Text("main"))
	}
	done := d.Post(d.at("/merge/" + double)).Follow()
	done.Check()
	if f := d.full(); f.Phone != "555 0140" || len(f.Doubles) != 1 || !strings.Contains(done.Text(".side"), "The Ridge") {
		t.Errorf("%+v", f.Facility)
	}
	if old := d.Get("/facilities/" + double); old.To != d.at("") {
		t.Errorf("the old address leads to %q", old.To)
	}
	if twice := d.Post(d.at("/merge/" + double)); twice.Status != http.StatusConflict {
		t.Errorf("merged twice: %d", twice.Status)
	}
	if self := d.Post(d.at("/merge/" + d.harrow)); self.Status != http.StatusConflict {
		t.Errorf("merged with itself: %d", self.Status)
	}
	d.undo(done)
	if got := d.Get("/facilities/" + double); got.Status != http.StatusOK || d.full().Phone != "" {
		t.Errorf("after undo: %d, phone %q", got.Status, d.full().Phone)
	}
}

func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	d := open(t, webtest.As(actor("02", authz.Volunteer)))
	page := d.Get(d.at(""))
	page.Check()
	if page.Count("main form") != 0 || page.Count(`a[href$="/rule"]`) != 0 {
		t.Error("a volunteer is offered what they may not do")
	}
	for _, path := range []string{d.at("/edit"), d.at("/rule"), d.at("/address"), d.at("/post"), d.at("/merge"), "/facilities/new", "/directories", "/directories/pairs"} {
		if got := d.Get(path); got.Status != http.StatusForbidden {
			t.Errorf("GET %s: %d", path, got.Status)
		}
	}
	if got := d.Post(d.at("/rule"), "topic", "books", "says", "x", "source", "y", "mark", "verified"); got.Status != http.StatusForbidden {
		t.Errorf("a volunteer wrote a rule: %d", got.Status)
	}
	admin := open(t, webtest.As(actor("03", authz.Administrator)))
	if page := admin.Get(admin.at("")); strings.Contains(page.Body, "Rosa") || strings.Contains(page.Body, "People we know") {
		t.Error("an administrator reads who is where")
	}
}

func TestNothingThere(t *testing.T) {
	t.Parallel()
	d := open(t)
	const nobody = "018f0000-0000-7000-8000-000000000099"
	for _, path := range []string{"/facilities/" + nobody, "/facilities/nonsense", "/facilities/" + nobody + "/card", d.at("/rule/" + nobody), d.at("/post/" + nobody + "/holder"), "/directories/" + nobody} {
		if got := d.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, got.Status)
		}
	}
	for _, path := range []string{d.at("/rule/" + nobody + "/end"), d.at("/rule/nonsense/same"), d.at("/post/" + nobody + "/end"), "/directories/pairs/" + nobody} {
		if got := d.Post(path, "rev", "", "decision", "same"); got.Status != http.StatusNotFound && got.Status != http.StatusUnprocessableEntity {
			t.Errorf("POST %s: %d", path, got.Status)
		}
	}
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	d := open(t, webtest.In("es"))
	for _, path := range []string{"/facilities", "/facilities/new", "/directories", "/directories/pairs", "/facilities/checks", d.at("/merge"), d.at(""), d.at("/card"), d.at("/rule"), d.at("/address"), d.at("/post")} {
		page := d.Get(path)
		page.Check()
	}
	if page := d.Get(d.at("")); !strings.Contains(page.Text("main"), "Cómo llegan las cosas") || !strings.Contains(page.Text("main"), "Volver a comprobar") {
		t.Errorf("%s", page.Text("main"))
	}
}

func TestInTheUnitedKingdom(t *testing.T) {
	t.Parallel()
	d := open(t, webtest.In("en-GB"))
	page := d.Get("/facilities")
	page.Check()
	if page.Text("h1") != "Prisons" || !strings.Contains(d.Get(d.at("/address")).Text("main"), "Postcode") {
		t.Errorf("%s", page.Text("main"))
	}
}

// The words are whole in every language, and none stands idle.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.New(facilitiesweb.Locales, layout.Locales, jobspage.Locales)
	must(t, err)
	root := os.DirFS(filepath.Join("..", ".."))
	complaints, err := i18n.Check(words, root)
	must(t, err)
	ours := regexp.MustCompile(`(?:^|[ :])(?:deed\.|job\.)?facilities\.[a-z]|^facilities/`)
	for _, c := range complaints {
		if ours.MatchString(c) {
			t.Error(c)
		}
	}
}
