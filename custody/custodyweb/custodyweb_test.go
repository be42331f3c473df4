package custodyweb_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/custody/custodyweb"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/i18n"
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

// Acceptance A2, the move: twelve people of one prison go to another in one
// action, because a letter came back; twelve stays close and twelve open, all
// who listen hear of it, and one undo takes it back.
func TestTwelvePeopleOfOnePrisonMove(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		d := open(t, db, 13)
		var heard []string
		event.Hear(d.bus, func(_ context.Context, _ *trail.Tx, e custody.Moved) error {
			if e.From.FacilityID == d.harrow && e.To.FacilityID == d.pine && e.To.Source == "letter returned" {
				heard = append(heard, e.PersonID)
			}
			return nil
		})
		page := d.Get("/people/move?from=" + d.harrow)
		page.Check()
		if page.Count("input[name=person][checked]") != 13 {
			t.Fatalf("%d people are offered", page.Count("input[name=person]"))
		}
		twelve, stays := d.people[:12], d.people[12]
		sent := form(page, "/people/move", "person", twelve[0], "to", "Pine Hollow Correctional Center", "since", "yesterday", "source", "letter returned", "confidence", "guessed")
		for _, id := range twelve[1:] {
			sent = append(sent, "person", id)
		}
		done := d.Post("/people/move", sent...)
		if done.Status != http.StatusSeeOther || done.To != "/facilities/"+d.harrow {
			t.Fatalf("%d to %q: %s", done.Status, done.To, done.Text(".summary"))
		}
		slices.Sort(heard)
		if !slices.Equal(heard, twelve) {
			t.Errorf("%d moves were heard, want 12", len(heard))
		}
		for _, id := range twelve {
			list, err := d.moves.Stays(t.Context(), ruth(), id)
			if err != nil || len(list) != 2 || list[0].FacilityID != d.pine || list[0].Source != "letter returned" || list[0].Confidence != custody.Guessed ||
				list[0].Since.String() != "2026-03-01" || list[1].Current || list[1].Until.String() != "2026-03-01" {
				t.Fatalf("stays %+v, %v", list, err)
			}
		}
		if d.now(stays).FacilityID != d.harrow {
			t.Error("somebody who was not ticked was moved")
		}
		after := d.Get("/people/move?from=" + d.pine)
		if flash := after.Text("[role=status]"); !strings.Contains(flash, "12 people are at Pine Hollow Correctional Center") {
			t.Errorf("the page says %q", flash)
		}
		d.undo(after)
		for _, id := range twelve {
			if s := d.now(id); s.FacilityID != d.harrow || !s.Until.IsZero() {
				t.Fatalf("after undo %+v", s)
			}
		}
	})
}

func TestMoveOfOnePerson(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	path := "/people/" + d.people[0] + "/move"
	page := d.Get(path)
	page.Check()
	if !strings.Contains(page.Text(".mini"), "Harrow Ridge Correctional Facility, C-114") || !strings.Contains(page.Text(".side"), "timeline") {
		t.Errorf("the form does not say whom it is about and what follows: %s", page.Text("main"))
	}
	which := d.Post(path, form(page, path, "to", "pine hollow", "unit", "D-2", "since", "yesterday")...)
	which.Check()
	if which.Status != http.StatusUnprocessableEntity || which.Count("input[name=place]") != 2 || which.Attr("[name=unit]", "value") != "D-2" {
		t.Fatalf("%d, %d choices: %s", which.Status, which.Count("input[name=place]"), which.Text(".summary"))
	}
	done := d.Post(path, form(which, path, "place", d.pine)...)
	if done.Status != http.StatusSeeOther || done.To != "/people/"+d.people[0] {
		t.Fatalf("%d to %q: %s", done.Status, done.To, done.Text(".summary"))
	}
	if s := d.now(d.people[0]); s.FacilityID != d.pine || s.Unit != "D-2" || s.Since.String() != "2026-03-01" {
		t.Errorf("%+v", s)
	}
	d.undo(done.Follow())
	if d.now(d.people[0]).FacilityID != d.harrow {
		t.Error("the move was not taken back")
	}
}

func TestStatesWithoutAFacility(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	home := 0
	event.Hear(d.bus, func(context.Context, *trail.Tx, custody.CameHome) error { home++; return nil })
	path := "/people/" + d.people[0] + "/move"
	for _, state := range custody.States()[1:] {
		page := d.Get(path)
		if both := d.Post(path, form(page, path, "state", string(state), "to", "Pine Hollow County Jail")...); both.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s at a facility: %d", state, both.Status)
		}
		done := d.Post(path, form(page, path, "state", string(state))...)
		if done.Status != http.StatusSeeOther || d.now(d.people[0]).State != state {
			t.Errorf("%s: %d %s", state, done.Status, done.Text(".summary"))
		}
		shown := d.Get("/people/" + d.people[0] + "/stays")
		shown.Check()
		if name := i18nEnglish(t, "custody.state."+string(state)); !strings.Contains(shown.Text("main"), name) {
			t.Errorf("the page does not say %q: %s", name, shown.Text("main"))
		}
	}
	if home != 1 {
		t.Errorf("%d times somebody heard that a person came home", home)
	}
}

func i18nEnglish(t *testing.T, key string) string {
	t.Helper()
	words, err := i18n.New(custodyweb.Locales, layout.Locales)
	must(t, err)
	return words.Printer("en").T(key)
}

func TestMovesThatCannotBe(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 2)
	path := "/people/" + d.people[0] + "/move"
	page := d.Get(path)
	for name, pairs := range map[string][]string{
		"nowhere":       {"to", ""},
		"no such place": {"to", "Zzyzx"},
		"the future":    {"to", "Harrow Ridge Correctional Facility", "since", "3 Dec 2026"},
		"no day":        {"to", "Harrow Ridge Correctional Facility", "since", "someday"},
		"no state":      {"state", "lost", "to", ""},
		"not sure how":  {"to", "Harrow Ridge Correctional Facility", "confidence", "very"},
		"a long source": {"to", "Harrow Ridge Correctional Facility", "source", strings.Repeat("x", 201)},
	} {
		got := d.Post(path, form(page, path, append([]string{"unit", "B-9"}, pairs...)...)...)
		if got.Status != http.StatusUnprocessableEntity || got.Count(".summary li") == 0 || got.Attr("[name=unit]", "value") != "B-9" {
			t.Errorf("%s: %d %s", name, got.Status, got.Text(".summary"))
		}
		got.Check()
	}
	none := d.Post("/people/move", form(d.Get("/people/move?from="+d.harrow), "/people/move", "person", "", "to", "Pine Hollow County Jail")...)
	none.Check()
	if none.Status != http.StatusUnprocessableEntity || none.Count("input[name=person]") != 2 || none.Count("input[name=person][checked]") != 0 {
		t.Errorf("nobody ticked: %d, %d offered, %d ticked", none.Status, none.Count("input[name=person]"), none.Count("input[name=person][checked]"))
	}
	if d.now(d.people[0]).FacilityID != d.harrow {
		t.Error("a refused move left something")
	}
}

// Somebody else recorded a move while the form was open.
func TestMovedMeanwhile(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	path := "/people/" + d.people[0] + "/move"
	page := d.Get(path)
	_, err := d.moves.Move(t.Context(), ruth(), d.people, custody.Move{State: custody.InTransit})
	must(t, err)
	late := d.Post(path, form(page, path, "to", "Pine Hollow County Jail", "source", "his letter")...)
	late.Check()
	if late.Status != http.StatusConflict || late.Attr("[name=source]", "value") != "his letter" || !strings.Contains(late.Text(".mini"), "In transit") {
		t.Errorf("%d: %s", late.Status, late.Text("main"))
	}
	if d.now(d.people[0]).State != custody.InTransit {
		t.Error("the later form overwrote the move")
	}
	if again := d.Post(path, form(late, path)...); again.Status != http.StatusSeeOther || d.now(d.people[0]).Source != "his letter" {
		t.Errorf("saved after another look: %d %s", again.Status, again.Text(".summary"))
	}
}

func TestPeopleChosenOnAList(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 3)
	kept := d.Post("/list", "person", d.people[0], "person", d.people[2], "person", "nonsense")
	page := kept.Follow()
	page.Check()
	if page.Count("input[name=person]") != 2 || strings.Contains(kept.To, d.people[0]) {
		t.Errorf("%d people at %q", page.Count("input[name=person]"), kept.To)
	}
	ask := d.Get("/people/move")
	ask.Check()
	if ask.Attr(`a[href^="/people/move?from="]`, "href") != "/people/move?from="+d.harrow || !strings.Contains(ask.Text("main"), "3 people") {
		t.Errorf("nobody chosen: %s", ask.Text("main"))
	}
}

// More people than one move takes are not dropped without a word.
func TestMoreThanFitInOneMove(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), custody.MostMoved)
	extra := &people.Service{DB: d.moves.DB}
	for range 2 {
		p, err := extra.Add(t.Context(), ruth(), people.NewPerson{Name: "One more"})
		must(t, err)
		_, err = d.moves.Move(t.Context(), ruth(), []string{p.ID}, custody.Move{FacilityID: d.harrow})
		must(t, err)
	}
	page := d.Get("/people/move?from=" + d.harrow)
	page.Check()
	if page.Count("input[name=person]") != custody.MostMoved || !strings.Contains(page.Text("fieldset"), "2 more do not fit") {
		t.Errorf("%d people: %s", page.Count("input[name=person]"), page.Text("fieldset .note"))
	}
}

func TestWhatContradictsIsKeptAndMayBeRight(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	id := d.people[0]
	_, err := d.moves.Move(t.Context(), ruth(), d.people, custody.Move{FacilityID: d.pine, On: partialdate.Must("2024"), Source: "old list"})
	must(t, err)
	page := d.Get("/people/" + id + "/stays")
	page.Check()
	for _, want := range []string{"Harrow Ridge Correctional Facility, C-114", "since March 2025", "roster, March 2025", "Somebody says otherwise", "old list", "Contradicts", "said 366 days ago"} {
		if !strings.Contains(page.Text("main"), want) {
			t.Errorf("the page does not say %q: %s", want, page.Text("main"))
		}
	}
	prefer := page.Attr(`form[action$="/prefer"]`, "action")
	rev := page.Attr(`form[action$="/prefer"] [name=rev]`, "value")
	done := d.Post(prefer, "rev", rev)
	if s := d.now(id); done.Status != http.StatusSeeOther || s.FacilityID != d.pine {
		t.Fatalf("%d %+v", done.Status, s)
	}
	after := done.Follow()
	after.Check()
	if again := d.Post(prefer, "rev", rev); again.Status != http.StatusConflict {
		t.Errorf("twice: %d", again.Status)
	}
	d.undo(after)
	if d.now(id).FacilityID != d.harrow {
		t.Error("the choice was not taken back")
	}
}

func TestAnOldClaimIsConfirmed(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	id := d.people[0]
	page := d.Get("/people/" + id + "/stays")
	path := "/people/" + id + "/stays/" + d.now(id).ID + "/confirm"
	if _, isOpen := page.Doc.Find("details.fold").Attr("open"); !isOpen {
		t.Error("the question whether an old claim still holds is folded away")
	}
	if bad := d.Post(path, form(page, path, "source", "")...); bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("without a source: %d", bad.Status)
	}
	done := d.Post(path, form(page, path, "source", "locator website", "said", "today")...)
	s := d.now(id)
	if done.Status != http.StatusSeeOther || s.Source != "locator website" || s.SourceOn.String() != "2026-03-02" || s.Confidence != custody.Confirmed || s.Unit != "C-114" {
		t.Errorf("%d %+v", done.Status, s)
	}
	stale := d.Post(path, form(page, path, "source", "phone")...)
	stale.Check()
	if stale.Status != http.StatusConflict || stale.Attr("[name=source]", "value") != "phone" || !strings.Contains(stale.Text("main"), "locator website") {
		t.Errorf("a stale form: %d %s", stale.Status, stale.Text("main"))
	}
	if again := d.Post(path, form(stale, path)...); again.Status != http.StatusSeeOther || d.now(id).Source != "phone" {
		t.Errorf("saved after another look: %d %s", again.Status, again.Text(".summary"))
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	path := "/people/" + d.people[0] + "/dates"
	page := d.Get(path)
	page.Check()
	bad := d.Post(path, "kind", "birthday", "on", "", "at", "25:00", "claim", "mine", "detail", "by video")
	bad.Check()
	if bad.Status != http.StatusUnprocessableEntity || bad.Count(".summary li") != 4 || bad.Attr("[name=detail]", "value") != "by video" {
		t.Errorf("%d: %s", bad.Status, bad.Text(".summary"))
	}
	d.Post(path, "kind", "release", "on", "april 2027", "claim", "estimate", "source", "our count")
	page = d.Post(path, "kind", "release", "on", "10 may 2027", "claim", "official", "source", "court sheet").Follow()
	page.Check()
	row := page.Text("tbody tr")
	if !strings.Contains(row, "Home May 10, 2027") && !strings.Contains(row, "May 10, 2027") || !strings.Contains(row, "April 2027") || !strings.Contains(row, "our count") {
		t.Errorf("the official date does not stand beside ours: %s", row)
	}
	all, err := d.moves.Milestones(t.Context(), ruth(), d.people[0])
	must(t, err)
	best := custody.Best(all)
	if len(all) != 2 || len(best) != 1 || best[0].On.String() != "2027-05-10" {
		t.Fatalf("%+v", all)
	}
	one := path + "/" + best[0].ID
	form1 := d.Get(one)
	form1.Check()
	changed := d.Post(one, form(form1, one, "on", "12 may 2027", "at", "08:30")...)
	if changed.Status != http.StatusSeeOther {
		t.Fatalf("%d: %s", changed.Status, changed.Text(".summary"))
	}
	page = changed.Follow()
	stale := d.Post(one, form(form1, one, "on", "13 may 2027")...)
	stale.Check()
	if stale.Status != http.StatusConflict || stale.Attr("[name=on]", "value") != "13 may 2027" || !strings.Contains(stale.Text("tbody"), "May 12, 2027") {
		t.Errorf("a stale form: %d %s", stale.Status, stale.Text("main"))
	}
	page.Check()
	if !strings.Contains(page.Text("tbody"), "May 12, 2027, 08:30") || !strings.Contains(page.Text("details.fold"), "May 10, 2027") {
		t.Errorf("after the change: %s", page.Text("main"))
	}
	end := page.Attr(`form[action$="/end"]`, "action")
	ended := d.Post(end, form(page, end)...).Follow()
	d.undo(ended)
	if all, err = d.moves.Milestones(t.Context(), ruth(), d.people[0]); err != nil || len(all) != 2 {
		t.Errorf("after undo %+v, %v", all, err)
	}
}

func TestThePanel(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1)
	id := d.people[0]
	page := d.Get("/people/" + id)
	page.Check()
	if !strings.HasPrefix(page.Text("h2"), "Where") || page.Attr("section h2 a", "href") != "/people/"+id+"/stays" {
		t.Errorf("%s", page.Text("main"))
	}
	for _, want := range []string{"Harrow Ridge Correctional Facility, C-114", "since March 2025 · roster, March 2025", "Still there?"} {
		if !strings.Contains(page.Text("main"), want) {
			t.Errorf("the panel does not say %q: %s", want, page.Text("main"))
		}
	}
	blind := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1, webtest.As(actor("02", authz.Administrator, authz.SeesAll)))
	if got := blind.Get("/people/" + blind.people[0]); got.Status == http.StatusOK && got.Count("section") != 0 {
		t.Error("somebody who may not read custody sees where people are")
	}
}

func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	admin := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1, webtest.As(actor("02", authz.Administrator, authz.SeesAll)))
	id := admin.people[0]
	for _, path := range []string{"/people/move", "/people/" + id + "/move", "/people/" + id + "/stays", "/people/" + id + "/dates"} {
		if got := admin.Get(path); got.Status != http.StatusForbidden {
			t.Errorf("GET %s: %d", path, got.Status)
		}
	}
	blind := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 1, webtest.As(actor("03", authz.Worker, authz.SeesGranted)))
	id = blind.people[0]
	stay := blind.now(id).ID
	for _, path := range []string{"/people/" + id + "/move", "/people/" + id + "/stays", "/people/" + id + "/dates", "/people/nonsense/move"} {
		if got := blind.Get(path); got.Status != http.StatusNotFound {
			t.Errorf("GET %s of somebody hidden: %d", path, got.Status)
		}
	}
	for _, path := range []string{"/people/" + id + "/move", "/people/" + id + "/stays/" + stay + "/confirm", "/people/" + id + "/stays/" + stay + "/prefer", "/people/" + id + "/dates"} {
		if got := blind.Post(path, "source", "x", "state", "released"); got.Status != http.StatusNotFound && got.Status != http.StatusUnprocessableEntity {
			t.Errorf("POST %s of somebody hidden: %d", path, got.Status)
		}
	}
	if got := blind.Post("/people/move", "person", id, "state", "released"); got.Status != http.StatusNotFound {
		t.Errorf("somebody hidden was moved: %d", got.Status)
	}
	if page := blind.Get("/people/move?from=" + blind.harrow); page.Count("input[name=person]") != 0 {
		t.Error("people one may not see are offered")
	}
	if blind.now(id).State != custody.Held {
		t.Error("somebody hidden was moved")
	}
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	d := open(t, dbtest.SQLite(t, dbtest.NewClock().Now), 2, webtest.In("es"))
	id := d.people[0]
	for _, path := range []string{"/people/move", "/people/move?from=" + d.harrow, "/people/" + id + "/move", "/people/" + id + "/stays", "/people/" + id + "/dates"} {
		d.Get(path).Check()
	}
	path := "/people/" + id + "/move"
	done := d.Post(path, form(d.Get(path), path, "to", "Pine Hollow County Jail", "since", "ayer", "source", "carta devuelta")...)
	if done.Status != http.StatusSeeOther || d.now(id).Since.String() != "2026-03-01" {
		t.Fatalf("%d %s", done.Status, done.Text(".summary"))
	}
	if page := d.Get("/people/" + id + "/stays"); !strings.Contains(page.Text("main"), "Se anotó que Person 00 está en Pine Hollow County Jail") {
		t.Errorf("%s", page.Text("main"))
	}
}

// The words are whole in every language, none stands idle, and every entry a
// move makes has its title.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.New(custodyweb.Locales, layout.Locales)
	must(t, err)
	complaints, err := i18n.Check(words, os.DirFS(filepath.Join("..", "..")))
	must(t, err)
	ours := regexp.MustCompile(`(?:^|[ :])(?:deed\.)?custody\.[a-z]|^custody/`)
	for _, c := range complaints {
		if ours.MatchString(c) {
			t.Error(c)
		}
	}
	for _, state := range custody.States() {
		for _, key := range []string{"custody.state.", "custody.entry.beside.", "custody.entry.moved.", "deed.custody.moved.one.", "deed.custody.moved.many."} {
			if text := words.Printer("es").T(key + string(state)); strings.Contains(text, "custody.") {
				t.Errorf("no words for %s%s", key, state)
			}
		}
	}
}
