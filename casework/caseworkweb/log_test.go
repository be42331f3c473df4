package caseworkweb_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/tasks"
)

const contactForm = `tr.below form`

// Acceptance A1, its last part: ten contacts are logged from the list of what is
// overdue, each in four inputs, without opening a case; 73 are left.
func TestLogTenContactsFromTheList(t *testing.T) {
	desks(t, func(d *desk) {
		d.a1(297)
		app := d.as(d.ruth)
		list := app.Get("/people?list=overdue")
		for i := range 10 {
			first := list.Attr("tbody tr", "id")
			open := app.Get(list.Attr("tbody tr .end a", "href"))
			open.Check()
			if open.Count(contactForm) != 1 || open.Attr("tbody tr .end a", "aria-expanded") != "true" {
				d.t.Fatalf("the form does not open")
			}
			inputs := open.Count(contactForm+" textarea") + open.Count(contactForm+" fieldset") + open.Count(contactForm+" > .pairs input")
			if inputs > 4 {
				d.t.Fatalf("%d inputs", inputs)
			}
			done := app.Post(address(open, contactForm), sent(open, contactForm,
				"channel", "letter-out", "what", "Wrote about the appeal.", "next", "Send the transcript", "next_on", "23 mar")...)
			if done.Status != 303 || !strings.HasPrefix(done.To, "/people?list=overdue#r-") {
				d.t.Fatalf("%d: back at %q", done.Status, done.To)
			}
			list = done.Follow()
			if got := list.Text(".flash"); i == 0 && !strings.Contains(got, "Logged a contact with Person") {
				d.t.Errorf("flash %q", got)
			}
			if list.Count("#"+first) != 0 {
				d.t.Error("somebody who was written to is still overdue")
			}
		}
		if got := list.Text(".tabs a[aria-current]"); got != "Overdue 73" {
			d.t.Errorf("after ten contacts: %q", got)
		}
	})
}

func TestTheFormLeadsBackToItsRow(t *testing.T) {
	desks(t, func(d *desk) {
		d.a1(5)
		app := d.as(d.ruth)
		list := app.Get("/people?sort=name")
		rows := list.Doc.Find("tbody tr")
		open := app.Get(rows.Eq(2).Find(".end a").AttrOr("href", ""))
		back := open.Attr(contactForm+" input[name=_back]", "value")
		if want := "/people?sort=name#" + rows.Eq(1).AttrOr("id", ""); back != want {
			d.t.Errorf("back at %q, want %q", back, want)
		}
		if open.Count("tbody tr.below") != 1 || open.Doc.Find("tbody tr").Eq(3).Find("form").Length() != 1 {
			d.t.Error("the form is not below its row")
		}
		if !strings.HasSuffix(rows.Eq(2).Find(".end a").AttrOr("href", ""), "#f-channel") || open.Count("input#f-channel") != 1 {
			d.t.Error("the cursor does not begin in the form")
		}
	})
}

func TestAPastedLetter(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Yusuf Karimi", "0418-OI-22", casework.NewCase{LastContactOn: today.Add(-9), LastContactHow: casework.Call})
		app := d.as(d.ruth)
		path := "/people/" + c.PersonID + "/log"
		page := app.Get(path + "?channel=letter-in&case=" + c.ID)
		page.Check()
		if !strings.Contains(page.Text(".mini"), "0418-OI-22") || strings.Contains(page.Text("title"), "Yusuf") {
			d.t.Errorf("head %q, title %q", page.Text(".mini"), page.Text("title"))
		}
		letter := strings.Repeat("سلام. من خوبم.\r\nThank you for the books.\r\n", 900)
		lands(d.t, app.Post(path, sent(page, "main form", "channel", "letter-in", "what", letter, "on", "yesterday")...), "/people/"+c.PersonID)
		got := d.reread(c.ID)
		if got.LastContactOn != today.Add(-1) || got.LastContactHow != casework.LetterIn || got.NextOn != today.Add(42) {
			d.t.Errorf("last %s by %s, next %s", got.LastContactOn, got.LastContactHow, got.NextOn)
		}
	})
}

func TestContactsThatCannotBe(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Rosa Delgado", "", casework.NewCase{})
		other := d.person("Gus Amadi", "", casework.NewCase{})
		app := d.as(d.ruth)
		path := "/people/" + c.PersonID + "/log"
		for _, bad := range [][]string{
			{"channel", "", "what", "Hello"}, {"channel", "telepathy", "what", "Hello"}, {"channel", "call", "what", "Hello", "on", "tomorrow"},
			{"channel", "call", "what", "Hello", "on", "2024"}, {"channel", "call", "what", "Hello", "next_on", "gibberish"},
			{"channel", "call", "what", "Hello", "next", strings.Repeat("long ", 50)},
		} {
			page := app.Post(path, append(bad, "_back", "/people?list=needs")...)
			page.Check()
			if page.Status != 422 || !strings.Contains(page.Text("textarea"), "Hello") || page.Attr("main input[name=_back]", "value") != "/people?list=needs" {
				d.t.Errorf("%v: %d, kept %q", bad, page.Status, page.Text("textarea"))
			}
		}
		if d.entries(c.PersonID) != 0 {
			d.t.Error("something was written down all the same")
		}
		if page := app.Post("/people/018f0000-0000-7000-8000-0000000000ff/log", "channel", "call"); page.Status != 404 {
			d.t.Errorf("somebody who is not there: %d", page.Status)
		}
		// A case of somebody else does not get this person's contact.
		lands(d.t, app.Post(path, "channel", "call", "what", "x", "case", other.ID), "/people/"+c.PersonID)
		if d.reread(other.ID).LastContactOn != "" || d.reread(c.ID).LastContactOn != today {
			d.t.Error("the contact went to another case")
		}
	})
}

// Today leads here with the task that the contact ends.
func TestAContactEndsItsTask(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Rosa Delgado", "", casework.NewCase{})
		call, err := d.tasks.Add(d.t.Context(), d.ruth, tasks.Task{PersonID: c.PersonID, Kind: tasks.KindCall, Title: "Call the lawyer", DueOn: civil.Day(today), WorkerID: d.ruth.ID})
		must(d.t, err)
		app := d.as(d.ruth)
		path := "/people/" + c.PersonID + "/log?back=%2Ftoday%3Ffor%3D1&channel=call&task=" + call.ID
		page := app.Get(path)
		if page.Count("input[name=channel][value=call][checked]") != 1 {
			d.t.Error("the channel is not chosen")
		}
		lands(d.t, app.Post("/people/"+c.PersonID+"/log", sent(page, "main form", "channel", "call")...), "/today?for=1")
		if away := app.Get("/people/" + c.PersonID + "/log?back=https%3A%2F%2Fexample.org"); away.Attr("main form.card input[name=_back]", "value") != "/" {
			d.t.Errorf("leads away to %q", away.Attr("main form.card input[name=_back]", "value"))
		}
		if got, err := d.tasks.Task(d.t.Context(), d.ruth, call.ID); err != nil || got.State != tasks.Done {
			d.t.Errorf("the call is %q %v", got.State, err)
		}
	})
}

// What was typed when somebody was called away stands there again, until it is
// saved.
func TestNothingTypedIsLost(t *testing.T) {
	desks(t, func(d *desk) {
		c := d.person("Rosa Delgado", "", casework.NewCase{})
		app := d.as(d.ruth)
		path := "/people/" + c.PersonID + "/log"
		app.Post("/drafts", "_draft", path, "channel", "visit", "what", "Half a letter")
		page := app.Get(path)
		page.Check()
		if !strings.Contains(page.Text("textarea"), "Half a letter") || page.Count("input[value=visit][checked]") != 1 {
			d.t.Errorf("the draft is gone: %q", page.Text("textarea"))
		}
		lands(d.t, app.Post(path, sent(page, "main form.card", "channel", "visit", "what", "A whole letter")...), "/people/"+c.PersonID)
		if again := app.Get(path); strings.Contains(again.Text("textarea"), "Half") {
			d.t.Error("the draft outlives what was saved")
		}

		app.Post("/drafts", "_draft", "/cases/"+c.ID+"/answers", "q_"+d.programme.Questions[0].ID, "Her sister")
		file := app.Get("/cases/" + c.ID)
		file.Check()
		if file.Count("details.mini-fold[open]") != 1 || !strings.Contains(file.Text("details.mini-fold textarea"), "Her sister") {
			d.t.Error("the answers are gone")
		}

		lead := d.as(d.lee)
		lead.Post("/drafts", "_draft", "/settings/programmes/new", "name", "Half a programme", "stage", "First", "stage", "Second")
		if page := lead.Get("/settings/programmes/new"); page.Attr("#f-name", "value") != "Half a programme" || page.Count("input[name=stage]") != 2 {
			d.t.Error("the programme is gone")
		}
	})
}
