package facilitiesweb_test

import (
	"bytes"
	"context"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
	b := authz.Merge(facilities.Bundle, custody.Bundle, people.Bundle)
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

func TestARuleIsWrittenCheckedAndEnded(t *testing.T) {
	t.Parallel()
	d := open(t)
	old := d.full().Rules[0]
	bad := d.Post(d.at("/rule"), "topic", "", "says", "  ", "source", "", "mark", "sure", "checked", "31/31/31")
	bad.Check()
	if bad.Status != http.StatusUnprocessableEntity || bad.Count(".summary li") < 1 || bad.Attr(`[name=checked]`, "value") != "31/31/31" {
		t.Errorf("%d: %s", bad.Status, bad.Text(".summary"))
	}
	form := d.Get(d.at("/rule/" + old.ID))
	form.Check()
	if form.Text("textarea") != "Paperbacks only." || form.Attr(`[name=source]`, "value") != "Handbook, p. 4" {
		t.Error("the form does not begin with the rule as it stands")
	}
	page := d.Post(d.at("/rule/"+old.ID), "rev", old.Rev, "topic", "books", "says", "Five books.\nNew ones.", "source", "Notice", "checked", "yesterday", "mark", "verified").Follow()
	page.Check()
	f := d.full()
	if len(f.Rules) != 1 || f.Rules[0].Says != "Five books.\nNew ones." || f.Rules[0].CheckedOn.String() != "2026-03-01" || f.Rules[0].Follows != old.ID || len(f.Past) != 1 {
		t.Fatalf("rules %+v, past %+v", f.Rules, f.Past)
	}
	if !strings.Contains(page.Text(".q"), "Before: Paperbacks only.") {
		t.Errorf("the page does not show what it said before: %s", page.Text(".q"))
	}
	page = d.Post(d.at("/rule/"+f.Rules[0].ID+"/same"), "rev", f.Rules[0].Rev).Follow()
	if now := d.full().Rules[0]; now.CheckedOn.String() != "2026-03-02" || now.Says != f.Rules[0].Says || !strings.Contains(page.Text(".flash"), "still so") {
		t.Errorf("after a check: %+v, %s", now, page.Text(".flash"))
	}
	now := d.full().Rules[0]
	page = d.Post(d.at("/rule/"+now.ID+"/end"), "rev", now.Rev).Follow()
	if len(d.full().Rules) != 0 || !strings.Contains(page.Text("main"), "Rules that no longer hold") {
		t.Errorf("after the end: %s", page.Text("main"))
	}
	d.undo(page)
	if len(d.full().Rules) != 1 {
		t.Error("the end was not taken back")
	}
}

// Two people write to the same rule: the second is told, and keeps the words.
func TestTwoPeopleChangeOneRule(t *testing.T) {
	t.Parallel()
	d := open(t)
	old := d.full().Rules[0]
	send := func(says string) *webtest.Page {
		return d.Post(d.at("/rule/"+old.ID), "rev", old.Rev, "topic", "books", "says", says, "source", "Notice", "checked", "today", "mark", "verified")
	}
	if first := send("Three books."); first.Status != http.StatusSeeOther {
		t.Fatal(first.Status)
	}
	second := send("Four books.")
	second.Check()
	if second.Status != http.StatusConflict || !strings.Contains(second.Body, "Four books.") || !strings.Contains(second.Body, "Three books.") {
		t.Errorf("%d: %s", second.Status, second.Text("main"))
	}
	f := d.full()
	if len(f.Rules) != 1 || f.Rules[0].Says != "Three books." {
		t.Errorf("rules: %+v", f.Rules)
	}
	mine := second.Attr(`form[action*="/rule/"]`, "action")
	over := d.Post(mine, "rev", second.Attr(`form[action*="/rule/"] [name=rev]`, "value"), "topic", "books", "says", "Four books.", "source", "Notice", "checked", "today", "mark", "verified")
	if f = d.full(); over.Status != http.StatusSeeOther || f.Rules[0].Says != "Four books." || len(f.Past) != 2 {
		t.Errorf("their own text over it: %d, %+v", over.Status, f.Rules)
	}
}

func TestTwoPeopleChangeOneFacility(t *testing.T) {
	t.Parallel()
	d := open(t)
	rev := d.full().Rev
	send := func(name string) *webtest.Page {
		return d.Post(d.at("/edit"), "rev", rev, "name", name, "country", "us", "region", "Texas", "kind", "prison", "status", "open", "capacity", "12")
	}
	if first := send("Harrow Ridge CF"); first.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", first.Status, first.Text(".summary"))
	}
	f := d.full()
	if f.Name != "Harrow Ridge CF" || f.Region != "TX" || f.Capacity != 12 || f.TimeZone != "America/Chicago" && f.TimeZone != "" {
		t.Errorf("%+v", f.Facility)
	}
	second := send("Harrow Ridge Prison")
	if second.Status != http.StatusConflict || !strings.Contains(second.Body, "Harrow Ridge Prison") || !strings.Contains(second.Body, "Harrow Ridge CF") {
		t.Errorf("%d: %s", second.Status, second.Text("main"))
	}
}

func TestPostsAndTheirHolders(t *testing.T) {
	t.Parallel()
	d := open(t)
	if bad := d.Post(d.at("/post"), "title", "", "source", "phone"); bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("a post without a name: %d", bad.Status)
	}
	d.Post(d.at("/post"), "title", "Chaplain", "contact", "555 0150", "source", "phone", "checked", "today").Follow().Check()
	post := d.full().Posts[0]
	d.Get(d.at("/post/" + post.ID + "/holder")).Check()
	for _, h := range []string{"Rev. A", "Rev. B"} {
		page := d.Post(d.at("/post/"+post.ID+"/holder"), "name", h, "since", "march 2025", "contact", "", "source", "phone").Follow()
		page.Check()
	}
	post = d.full().Posts[0]
	if len(post.Holders) != 2 || post.Holders[0].Name != "Rev. B" || post.Holders[1].EndedAt.IsZero() {
		t.Fatalf("%+v", post.Holders)
	}
	if page := d.Get(d.at("")); !strings.Contains(page.Text("main"), "Rev. B, since March 2025") || !strings.Contains(page.Text("main"), "Before: Rev. A") {
		t.Errorf("posts: %s", page.Text(".side"))
	}
	d.Post(d.at("/holder/"+post.Holders[0].ID+"/end"), "rev", post.Holders[0].Rev)
	if page := d.Get(d.at("")); !strings.Contains(page.Text(".side"), "Nobody known") {
		t.Errorf("after the end: %s", page.Text(".side"))
	}
	d.Post(d.at("/post/"+post.ID+"/end"), "rev", post.Rev)
	if len(d.full().Posts) != 0 {
		t.Error("the post is still there")
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Get(d.at("/address?for=books")).Check()
	if bad := d.Post(d.at("/address"), "purpose", "moon", "lines", ""); bad.Status != http.StatusUnprocessableEntity || bad.Count(".summary li") != 2 {
		t.Errorf("%d: %s", bad.Status, bad.Text(".summary"))
	}
	page := d.Post(d.at("/address"), "purpose", "letters", "lines", "PO Box 77", "town", "Harrow", "region", "texas", "postcode", "75002", "country", "us", "source", "Notice", "checked", "today").Follow()
	page.Check()
	if !strings.Contains(page.Text("main"), "PO Box 77") || strings.Contains(page.Text("main"), "Use the address for") {
		t.Errorf("the address is not shown: %s", page.Text("main"))
	}
	a, _, _ := facilities.AddressFor(d.full().Addresses, facilities.Letters)
	d.Post(d.at("/address/"+a.ID+"/end"), "rev", a.Rev)
	if page := d.Get(d.at("")); !strings.Contains(page.Text("main"), "Addresses that no longer hold") {
		t.Errorf("the old address is gone: %s", page.Text("main"))
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

// upload sends a file as a browser would.
func (d *desk) upload(name, text string, pairs ...string) *webtest.Page {
	d.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		must(d.t, w.WriteField(pairs[i], pairs[i+1]))
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		must(d.t, err)
		_, err = part.Write([]byte(text))
		must(d.t, err)
	}
	must(d.t, w.Close())
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, "/directories", &body)
	must(d.t, err)
	r.Host = "127.0.0.1"
	return d.Do(r, "Content-Type", w.FormDataContentType())
}

const ourList = "Code,Name,Address,City,State,Zip,Beds\n" +
	"H1,Harrow Ridge,1400 Ridge Rd,Harrow,TX,75002,120\n" +
	"H2,Harrow Ridge Annex,1402 Ridge Rd,Harrow,TX,75002,many\n" +
	",,,,,,\n" +
	"H3,,2 Elm St,Ashby,TX,75003,\n" +
	"H4,Pine Hollow Jail,3 Elm St,Ashby,TX,75003,40\n"

func TestImportOfADirectory(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Get("/directories").Check()
	for name, send := range map[string]func() *webtest.Page{
		"no file":   func() *webtest.Page { return d.upload("", "") },
		"no source": func() *webtest.Page { return d.upload("list.csv", ourList) },
		"no names":  func() *webtest.Page { return d.upload("list.csv", "a,b\n1,2\n", "source", "x") },
		"no sheet":  func() *webtest.Page { return d.upload("list.xlsx", "PK\x03\x04nonsense", "source", "x") },
		"bad day":   func() *webtest.Page { return d.upload("list.csv", ourList, "source", "x", "said", "someday") },
	} {
		page := send()
		if page.Status != http.StatusUnprocessableEntity || page.Count(".summary li") != 1 {
			t.Errorf("%s: %d %s", name, page.Status, page.Text(".summary"))
		}
	}
	job := d.upload("our.csv", ourList, "source", "Our list", "said", "jan 2026")
	if job.Status != http.StatusSeeOther || !strings.HasPrefix(job.To, "/jobs/") {
		t.Fatalf("%d to %q: %s", job.Status, job.To, job.Text(".summary"))
	}
	d.jobs.Wait()
	done := job.Follow()
	if !regexp.MustCompile(`^/directories/[0-9a-f-]{36}$`).MatchString(done.To) {
		t.Fatalf("the job leads to %q: %s", done.To, done.Text("main"))
	}
	report := done.Follow()
	report.Check()
	for _, want := range []string{"4 rows", "2 new places", "1 merged", "1 doubtful pair", "1 row refused", "Row 5", "“many” is no number"} {
		if !strings.Contains(strings.Join(strings.Fields(report.Text("main")), " "), want) && !strings.Contains(squash(report.Text("main")), squash(want)) {
			t.Errorf("the report does not say %q: %s", want, report.Text("main"))
		}
	}
	page := d.Get(d.at(""))
	page.Check()
	if !strings.Contains(page.Text("table.tbl.tight:not(.stackt)"), "H1") || !strings.Contains(page.Text("main"), "Our list") {
		t.Errorf("the number of the directory is not shown: %s", page.Text("main"))
	}
	d.decideApartThenUndo()
	if got := d.Post(report.Attr(`form[action^="/changes/"]`, "action"), "_back", "/directories"); got.Status != http.StatusSeeOther {
		t.Fatalf("undo: %d %s", got.Status, got.Text("main"))
	}
	if list := d.Get("/facilities"); list.Count("tbody tr") != 1 {
		t.Errorf("after undo: %s", list.Text("tbody"))
	}
}

// squash leaves the words without the spaces between elements.
func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// decideApartThenUndo answers the one doubtful pair, takes that back, answers
// the other way, and takes that back too.
func (d *desk) decideApartThenUndo() {
	d.t.Helper()
	for decision, left := range map[string]int{"apart": 3, "same": 2} {
		page := d.Get("/directories/pairs")
		page.Check()
		if page.Count(".pair") != 1 || !strings.Contains(page.Text(".pair"), "different parts of a site") {
			d.t.Fatalf("pairs: %s", page.Text("main"))
		}
		action, rev := page.Attr(".pair form", "action"), page.Attr(".pair form [name=rev]", "value")
		if wrong := d.Post(action, "rev", rev, "decision", "perhaps"); wrong.Status != http.StatusUnprocessableEntity {
			d.t.Errorf("perhaps: %d", wrong.Status)
		}
		done := d.Post(action, "rev", rev, "decision", decision).Follow()
		if again := d.Post(action, "rev", rev, "decision", decision); again.Status != http.StatusConflict {
			d.t.Errorf("%s twice: %d", decision, again.Status)
		}
		if n := d.Get("/facilities").Count("tbody tr"); n != left {
			d.t.Errorf("%s leaves %d places, want %d", decision, n, left)
		}
		d.undo(done)
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
	for _, path := range []string{d.at("/edit"), d.at("/rule"), d.at("/address"), d.at("/post"), "/facilities/new", "/directories", "/directories/pairs"} {
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
	for _, path := range []string{"/facilities", "/facilities/new", "/directories", "/directories/pairs", d.at(""), d.at("/card"), d.at("/rule"), d.at("/address"), d.at("/post")} {
		page := d.Get(path)
		page.Check()
	}
	if page := d.Get(d.at("")); !strings.Contains(page.Text("main"), "Cómo llegan las cosas") || !strings.Contains(page.Text("main"), "Volver a comprobar") {
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
