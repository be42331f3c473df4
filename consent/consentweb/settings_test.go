package consentweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/consent/consentweb"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/tasks"
)

func TestPurposes(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.lee)
		page := app.Get("/settings/consent")
		page.Check()
		if page.Count("input[name=used][checked]") != len(consent.Purposes()) {
			t.Fatal("all are asked about until somebody decides")
		}
		var fields []string
		for _, p := range consent.Purposes() {
			if p.Key != "media" {
				fields = append(fields, "used", p.Key)
			}
			fields = append(fields, "months-"+p.Key, "6", "rev-"+p.Key, "")
		}
		if page = app.Post("/settings/consent", fields...); page.Status != http.StatusSeeOther {
			t.Fatal(page.Status, page.Text(".summary"))
		}
		page = page.Follow()
		page.Check()
		if page.Count("input[name=used][checked]") != len(consent.Purposes())-1 || page.Attr("input[name=months-hold]", "value") != "6" {
			t.Fatal("it was not kept")
		}
		if page = app.Post("/settings/consent", fields...); page.Status != http.StatusConflict {
			t.Fatalf("made from what stood there before: %d", page.Status)
		}
		if page = app.Post("/settings/consent", append(fields, "months-hold", "x")...); page.Status == http.StatusSeeOther {
			t.Fatal(page.Status)
		}
		answer := o.as(o.ruth).Get(o.url("/new"))
		if answer.Count("select[name=purpose] option[value=media]") != 0 {
			t.Fatal("what is not asked about any more is offered")
		}
	})
}

func TestTexts(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.lee)
		page := app.Get("/settings/consent/hold")
		page.Check()
		if !strings.Contains(page.Text("textarea"), "We would like to keep a file about you") {
			t.Fatal(page.Text("textarea"))
		}
		page = app.Get("/settings/consent/hold?lang=fa")
		page.Check()
		if page.Text("textarea") != "" || page.Attr("textarea", "lang") != "fa" {
			t.Fatal("there is one in Farsi already")
		}
		if page = app.Post("/settings/consent/hold?lang=fa", "body", " "); page.Status != http.StatusUnprocessableEntity {
			t.Fatal(page.Status)
		}
		if page = app.Post("/settings/consent/hold?lang=fa", "body", "پرونده"); page.Status != http.StatusSeeOther {
			t.Fatal(page.Status)
		}
		page = page.Follow()
		page.Check()
		if page.Text("textarea") != "پرونده" {
			t.Fatal(page.Text("textarea"))
		}
		if page = app.Post("/settings/consent/hold?lang=fa", "body", "دیگر"); page.Status != http.StatusConflict || !strings.Contains(page.Body, "پرونده") || !strings.Contains(page.Body, "دیگر") {
			t.Fatalf("%d: both texts are to be seen", page.Status)
		}
		if page = app.Get("/settings/consent/nothing"); page.Status != http.StatusNotFound {
			t.Fatal(page.Status)
		}
	})
}

func TestSpanish(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		o.lawyer()
		app := o.as(o.lee, webtest.In("es"))
		for _, path := range []string{o.url(""), o.url("/new"), o.url("/form"), o.url("/share"), "/settings/consent", "/settings/consent/media"} {
			page := app.Get(path)
			page.Check()
			if page.Status != http.StatusOK {
				t.Errorf("%s: %d", path, page.Status)
			}
		}
	})
}

// Every purpose, class, state and way has its words, in every language and
// with the same placeholders.
func TestWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.New(consentweb.Locales, partialdate.Locales, layout.Locales, tasks.Locales)
	if err != nil {
		t.Fatal(err)
	}
	complaints, err := i18n.Check(words, os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range complaints {
		if strings.Contains(c, "consent") {
			t.Error(c)
		}
	}
	for _, locale := range []string{"en", "es"} {
		p := words.Printer(locale)
		need := func(key string) {
			if !p.Has(key) {
				t.Errorf("%s: no %s", locale, key)
			}
		}
		for _, purpose := range consent.Purposes() {
			need("consent.purpose." + purpose.Key)
			need("consent.ask." + purpose.Key)
			for _, act := range []consent.Act{consent.Give, consent.Refuse, consent.Withdraw} {
				need("consent.line." + string(act) + "." + purpose.Key)
			}
		}
		for _, s := range []consent.State{consent.InForce, consent.EndsSoon, consent.Ended, consent.Refused, consent.Withdrawn, consent.Replaced, consent.Mistaken} {
			need("consent.state." + string(s))
		}
		for _, h := range consent.Hows() {
			need("consent.how." + string(h))
		}
		for _, b := range consent.BasisKinds() {
			need("consent.basis." + string(b))
		}
		for _, k := range consent.TaskKinds() {
			need(k.TitleKey)
			need(k.CountKey)
			need(k.ReasonKey)
			need(k.ActionKey)
		}
	}
}

// panelPage is a page with the panels of a person.
func panelPage(shown []web.Shown) templ.Component {
	parts := make([]templ.Component, len(shown))
	for i, s := range shown {
		parts[i] = s.Body
	}
	return templ.Join(append([]templ.Component{templ.Raw("<h1>x</h1>")}, parts...)...)
}
