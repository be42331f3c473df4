package caseworkweb_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// filled is a programme's form as a browser would send it.
func filled(p *webtest.Page) []string {
	var pairs []string
	p.Doc.Find(`main form[action^="/settings/programmes/"] input, main form textarea, main form select`).Each(func(_ int, s *goquery.Selection) {
		value := s.AttrOr("value", "")
		if goquery.NodeName(s) == "textarea" {
			value = strings.TrimPrefix(s.Text(), "\n")
		}
		if goquery.NodeName(s) == "select" {
			value = s.Find("option[selected]").AttrOr("value", "text")
		}
		pairs = append(pairs, s.AttrOr("name", ""), value)
	})
	return pairs
}

// set changes the nth field of a name.
func set(pairs []string, name string, n int, value string) []string {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] != name {
			continue
		}
		if n == 0 {
			pairs[i+1] = value
			return pairs
		}
		n--
	}
	panic("no field " + name)
}

func names(parts []casework.Part) []string {
	var list []string
	for _, q := range parts {
		list = append(list, q.Name)
	}
	return list
}

func TestDefineAProgramme(t *testing.T) {
	desks(t, func(d *desk) {
		app := d.as(d.val)
		page := app.Get("/settings/programmes/new")
		page.Check()
		form := filled(page)
		form = set(form, "stage", 0, "First 72 hours")
		form = set(form, "stage", 1, "Settling")
		form = set(form, "question", 0, "Sleeps")
		form = set(form, "question_form", 0, "choice")
		form = set(form, "reason", 0, "Settled")

		more := app.Post("/settings/programmes/new", append(form, "do", "add stage")...)
		more.Check()
		if more.Status != 200 || more.Count("input[name=stage]") != 3 || more.Attr("input[name=stage]", "value") != "First 72 hours" {
			d.t.Fatalf("%d, %d rows", more.Status, more.Count("input[name=stage]"))
		}
		down := app.Post("/settings/programmes/new", append(filled(more), "do", "down stage 0")...)
		if down.Attr("input[name=stage]", "value") != "Settling" {
			d.t.Errorf("the first is %q", down.Attr("input[name=stage]", "value"))
		}
		if odd := app.Post("/settings/programmes/new", append(filled(more), "do", "burn stage 0")...); odd.Status != 404 {
			d.t.Errorf("a button that is none: %d", odd.Status)
		}

		bad := app.Post("/settings/programmes/new", filled(down)...)
		bad.Check()
		if bad.Status != 422 || !strings.Contains(bad.Text(".summary"), "Give it a name") || !strings.Contains(bad.Text(".summary"), "needs two or more") || bad.Count("input[name=stage]") != 3 {
			d.t.Errorf("%d %s", bad.Status, bad.Text(".summary"))
		}
		form = set(filled(bad), "name", 0, "Home again")
		form = set(form, "question_choices", 0, "Well, badly, would rather not say")
		lands(d.t, app.Post("/settings/programmes/new", form...), "/settings/programmes")

		list, err := d.cases.Programmes(d.t.Context(), d.lee)
		must(d.t, err)
		got := list[len(list)-1]
		if diff := cmp.Diff([]string{"Settling", "First 72 hours"}, names(got.Stages)); diff != "" || got.Name != "Home again" || got.IntervalDays != 42 || got.DormantDays != 180 {
			d.t.Errorf("%s %+v", diff, got)
		}
		if diff := cmp.Diff([]string{"Well", "badly", "would rather not say"}, got.Questions[0].Choices); diff != "" {
			d.t.Error(diff)
		}
		overview := app.Get("/settings/programmes")
		overview.Check()
		if !strings.Contains(overview.Text(".flash"), "Saved “Home again”") || !strings.Contains(overview.Text("main"), "Settling · First 72 hours") {
			d.t.Errorf("%s", overview.Text("main"))
		}
	})
}

func TestChangeAProgramme(t *testing.T) {
	desks(t, func(d *desk) {
		app := d.as(d.lee)
		path := "/settings/programmes/" + d.programme.ID
		page := app.Get(path)
		page.Check()
		form := set(set(filled(page), "stage", 0, ""), "interval_days", 0, "28")
		lands(d.t, app.Post(path, form...), "/settings/programmes")
		got, err := d.cases.Programme(d.t.Context(), d.lee, d.programme.ID)
		must(d.t, err)
		if diff := cmp.Diff([]string{"Regular"}, names(got.Stages)); diff != "" || got.IntervalDays != 28 || got.Stages[0].ID != d.programme.Stages[1].ID {
			d.t.Errorf("%s %+v", diff, got)
		}

		// A form of before shows what stands there now, and keeps what was typed.
		stale := app.Post(path, set(filled(page), "name", 0, "Letters")...)
		stale.Check()
		if stale.Status != 409 || !strings.Contains(stale.Text(".summary"), "Regular") || stale.Attr("#f-name", "value") != "Letters" {
			d.t.Fatalf("%d %s", stale.Status, stale.Text(".summary"))
		}
		lands(d.t, app.Post(path, filled(stale)...), "/settings/programmes")

		bad := app.Post(path, set(filled(app.Get(path)), "interval_days", 0, "often")...)
		bad.Check()
		if bad.Status != 422 || bad.Attr("#f-interval_days", "value") != "often" {
			d.t.Errorf("%d %q", bad.Status, bad.Attr("#f-interval_days", "value"))
		}

		overview := app.Get("/settings/programmes")
		lands(d.t, app.Post(path+"/end", sent(overview, `form[action="`+path+`/end"]`)...), "/settings/programmes")
		if page := app.Get("/settings/programmes"); !strings.Contains(page.Text("main"), "no longer in use") {
			d.t.Errorf("%s", page.Text("main"))
		}
	})
}
