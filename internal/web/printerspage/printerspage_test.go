package printerspage_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/printerspage"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

const home = "/mail/labels/setup"

func pages(t *testing.T, db *database.DB, role authz.Role) *webtest.App {
	t.Helper()
	actor := authz.NewActor("bea", "Bea", role, authz.SeesNone, printers.Bundle[role]...)
	now := func(c *web.Config) { c.Now = db.Now }
	return webtest.New(t, (&printerspage.Pages{Printers: &printers.Service{DB: db}}).Routes(), webtest.As(actor), webtest.With(now), webtest.Words(printerspage.Locales))
}

func TestPrinterOnPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := pages(t, db, authz.Worker)
		page := app.Get(home)
		page.Check()
		if !strings.Contains(page.Text("main"), "No printer is set up") {
			t.Error(page.Text("main"))
		}
		app.Get(home + "/new").Check()
		page = app.Post(home+"/new", "name", "Front desk", "sheet", "Avery 5160", "x", "-1,5", "y", "0.5", "scale", "98.5")
		if page.Status != http.StatusSeeOther || !strings.HasPrefix(page.To, home+"/") {
			t.Fatalf("%d to %q: %s", page.Status, page.To, page.Text(".errors"))
		}
		one := page.To
		page = app.Get(one)
		page.Check()
		for field, want := range map[string]string{"x": "-1.5", "y": "0.5", "scale": "98.5", "name": "Front desk"} {
			if got := page.Doc.Find("input[name="+field+"]").AttrOr("value", ""); got != want {
				t.Errorf("%s is %q", field, got)
			}
		}
		if text := app.Get(home).Text("main"); !strings.Contains(text, "30 labels of 2.625 × 1") || !strings.Contains(text, "moved by -1.5 and 0.5 mm, at 98.5 %") {
			t.Error(text)
		}
		page = app.Get(one + "/ruler")
		if page.Status != http.StatusOK || page.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(page.Body, "%PDF") {
			t.Errorf("%d %s", page.Status, page.Header)
		}
		rev := app.Get(one).Doc.Find("input[name=rev]").AttrOr("value", "")
		if page = app.Post(one, "rev", rev, "name", "Front desk", "sheet", "Avery 5163", "x", "", "y", "", "scale", ""); page.Status != http.StatusSeeOther {
			t.Errorf("%d %s", page.Status, page.Text(".errors"))
		}
		if page = app.Post(one + "/remove"); page.To != home || app.Get(one).Status != http.StatusNotFound {
			t.Errorf("%d to %q", page.Status, page.To)
		}
	})
}

func TestWhatIsNoPrinter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := pages(t, db, authz.Worker)
		for field, typed := range map[string]string{"name": "", "sheet": "Avery 1", "x": "1.55", "y": "a lot", "scale": "50"} {
			form := map[string]string{"name": "A", "sheet": "Avery 5160", "x": "", "y": "", "scale": ""}
			form[field] = typed
			var pairs []string
			for k, v := range form {
				pairs = append(pairs, k, v)
			}
			page := app.Post(home+"/new", pairs...)
			page.Check()
			if page.Status != http.StatusUnprocessableEntity || page.Doc.Find("[name="+field+"][aria-invalid]").Length() != 1 {
				t.Errorf("%s %q: %d %s", field, typed, page.Status, page.Text(".errors"))
			}
		}
		for _, path := range []string{home + "/x", home + "/0192aaaa-0000-7000-8000-000000000000", home + "/0192aaaa-0000-7000-8000-000000000000/ruler"} {
			if page := app.Get(path); page.Status != http.StatusNotFound {
				t.Errorf("%s: %d", path, page.Status)
			}
		}
	})
}

func TestVolunteersUseAndDoNotChange(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		app := pages(t, db, authz.Volunteer)
		if page := app.Get(home); page.Status != http.StatusOK || page.Doc.Find("a[href='"+home+"/new']").Length() != 0 {
			t.Errorf("%d", page.Status)
		}
		if page := app.Get(home + "/new"); page.Status != http.StatusForbidden {
			t.Errorf("%d", page.Status)
		}
	})
}
