package caseworkweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
)

// A case goes its whole way through its page.
func TestACaseGoesItsWay(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Gus Amadi", "0277-GA-14", casework.NewCase{State: casework.Closed, ClosedOn: today.Add(-400), ClosingReason: "Went home"})
		app := d.as(d.ruth)
		open := app.Get("/people/" + c.PersonID + "/cases/new")
		open.Check()
		bad := app.Post("/people/"+c.PersonID+"/cases/new", "state", "waiting", "waiting_since", "tomorrow", "next", "Write")
		bad.Check()
		if bad.Status != 422 || bad.Attr("#f-next", "value") != "Write" {
			d.t.Errorf("waiting since tomorrow: %d", bad.Status)
		}
		done := app.Post("/people/"+c.PersonID+"/cases/new", "state", "waiting", "worker", "", "waiting_since", "1 feb")
		if done.Status != 303 || !strings.HasPrefix(done.To, "/cases/") {
			d.t.Fatalf("%d %q %s", done.Status, done.To, done.Text(".summary"))
		}
		id := strings.TrimPrefix(done.To, "/cases/")
		step := func(action, form string, state casework.State, pairs ...string) *webtest.Page {
			d.t.Helper()
			page := app.Get("/cases/" + id + "?do=" + action)
			page.Check()
			if page.Count("#"+action+"[open]") != 1 {
				d.t.Errorf("%s does not open", action)
			}
			lands(d.t, app.Post("/cases/"+id+"/"+action, sent(page, "#"+action+" form", pairs...)...), form)
			if got := d.reread(id).State; got != state {
				d.t.Errorf("after %s: %s", action, got)
			}
			return page
		}
		list := app.Get("/waiting").Follow()
		list.Check()
		if list.Count("tbody tr") != 0 { // nobody has it, so it is not Ruth's
			d.t.Errorf("%s", list.Text("tbody"))
		}
		list = app.Get("/people?list=waiting&whose=all")
		if !strings.Contains(list.Text("tbody"), "Gus Amadi") || !strings.Contains(list.Text("tbody .end"), "Take up") {
			d.t.Fatalf("%s", list.Text("tbody"))
		}
		fold := app.Get(list.Attr("tbody .end a", "href"))
		fold.Check()
		taken := app.Post(address(fold, "tr.below form"), sent(fold, "tr.below form", "next", "First letter", "next_on", "fri")...)
		if taken.Status != 303 || !strings.HasPrefix(taken.To, "/people?list=waiting&whose=all") {
			d.t.Fatalf("%d %q", taken.Status, taken.To)
		}
		if got := d.reread(id); got.State != casework.Active || got.WorkerID != d.ruth.ID || got.NextOn != "2026-03-06" {
			d.t.Errorf("taken up: %s of %s, next %s", got.State, got.Worker, got.NextOn)
		}
		here := "/cases/" + id
		step("next", here, casework.Active, "next", "Ask about the bus", "next_on", "9 mar")
		step("stage", here, casework.Active, "stage", d.programme.Stages[1].ID)
		step("aside", here, casework.Dormant, "why", "No answer to three letters.")
		step("activate", here, casework.Active, "next", "", "next_on", "")
		if page := app.Post("/cases/"+id+"/close", "reason", "", "last_word", "Thanks."); page.Status != 422 || page.Count("#close[open]") != 1 || !strings.Contains(page.Text("#close textarea"), "Thanks.") {
			d.t.Errorf("closed without a reason: %d", page.Status)
		}
		step("close", here, casework.Closed, "reason", "Went home", "other_reason", "Moved abroad", "last_word", "He thanks everybody.")
		if got := d.reread(id).ClosingReason; got != "Moved abroad" {
			d.t.Errorf("closed because %q", got)
		}
		step("reopen", here, casework.Active, "next_on", "")
		if page := app.Post("/cases/"+id+"/reopen", "next_on", ""); page.Status != 409 {
			d.t.Errorf("opened twice: %d", page.Status)
		}
		if page := app.Post("/cases/"+id+"/stage", "stage", "none"); page.Status != 422 {
			d.t.Errorf("a stage that is none: %d", page.Status)
		}
		if page := app.Post("/cases/"+id+"/aside", "why", "x", "rev", c.Rev); page.Status != 409 {
			d.t.Errorf("a stale form: %d", page.Status)
		}
		stays := app.Get("/cases/" + id)
		lands(d.t, app.Post("/cases/"+id+"/transfer", sent(stays, "#transfer form", "to", d.bea.ID)...), "/people")
	})
}

func TestAnswers(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Rosa Delgado", "", casework.NewCase{})
		app := d.as(d.ruth)
		q := d.programme.Questions
		field := func(i int, value, missing string) []string {
			return []string{"q_" + q[i].ID, value, "m_" + q[i].ID, missing}
		}
		path := "/cases/" + c.ID + "/answers"
		for i, wrong := range map[int]string{1: "perhaps", 2: "sometime soon", 3: "several", 4: "By phone"} {
			page := app.Post(path, field(i, wrong, "")...)
			page.Check()
			if page.Status != 422 || page.Count("#f-q_"+q[i].ID+"[aria-invalid]") != 1 {
				d.t.Errorf("%q to %q: %d", wrong, q[i].Name, page.Status)
			}
		}
		all := append(field(0, "", "would-not-say"), field(1, "yes", "")...)
		all = append(all, field(2, "march 2024", "unknown")...)
		all = append(all, field(3, "2", "")...)
		all = append(all, field(4, "", "contested")...)
		lands(d.t, app.Post(path, all...), "/cases/"+c.ID)
		page := app.Get("/cases/" + c.ID)
		page.Check()
		got := page.Text("section[aria-labelledby=answers] dl")
		for _, want := range []string{"Who writes to you?would not say", "Has a lawyeryes", "Since whenMarch 2024", "How many children2", "Writescontested"} {
			if !strings.Contains(got, want) {
				d.t.Errorf("%q is not in %q", want, got)
			}
		}
		if page := app.Post(path, "q_nonsense", "x"); page.Status != 422 {
			d.t.Errorf("a question that is none: %d", page.Status)
		}
	})
}

func TestThePanel(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Rosa Delgado", "", casework.NewCase{LastContactOn: today.Add(-50), LastContactHow: casework.Visit})
		var alone string
		d.write(func(tx *trail.Tx) error {
			p, err := people.Add(d.t.Context(), tx, d.people.Index, people.NewPerson{Name: "Amparo"})
			alone = p.ID
			return err
		})
		person := web.Route{Pattern: "GET /shown/{id}", Needs: casework.MayRead, Handle: func(w http.ResponseWriter, r *web.Request) error {
			shown, err := d.panels.OfPerson(r.Context(), r, r.PathValue("id"))
			if err != nil {
				return err
			}
			return r.Render(w, http.StatusOK, layout.Page{Title: "Person"}, templ.Join(layout.PageHead(layout.Head{Title: shown[0].Title}), shown[0].Body))
		}}
		app := d.as(d.ruth, webtest.With(func(c *web.Config) { c.Routes = append(c.Routes, person) }))
		page := app.Get("/shown/" + c.PersonID)
		page.Check()
		got := page.Text("main")
		for _, want := range []string{"The work", "Letters and visits", "Active", "Feb 22", "8 days late", "at least every 42 days", "Ruth Adeyemi"} {
			if !strings.Contains(got, want) {
				d.t.Errorf("%q is not in %q", want, got)
			}
		}
		if page.Count(`a[href="/people/`+c.PersonID+`/log?case=`+c.ID+`"]`) != 1 || page.Count(`a[href="/cases/`+c.ID+`?do=close#close"]`) != 1 {
			d.t.Error("the actions are not there")
		}
		none := app.Get("/shown/" + alone)
		none.Check()
		if !strings.Contains(none.Text("main"), "No case yet.") || none.Count(`a[href="/people/`+alone+`/cases/new"]`) != 1 {
			d.t.Errorf("%s", none.Text("main"))
		}
	})
}

func TestQuiet(t *testing.T) {
	desks(t, func(d *desk) {
		quiet := d.person("Rosa Delgado", "", casework.NewCase{LastContactOn: today.Add(-60), LastContactHow: casework.Visit, OpenedOn: today.Add(-100)})
		d.person("Cornelius Tate", "", casework.NewCase{LastContactOn: today.Add(-3), LastContactHow: casework.Call})
		app := d.as(d.ruth)
		if page := app.Get("/people"); !strings.Contains(page.Text(".note.sky"), "1 case has been without word") {
			d.t.Errorf("%q", page.Text(".note.sky"))
		}
		page := app.Get("/people/quiet")
		page.Check()
		if page.Count("ul.q > li") != 1 || !strings.Contains(page.Text("ul.q"), "60 days") {
			d.t.Fatalf("%s", page.Text("ul.q"))
		}
		asked := app.Post("/people/choose", sent(page, `form[action="/people/choose"]`, "id", quiet.ID)...)
		asked.Check()
		lands(d.t, app.Post("/people/do", sent(asked, bulkForm, "why", "No answer.")...), "/people/quiet")
		empty := app.Get("/people/quiet")
		empty.Check()
		if d.reread(quiet.ID).State != casework.Dormant || !strings.Contains(empty.Text(".empty"), "Nobody has been") {
			d.t.Error("not set aside")
		}
	})
}

func TestCover(t *testing.T) {
	desks(t, func(d *desk) {
		d.person("Rosa Delgado", "", casework.NewCase{})
		app := d.as(d.ruth)
		page := app.Get("/cover")
		page.Check()
		if page.Count("#f-worker") != 0 {
			d.t.Error("a worker arranges cover for others")
		}
		bad := app.Post("/cover", "by", d.bea.ID, "from", "9 mar", "until", "2 mar", "reason", "Holiday")
		bad.Check()
		if bad.Status != 422 || bad.Attr("#f-reason", "value") != "Holiday" {
			d.t.Errorf("%d", bad.Status)
		}
		if page := app.Post("/cover", "by", d.bea.ID, "worker", d.lee.ID, "from", "9 mar", "until", "12 mar"); page.Status != 403 && page.Status != 404 {
			d.t.Errorf("cover for a colleague: %d", page.Status)
		}
		lands(d.t, app.Post("/cover", "by", d.bea.ID, "from", "9 mar", "until", "20 mar", "reason", "Holiday"), "/cover")
		hers := d.as(d.bea).Get("/cover")
		hers.Check()
		if !strings.Contains(hers.Text("ul.q"), "Bea Lang for Ruth Adeyemi") {
			d.t.Errorf("%s", hers.Text("ul.q"))
		}
		lands(d.t, d.as(d.lee).Post("/cover", "by", d.ruth.ID, "worker", d.bea.ID, "from", "mon", "until", "20 mar"), "/cover")
		if page := d.as(d.lee).Get("/cover"); page.Count("ul.q > li") != 2 {
			d.t.Errorf("a lead sees %d", page.Count("ul.q > li"))
		}
		page = app.Get("/cover")
		lands(d.t, app.Post(page.Attr("ul.q form", "action"), sent(page, "ul.q form")...), "/cover")
	})
}

func TestNumbers(t *testing.T) {
	desks(t, func(d *desk) {
		d.person("Rosa Delgado", "", casework.NewCase{OpenedOn: "2025-11-01"})
		d.person("Cornelius Tate", "", casework.NewCase{OpenedOn: "2026-02-01"})
		c := d.person("Gus Amadi", "", casework.NewCase{OpenedOn: "2026-02-02"})
		must(d.t, d.cases.Close(d.t.Context(), d.ruth, c.ID, "", casework.Closing{Reason: "Went home"}))
		d.person("Amparo", "", casework.NewCase{OpenedOn: "2026-02-02", WorkerID: d.bea.ID})
		app := d.as(d.ruth)
		page := app.Get("/people/numbers")
		page.Check()
		if got := page.Text("main h3"); got != "1 + 2 − 1 = 2" {
			d.t.Errorf("%q", got)
		}
		counted := app.Post("/people/numbers", "from", "1 nov 2025", "until", "31 jan 2026", "whose", "all")
		lands(d.t, counted, "/people/numbers?from=2025-11-01&until=2026-01-31&whose=all")
		if got := counted.Follow().Text("main h3"); got != "0 + 1 − 0 = 1" {
			d.t.Errorf("%q", got)
		}
		bad := app.Post("/people/numbers", "from", "today", "until", "1 jan 2026")
		bad.Check()
		if bad.Status != 422 || bad.Attr("#f-from", "value") != "today" {
			d.t.Errorf("%d", bad.Status)
		}
	})
}
