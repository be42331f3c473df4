package caseworkweb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// sent are the hidden fields of a form, to be sent again with what somebody
// types.
func sent(p *webtest.Page, form string, typed ...string) []string {
	var pairs []string
	p.Doc.Find(form + " input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		pairs = append(pairs, s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	return append(pairs, typed...)
}

const bulkForm = `form[action="/people/do"]`

func TestNextActionForTwelve(t *testing.T) {
	desks(t, func(d *desk) {
		cases := d.a1(20)
		app := d.as(d.ruth)
		list := app.Get("/people?sort=name")
		list.Check()
		pairs := []string{"do", "next"}
		for _, c := range cases[:12] {
			pairs = append(pairs, "id", c.ID)
		}
		page := app.Post(address(list, "form.bulk"), pairs...)
		page.Check()
		if page.Text("h1") != "Next action for 12 people" || page.Count(".names li") != 12 || !strings.Contains(page.Text(".names"), "Person 007") {
			d.t.Fatalf("%q: %s", page.Text("h1"), page.Text(".names"))
		}
		bad := app.Post("/people/do", sent(page, bulkForm, "next", "Send the form", "next_on", "next blue moon")...)
		bad.Check()
		if bad.Status != 422 || bad.Attr("#f-next", "value") != "Send the form" || bad.Count(bulkForm+` input[name=id]`) != 12 {
			d.t.Errorf("a day that is none: %d, %d kept", bad.Status, bad.Count(bulkForm+` input[name=id]`))
		}
		past := app.Post("/people/do", sent(bad, bulkForm, "next", "Send the form", "next_on", "2026-03-01")...)
		if past.Status != 422 || !strings.Contains(past.Text(".summary"), "from today on") {
			d.t.Errorf("a day that has passed: %d %s", past.Status, past.Text(".summary"))
		}
		done := app.Post("/people/do", sent(bad, bulkForm, "next", "Send the form", "next_on", "6 mar")...)
		lands(d.t, done, "/people?sort=name")
		after := done.Follow()
		if !strings.Contains(after.Text(".flash"), "Set the next action for 12 cases.") {
			d.t.Errorf("flash %q", after.Text(".flash"))
		}
		for i, c := range cases {
			want := 0
			if i < 12 {
				want = 1
			}
			if got := d.reread(c.ID); (got.NextOn == "2026-03-06") != (i < 12) || d.entries(c.PersonID) != want {
				d.t.Errorf("case %d: next %s, %d entries", i, got.NextOn, d.entries(c.PersonID))
			}
		}
		undo := app.Post(address(after, ".flash form"), sent(after, ".flash form")...)
		if undo.Status != 303 || d.reread(cases[0].ID).NextOn != cases[0].NextOn || d.entries(cases[0].PersonID) != 0 {
			d.t.Errorf("undo: %d, next %s, %d entries", undo.Status, d.reread(cases[0].ID).NextOn, d.entries(cases[0].PersonID))
		}
	})
}

func TestAllInThisList(t *testing.T) {
	desks(t, func(d *desk) {
		d.a1(60)
		app := d.as(d.ruth)
		list := app.Get("/people?list=overdue")
		due := d.count(casework.Overdue)
		if got := list.Text(".bulk .chk"); got != fmt.Sprintf("All %d in this list", due) {
			d.t.Errorf("%q", got)
		}
		page := app.Post(address(list, "form.bulk"), "do", "close", "all", "1")
		page.Check()
		if page.Count(".names li") != due {
			d.t.Fatalf("%d people of %d", page.Count(".names li"), due)
		}
		bad := app.Post("/people/do", sent(page, bulkForm, "reason", "", "last_word", "They thank everybody.")...)
		bad.Check()
		if bad.Status != 422 || !strings.Contains(bad.Text(".summary"), "Say why it ends") || !strings.Contains(bad.Text("textarea"), "They thank everybody.") {
			d.t.Errorf("%d %s", bad.Status, bad.Text(".summary"))
		}
		lands(d.t, app.Post("/people/do", sent(page, bulkForm, "reason", "Went home", "last_word", "They thank everybody.")...), "/people?list=overdue")
		if n := d.count(casework.Ended); n != due || d.count(casework.Overdue) != 0 {
			d.t.Errorf("%d closed of %d", n, due)
		}
		closed := app.Get("/people?list=closed")
		closed.Check()
		if !strings.Contains(closed.Text("tbody tr"), "Went home") {
			d.t.Errorf("%s", closed.Text("tbody tr"))
		}
	})
}

// "All" means the list as it was filtered, words and all.
func TestAllOfAFilteredList(t *testing.T) {
	desks(t, func(d *desk) {
		d.person("Rosa Delgado", "", casework.NewCase{})
		d.person("Cornelius Tate", "", casework.NewCase{})
		app := d.as(d.ruth)
		list := app.Post("/people", "q", "delgado").Follow()
		page := app.Post(address(list, "form.bulk"), "do", "aside", "all", "1")
		if page.Count(".names li") != 1 || !strings.Contains(page.Text(".names"), "Rosa Delgado") {
			d.t.Errorf("%s", page.Text(".names"))
		}
	})
}

func TestBulkLeavesOut(t *testing.T) {
	desks(t, func(d *desk) {
		active := d.person("Rosa Delgado", "", casework.NewCase{})
		dormant := d.person("Gus Amadi", "", casework.NewCase{})
		must(d.t, d.cases.SetAside(d.t.Context(), d.ruth, dormant.ID, "", ""))
		hers := d.person("Amparo", "", casework.NewCase{WorkerID: d.bea.ID})
		app := d.as(d.ruth)
		page := app.Post("/people/choose", "do", "aside", "id", active.ID, "id", dormant.ID)
		page.Check()
		if page.Count(bulkForm+" input[name=id]") != 1 || !strings.Contains(page.Text("main"), "Only active cases") {
			d.t.Errorf("%s", page.Text("main"))
		}
		page = app.Post("/people/choose", "do", "transfer", "id", hers.ID)
		page.Check()
		if page.Count(bulkForm) != 0 || !strings.Contains(page.Text("main"), "only a lead") {
			d.t.Errorf("a worker hands over a colleague's case: %s", page.Text("main"))
		}
		if sly := app.Post("/people/do", "do", "transfer", "id", hers.ID, "to", d.ruth.ID); sly.Status != 303 || d.reread(hers.ID).WorkerID != d.bea.ID {
			d.t.Errorf("a worker takes a colleague's case: %d", sly.Status)
		}
		app.Get("/people") // says so
		none := app.Post("/people/choose", "do", "next")
		lands(d.t, none, "/people")
		if got := none.Follow().Text(".flash"); !strings.Contains(got, "Nobody was chosen") {
			d.t.Errorf("flash %q", got)
		}
		if page := app.Post("/people/choose", "do", "burn", "id", active.ID); page.Status != 404 {
			d.t.Errorf("an action that is none: %d", page.Status)
		}
		if page := app.Post("/people/do", "do", "next", "id", active.ID, "salary", "9"); page.Status != 422 {
			d.t.Errorf("a field that is none: %d", page.Status)
		}
	})
}

// A colleague changed one of them in between: it is said, and nothing is done.
func TestBulkConflict(t *testing.T) {
	desks(t, func(d *desk) {
		one := d.person("Rosa Delgado", "", casework.NewCase{})
		two := d.person("Gus Amadi", "", casework.NewCase{})
		app := d.as(d.ruth)
		page := app.Post("/people/choose", "do", "aside", "id", one.ID, "id", two.ID)
		must(d.t, d.cases.Close(context.Background(), d.lee, two.ID, "", casework.Closing{Reason: "Went home"}))
		again := app.Post("/people/do", sent(page, bulkForm, "why", "No answer.")...)
		again.Check()
		if again.Status != 422 || !strings.Contains(again.Text(".summary"), "1 is left") || d.reread(one.ID).State != casework.Active {
			d.t.Fatalf("%d %s", again.Status, again.Text(".summary"))
		}
		lands(d.t, app.Post("/people/do", sent(again, bulkForm, "why", "No answer.")...), "/people")
		if d.reread(one.ID).State != casework.Dormant || d.reread(two.ID).State != casework.Closed {
			d.t.Error("the one that was left was not set aside")
		}
	})
}

// A move goes on to the page of moves, with the people it is about.
func TestMoveGoesOn(t *testing.T) {
	desks(t, func(d *desk) {
		one, two := d.person("Rosa Delgado", "", casework.NewCase{}), d.person("Gus Amadi", "", casework.NewCase{})
		app := d.as(d.ruth)
		page := app.Post("/people/choose", "do", "move", "id", two.ID, "id", one.ID)
		if page.Status != 303 || !strings.HasPrefix(page.To, "/people/move?view=") {
			d.t.Fatalf("%d %q", page.Status, page.To)
		}
		views := app.Memory.Views()
		if !strings.Contains(views, one.PersonID) || !strings.Contains(views, two.PersonID) || !strings.Contains(views, "person") {
			d.t.Errorf("kept %q", views)
		}
	})
}

func TestHandOver(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Rosa Delgado", "", casework.NewCase{LastContactOn: today.Add(-3), LastContactHow: casework.Call})
		app := d.as(d.ruth)
		page := app.Post("/people/choose", "do", "transfer", "id", c.ID)
		bad := app.Post("/people/do", sent(page, bulkForm, "why", "I leave in May.")...)
		bad.Check()
		if bad.Status != 422 || bad.Count("#f-to[aria-invalid]") != 1 {
			d.t.Errorf("to nobody: %d", bad.Status)
		}
		done := app.Post("/people/do", sent(page, bulkForm, "to", d.bea.ID, "why", "I leave in May.")...)
		lands(d.t, done, "/people")
		if got := done.Follow().Text(".flash"); !strings.Contains(got, "Handed the case of Rosa Delgado to Bea Lang.") {
			d.t.Errorf("flash %q", got)
		}
		if d.reread(c.ID).WorkerID != d.bea.ID {
			d.t.Error("not handed over")
		}
	})
}
