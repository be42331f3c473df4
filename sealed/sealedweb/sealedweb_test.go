package sealedweb_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/sealed"
	"github.com/throughcare/throughcare/sealed/sealedweb"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/onetime"
)

const phrase = "paper boats cross the quiet river of "

// office serves the pages; a browser of webtest has no session of the record, so
// whose key is open is set here.
type office struct {
	*staff.Service
	t      *testing.T
	db     *database.DB
	pages  *sealedweb.Pages
	ids    map[string]string
	tokens map[string]string
	open   string // whose key the session carries
	yusuf  string
}

func (o *office) OwnKey(ctx context.Context, _ string) (*age.HybridIdentity, error) {
	if o.open == "" {
		return nil, fault.New(fault.NotFound, "test: no key")
	}
	return o.Service.OwnKey(ctx, o.tokens[o.open])
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newOffice(t *testing.T, db *database.DB) *office {
	t.Helper()
	ctx := t.Context()
	choices, err := settings.Open(ctx, db)
	must(t, err)
	index, err := search.Open(ctx, db)
	must(t, err)
	bundle := authz.Merge(staff.Bundle, people.Bundle, sealed.Bundle, trail.Bundle)
	team, err := staff.NewService(staff.Config{DB: db, Settings: choices, Key: dbtest.Key(), Bundle: bundle, Cost: staff.Cost{MemoryKiB: 64, Passes: 1}})
	must(t, err)
	o := &office{Service: team, t: t, db: db, ids: map[string]string{}, tokens: map[string]string{}}
	for name, role := range map[string]authz.Role{"Ana": authz.Lead, "Ben": authz.Worker, "Cleo": authz.Worker, "Eva": authz.Administrator} {
		a, link, err := team.Add(ctx, authz.System("test"), staff.NewAccount{Name: name, Role: role})
		must(t, err)
		o.ids[name] = a.ID
		must(t, team.Choose(ctx, link.Token, phrase+name))
		e, err := team.SignIn(ctx, name, phrase+name, staff.Browser{})
		must(t, err)
		o.tokens[name] = e.Token
	}
	must(t, choices.Change(ctx, authz.System("test"), func(c *settings.Choices) {
		*c = settings.Defaults("US")
		c.Name, c.OpenTeam = "Tamarack", true
	}))
	p, err := (&people.Service{DB: db, Index: index}).Add(ctx, authz.System("test"), people.NewPerson{Name: "Yusuf Karimi", Numbers: []people.Number{{Text: "0418", Issuer: "DOC"}}})
	must(t, err)
	o.yusuf = p.ID
	o.pages = &sealedweb.Pages{Sealed: &sealed.Service{DB: db}, Team: o, Organisation: func(context.Context) string { return "Tamarack" }, Picture: onetime.Picture}
	return o
}

// as serves the pages to somebody who has just proved who they are, and whose
// key is open.
func (o *office) as(name string) *webtest.App {
	o.t.Helper()
	actor, err := o.Actor(o.t.Context(), o.ids[name])
	must(o.t, err)
	actor.Proven = true
	o.open = name
	return webtest.New(o.t, o.pages.Routes(), webtest.As(actor), webtest.Words(sealedweb.Locales))
}

// arrange makes the sheets as the page asks, and returns their words.
func (o *office) arrange() (sheets [3]string) {
	o.t.Helper()
	made := o.as("Eva").Post("/settings/safeguarding", "second", o.ids["Ana"], "phrase", phrase+"Ana")
	page := o.as("Eva").Get(made.Header.Get("Location"))
	page.Check()
	if page.Count("section.sheet") != 3 || page.Count("section.sheet img") != 3 {
		o.t.Fatalf("%d %s", page.Status, page.Text("main"))
	}
	var answers, wrong []string
	for i := range sheets {
		var words []string
		for n := range page.Doc.Find("section.sheet").Eq(i).Find("ol li").Length() {
			words = append(words, page.Doc.Find("section.sheet").Eq(i).Find("ol li").Eq(n).Text())
		}
		sheets[i] = strings.Join(words, " ")
		for n, w := range words {
			field := "word_" + strconv.Itoa(i+1) + "_" + strconv.Itoa(n+1)
			if page.Count("input[name="+field+"]") == 1 {
				answers, wrong = append(answers, field, w), append(wrong, field, "nonsense")
			}
		}
	}
	if again := o.as("Eva").Post("/settings/safeguarding/sheets", wrong...); again.Status != http.StatusUnprocessableEntity {
		o.t.Errorf("sheets that nobody printed: %d", again.Status)
	}
	if other := o.as("Ben").Get("/settings/safeguarding/sheets"); other.Status != http.StatusForbidden {
		o.t.Errorf("the sheets, to somebody else: %d", other.Status)
	}
	if kept := o.as("Eva").Post("/settings/safeguarding/sheets", answers...); kept.Status != http.StatusSeeOther {
		o.t.Fatalf("%d %s", kept.Status, kept.Text(".summary"))
	}
	return sheets
}

func TestFromTheSheetsToAMatter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		o := newOffice(t, db)
		page := o.as("Ben").Get("/sealed/new")
		page.Check()
		if page.Count("main form textarea") != 0 || !strings.Contains(page.Text("main"), "recovery sheets") {
			t.Errorf("before there are sheets: %s", page.Text("main"))
		}
		if got := o.as("Eva").Post("/settings/safeguarding", "second", o.ids["Ana"], "phrase", "a guess that is long enough"); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("a second person who is not there: %d", got.Status)
		}
		o.arrange()
		page = o.as("Ben").Get("/sealed/new?about=" + o.yusuf)
		page.Check()
		if !strings.Contains(page.Text("main"), "Yusuf Karimi") {
			t.Error("it does not say whom it is about")
		}
		bad := o.as("Ben").Post("/sealed/new", "title", "The night shift", "text", "He told me")
		if bad.Check(); bad.Status != http.StatusUnprocessableEntity || bad.Doc.Find("textarea").Text() != "He told me" {
			t.Errorf("%d: what was typed is lost", bad.Status)
		}
		begun := o.as("Ben").Post("/sealed/new", "sort", "prison-staff", "title", "The night shift", "text", "He told me\nwhat they do", "named", o.ids["Cleo"], "about", o.yusuf)
		if begun.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", begun.Status, begun.Text(".summary"))
		}
		at := begun.Header.Get("Location")
		for _, name := range []string{"Ben", "Cleo"} {
			page := o.as(name).Get(at)
			page.Check()
			if page.Status != http.StatusOK || page.Text("h1") != "The night shift" || strings.Contains(page.Text("title"), "night") || page.Count(".no-print h1") != 1 {
				t.Errorf("%s: %d %s, window %q", name, page.Status, page.Text("h1"), page.Text("title"))
			}
			page = o.as(name).Get("/sealed")
			page.Check()
			if !strings.Contains(page.Text("main"), "The night shift") {
				t.Errorf("not on the list of %s", name)
			}
		}
		none := o.as("Ana").Get(strings.Replace(at, at[len(at)-4:], "0000", 1))
		for _, name := range []string{"Ana", "Eva"} {
			got := o.as(name).Get(at)
			if got.Status != http.StatusNotFound || got.Body != none.Body && name == "Ana" {
				t.Errorf("%s: %d", name, got.Status)
			}
			if list := o.as(name).Get("/sealed"); list.Count("ul.rows li") != 0 {
				t.Errorf("on the list of %s: %s", name, list.Text("main"))
			}
		}
		o.around(at)
	})
}

// around changes who is around a matter, through its forms.
func (o *office) around(at string) {
	t := o.t
	post := func(name, path string, status int, pairs ...string) {
		t.Helper()
		if got := o.as(name).Post(at+path, pairs...); got.Status != status {
			t.Errorf("%s %s: %d %s", name, path, got.Status, got.Text(".summary"))
		}
	}
	post("Ben", "", 422, "text", " ")
	post("Cleo", "", 303, "text", "He told me too")
	post("Ben", "/name", 422, "account", "")
	post("Ben", "/about", 422, "who", "nobody")
	post("Ben", "/about", 303, "who", "0418")
	post("Ben", "/against", 422, "against", o.ids["Ben"])
	post("Ben", "/against", 303, "against", o.ids["Cleo"])
	post("Cleo", "", 404, "text", "still here")
	post("Ben", "/name", 422, "account", o.ids["Cleo"])
	post("Ben", "/unname/"+o.ids["Ben"], 422)
	post("Ben", "/name", 303, "account", o.ids["Ana"])
	page := o.as("Ana").Get(at)
	page.Check()
	if !strings.Contains(page.Text("main"), "He told me too") || !strings.Contains(page.Text("#record, [aria-labelledby=record]"), "Named Ana in a sealed matter") {
		t.Errorf("%s", page.Text("main"))
	}
	post("Ben", "/unname/"+o.ids["Ben"], 303)
	if got := o.as("Ben").Get(at); got.Status != http.StatusNotFound {
		t.Errorf("who took themselves out: %d", got.Status)
	}
	post("Ana", "/unname/nope", 404)
}

// A session that does not carry the key is asked for the pass phrase; a text that
// was sent from it is shown once more.
func TestASessionWithoutTheKey(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	o := newOffice(t, db)
	app := o.as("Ben")
	o.open = ""
	got := app.Get("/sealed/new?about=" + o.yusuf)
	if to := got.Header.Get("Location"); got.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/sealed/key?to=") {
		t.Fatalf("%d %q", got.Status, to)
	}
	page := app.Get(got.Header.Get("Location"))
	page.Check()
	if page.Count("input[type=password]") != 1 || page.Doc.Find("input[name=to]").AttrOr("value", "") != "/sealed/new?about="+o.yusuf {
		t.Errorf("%s", page.Text("main"))
	}
	if got := app.Post("/sealed/key", "phrase", "a guess that is long enough", "to", "/sealed"); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong pass phrase: %d", got.Status)
	}
	for path, pairs := range map[string][]string{"/sealed/new": {"text", "all that I wrote"}, "/sealed/" + o.yusuf: {"text", "all that I wrote"}} {
		got := app.Post(path, pairs...)
		if got.Check(); got.Status != http.StatusConflict || !strings.Contains(got.Text("main"), "all that I wrote") {
			t.Errorf("%s: %d %s", path, got.Status, got.Text("main"))
		}
	}
}

func TestTheSheetsNameSomebodyAgain(t *testing.T) {
	t.Parallel()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	o := newOffice(t, db)
	sheets := o.arrange()
	begun := o.as("Ben").Post("/sealed/new", "sort", "board", "title", "x", "text", "y")
	at := begun.Header.Get("Location")
	link, err := o.Reset(t.Context(), authz.System("test"), o.ids["Ben"], false)
	must(t, err)
	must(t, o.Choose(t.Context(), link.Token, phrase+"somebody else"))
	e, err := o.SignIn(t.Context(), "Ben", phrase+"somebody else", staff.Browser{})
	must(t, err)
	o.tokens["Ben"] = e.Token
	list := o.as("Ben").Get("/sealed")
	list.Check()
	if !strings.Contains(list.Text("main"), "your key does not open") {
		t.Errorf("%s", list.Text("main"))
	}
	page := o.as("Ana").Get("/sealed/recover")
	page.Check()
	bad := o.as("Ana").Post("/sealed/recover", "first", sheets[0], "second", sheets[0], "account", o.ids["Ben"], "why", "lost")
	if bad.Check(); bad.Status != http.StatusUnprocessableEntity {
		t.Errorf("one sheet twice: %d", bad.Status)
	}
	good := o.as("Ana").Post("/sealed/recover", "first", sheets[2], "second", sheets[0], "account", o.ids["Ben"], "why", "He lost it")
	if good.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", good.Status, good.Text(".summary"))
	}
	if got := o.as("Ben").Get(at); got.Status != http.StatusOK || !strings.Contains(got.Text("main"), "He lost it") {
		t.Errorf("%d %s", got.Status, got.Text("main"))
	}
	if got := o.as("Ana").Get(at); got.Status != http.StatusNotFound {
		t.Errorf("who used the sheets reads it: %d", got.Status)
	}
	if page := o.as("Ana").Get("/sealed/recover"); !strings.Contains(page.Text("main"), "He lost it") {
		t.Error("the use is not listed")
	}
	if got := o.as("Ben").Get("/sealed/recover"); got.Status != http.StatusForbidden {
		t.Errorf("a worker uses sheets: %d", got.Status)
	}
}
