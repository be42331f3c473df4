package peopleweb_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

const sheetForm = "main form.fields"

func TestEveryGroupCanBeSavedAsItIs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := openOn(t, db)
		must(t, o.pages.People.SetFact(t.Context(), o.ruth, o.yusuf, "", people.Fact{Kind: "Shoe size", Value: "44"}))
		before := o.full(o.yusuf)
		for _, g := range []string{"ways", "names", "numbers", "languages", "born", "facts"} {
			page := o.get(o.url("/edit/" + g))
			if saved := o.send(page, sheetForm); saved.To != o.url("/edit") {
				t.Fatalf("%s: %d %s", g, saved.Status, saved.Text("main"))
			}
		}
		after := o.full(o.yusuf)
		if len(after.Names) != len(before.Names) || len(after.Numbers) != 2 || len(after.Languages) != 2 || len(after.Facts) != len(before.Facts) || after.Born != before.Born || after.Person.Name != before.Person.Name || after.Ways() != before.Ways() {
			t.Errorf("saving what is there changed it:\n%+v\n%+v", before, after)
		}
		for i, n := range after.Names {
			if n.Text != before.Names[i].Text || n.Kind != before.Names[i].Kind || n.Lang != before.Names[i].Lang {
				t.Errorf("name %d: %+v, was %+v", i, n, before.Names[i])
			}
		}
		o.get(o.url("/edit"))
	})
}

func TestNames(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.get(o.url("/edit/names"))
	page = o.send(page, sheetForm, "names.4.text", "Yus", "more", "1")
	page.Check()
	if page.Status != 200 || page.Attr("[name='names.4.text']", "value") != "Yus" || page.Count("[name='names.5.text']") != 1 {
		t.Fatalf("another row: %d", page.Status)
	}
	page = o.send(page, sheetForm, "names.1.text", "", "names.5.text", "Юсуф\u202e", "names.5.kind", "script", "names.5.lang", "Russian")
	if page.Status != 303 {
		t.Fatalf("%d %s", page.Status, page.Text("main"))
	}
	f := o.full(o.yusuf)
	var got []string
	for _, n := range f.Names {
		got = append(got, string(n.Kind)+" "+n.Text+" "+n.Lang)
	}
	want := []string{"used Yusuf Karimi ", "prison Joseph Kareem ", "former Old Name ", "other Yus ", "script Юсуф ru"}
	if !slices.Equal(got, want) || f.ScriptName != "Юсуф" {
		t.Errorf("names %q, want %q", got, want)
	}
	page = page.Follow()
	page.Check()
	if !strings.Contains(page.Text("main"), "nobody can see") && !strings.Contains(page.Body, "nobody can see") {
		t.Error("nobody was told of the sign that hides")
	}
	if undone := o.send(page, ".flash form"); undone.Status != 303 || o.full(o.yusuf).ScriptName != "یوسف کریمی" {
		t.Errorf("undo: %d %q", undone.Status, o.full(o.yusuf).ScriptName)
	}
}

func TestNamesThatCannotBe(t *testing.T) {
	t.Parallel()
	o := open(t)
	long := strings.Repeat("ا", 10_000)
	for name, c := range map[string]struct {
		pairs []string
		field string
	}{
		"too long":        {[]string{"names.1.text", "", "names.2.text", long}, "names.2.text"}, // the row before it is removed
		"nobody's in use": {[]string{"names.0.kind", "other"}, "names.0.kind"},
		"two in use":      {[]string{"names.2.kind", "used"}, "names.0.kind"},
		"no such kind":    {[]string{"names.2.kind", "nick"}, "names.2.kind"},
		"no language":     {[]string{"names.2.lang", "Klingonese of the north"}, "names.2.lang"},
	} {
		page := o.send(o.get(o.url("/edit/names")), sheetForm, c.pairs...)
		page.Check()
		if page.Status != 422 || page.Count(`.summary a[href="#f-`+c.field+`"]`) != 1 {
			t.Errorf("%s: %d %s", name, page.Status, page.Text(".summary"))
		}
		if got := page.Attr("[name='names.2.text']", "value"); got == "" {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
	if got := o.full(o.yusuf).Name; got != "Yusuf Karimi" {
		t.Errorf("name %q", got)
	}
}

func TestTwoPeopleEditOneGroup(t *testing.T) {
	t.Parallel()
	o := open(t)
	for group, c := range map[string]struct{ field, theirs, mine, label string }{
		"ways":      {"say_it", "YU-suf", "YOO-suf", "Say it"},
		"names":     {"names.2.text", "Josef Kareem", "Joe Kareem", "Name 3"},
		"numbers":   {"numbers.1.text", "TK-1", "TK-2", "Number 2"},
		"languages": {"languages.1.how", "speaks", "interpreter", "What they can do in it 2"}, // shown in words
		"born":      {"on", "1989", "1987", "When"},
		"facts":     {"facts.1.value", "Diabetic", "Asthma", "Health"},
		"care":      {"line", "Her mail is read.", "All mail is read.", "What to take care of"},
	} {
		path := o.url("/edit/" + group)
		if group == "care" {
			path += "?line=" + o.full(o.yusuf).TakeCare[0].ID
		}
		first, second := o.get(path), o.get(path)
		if saved := o.send(first, sheetForm, c.field, c.theirs); saved.Status != 303 {
			t.Fatalf("%s: %d %s", group, saved.Status, saved.Text("main"))
		}
		page := o.send(second, sheetForm, c.field, c.mine)
		page.Check()
		if c.field == "languages.1.how" {
			c.mine, c.theirs = "Needs an interpreter", "Speaks"
		}
		if page.Status != 409 || page.Count(".clash .two") != 1 || !strings.Contains(page.Text(".clash"), c.mine) || !strings.Contains(page.Text(".clash"), c.theirs) || !strings.Contains(page.Text(".clash"), c.label) {
			t.Errorf("%s: %d %s", group, page.Status, page.Text(".clash"))
			continue
		}
		mine := o.send(page, "main form[action$='"+group+"']")
		if mine.Status != 303 {
			t.Errorf("%s: my own text cannot be saved: %d %s", group, mine.Status, mine.Text("main"))
			continue
		}
		if c.field == "languages.1.how" {
			c.mine = "interpreter"
		}
		if got := formOf(o.get(path), sheetForm).Get(c.field); got != c.mine {
			t.Errorf("%s: %q, want %q", group, got, c.mine)
		}
	}
}

func TestTwoPeopleEditDifferentGroupsAndDoNotMeet(t *testing.T) {
	t.Parallel()
	o := open(t)
	ways, names := o.get(o.url("/edit/ways")), o.get(o.url("/edit/names"))
	if saved := o.send(ways, sheetForm, "pronoun", "they"); saved.Status != 303 {
		t.Fatal(saved.Status)
	}
	if saved := o.send(names, sheetForm, "names.0.text", "Yusef Karimi"); saved.Status != 303 {
		t.Fatalf("%d %s", saved.Status, saved.Text("main"))
	}
	if f := o.full(o.yusuf); f.Pronoun != "they" || f.Name != "Yusef Karimi" {
		t.Errorf("%+v", f.Person)
	}
}

func TestANameRemovedMeanwhileIsAddedAnew(t *testing.T) {
	t.Parallel()
	o := open(t)
	mine := o.get(o.url("/edit/names"))
	if saved := o.send(o.get(o.url("/edit/names")), sheetForm, "names.2.text", ""); saved.Status != 303 {
		t.Fatal(saved.Status)
	}
	page := o.send(mine, sheetForm, "names.2.source", "roster")
	if page.Status != 409 {
		t.Fatal(page.Status)
	}
	if saved := o.send(page, "main form[action$='names']"); saved.Status != 303 {
		t.Fatalf("%d %s", saved.Status, saved.Text("main"))
	}
	if names := o.full(o.yusuf).Names; len(names) != 4 || names[2].Text != "Joseph Kareem" || names[2].Source != "roster" {
		t.Errorf("%+v", names)
	}
}

func TestNotKnownIsAnAnswer(t *testing.T) {
	t.Parallel()
	o := open(t)
	send := func(group string, pairs ...string) {
		t.Helper()
		if saved := o.send(o.get(o.url("/edit/"+group)), sheetForm, pairs...); saved.Status != 303 {
			t.Fatalf("%s: %d %s", group, saved.Status, saved.Text("main"))
		}
	}
	send("born", "on", "", "state", "would-not-say", "source", "He said so")
	send("numbers", "numbers.0.text", "", "numbers.1.text", "", "number_state", "not-asked")
	send("facts", "facts.2.state", "would-not-say", "facts.1.state", "contested", "facts.0.state", "unknown", "own_kind", "Diet", "own_value", "Halal", "source", "his letter", "known_on", "feb 2026")
	page := o.get(o.url(""))
	for _, words := range []string{"Number Not asked", "Born Would not say", "Faith Would not say his letter, February", "Health Reading glasses (contested)", "Sentence Not known", "Diet Halal"} {
		if !strings.Contains(spaced(page.Doc.Find("dl")), words) {
			t.Errorf("the page does not say %q: %s", words, spaced(page.Doc.Find("dl")))
		}
	}
	born, _ := o.full(o.yusuf).Fact(people.FactBorn)
	history := o.get(o.url("/facts/" + born.ID))
	if got := history.Text(".line"); !strings.Contains(got, "Would not say") || !strings.Contains(got, "1988") || !strings.Contains(got, "Recorded by Ruth.") {
		t.Errorf("history: %s", got)
	}
	send("facts", "facts.8.value", "", "facts.8.state", "")
	if _, still := o.full(o.yusuf).Fact("Diet"); still {
		t.Error("an emptied fact did not end")
	}
	page = o.send(o.get(o.url("/edit/facts")), sheetForm, "facts.0.value", "6 years", "facts.0.state", "unknown")
	page.Check()
	if page.Status != 422 || page.Count(`.summary a[href="#f-facts.0.value"]`) != 1 {
		t.Errorf("a value that is not known: %d %s", page.Status, page.Text(".summary"))
	}
	for _, bad := range [][]string{{"own_kind", "Diet"}, {"own_value", "Halal"}, {"known_on", "soon", "facts.0.value", "x"}} {
		if page := o.send(o.get(o.url("/edit/facts")), sheetForm, bad...); page.Status != 422 {
			t.Errorf("%v: %d", bad, page.Status)
		}
	}
}

func TestTakeCare(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.send(o.get(o.url("/edit/care")), sheetForm, "line", "x", "review_on", "")
	page.Check()
	if page.Status != 422 || page.Count(".summary li") != 2 {
		t.Errorf("without reason and day: %d %s", page.Status, page.Text(".summary"))
	}
	for _, line := range []string{"Do not call.", "Diabetic."} {
		if saved := o.send(o.get(o.url("/edit/care")), sheetForm, "line", line, "reason", "asked", "review_on", "in 6 months"); saved.Status != 303 {
			t.Fatalf("%s: %d %s", line, saved.Status, saved.Text(".summary"))
		}
	}
	if page := o.get(o.url("/edit")); page.Count("a[href='"+o.url("/edit/care")+"']") != 0 {
		t.Error("a fourth line is offered")
	}
	if page := o.send(o.get(o.url("/edit/care")), sheetForm, "line", "Four", "reason", "x", "review_on", "in 6 months"); page.Status != 422 {
		t.Errorf("a fourth line: %d", page.Status)
	}
	first := o.full(o.yusuf).TakeCare[0]
	if saved := o.send(o.get(o.url("/edit/care?line="+first.ID)), sheetForm, "end", "1"); saved.Status != 303 {
		t.Fatal(saved.Status)
	}
	if care := o.full(o.yusuf).TakeCare; len(care) != 2 || care[0].Line != "Do not call." || care[0].ReviewOn.String() != "2026-09-02" {
		t.Errorf("%+v", care)
	}
	if page := o.get(o.url("/around")); page.Text(".mini .tag") != "Do not call." {
		t.Error("the small head does not say it")
	}
}

func TestADeath(t *testing.T) {
	t.Parallel()
	o := open(t)
	if page := o.send(o.get(o.url("/edit/died")), sheetForm, "on", "jan 2026"); page.Status != 422 {
		t.Errorf("a day of death of somebody alive: %d", page.Status)
	}
	if saved := o.send(o.get(o.url("/edit/died")), sheetForm, "dead", "1", "on", "?", "source", "The chaplain"); saved.Status != 303 {
		t.Fatal(saved.Status)
	}
	if page := o.get(o.url("")); !strings.Contains(page.Text("main"), "He died: day not known.") || page.Count("#writing") != 0 {
		t.Error("the page is not quiet")
	}
	values := formOf(o.get(o.url("/edit/died")), sheetForm)
	values.Del("dead")
	if saved := o.Post(o.url("/edit/died"), pairs(values)...); saved.Status != 303 || o.full(o.yusuf).Dead {
		t.Errorf("alive again: %d", saved.Status)
	}
}

func pairs(values url.Values) []string {
	var list []string
	for name, all := range values {
		for _, v := range all {
			list = append(list, name, v)
		}
	}
	return list
}

func TestThereIsNoSuchGroup(t *testing.T) {
	t.Parallel()
	o := open(t)
	if page := o.Get(o.url("/edit/secrets")); page.Status != 404 {
		t.Error(page.Status)
	}
	if page := o.Post(o.url("/edit/names"), "names.0.text", "Nobody"); page.Status != 409 {
		t.Errorf("a form without a rev: %d", page.Status)
	}
	if page := o.Post(o.url("/edit/names"), "names.999.text", "Nobody"); page.Status != 422 {
		t.Errorf("a row beyond the last: %d", page.Status)
	}
}

func TestCorrecting(t *testing.T) {
	t.Parallel()
	o := open(t)
	id := o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "He likes ches\n\nand books", On: partialdate.Must("~2026-02")})
	leaf := o.url("/entries/" + id)
	page, other := o.get(leaf), o.get(leaf)
	form := "main form[action='" + leaf + "']"
	if got := page.Attr("[name=on]", "value"); got != "about 2026-02" {
		t.Errorf("the date to be typed: %q", got)
	}
	if saved := o.send(page, form, "body", "He likes chess"); saved.To != leaf {
		t.Fatalf("%d %s", saved.Status, saved.Text("main"))
	}
	page = o.get(leaf)
	if !strings.Contains(page.Text("main"), "He likes chess") || !strings.Contains(page.Text("section[aria-labelledby=history]"), "He likes ches and books") || !strings.Contains(page.Text("#history + ol, .line"), "ruth changed this") {
		t.Errorf("history: %s", page.Text("main"))
	}
	clash := o.send(other, form, "body", "He plays chess")
	clash.Check()
	if clash.Status != 409 || !strings.Contains(clash.Text(".clash"), "He likes chess") || !strings.Contains(clash.Text(".clash"), "He plays chess") {
		t.Fatalf("%d %s", clash.Status, clash.Text("main"))
	}
	if mine := o.send(clash, form); mine.Status != 303 {
		t.Errorf("mine: %d %s", mine.Status, mine.Text("main"))
	}
	if bad := o.send(o.get(leaf), form, "on", "30 feb 2026"); bad.Status != 422 || bad.Attr("[name=on]", "value") != "30 feb 2026" {
		t.Errorf("a day there is not: %d", bad.Status)
	}
	if got := o.get(o.url("")).Text(".line .edited"); !strings.HasPrefix(got, "Edited") {
		t.Errorf("the line does not say it was edited: %q", got)
	}
	colleague := o.as(actor("col", "worker", 2)).get(leaf)
	if colleague.Count(form) != 0 {
		t.Error("a colleague is offered to correct it")
	}
	if got := o.Post(leaf, "body", "x", "on", "today", "rev", "x"); got.Status != 403 {
		t.Errorf("a colleague corrects: %d", got.Status)
	}
}
