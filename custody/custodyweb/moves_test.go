package custodyweb_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/custody/custodyweb"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

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
