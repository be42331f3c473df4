package rulepacksweb_test

import (
	"context"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/rulepacks/rulepacksweb"
)

// places is a directory of a few prisons.
type places map[string]string

func (p places) Find(_ context.Context, _ authz.Actor, text string, _ int) (list []facilities.Guess, err error) {
	for id, name := range p {
		if strings.Contains(strings.ToLower(name), strings.ToLower(text)) {
			list = append(list, facilities.Guess{FacilityID: id, Name: name})
		}
	}
	return list, nil
}

func (p places) Facility(_ context.Context, _ authz.Actor, id string) (facilities.Full, error) {
	name, ok := p[id]
	if !ok {
		return facilities.Full{}, fault.New(fault.NotFound, "test")
	}
	return facilities.Full{Facility: facilities.Facility{ID: id, Name: name}}, nil
}

// Two prisons are called South Gate, in different states.
var harrow, twin = ids.New(), ids.New()

func pages(t *testing.T, db *database.DB, may ...authz.Permission) *webtest.App {
	t.Helper()
	rules := &rulepacks.Service{DB: db}
	if err := rules.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := &rulepacksweb.Pages{Rules: rules, Places: places{harrow: "Harrow Ridge", ids.New(): "North Fork", ids.New(): "North Hill", ids.New(): "South Gate", twin: "South Gate"}}
	actor := authz.NewActor(ids.New(), "Ruth", authz.Lead, authz.SeesAll, append(may, rulepacks.MayRead)...)
	return webtest.New(t, p.Routes(), webtest.As(actor), webtest.Words(rulepacks.Locales), webtest.Words(rulepacksweb.Locales))
}

func everything(t *testing.T, db *database.DB) *webtest.App {
	return pages(t, db, rulepacks.MayCorrect, rulepacks.MayInstall)
}

func TestTheProcedures(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := everything(t, db)
		list := app.Get("/clocks")
		list.Check()
		if n := list.Doc.Find("tbody tr").Length(); n < 9 {
			t.Errorf("%d procedures", n)
		}
		for _, code := range []string{"us-bop", "us-prea", "us-sc", "us-tx", "us-ca", "us-ny", "us-fl", "gb-ew", "gb-sct", "blank"} {
			page := app.Get("/clocks/procedures/" + code)
			page.Check()
			if page.Status != 200 {
				t.Errorf("%s: %d", code, page.Status)
			}
		}
		bop := app.Get("/clocks/procedures/us-bop")
		for _, words := range []string{"28 CFR 542.15(a)", "verified", "unverified", "No answer counts as refused", "not legal advice"} {
			if !strings.Contains(bop.Text("main"), words) {
				t.Errorf("the sheet does not say %q", words)
			}
		}
		old := app.Get("/clocks/procedures/us-ca?on=2015-01-01")
		if !strings.Contains(old.Text("main"), "30 calendar days") || app.Get("/clocks/procedures/nothing").Status != 404 {
			t.Error("the version of a day is not shown, or a procedure that is not there is")
		}
	})
}

func TestTryADay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := everything(t, db)
		app.Get("/clocks/procedures/us-bop/try").Check()
		page := app.Post("/clocks/procedures/us-bop/try", "step", "bp-9", "track", "standard", "incident", "2 mar 2026")
		page.Check()
		if text := page.Text("main"); !strings.Contains(text, "March 22") || !strings.Contains(text, "Safe date: Friday, March 20") || page.Doc.Find(".days li").Length() != 21 {
			t.Errorf("%d squares: %s", page.Doc.Find(".days li").Length(), text)
		}
		if page = app.Post("/clocks/procedures/us-bop/try", "step", "bp-9", "track", "standard", "incident", "march 2026"); !strings.Contains(page.Text("main"), "the earliest it may have been") {
			t.Error("a month is counted without a word")
		}
		for what, f := range map[string][]string{
			"no day":              {"step", "bp-9", "track", "standard"},
			"no such day":         {"step", "bp-9", "track", "standard", "incident", "30 feb 2026"},
			"an answer too early": {"step", "bp-10", "track", "standard", "previous_response_signed", "10 may 2026", "logged", "1 may 2026"},
			"no such step":        {"step", "bp-99", "track", "standard", "incident", "2 mar 2026"},
		} {
			if page := app.Post("/clocks/procedures/us-bop/try", f...); page.Status != 422 {
				t.Errorf("%s: %d", what, page.Status)
			}
		}
	})
}

func TestCorrectALimit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := everything(t, db)
		const form = "/clocks/procedures/us-bop/correct?step=bp-9&for=filing"
		app.Get(form + "&facility=" + harrow).Check()
		right := []string{"n", "10", "unit", "working_day", "starts", "incident", "from", "next_day", "mail", "3", "citation", "handbook 7.4", "checked", "1 feb 2026", "mark", "verified"}
		if page := app.Post(form, append(right, "facility", "north")...); page.Status != 422 || !strings.Contains(page.Text("main"), "North Fork; ") && !strings.Contains(page.Text("main"), "North Hill; ") {
			t.Errorf("two prisons of that name: %d", page.Status)
		}
		if page := app.Post(form, "facility", "nowhere", "unit", "working_day"); page.Status != 422 || page.Attr("#f-facility", "value") != "nowhere" {
			t.Errorf("what was typed is gone: %d", page.Status)
		}
		if page := app.Post(form, append(right, "facility", "harrow")...); page.Status != 303 {
			t.Fatalf("%d %s", page.Status, page.Text("main"))
		}
		sheet := app.Get("/clocks/procedures/us-bop")
		if text := sheet.Text("main"); !strings.Contains(text, "Harrow Ridge") || !strings.Contains(text, "10 working days") || !strings.Contains(text, "handbook 7.4") {
			t.Error(text)
		}
		end, _ := sheet.Doc.Find(`form[action^="/clocks/corrections/"]`).Attr("action")
		rev, _ := sheet.Doc.Find(`form[action^="/clocks/corrections/"] input[name="rev"]`).Attr("value")
		if page := app.Post(end, "rev", rev, "_back", "/clocks/procedures/us-bop"); page.Status != 303 {
			t.Errorf("%s %q: %d", end, rev, page.Status)
		}
	})
}

// Any page can lead to a correction: the address brings the limit, the facility (of two
// of one name the one that is meant), the day by whose version, and the way back. It is
// one form of ordinary fields, sent by its one button.
func TestCorrectFromElsewhere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := everything(t, db)
		const to = "/clocks/procedures/us-ca/correct?step=602-1&for=filing&on=2015-01-01&back=%2Fgrievances%2F7&facility="
		page := app.Get(to + twin)
		page.Check()
		if page.Attr("#f-facility", "value") != "South Gate" || page.Attr("#f-n", "value") != "30" || page.Doc.Find(`main form a[href="/grievances/7"]`).Length() != 1 {
			t.Errorf("%q, %q days, %s", page.Attr("#f-facility", "value"), page.Attr("#f-n", "value"), page.Text("main form"))
		}
		if n := page.Doc.Find("main form button[type=button], main form [onclick], main form [tabindex=\"-1\"]").Length(); n != 0 {
			t.Errorf("%d things in the form that need a script", n)
		}
		action := page.Attr("main form", "action")
		right := []string{"facility", "South Gate", "n", "25", "unit", "calendar_day", "starts", "incident", "from", "next_day", "citation", "handbook 7.4", "checked", "1 feb 2026", "mark", "verified"}
		if page := app.Post(action, append([]string{"citation", ""}, right[4:10]...)...); page.Status != 422 || page.Attr("main form", "action") != action {
			t.Errorf("after a mistake: %d, the form goes to %s", page.Status, page.Attr("main form", "action"))
		}
		if page := app.Post(action, right...); page.Status != 303 || page.To != "/grievances/7" {
			t.Fatalf("%d to %s: %s", page.Status, page.To, page.Text("main"))
		}
		rules := &rulepacks.Service{DB: db}
		list, err := rules.CorrectionsOf(t.Context(), authz.NewActor("r", "R", authz.Lead, authz.SeesAll, rulepacks.MayRead), "us-ca")
		if err != nil || len(list) != 1 || list[0].FacilityID != twin || list[0].Limit.N != 25 || len(list[0].Limit.Tracks) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// A limit for several kinds of matter is corrected for all of them; an address that
// names no limit leads to where they stand, one that names none there is is none.
func TestWhatACorrectionIsFor(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := everything(t, db)
		pack := "pack: ours\nversion: \"1\"\ntitle: Ours\njurisdiction: US\nprocedures:\n  - code: ours\n    title: Ours\n    citation: x\n    mark: unverified\n    steps:\n      - id: one\n        title: One\n        kind: formal\n        limits: [{for: filing, tracks: [medical, property], n: 5, unit: week, starts_on: [incident], citation: x, mark: unverified}]\n"
		if page := app.Post("/clocks/packs", "text", pack, "from", "x"); page.Status != 303 {
			t.Fatal(page.Text("main"))
		}
		const form = "/clocks/procedures/ours/correct?step=one&for=filing&track=property"
		page := app.Get(form)
		if !strings.Contains(page.Text("main"), "medical and property") {
			t.Error(page.Text("main"))
		}
		app.Post(page.Attr("main form", "action"), "facility", "harrow", "n", "6", "unit", "week", "starts", "incident", "citation", "x", "checked", "1 feb 2026", "mark", "verified")
		list, err := (&rulepacks.Service{DB: db}).CorrectionsOf(t.Context(), authz.NewActor("r", "R", authz.Lead, authz.SeesAll, rulepacks.MayRead), "ours")
		if err != nil || len(list) != 1 || len(list[0].Limit.Tracks) != 2 {
			t.Errorf("%+v, %v", list, err)
		}
		for at, to := range map[string]string{
			"": "/clocks/procedures/ours", "?step=one": "/clocks/procedures/ours#step-one", "?step=one&facility=" + harrow: "/clocks/procedures/ours#step-one", "?step=nine": "/clocks/procedures/ours",
		} {
			if page := app.Get("/clocks/procedures/ours/correct" + at); page.Status != 303 || page.To != to {
				t.Errorf("%q leads to %d %s", at, page.Status, page.To)
			}
		}
		for _, at := range []string{"?step=nine&for=filing", "?step=one&for=filing", "?step=one&for=lunch&track=medical", "?step=one&for=filing&track=medical&facility=" + ids.New()} {
			if page := app.Get("/clocks/procedures/ours/correct" + at); page.Status != 404 {
				t.Errorf("%q: %d", at, page.Status)
			}
		}
	})
}

func TestCalendars(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := everything(t, db)
		page := app.Get("/clocks/calendars/us-federal?year=2026")
		page.Check()
		if !strings.Contains(page.Text("main"), "Thanksgiving Day") {
			t.Error(page.Text("main"))
		}
		if page := app.Post("/clocks/calendars/us-federal", "on", "6 mar 2026", "name", "Storm", "what", "off", "source", "notice on the door"); page.Status != 303 {
			t.Fatalf("%d %s", page.Status, page.Text("main"))
		}
		if page := app.Get("/clocks/calendars/us-federal?year=2026"); !strings.Contains(page.Text("main"), "notice on the door") {
			t.Error("the added day is not there")
		}
		if page := app.Post("/clocks/calendars/us-federal", "on", "6 mar 2026"); page.Status != 422 {
			t.Errorf("a day without a name: %d", page.Status)
		}
		if app.Get("/clocks/calendars/nowhere").Status != 404 {
			t.Error("a calendar that is not there is shown")
		}
	})
}

func TestPacks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := everything(t, db)
		packs := app.Get("/clocks/packs")
		packs.Check()
		for _, href := range []string{packs.Attr(`a:contains("A pack to copy")`, "href"), packs.Attr(`a:contains("rulepack.schema.json")`, "href")} {
			if file := app.Get(href); file.Status != 200 || len(file.Body) < 1000 || !strings.Contains(file.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s: %d, %d bytes", href, file.Status, len(file.Body))
			}
		}
		const pack = "pack: ours\nversion: \"1\"\ntitle: Our county\njurisdiction: US-TX\nprocedures:\n  - code: ours\n    title: Jail grievance\n    citation: handbook\n    mark: unverified\n    steps:\n      - id: one\n        title: Form\n        kind: formal\n        limits: [{for: filing, n: 5, unit: UNIT, starts_on: [incident], citation: handbook 3, mark: unverified}]\n"
		bad := app.Post("/clocks/packs", "text", strings.Replace(pack, "UNIT", "moon", 1), "from", "a friend")
		if bad.Status != 422 || !strings.Contains(bad.Text("main"), "line 14") || !strings.Contains(bad.Doc.Find("textarea").Text(), "moon") {
			t.Errorf("%d %s", bad.Status, bad.Text("main"))
		}
		if page := app.Post("/clocks/packs", "text", strings.Replace(pack, "UNIT", "working_day", 1), "from", "a friend"); page.Status != 303 {
			t.Fatalf("%d %s", page.Status, page.Text("main"))
		}
		page := app.Get("/clocks/packs")
		href, _ := page.Doc.Find(`a:contains("Our county")`).Attr("href")
		if file := app.Get(href); file.Status != 200 || !strings.Contains(page.Text("main"), "From a friend; installed by Ruth") {
			t.Errorf("%s: %d", href, file.Status)
		}
		if page := app.Post("/clocks/packs", "from", "a friend"); page.Status != 422 {
			t.Errorf("nothing to install: %d", page.Status)
		}
	})
}

// Whoever only reads finds no button, and no way round it.
func TestWhoOnlyReads(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := pages(t, db)
		for _, at := range []string{"/clocks/packs", "/clocks/calendars/us-federal", "/clocks/procedures/us-bop"} {
			page := app.Get(at)
			page.Check()
			if n := page.Doc.Find("main form").Length(); n != 0 {
				t.Errorf("%s has %d forms", at, n)
			}
		}
		for _, at := range []string{"/clocks/packs", "/clocks/calendars/us-federal"} {
			if page := app.Post(at); page.Status != 403 {
				t.Errorf("%s: %d", at, page.Status)
			}
		}
	})
}
