package importsweb_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/importsweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
)

func TestWhatCannotBeReadIsSaidWithEverythingKept(t *testing.T) {
	t.Parallel()
	o := open(t)
	for name, c := range map[string]struct {
		what, file, content, want string
		status                    int
	}{
		"nothing":     {imports.People, "", "", "Choose a file, or paste the rows", 422},
		"pdf":         {imports.Cases, "list.pdf", "%PDF-1.7\n", "This is a PDF", 422},
		"header only": {imports.People, "list.csv", "Name,Number\n", "no rows below them", 422},
		"pasted":      {imports.People, "", "Name\tNumber\n", "no rows below them", 422},
		"what":        {"letters", "list.csv", "Name\nRosa\n", "Choose people or cases", 422},
		"too large":   {imports.People, "list.csv", "Name\n" + strings.Repeat("Rosa Delgado\n", 100_000), "MB", 422},
	} {
		page := o.send(c.what, c.file, c.content)
		page.Check()
		if page.Status != c.status || !strings.Contains(page.Text("main"), c.want) {
			t.Errorf("%s: %d %s", name, page.Status, page.Text("main"))
		}
		if c.file == "" && page.Text("textarea") != strings.Join(strings.Fields(c.content), " ") {
			t.Errorf("%s: what was pasted is gone: %q", name, page.Text("textarea"))
		}
	}
	huge := o.send(imports.People, "list.csv", "Name\n"+strings.Repeat("Rosa Delgado\n", 250_000))
	huge.Check()
	if huge.Status != 413 {
		t.Errorf("three megabytes where one is taken: %d", huge.Status)
	}
	if !strings.Contains(o.Get("/import").Text("main"), "None yet") {
		t.Error("a refused file was kept")
	}
}

func TestPastedRowsAreAFile(t *testing.T) {
	t.Parallel()
	o := open(t)
	sent := o.send(imports.People, "", "Name\tNumber\nRosa Delgado\t77\n")
	if page := sent.Follow(); sent.Status != 303 || !strings.Contains(page.Text("main"), "Pasted rows") {
		t.Errorf("%d, %s", sent.Status, page.Text("main"))
	}
}

func TestColumnsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	o := open(t)
	page, at := o.columns(imports.Cases, "Client,Number,Last contact\nRosa Delgado,77,2026-01-05\n")
	form := values(page, `form[action="`+at+`/columns"]`)
	for name, changes := range map[string][]string{
		"twice": {"column-1", "name"}, "nobody": {"column-0", "note", "column-1", "leave-out"}, "interval": {"interval", "often"}, "as of": {"as_of", "tomorrow"}, "as of nothing": {"as_of", "whenever"},
	} {
		again := o.Post(at+"/columns", set(form, changes...)...)
		again.Check()
		if again.Status != 422 || again.Count(".summary") != 1 || again.Count(".summary a[href^='#']") == 0 {
			t.Errorf("%s: %d, %s", name, again.Status, again.Text(".summary"))
		}
	}
	check := o.arrive(o.Post(at+"/columns", set(form, "interval", "30", "as_of", "1 feb")...))
	if check.Text("h1") != "Check 1 row before anything is saved" {
		t.Errorf("%q", check.Text("h1"))
	}
	if back := o.Get(at + "/columns"); back.Attr("input[name=interval]", "value") != "30" || back.Attr("input[name=as_of]", "value") != "2026-02-01" {
		t.Error("what was chosen is gone")
	}
	dropped := o.Post(at + "/drop")
	if dropped.To != "/import" || !strings.Contains(dropped.Follow().Text("body"), "was thrown away") || o.Get(at).Status != 404 {
		t.Error("not thrown away")
	}
}

func TestLettersThatLookWrong(t *testing.T) {
	t.Parallel()
	o := open(t)
	page, at := o.columns("people", "Pr\x8enom,DOC #\nJos\x8e D\x92az,A1\n")
	if strings.Contains(page.Text("table"), "Prénom") || page.Count(`form[action$="/encoding"] option`) < 10 {
		t.Fatal(page.Text("table"))
	}
	page = o.Post(at+"/encoding", "encoding", "Macintosh").Follow()
	page.Check()
	if !strings.Contains(page.Text("table"), "José Díaz") || page.Attr("#f-encoding option[selected]", "value") != "Macintosh" {
		t.Error(page.Text("table"))
	}
	page = o.Post(at+"/encoding", "encoding", "EBCDIC")
	page.Check()
	if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Body, "encodings of the list") {
		t.Error(page.Status)
	}
}

func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	volunteer := open(t, webtest.As(authz.NewActor(ids.New(), "Vera", authz.Volunteer, authz.SeesGranted, people.MayRead, people.MayWrite)))
	for _, path := range []string{"/import", "/import/" + ids.New(), "/import/" + ids.New() + "/check"} {
		if page := volunteer.Get(path); page.Status != 403 {
			t.Errorf("a volunteer at %s: %d", path, page.Status)
		}
	}
	if page := volunteer.send(imports.People, "list.csv", list); page.Status != 403 {
		t.Errorf("a volunteer uploads: %d", page.Status)
	}
	colleague := open(t, webtest.As(authz.NewActor(ids.New(), "Sam", authz.Worker, authz.SeesAll, imports.MayImport, people.MayRead)))
	for _, rest := range []string{"", "/columns", "/check", "/file"} {
		if page := colleague.Get("/import/" + ids.New() + rest); page.Status != 404 {
			t.Errorf("an import that is not theirs%s: %d", rest, page.Status)
		}
	}
	if page := colleague.Get("/import/nonsense"); page.Status != 404 && page.Status != 400 {
		t.Errorf("no id: %d", page.Status)
	}
}

func TestInSpanish(t *testing.T) {
	t.Parallel()
	o := open(t, webtest.In("es"))
	page, at := o.checked(imports.Cases, "Nombre;Nº de interno;Nacimiento;Prisión;Último contacto\nJosé Karim;0418-OI-22;31/02/90;El Molino;5/1/2026\nYusuf Karimi;0418-OI-22;5/88;El Molino;5/1/2026\nYusuf Karim;;;;\nRosa;7;;;\n")
	if page.Attr("html", "lang") != "es" || !strings.Contains(page.Text("h1"), "Revise 4 filas") {
		t.Errorf("%q", page.Text("h1"))
	}
	for _, list := range []string{"maybe", "refused", "change", "new", "places"} {
		o.Get(at + "/check?list=" + list).Check()
	}
	report := o.arrive(o.Post(at + "/save"))
	report.Check()
	undone := o.arrive(o.Post(at + "/undo"))
	undone.Check()
}

// Nothing personal stands in a title or an address.
func TestTitlesAndAddressesHoldNobody(t *testing.T) {
	t.Parallel()
	o := open(t)
	page, at := o.checked(imports.People, list)
	for _, p := range []*webtest.Page{page, o.Get(at + "/columns"), o.Get(at + "/check?list=change")} {
		for _, secret := range []string{"Karim", "Prisoner list", "0418"} {
			if strings.Contains(p.Text("title"), secret) {
				t.Errorf("title %q", p.Text("title"))
			}
			p.Doc.Find("[href], [action]").Each(func(_ int, s *goquery.Selection) {
				if strings.Contains(s.AttrOr("href", "")+s.AttrOr("action", ""), secret) {
					t.Errorf("address %s", s.AttrOr("href", s.AttrOr("action", "")))
				}
			})
		}
	}
	if strings.Contains(o.Log.String(), "Karim") {
		t.Error("a name in the log")
	}
}

// The words are complete in every language and all in use.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	c, err := i18n.New(importsweb.Locales)
	must(t, err)
	complaints, err := i18n.Check(c, os.DirFS(".."))
	must(t, err)
	for _, x := range complaints {
		if strings.Contains(x, " imports.") || strings.Contains(x, "job.import") || strings.Contains(x, "deed.imports") {
			t.Error(x)
		}
	}
}

// What saving did reads as a sentence among somebody's changes.
func TestTheSentenceOfTheTrail(t *testing.T) {
	t.Parallel()
	c, err := i18n.New(importsweb.Locales)
	must(t, err)
	for locale, want := range map[string]string{
		"en": "Brought in 1,204 people from “list.csv”.", "es": "Se trajeron 1204 personas de «list.csv».",
	} {
		ctx := i18n.With(t.Context(), c.Printer(locale))
		if got := web.Sentence(ctx, "imports.rows.saved", map[string]string{"count": "1204", "file": "list.csv"}, false); got != want {
			t.Errorf("%s: %q", locale, got)
		}
	}
}
