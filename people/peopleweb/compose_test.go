package peopleweb_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

func TestWritingDown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := openOn(t, db)
		for _, c := range []struct {
			what, on  string
			kind, dir string
			kept      string // the date
		}{
			{"note", "yesterday", timeline.KindNote, "", "2026-03-01"},
			{"note", "about 2024", timeline.KindNote, "", "~2024"},
			{"call", "today", timeline.KindCall, "", today},
			{"visit", "28 feb", timeline.KindVisit, "", "2026-02-28"},
			{"letter-in", "mar 2024", timeline.KindLetter, timeline.In, "2024-03"},
			{"letter-out", "1/3/2026", timeline.KindLetter, timeline.Out, "2026-03-01"},
		} {
			text := "words of " + c.what + " " + c.on
			page := o.send(o.get(o.url("?log="+c.what)), "#compose", "text", text, "on", c.on, "sight", "lead")
			if page.Status != 303 || page.To != o.url("") {
				t.Fatalf("%s: %d %s", c.what, page.Status, page.Text(".summary"))
			}
			all := o.line(o.yusuf).Entries
			i := slices.IndexFunc(all, func(e timeline.Entry) bool { return e.Body == text })
			if i < 0 {
				t.Fatalf("%s was not kept", c.what)
			}
			if e := all[i]; e.Kind != c.kind || e.Direction != c.dir || e.On.String() != c.kept || e.Sight != timeline.SightLead {
				t.Errorf("%s on %s: %+v", c.what, c.on, e)
			}
		}
		o.get(o.url("")) // all of it on one page
	})
}

func TestAContactMovesTheCase(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.send(o.get(o.url("?log=call")), "#compose", "text", "He asked for books", "next", "Send books", "next_on", "fri")
	if page.Status != 303 {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	cases, err := o.cases.OfPerson(t.Context(), o.ruth, o.yusuf)
	must(t, err)
	todo := o.todo(o.yusuf)
	if cases[0].LastContactOn != today || len(todo) != 1 || todo[0].Title != "Send books" || todo[0].DueOn != "2026-03-06" {
		t.Errorf("case %+v, to do %+v", cases[0].Case, todo)
	}
	page = page.Follow()
	page.Check()
	if page.Text(".flash p, .flash") == "" || page.Count(".flash form") != 1 {
		t.Fatal("no Undo is offered")
	}
	if undone := o.send(page, ".flash form"); undone.Status != 303 {
		t.Fatalf("undo: %d", undone.Status)
	}
	if o.line(o.yusuf).Counts[timeline.Talks] != 0 {
		t.Error("the call is still there")
	}
}

func TestToDo(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.send(o.get(o.url("?log=task")), "#compose", "text", "Book an interpreter\nFarsi, for the hearing", "on", "13 mar")
	if page.Status != 303 {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	todo := o.todo(o.yusuf)
	i := slices.IndexFunc(todo, func(task tasks.Task) bool { return task.Title == "Book an interpreter" })
	if i < 0 || todo[i].Reason != "Farsi, for the hearing" || todo[i].DueOn != "2026-03-13" || todo[i].WorkerID != "ruth" {
		t.Fatalf("%+v", todo)
	}
	page = page.Follow()
	page.Check()
	form := "form[action='" + o.url("/tasks/"+todo[i].ID+"/done") + "']"
	if done := o.send(page, form); done.To != o.url("") {
		t.Fatalf("done: %d", done.Status)
	}
	if slices.ContainsFunc(o.todo(o.yusuf), func(task tasks.Task) bool { return task.Title == "Book an interpreter" }) {
		t.Error("it is still to do")
	}
	if again := o.send(page, form); again.Status != 303 && again.Status != 409 {
		t.Errorf("done twice: %d", again.Status)
	}
}

func TestWhatCannotBeSavedStays(t *testing.T) {
	t.Parallel()
	o := open(t)
	long := strings.Repeat("long ", 20_000)
	for _, c := range []struct {
		name  string
		pairs []string
		field string
	}{
		{"no words", []string{"what", "note", "text", " ", "on", "today"}, "text"},
		{"a day to come", []string{"what", "note", "text", "mine", "on", "tomorrow"}, "on"},
		{"a letter of tomorrow", []string{"what", "letter-in", "text", "mine", "on", "2027"}, "on"},
		{"no such day", []string{"what", "note", "text", "mine", "on", "31 feb 2024"}, "on"},
		{"no date at all", []string{"what", "call", "text", "mine", "on", "when the leaves fell"}, "on"},
		{"an open end", []string{"what", "note", "text", "mine", "on", "before june"}, "on"},
		{"a to-do for a month", []string{"what", "task", "text", "mine", "on", "march 2027"}, "on"},
		{"a to-do that is a letter", []string{"what", "task", "text", strings.Repeat("x", 300), "on", "today"}, "text"},
		{"a next action in the past", []string{"what", "call", "text", "mine", "on", "today", "next", "x", "next_on", "2020-01-01"}, "next_on"},
		{"a whole book", []string{"what", "note", "text", long, "on", "today"}, "text"},
	} {
		page := o.Post(o.url(""), c.pairs...)
		page.Check()
		if page.Status != 422 || page.Count(`.summary a[href="#f-`+c.field+`"]`) == 0 {
			t.Errorf("%s: %d %s", c.name, page.Status, page.Text(".summary"))
		}
		if c.pairs[3] != " " && !strings.Contains(page.Doc.Find("#compose textarea").Text(), strings.TrimSpace(c.pairs[3])) {
			t.Errorf("%s: the words are gone", c.name)
		}
		if page.Attr("#f-on", "value") != c.pairs[5] {
			t.Errorf("%s: the date is gone", c.name)
		}
	}
	if n := o.line(o.yusuf).Total; n != 1 { // the move
		t.Errorf("%d entries", n)
	}
	if page := o.Post(o.url(""), "what", "sing", "text", "x", "on", "today"); page.Status != 422 {
		t.Errorf("a channel there is not: %d", page.Status)
	}
	if page := o.Post(o.url(""), "what", "note", "person", "x"); page.Status != 422 {
		t.Errorf("a field there is not: %d", page.Status)
	}
}

func TestDraftsComeBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	if p := o.Post("/drafts", "_draft", o.url(""), "what", "call", "text", "half a sen", "on", "yesterday"); p.Status != 200 {
		t.Fatal(p.Status)
	}
	page := o.get(o.url(""))
	if got := page.Doc.Find("#compose textarea").Text(); !strings.Contains(got, "half a sen") || page.Attr("#f-on", "value") != "yesterday" {
		t.Errorf("draft: %q", got)
	}
	if !strings.Contains(page.Text("#compose"), "Your draft of 12:00") {
		t.Error("the page does not say that this is a draft")
	}
	if saved := o.send(page, "#compose"); saved.Status != 303 {
		t.Fatalf("%d %s", saved.Status, saved.Text(".summary"))
	}
	if got := o.get(o.url("")).Doc.Find("#compose textarea").Text(); strings.Contains(got, "half") {
		t.Errorf("the draft came back after it was saved: %q", got)
	}
}

func TestRestrictedEntriesAreAStubWithAWayToAsk(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.entry(o.lee, timeline.Entry{Kind: timeline.KindNote, Body: "for the lawyers", On: partialdate.Must("2026-02-01"), Sight: timeline.SightLead})
	o.entry(o.lee, timeline.Entry{Kind: "safety", Body: "somebody is after him", On: partialdate.Must("2026-02-02"), Sight: timeline.SightLead})
	page := o.get(o.url(""))
	if page.Text(".line li.shut .t") != "Note for the leads" || page.Count(".line li.shut") != 1 || strings.Contains(page.Body, "lawyers") || strings.Contains(page.Body, "after him") {
		t.Fatalf("stub: %s", page.Text(".line"))
	}
	if got := o.Get(o.url("/entries/" + id)); got.Status != 404 {
		t.Errorf("the entry itself: %d", got.Status)
	}
	if href, _ := page.Doc.Find(".line li.shut a.btn").Attr("href"); href != o.url("/entries/"+id+"/ask") {
		t.Errorf("the way to ask leads to %q", href)
	}
	// the author opens it
	o.as(o.lee)
	leaf := o.get(o.url("/entries/" + id))
	if opened := o.send(leaf, "form[action$='/sight']", "sight", "case"); opened.Status != 303 {
		t.Fatalf("open: %d", opened.Status)
	}
	if got := o.as(o.ruth).get(o.url("/entries/" + id)); !strings.Contains(got.Text("main"), "for the lawyers") {
		t.Error("it is still shut")
	}
}

func TestVolunteersSeeTheirOwn(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "of Ruth", On: partialdate.Must(today)})
	o.as(actor("vol", authz.Volunteer, authz.SeesAll))
	page := o.get(o.url(""))
	if strings.Contains(page.Body, "of Ruth") || page.Count("a[href$='/ask']") != 0 {
		t.Error("a volunteer reads the timeline")
	}
	if strings.Contains(page.Body, "Reading glasses") || !strings.Contains(page.Text("section[aria-labelledby=facts]"), "HealthNot shown to you") {
		t.Errorf("facts: %s", page.Text("section[aria-labelledby=facts]"))
	}
	form := o.get(o.url("/edit/facts"))
	if strings.Contains(form.Text("main form"), "Health") {
		t.Error("a volunteer is asked for what they may not read")
	}
	if saved := o.send(form, sheetForm, "facts.0.value", "6 years"); saved.Status != 303 {
		t.Errorf("%d %s", saved.Status, saved.Text("main"))
	}
	if health, _ := o.full(o.yusuf).Fact("health"); health.Value != "Reading glasses" {
		t.Errorf("%+v", health)
	}
	if saved := o.send(page, "#compose", "text", "of Vol"); saved.Status != 303 {
		t.Fatalf("%d", saved.Status)
	}
	if got := o.get(o.url("")).Text(".line"); !strings.Contains(got, "of Vol") {
		t.Errorf("line: %s", got)
	}
}
