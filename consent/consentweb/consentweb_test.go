package consentweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/consent/consentweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

const today = civil.Day("2026-03-02")

// office serves the pages over a record with Yusuf, who reads Farsi and has a
// sister.
type office struct {
	t             *testing.T
	s             *consent.Service
	pages         *consentweb.Pages
	words         *i18n.Catalogue
	ruth, lee, vi authz.Actor
	yusuf, leila  string
}

func each(t *testing.T, fn func(*office)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newOffice(t, db)) })
}

func newOffice(t *testing.T, db *database.DB) *office {
	t.Helper()
	o := &office{t: t, s: &consent.Service{DB: db}}
	perms := authz.Merge(consent.Bundle, tasks.Bundle, people.Bundle, timeline.Bundle)
	o.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, perms[authz.Worker]...)
	o.lee = authz.NewActor("lee", "Lee", authz.Lead, authz.SeesAll, perms[authz.Lead]...)
	o.vi = authz.NewActor("vi", "Vi", authz.Volunteer, authz.SeesAll, perms[authz.Volunteer]...)
	var err error
	if o.words, err = i18n.New(consentweb.Locales, partialdate.Locales, layout.Locales, tasks.Locales); err != nil {
		t.Fatal(err)
	}
	o.pages = &consentweb.Pages{
		Consent: o.s, Catalogue: func() *i18n.Catalogue { return o.words }, Organisation: func(context.Context) string { return "Tamarack Prisoners’ Aid" },
	}
	err = trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		yusuf, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Yusuf Karimi", Languages: []people.Language{{Lang: "fa", How: people.Reads}, {Lang: "es", How: people.Speaks}}})
		if err != nil {
			return err
		}
		leila, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Leila Karimi", Kind: people.Relative})
		if err != nil {
			return err
		}
		o.yusuf, o.leila = yusuf.ID, leila.ID
		return people.Relate(t.Context(), tx, people.Relation{PersonID: yusuf.ID, Other: people.Card{ID: leila.ID}, Relation: "sister"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) as(actor authz.Actor, options ...webtest.Option) *webtest.App {
	o.t.Helper()
	options = append(options, webtest.As(actor), webtest.Words(consentweb.Locales, partialdate.Locales, tasks.Locales))
	return webtest.New(o.t, o.pages.Routes(), options...)
}

func (o *office) url(rest string) string { return "/people/" + o.yusuf + "/consent" + rest }

// lawyer records the usual consent and returns its line.
func (o *office) lawyer() string {
	o.t.Helper()
	id, err := o.s.Record(o.t.Context(), o.ruth, consent.Answer{PersonID: o.yusuf, Act: consent.Give, Terms: consent.Terms{
		Purpose: "share-lawyer", Audience: consent.Audience{Name: "J. Prewitt"}, Classes: consent.Of(consent.C1, consent.C3),
		How: consent.ByLetter, Lang: "en", From: today, Until: today.AddMonths(12), Limits: "Not the <b>disciplinary</b> file.",
	}})
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

func (o *office) file() consent.File {
	o.t.Helper()
	f, err := o.s.Of(o.t.Context(), o.ruth, o.yusuf)
	if err != nil {
		o.t.Fatal(err)
	}
	return f
}

// typed is a whole answer: yes, to the lawyer.
var typed = []string{
	"act", "given", "purpose", "share-lawyer", "audience", "J. Prewitt", "class", "C1", "class", "C3", "how", "letter", "lang", "en",
	"shown", "1", "from", "yesterday", "until", "", "witness", "Chaplain", "limits", "Not by telephone.",
}

// but gives the fields with some of them changed.
func but(pairs ...string) []string {
	out := append([]string{}, typed...)
	for i := 0; i < len(pairs); i += 2 {
		for k := 0; k < len(out); k += 2 {
			if out[k] == pairs[i] {
				out[k+1] = pairs[i+1]
			}
		}
	}
	return out
}

func TestAnEmptyLedger(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		page := o.as(o.ruth).Get(o.url(""))
		page.Check()
		if page.Status != http.StatusOK || page.Text("h1") != "Consent" || strings.Contains(page.Text("title"), "Yusuf") {
			t.Fatal(page.Status, page.Text("h1"), page.Text("title"))
		}
		if !strings.Contains(page.Body, "Nothing may leave.") || !strings.Contains(page.Body, "Help never depends on it") {
			t.Fatal("it says neither that nothing may leave nor that help does not depend on it")
		}
		if n := page.Count("section[aria-labelledby=never] a"); n != len(consent.Purposes()) {
			t.Fatalf("%d purposes were never asked about", n)
		}
		if page.Count(`a[href="/settings/consent"]`) != 0 {
			t.Fatal("a worker is led to the settings")
		}
	})
}

func TestRecordingAnAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		page := app.Get(o.url("/new"))
		page.Check()
		if page.Attr("select[name=lang] option[selected]", "value") != "fa" {
			t.Fatal("their own language comes first")
		}
		page = app.Post(o.url("/new"), typed...)
		if page.Status != http.StatusSeeOther || page.To != o.url("") {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		c := o.file().Consents[0]
		if c.Until != today.Add(-1).AddMonths(12) || c.TextID != "standard:share-lawyer:en:1" || c.Audience.Name != "J. Prewitt" || c.From != today.Add(-1) {
			t.Fatalf("%+v", c.Terms)
		}
		page = page.Follow()
		page.Check()
		if row := page.Text("section[aria-labelledby=allowed] li"); !strings.Contains(row, "Share with their lawyer: J. Prewitt") || !strings.Contains(row, "Not by telephone.") {
			t.Fatal(row)
		}
		if !strings.Contains(page.Text(".flash"), "Recorded that Yusuf Karimi said yes.") {
			t.Fatal(page.Text(".flash"))
		}
	})
}

func TestAnAnswerThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		for field, pairs := range map[string][]string{
			"purpose":  {"purpose", ""},
			"audience": {"audience", ""},
			"until":    {"until", "1 jan 2040"},
			"from":     {"from", "soon"},
			"shown":    {"lang", "fa"},
			"act":      {"act", "perhaps"},
			"how":      {"how", ""},
		} {
			page := app.Post(o.url("/new"), but(pairs...)...)
			page.Check()
			if page.Status != http.StatusUnprocessableEntity || page.Count("#f-"+field+"-bad") != 1 {
				t.Errorf("%s: %d %s", field, page.Status, page.Text(".summary"))
			}
			if page.Text("textarea[name=limits]") != "Not by telephone." || page.Attr("input[name=witness]", "value") != "Chaplain" {
				t.Errorf("%s: what was typed is lost", field)
			}
		}
		if page := app.Post(o.url("/new"), append(but(), "rung", "5")...); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("an unknown field: %d", page.Status)
		}
		if n := len(o.file().Consents); n != 0 {
			t.Fatalf("%d consents", n)
		}
	})
}

func TestWithdrawing(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		id := o.lawyer()
		app := o.as(o.ruth)
		share := []string{"what", "Parole packet", "purpose", "share-lawyer", "audience", "J. Prewitt", "class", "C3"}
		if page := app.Post(o.url("/share"), share...); page.Status != http.StatusSeeOther {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		page := app.Get(o.url("/lines/" + id + "/withdraw"))
		page.Check()
		if text := page.Text(".note"); !strings.Contains(text, "1 thing has left, to J. Prewitt") || page.Count("section[aria-labelledby=left] li") != 1 {
			t.Fatal(text)
		}
		page = app.Post(o.url("/lines/"+id+"/withdraw"), "on", "tomorrow", "words", "No more.")
		page.Check()
		if page.Status != http.StatusUnprocessableEntity || page.Text("textarea[name=words]") != "No more." || page.Count("#f-how-bad") != 1 {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		page = app.Post(o.url("/lines/"+id+"/withdraw"), "on", "today", "how", "phone", "words", "No more.")
		if page.Status != http.StatusSeeOther {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		page = page.Follow()
		page.Check()
		if page.Count(".flash form") != 0 || !strings.Contains(page.Text("section[aria-labelledby=not-allowed] li"), "Taken back") {
			t.Fatal("it can be undone, or is not shown")
		}
		page = app.Post(o.url("/share"), share...)
		page.Check()
		if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text(".summary"), "They took it back") || page.Attr("input[name=what]", "value") != "Parole packet" {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		if page := app.Get(o.url("/lines/" + id + "/withdraw")); page.Status != http.StatusConflict {
			t.Fatal(page.Status)
		}

		taken := o.file().Consents[0].Withdrawal.ID
		page = app.Get(o.url("/lines/" + taken + "/mistake"))
		page.Check()
		if page = app.Post(o.url("/lines/"+taken+"/mistake"), "why", ""); page.Status != http.StatusUnprocessableEntity {
			t.Fatal(page.Status)
		}
		if page = app.Post(o.url("/lines/"+taken+"/mistake"), "why", "Another Yusuf."); page.Status != http.StatusSeeOther {
			t.Fatal(page.Status)
		}
		page.Follow().Check()
		if !o.file().Consents[0].Live() {
			t.Fatal("it is still taken back")
		}
	})
}

func TestCorrecting(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		id := o.lawyer()
		app := o.as(o.ruth)
		page := app.Get(o.url("/lines/" + id + "/correct"))
		page.Check()
		if page.Attr("input[name=until]", "value") != "2027-03-02" || page.Count("input[name=class][checked]") != 2 || page.Attr("input[name=audience]", "value") != "J. Prewitt" {
			t.Fatal("the form does not show what stands there")
		}
		if page = app.Post(o.url("/lines/"+id+"/correct"), but("until", "1 sep 2026")...); page.Status != http.StatusUnprocessableEntity || page.Count("#f-why-bad") != 1 {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		corrected := append(but("until", "1 sep 2026"), "why", "The month was misread.")
		if page = app.Post(o.url("/lines/"+id+"/correct"), corrected...); page.Status != http.StatusSeeOther {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		page = page.Follow()
		page.Check()
		if row := page.Text("section[aria-labelledby=allowed] li"); !strings.Contains(row, "The month was misread.") || !strings.Contains(row, "until Mar 2, 2027") {
			t.Fatal(row)
		}
		if page = app.Post(o.url("/lines/"+id+"/correct"), corrected...); page.Status != http.StatusConflict {
			t.Fatalf("of a line that was corrected since: %d", page.Status)
		}
	})
}

func TestPaperGoesInAndComesBack(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		page := app.Get(o.url("/form?purpose=share-partner"))
		page.Check()
		if page.Attr("select[name=purpose] option[selected]", "value") != "share-partner" {
			t.Fatal("the purpose is not chosen")
		}
		form := []string{"purpose", "share-partner", "around", o.leila, "class", "C1", "class", "C4", "lang", "fa"}
		page = app.Post(o.url("/form"), form...)
		page.Check()
		if page.Status != http.StatusUnprocessableEntity || page.Count("#f-lang-bad") != 1 {
			t.Fatalf("there is no text in Farsi: %d", page.Status)
		}
		page = app.Post(o.url("/form"), append(form[:8:8], "lang", "es")...)
		if page.Status != http.StatusSeeOther || !strings.HasPrefix(page.To, o.url("/forms/")) {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		paper := page.Follow()
		paper.Check()
		text := paper.Text("article")
		for _, want := range []string{"Yusuf Karimi", "¿Podemos compartir con otro grupo?", "Leila Karimi", "le ayudamos igual", "Firma", "Un año desde el día en que firme", "Asuntos delicados"} {
			if !strings.Contains(text, want) {
				t.Errorf("the paper does not say %q: %s", want, text)
			}
		}
		if paper.Attr("article", "lang") != "es" || strings.Contains(paper.Text("title"), "Yusuf") {
			t.Error("language of the paper, or a name in the title")
		}
		waiting := app.Get(o.url(""))
		waiting.Check()
		back := waiting.Attr("section[aria-labelledby=waiting] a.btn.go", "href")
		page = app.Get(back)
		page.Check()
		if page.Count("input[name=class][checked]") != 2 || page.Attr("select[name=around] option[selected]", "value") != o.leila || page.Attr("input[name=how][checked]", "value") != "form" {
			t.Fatal("the answer does not begin with what the paper says")
		}
		page = app.Post(o.url("/new"), "form", page.Attr("input[name=form]", "value"), "act", "refused", "purpose", "share-partner", "around", o.leila,
			"class", "C1", "class", "C4", "how", "form", "lang", "es", "shown", "1", "from", "today")
		if page.Status != http.StatusSeeOther {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		if f := o.file(); len(f.Forms) != 0 || f.Consents[0].TextID != "standard:share-partner:es:1" || f.Consents[0].State != consent.Refused {
			t.Fatalf("%+v", f.Consents[0])
		}
	})
}

func TestPaperThatNeverComesBack(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		page := app.Post(o.url("/form"), "purpose", "hold", "class", "C1", "lang", "en", "months", "7")
		if got := page.Follow().Text("article"); !strings.Contains(got, "7 months from the day you sign") {
			t.Fatal(got)
		}
		if page = app.Post(page.To + "/lost"); page.Status != http.StatusSeeOther || len(o.file().Forms) != 0 {
			t.Fatal(page.Status)
		}
		if page = app.Post(o.url("/form"), "purpose", "hold", "class", "C1", "lang", "en", "months", "900"); page.Status != http.StatusUnprocessableEntity {
			t.Fatal(page.Status)
		}
	})
}

func TestWithoutConsent(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		ask := []string{"what", "The file", "purpose", "share-partner", "audience", "County court", "class", "C3", "basis", "order", "citation", "No. 26-118", "reason", "Subpoena, read by our lawyer on Friday."}
		page := o.as(o.ruth).Get(o.url("/share"))
		page.Check()
		if page.Count("input[name=basis]") != 0 {
			t.Fatal("a worker is offered to go without consent")
		}
		if page = o.as(o.ruth).Post(o.url("/share"), ask...); page.Status != http.StatusForbidden {
			t.Fatal(page.Status)
		}
		lead := o.as(o.lee)
		lead.Get(o.url("/share")).Check()
		if page = lead.Post(o.url("/share"), append(ask[:12:12], "reason", "Because.")...); page.Status != http.StatusUnprocessableEntity || page.Count("#f-reason-bad") != 1 {
			t.Fatal(page.Status)
		}
		if page = lead.Post(o.url("/share"), ask...); page.Status != http.StatusSeeOther {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		page = lead.Get(o.url(""))
		page.Check()
		if row := page.Text("section[aria-labelledby=left] li"); !strings.Contains(row, "No. 26-118") || !strings.Contains(row, "County court") {
			t.Fatal(row)
		}
	})
}

func TestPanel(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		panels := &web.Panels{}
		o.pages.Panels(panels)
		show := []web.Route{{Pattern: "GET /people/{id}", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error {
			shown, err := panels.OfPerson(r.Context(), r, r.PathValue("id"))
			if err != nil {
				return err
			}
			return r.Render(w, http.StatusOK, layout.Page{Title: "x"}, panelPage(shown))
		}}}
		app := func(actor authz.Actor) *webtest.Page {
			page := webtest.New(t, show, webtest.As(actor), webtest.Words(consentweb.Locales, partialdate.Locales, tasks.Locales)).Get("/people/" + o.yusuf)
			page.Check()
			return page
		}
		if text := app(o.ruth).Text("main"); !strings.Contains(text, "Nothing was asked yet") {
			t.Fatal(text)
		}
		o.lawyer()
		text := app(o.ruth).Text("main")
		if !strings.Contains(text, "Share with their lawyer: J. Prewitt") || !strings.Contains(text, "until Mar 2, 2027") {
			t.Fatal(text)
		}
		if text := app(o.vi).Text("main"); strings.Contains(text, "Prewitt") {
			t.Fatal("a volunteer reads the consents")
		}
	})
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		id := o.lawyer()
		for _, path := range []string{o.url(""), o.url("/new"), o.url("/share"), o.url("/form"), o.url("/lines/" + id + "/withdraw"), "/settings/consent"} {
			if page := o.as(o.vi).Get(path); page.Status != http.StatusForbidden {
				t.Errorf("a volunteer opens %s: %d", path, page.Status)
			}
		}
		if page := o.as(o.ruth).Get("/settings/consent"); page.Status != http.StatusForbidden {
			t.Errorf("a worker opens the settings: %d", page.Status)
		}
		blind := authz.NewActor("bea", "Bea", authz.Worker, authz.SeesNone, append(people.Bundle[authz.Worker], consent.Bundle[authz.Worker]...)...)
		for _, path := range []string{o.url(""), o.url("/new"), "/people/" + strings.Repeat("x", 36) + "/consent", o.url("/forms/" + id)} {
			if page := o.as(blind).Get(path); page.Status != http.StatusNotFound {
				t.Errorf("hidden and missing look different at %s: %d", path, page.Status)
			}
		}
		if page := o.as(o.ruth).Get("/people/" + o.leila + "/consent/lines/" + id + "/correct"); page.Status != http.StatusNotFound {
			t.Errorf("a line of somebody else: %d", page.Status)
		}
	})
}
