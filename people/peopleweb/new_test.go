package peopleweb_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/people"
)

const newForm = "main form[action='/people/new']"

// spaced is the text of a selection with a space between its parts.
func spaced(s *goquery.Selection) string {
	var parts []string
	s.Find("*").Each(func(_ int, e *goquery.Selection) {
		if e.Children().Length() == 0 || goquery.NodeName(e) == "dd" {
			own := e.Clone()
			own.Children().Remove()
			parts = append(parts, own.Text())
		}
	})
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func TestOneWordIsEnough(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.send(o.get("/people/new"), newForm, "name", "Amparo")
	if page.Status != 303 {
		t.Fatalf("%d %s", page.Status, page.Text(".summary"))
	}
	id := strings.TrimPrefix(page.To, "/people/")
	page = page.Follow()
	page.Check()
	if page.Text("h1") != "Amparo" || !strings.Contains(page.Text(".flash"), "Added Amparo.") {
		t.Errorf("%s, %s", page.Text("h1"), page.Text(".flash"))
	}
	if undone := o.send(page, ".flash form"); undone.Status != 303 || o.Get("/people/"+id).Status != 404 {
		t.Error("adding cannot be undone")
	}
}

func TestEverythingAtOnceWithACase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := openOn(t, db)
		page := o.send(o.get("/people/new"), newForm, "name", "Mei Lin", "script", "林美", "number", "99-1", "issuer", "TX DOC", "born", "about 1960", "reads", "chino",
			"pronoun", "she", "kind", "", "source", "her letter", "programme", o.programme.ID, "worker", "lee", "interval", "14", "next", "Answer her letter", "next_on", "fri")
		if page.Status != 303 {
			t.Fatalf("%d %s", page.Status, page.Text(".summary"))
		}
		f := o.full(strings.TrimPrefix(page.To, "/people/"))
		if f.ScriptName != "林美" || f.Number != "99-1" || f.Numbers[0].Issuer != "TX DOC" || f.Born.String() != "~1960" || f.Languages[0].Lang != "zh" || f.Pronoun != "she" || f.Numbers[0].Source != "her letter" {
			t.Errorf("%+v", f)
		}
		cases, err := o.cases.OfPerson(t.Context(), o.lee, f.ID)
		must(t, err)
		if len(cases) != 1 || cases[0].WorkerID != "lee" || cases[0].State != casework.Active || cases[0].IntervalDays != 14 || cases[0].NextOn != "2026-03-06" {
			t.Errorf("%+v", cases)
		}
		page = page.Follow()
		page.Check()
		if o.send(page, ".flash form"); o.Get("/people/"+f.ID).Status != 404 {
			t.Error("person and case are not one change")
		}
	})
}

func TestWhoeverIsKnownAlreadyIsShownFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.send(o.get("/people/new"), newForm, "name", "Yusef Karimi", "born", "1988")
	page.Check()
	if page.Status != 200 || page.Attr("#likely .name", "href") != o.url("") || page.Attr(newForm+" [name=name]", "value") != "Yusef Karimi" {
		t.Fatalf("%d %s", page.Status, page.Text("main"))
	}
	if !strings.Contains(page.Text(newForm), "This is somebody else: add") {
		t.Error("there is no way on")
	}
	saved := o.send(page, newForm)
	if saved.Status != 303 || saved.To == o.url("") {
		t.Fatalf("%d to %s", saved.Status, saved.To)
	}
	page = o.send(o.get("/people/new"), newForm, "name", "Somebody Else", "number", "0418-OI-22")
	if page.Status != 200 || page.Attr("#likely .name", "href") != o.url("") {
		t.Errorf("the number alone: %d", page.Status)
	}
	// saying “somebody else” of one is not saying it of another
	page = o.send(page, newForm, "name", "Leila Karimi", "number", "")
	if page.Status != 200 || !strings.Contains(page.Text("#likely"), "Leila Karimi") {
		t.Errorf("%d %s", page.Status, page.Text("#likely"))
	}
}

func TestTheMatchIsLive(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.Post("/people/new/likely", "name", "Yusuf Karimi")
	if page.Status != 200 || page.Count("html head title") != 0 || page.Attr("a.name", "href") != o.url("") || page.Count("[name=seen]") != 0 {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	if page := o.Post("/people/new/likely", "name", ""); page.Status != 200 || strings.TrimSpace(page.Text("body")) != "" {
		t.Errorf("nothing typed: %d %s", page.Status, page.Body)
	}
	o.as(o.bea)
	if page := o.Post("/people/new/likely", "name", "Yusuf Karimi"); strings.Contains(page.Body, "Yusuf") {
		t.Error("somebody hidden is hinted at")
	}
	if page := o.send(o.get("/people/new"), newForm, "name", "Yusuf Karimi"); page.Status != 303 {
		t.Errorf("somebody hidden keeps one from adding: %d", page.Status)
	} else if page = page.Follow(); page.Status != 200 {
		t.Errorf("whoever adds somebody does not see them: %d", page.Status)
	}
}

func TestNewcomersThatCannotBe(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, c := range map[string]struct {
		pairs []string
		field string
	}{
		"nothing":               {[]string{"name", " \u202e "}, "name"},
		"ten thousand letters":  {[]string{"name", strings.Repeat("ж", 10_000)}, "name"},
		"a long script":         {[]string{"name", "x", "script", strings.Repeat("林", 300)}, "script"},
		"a long number":         {[]string{"name", "x", "number", strings.Repeat("9", 61)}, "number"},
		"no such day":           {[]string{"name", "x", "born", "31 feb 1980"}, "born"},
		"born next year":        {[]string{"name", "x", "born", "before june"}, "born"},
		"no such language":      {[]string{"name", "x", "reads", "whatever they speak"}, "reads"},
		"an interval of letter": {[]string{"name", "x", "programme", o.programme.ID, "interval", "often"}, "interval"},
		"a next without a day":  {[]string{"name", "x", "programme", o.programme.ID, "next_on", "march"}, "next_on"},
	} {
		page := o.send(o.get("/people/new"), newForm, c.pairs...)
		page.Check()
		if page.Status != 422 || page.Count(`.summary a[href="#f-`+c.field+`"]`) != 1 {
			t.Errorf("%s: %d %s", name, page.Status, page.Text(".summary"))
		}
		for i := 0; i+1 < len(c.pairs); i += 2 {
			if got := formOf(page, newForm).Get(c.pairs[i]); got != c.pairs[i+1] {
				t.Errorf("%s: %s is gone: %.40q", name, c.pairs[i], got)
			}
		}
	}
	if page := o.Post("/people/new", "name", "x", "pronoun", "it"); page.Status != 422 {
		t.Errorf("a pronoun there is not: %d", page.Status)
	}
	if page := o.Post("/people/new", "name", "x", "rank", "9"); page.Status != 422 {
		t.Errorf("a field there is not: %d", page.Status)
	}
}

func TestSignsThatHideAreToldOf(t *testing.T) {
	t.Parallel()
	o := open(t)
	page := o.send(o.get("/people/new"), newForm, "name", "Pаul\u202e\u0000 Reed") // the second letter is Cyrillic
	if page.Status != 303 {
		t.Fatal(page.Status)
	}
	page = page.Follow()
	if page.Text("h1") != "Pаul Reed" || !strings.Contains(page.Body, "nobody can see") || !strings.Contains(page.Body, "two alphabets") {
		t.Errorf("%q: %s", page.Text("h1"), page.Text(".flash"))
	}
}

func TestOnlyWhoMayAdds(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.as(authz.NewActor("reader", "Reader", authz.Worker, authz.SeesAll, people.MayRead))
	if page := o.Get("/people/new"); page.Status != 403 {
		t.Errorf("asking: %d", page.Status)
	}
	if page := o.Post("/people/new", "name", "x"); page.Status != 403 {
		t.Errorf("adding: %d", page.Status)
	}
	page := o.get(o.url(""))
	if page.Count("a[href$='/edit']")+page.Count("#compose")+page.Count("form[action$='/done']") != 0 {
		t.Error("the page offers what the reader may not do")
	}
}
