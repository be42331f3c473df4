package peopleweb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

func TestThePageSaysEverything(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := openOn(t, db)
		o.date(o.yusuf, custody.Arrested, "2022-06", custody.Official)
		o.date(o.yusuf, custody.Sentenced, "2023-02-14", custody.Official)
		o.date(o.yusuf, custody.Parole, "2027-01-08", custody.Official)
		o.date(o.yusuf, custody.Release, "2027-03", custody.Estimate)
		o.entry(o.ruth, timeline.Entry{Kind: timeline.KindLetter, Direction: timeline.In, Body: "I have nobody who writes.", On: partialdate.Must("2024-03")})
		_, err := o.tasks.Add(t.Context(), o.ruth, tasks.Task{PersonID: o.yusuf, Kind: tasks.KindOwn, Title: "Send the packet", DueOn: today, DueTime: "16:00"})
		must(t, err)
		page := o.get(o.url(""))
		for selector, want := range map[string]string{
			"h1":                  "Yusuf Karimi یوسف کریمی",
			"h1 .script[lang=fa]": "یوسف کریمی",
			".crumb":              "My people · 1 of 1",
			".strip .num":         "0418-OI-22",
			".strip a":            "Harrow Ridge, C-114",
			".heed li b":          "His mail is read.",
			".path li.now b":      "Today",
			".path li:last-child": "Home about March 2027",
			"#compose legend":     "What happened",
			".line .say":          "I have nobody who writes.",
			"#writing":            "Writing to him",
			"section[aria-labelledby=around] .ls a.name": "Leila Karimi",
			".addr .num":                "0418-OI-22",
			".tabs [aria-current]":      "All 2",
			".line li.now .bd":          "Send the packet Today 16:00.",
			".menu li a[href$='/move']": "Record a move",
		} {
			if got := page.Text(selector); got != want {
				t.Errorf("%s: %q, want %q", selector, got, want)
			}
		}
		for _, text := range []string{"The prison writes “\u2068Joseph Kareem\u2069”.", "Day not known", "Farsi, some English", "You, since March 2024", "Reading glasses", "Not asked", "TK-88-1190", "Call after 18:00.", "Does this still hold?", "White paper only."} {
			if !strings.Contains(page.Body, text) {
				t.Errorf("the page does not say %q", text)
			}
		}
		if strings.Contains(page.Body, "Old Name") {
			t.Error("the page says a former name")
		}
		if title := page.Text("title"); strings.Contains(title, "Yusuf") {
			t.Errorf("the title %q names the person", title)
		}
	})
}

func TestPanelsStandInTheirColumns(t *testing.T) {
	t.Parallel()
	o := open(t)
	for i, main := range []bool{true, false} {
		o.pages.Panels.Person(web.Panel{ID: fmt.Sprint("money", i), TitleKey: "panel.money", Needs: people.MayRead, Main: main, Render: func(context.Context, *web.Request, string) (templ.Component, error) {
			return templ.Raw(fmt.Sprintf("<p class=p%d>140</p>", i)), nil
		}})
	}
	page := o.get(o.url(""))
	if page.Text(".cols > div:first-child .p0") != "140" || page.Text(".side .p1") != "140" {
		t.Error("the panels are not in their columns")
	}
}

func TestTwelveThenTheRestAndTheFirst(t *testing.T) {
	t.Parallel()
	o := open(t)
	for i := range 20 {
		o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: fmt.Sprintf("n%dn", i), On: partialdate.Must(fmt.Sprintf("2026-01-%02d", i+1))})
	}
	o.entry(o.ruth, timeline.Entry{Kind: timeline.KindCall, Body: "called", On: partialdate.Must("2026-02-01")})
	page := o.get(o.url("?show=notes"))
	line := page.Text(".line")
	if !strings.Contains(line, "n19n") || !strings.Contains(line, "n0n") || strings.Contains(line, "n5n") || strings.Contains(line, "called") {
		t.Errorf("line: %s", line)
	}
	older := page.Doc.Find(".line a[href*=before]")
	if older.Text() != "Show 7 older" {
		t.Fatalf("older: %q", older.Text())
	}
	rest := o.get(strings.TrimSuffix(older.AttrOr("href", ""), "#line"))
	for i := range 8 {
		if !strings.Contains(rest.Text(".line"), fmt.Sprintf("n%dn", i)) {
			t.Errorf("note %d is missing behind the link", i)
		}
	}
	if rest.Count(".line li.now") != 0 || rest.Text(".line li a") != "Back to today" {
		t.Error("the older part does not lead back")
	}
	if o.get(o.url("?show=files")).Text(".cols .muted") != "Nothing of this kind yet." {
		t.Error("an empty tab says nothing")
	}
}

func TestStates(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, c := range []struct {
		name    string
		make    func() string
		has     []string // selectors
		hasNot  []string
		says    string
		logging int // kinds the composer offers
	}{
		{"lost", func() string { return o.add(people.NewPerson{Name: "Ana", NumberState: people.WouldNotSay}) },
			[]string{"#lost", ".note a[href$='/move']", ".strip .unk"}, []string{"#writing", "#minor", ".path"}, "Would not say", 6},
		{"in transit", func() string {
			id := o.add(people.NewPerson{Name: "Bo"})
			o.move(id, custody.Move{FacilityID: o.harrow, On: partialdate.Must("2025-01")})
			o.move(id, custody.Move{State: custody.InTransit, On: partialdate.Must("2026-02-28")})
			return id
		}, []string{"#moving"}, []string{"#lost", "#writing"}, "Hold letters and parcels", 6},
		{"released", func() string {
			id := o.add(people.NewPerson{Name: "Cy"})
			o.date(id, custody.Release, "2026-02", custody.Official)
			o.move(id, custody.Move{FacilityID: o.harrow, On: partialdate.Must("2025-01")})
			o.move(id, custody.Move{State: custody.Released, On: partialdate.Must("2026-02-20")})
			return id
		}, []string{".path li:nth-last-child(2)"}, []string{"#lost", "#home", "#writing", ".path li.to"}, "Feb 20", 6},
		{"dead", func() string {
			id := o.add(people.NewPerson{Name: "Di", Pronoun: "she", Born: partialdate.Must("1960-05-01"), Died: partialdate.Must("2026-01")})
			o.date(id, custody.Parole, "2027-01", custody.Official)
			return id
		}, []string{"#compose"}, []string{"#lost", "#todo", ".acts .go", ".path li.to", ".line li.to"}, "She died: January", 1},
		{"minor", func() string { return o.add(people.NewPerson{Name: "Ed", Born: partialdate.Must("2011-05-01")}) },
			[]string{"#minor"}, nil, "14 years old: under 18", 6},
		{"maybe a minor", func() string { return o.add(people.NewPerson{Name: "Flo", Born: partialdate.Must("2008")}) },
			[]string{"#minor", ".note a[href$='/access']"}, nil, "May be under 18", 6},
		{"come of age", func() string { return o.add(people.NewPerson{Name: "Gil", Born: partialdate.Must("2008-03-02")}) },
			nil, []string{"#minor"}, "18 years", 6},
		{"relative", func() string { return o.full(o.yusuf).Around[0].Other.ID },
			[]string{".side a[href='" + o.url("") + "']"}, []string{"#lost", "#writing"}, "Sister of Yusuf Karimi", 6},
	} {
		page := o.get("/people/" + c.make())
		for _, s := range c.has {
			if page.Count(s) == 0 {
				t.Errorf("%s: no %s", c.name, s)
			}
		}
		for _, s := range c.hasNot {
			if page.Count(s) != 0 {
				t.Errorf("%s: there is %s: %s", c.name, s, page.Text(s))
			}
		}
		if !strings.Contains(page.Text("main"), c.says) {
			t.Errorf("%s: the page does not say %q:\n%s", c.name, c.says, page.Text("main"))
		}
		if got := page.Count("#compose input[name=what]"); got != c.logging {
			t.Errorf("%s: the composer offers %d", c.name, got)
		}
	}
	if strings.Contains(o.get(o.url("")).Text("main"), "65 years") {
		t.Error("an age for a year alone")
	}
}

func TestWhatIsHiddenIsMissing(t *testing.T) {
	t.Parallel()
	o := open(t)
	entry := o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "x", On: partialdate.Must(today)})
	relation := o.full(o.yusuf).Around[0].ID
	born, _ := o.full(o.yusuf).Fact(people.FactBorn)
	nobody := "01a00000-0000-7000-8000-000000000000"
	o.as(o.bea)
	for _, path := range []string{"", "/edit", "/edit/names", "/around", "/around/" + relation, "/entries/" + entry, "/facts/" + born.ID} {
		hidden, missing := o.Get(o.url(path)), o.Get("/people/"+nobody+path)
		hidden.Check()
		if hidden.Status != 404 || missing.Status != 404 || hidden.Body != missing.Body {
			t.Errorf("GET %q: %d, and %d for nobody", path, hidden.Status, missing.Status)
		}
	}
	for path, fields := range map[string][]string{
		"": {"what", "note", "text", "x", "on", "today"}, "/edit/ways": {"say_it", "x"}, "/around": {"name", "x", "relation", "friend"},
		"/around/" + relation: {"relation", "friend"}, "/entries/" + entry: {"body", "x"}, "/entries/" + entry + "/ask": nil, "/entries/" + entry + "/sight": {"sight", "case"},
	} {
		if got := o.Post(o.url(path), fields...); got.Status != 404 {
			t.Errorf("POST %q: %d", path, got.Status)
		}
	}
	if got := o.Get("/people/" + o.yusuf + "/entries/" + nobody); got.Status != 404 {
		t.Errorf("an entry there is not: %d", got.Status)
	}
	other := o.as(o.ruth).add(people.NewPerson{Name: "Other"})
	if got := o.Get("/people/" + other + "/entries/" + entry); got.Status != 404 {
		t.Errorf("the entry of another person: %d", got.Status)
	}
	if got := o.Get("/people/" + other + "/facts/" + born.ID); got.Status != 404 {
		t.Errorf("the fact of another person: %d", got.Status)
	}
}

func TestSpanish(t *testing.T) {
	t.Parallel()
	o := open(t, webtest.In("es"))
	entry := o.entry(o.ruth, timeline.Entry{Kind: timeline.KindNote, Body: "x", On: partialdate.Must(today)})
	relation := o.full(o.yusuf).Around[0].ID
	paths := []string{"", "/edit", "/around", "/around/" + relation, "/entries/" + entry, "/facts/" + o.full(o.yusuf).Facts[0].ID}
	for _, g := range []string{"ways", "names", "numbers", "languages", "born", "died", "facts", "care"} {
		paths = append(paths, "/edit/"+g)
	}
	for _, path := range paths {
		o.get(o.url(path))
	}
	o.get("/people/new")
	if got := o.get(o.url("")).Text("#writing"); got != "Cómo escribirle" {
		t.Errorf("writing: %q", got)
	}
	if page := o.Post(o.url(""), "what", "note", "text", "algo", "on", "ayer"); page.Status != 303 {
		t.Errorf("a date in Spanish: %d %s", page.Status, page.Text(".summary"))
	}
}
