package filesweb_test

import (
	"bytes"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/files/filesweb"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/vault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// office serves the pages over a record with Yusuf.
type office struct {
	t              *testing.T
	dir            string
	pages          *filesweb.Pages
	ruth, bea, ada authz.Actor
	yusuf          string
}

func each(t *testing.T, fn func(*office)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, db *database.DB) { fn(newOffice(t, db)) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newOffice(t *testing.T, db *database.DB) *office {
	t.Helper()
	o := &office{t: t, dir: filepath.Join(t.TempDir(), "files")}
	v, err := vault.Open(o.dir, dbtest.Key())
	must(t, err)
	o.pages = &filesweb.Pages{Files: &files.Service{DB: db, Vault: v, Most: 1 << 20}}
	perms := authz.Merge(files.Bundle, people.Bundle, timeline.Bundle)
	o.ruth = authz.NewActor("ruth", "Ruth", authz.Worker, authz.SeesAll, perms[authz.Worker]...)
	o.bea = authz.NewActor("bea", "Bea", authz.Worker, authz.SeesGranted, perms[authz.Worker]...)
	o.ada = authz.NewActor("ada", "Ada", authz.Administrator, authz.SeesAll, perms[authz.Administrator]...)
	must(t, trail.Write(t.Context(), db, authz.System("test"), &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: "Yusuf Karimi"})
		o.yusuf = p.ID
		return err
	}))
	return o
}

func (o *office) as(actor authz.Actor, options ...webtest.Option) *webtest.App {
	o.t.Helper()
	options = append(options, webtest.As(actor), webtest.Words(filesweb.Locales))
	return webtest.New(o.t, o.pages.Routes(), options...)
}

func (o *office) url() string { return "/people/" + o.yusuf + "/files" }

// body is a form with files: field, name, content.
func body(t *testing.T, parts ...string) (*bytes.Buffer, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	must(t, w.WriteField("_once", "1"))
	for i := 0; i < len(parts); i += 3 {
		p, err := w.CreateFormFile(parts[i], parts[i+1])
		must(t, err)
		_, err = p.Write([]byte(parts[i+2]))
		must(t, err)
	}
	must(t, w.Close())
	return &b, w.FormDataContentType()
}

func (o *office) send(app *webtest.App, parts ...string) *webtest.Page {
	o.t.Helper()
	b, kind := body(o.t, parts...)
	r := httptest.NewRequest(http.MethodPost, o.url(), b)
	r.Header.Set("Content-Type", kind)
	return app.Do(r, "Sec-Fetch-Site", "same-origin")
}

// one adds a file and returns its address.
func (o *office) one(app *webtest.App, name, content string) string {
	o.t.Helper()
	if page := o.send(app, "file", name, content); page.Status != http.StatusSeeOther {
		o.t.Fatal(page.Status)
	}
	return app.Get(o.url()).Attr("table a", "href")
}

func TestAnEmptyList(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		page := o.as(o.ruth).Get(o.url())
		page.Check()
		if page.Status != http.StatusOK || page.Count("table") != 0 || !strings.Contains(page.Text(".empty"), "No files yet") {
			t.Fatal(page.Status, page.Text("main"))
		}
		if strings.Contains(page.Text("title"), "Yusuf") || page.Attr("#f-photo", "capture") != "environment" || page.Attr("form.card", "enctype") != "multipart/form-data" {
			t.Fatal(page.Text("title"), page.Attr("form.card", "enctype"))
		}
	})
}

func TestAddingSeveralAndTakingOneOut(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		page := o.send(app, "file", "letter.pdf", "%PDF-1.7 heron", "file", "virus.pdf", "MZ\x90", "photo", "photo.jpg", "\xff\xd8\xff\xe1 reeds")
		if page.Status != http.StatusSeeOther || page.To != o.url() {
			t.Fatal(page.Status, page.To)
		}
		page = page.Follow()
		page.Check()
		if page.Count("tbody tr") != 2 {
			t.Fatalf("%d files are kept", page.Count("tbody tr"))
		}
		for _, said := range []string{"“letter.pdf” to Yusuf Karimi", "“photo.jpg” to Yusuf Karimi", "“virus.pdf” is a program"} {
			if !strings.Contains(page.Body, said) {
				t.Errorf("it does not say %s", said)
			}
		}
		got := app.Get(page.Attr("table a", "href") + "/original")
		if got.Status != http.StatusOK || got.Body != "\xff\xd8\xff\xe1 reeds" && got.Body != "%PDF-1.7 heron" {
			t.Fatalf("%d %q", got.Status, got.Body)
		}
	})
}

// No browser is given anything it could show on our origin, whatever it is.
func TestFilesAreInert(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		for name, content := range map[string]string{
			"página.html": "<!DOCTYPE html><script>alert(1)</script>", "x.svg": `<svg onload="alert(1)"/>`, "letter.pdf": "%PDF-1.7", "x.jpg": "\xff\xd8\xff\xe0",
		} {
			page := app.Get(o.one(app, name, content) + "/original")
			h := page.Header
			how, args, err := mime.ParseMediaType(h.Get("Content-Disposition"))
			if err != nil || how != "attachment" || strings.HasSuffix(args["filename"], ".html") || strings.HasSuffix(args["filename"], ".svg") {
				t.Errorf("%s: %s %v %v", name, how, args, err)
			}
			for header, want := range map[string]string{
				"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
				"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store",
			} {
				if h.Get(header) != want {
					t.Errorf("%s: %s is %q", name, header, h.Get(header))
				}
			}
		}
	})
}

func TestWhatIsWrongIsSaidInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth, webtest.In("es"))
		for said, parts := range map[string][]string{
			"Elija al menos un archivo":  {},
			"«x.pdf» está vacío":         {"file", "x.pdf", ""},
			"«x.pdf» es un programa":     {"file", "x.pdf", "MZ\x90"},
			"«x.txt» ocupa más de 1 MB":  {"file", "x.txt", strings.Repeat("x", 1<<20+1)},
			"«passwd» es un programa":    {"file", "../../etc/passwd", "#!/bin/sh"},
			"Elija al menos un archivo.": {"other", "x.pdf", "%PDF-1.7"},
		} {
			page := o.send(app, parts...)
			page.Check()
			if page.Status != http.StatusUnprocessableEntity || !strings.Contains(page.Text("[role=alert]"), said) {
				t.Errorf("%d, not %q: %s", page.Status, said, page.Text("[role=alert]"))
			}
		}
		page := app.Get(o.url())
		page.Check()
		if page.Text("h1") != "Archivos" {
			t.Error(page.Text("h1"))
		}
	})
}

// An upload that breaks off, is no form, or is too much as a whole leaves
// nothing of what broke off.
func TestACutUpload(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		b, kind := body(t, "file", "letter.txt", strings.Repeat("heron ", 50_000))
		r := httptest.NewRequest(http.MethodPost, o.url(), bytes.NewReader(b.Bytes()[:200_000]))
		r.Header.Set("Content-Type", kind)
		if page := app.Do(r, "Sec-Fetch-Site", "same-origin"); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("cut: %d", page.Status)
		}
		if page := app.Post(o.url(), "file", "x"); page.Status != http.StatusUnprocessableEntity {
			t.Errorf("no form with files: %d", page.Status)
		}
		huge := strings.Repeat("0", 1<<20)
		var parts []string
		for range 13 {
			parts = append(parts, "file", "x.txt", huge)
		}
		if page := o.send(app, parts...); page.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("too much as a whole: %d", page.Status)
		}
		if page := app.Get(o.url()); page.Count("tbody tr") != 10 { // those that came whole
			t.Errorf("%d files are kept", page.Count("tbody tr"))
		}
	})
}

func TestHiddenAndMissingAre404(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		file := o.one(o.as(o.ruth), "letter.pdf", "%PDF-1.7")
		hidden := o.as(o.bea)
		missing := o.as(o.ruth)
		for what, status := range map[string]int{
			"hidden list":   hidden.Get(o.url()).Status,
			"hidden file":   hidden.Get(file).Status,
			"hidden letter": hidden.Get(file + "/original").Status,
			"hidden copy":   hidden.Get(file + "/copy").Status,
			"hidden thumb":  hidden.Get(file + "/thumbnail").Status,
			"hidden share":  hidden.Post(file+"/as-it-is", "reason", "the court").Status,
			"no thumb":      missing.Get(file + "/thumbnail").Status,
			"hidden add":    o.send(hidden, "file", "x.pdf", "%PDF-1.7").Status,
			"missing file":  missing.Get("/files/" + ids.New()).Status,
			"missing list":  missing.Get("/people/" + ids.New() + "/files").Status,
			"no id":         missing.Get("/files/passwd").Status,
		} {
			if status != http.StatusNotFound {
				t.Errorf("%s: %d", what, status)
			}
		}
		if page := o.as(o.ada).Get(file); page.Status != http.StatusForbidden && page.Status != http.StatusNotFound {
			t.Errorf("an administrator: %d", page.Status)
		}
	})
}

// A file that was altered on the disk is refused as a whole, and that is said.
func TestADamagedFileIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		app := o.as(o.ruth)
		file := o.one(app, "letter.pdf", "%PDF-1.7 heron")
		id := strings.TrimPrefix(file, "/files/")
		path := filepath.Join(o.dir, id[34:], id)
		b, err := os.ReadFile(path)
		must(t, err)
		b[len(b)-1] ^= 1
		must(t, os.WriteFile(path, b, 0o600))
		page := app.Get(file + "/original")
		if page.Status != http.StatusSeeOther || page.To != file {
			t.Fatal(page.Status, page.To)
		}
		if page = page.Follow(); !strings.Contains(page.Body, "was altered or cut short") {
			t.Error("it does not say what is wrong")
		}
		must(t, os.Remove(path))
		if page = app.Get(file + "/original").Follow(); !strings.Contains(page.Body, "is not on the disk any more") {
			t.Error("it does not say that the file is gone")
		}
	})
}

func TestThePanel(t *testing.T) {
	t.Parallel()
	each(t, func(o *office) {
		panels := &web.Panels{}
		o.pages.Panels(panels)
		routes := append(o.pages.Routes(), web.Route{Pattern: "GET /people/{id}", Needs: people.MayRead, Handle: func(w http.ResponseWriter, r *web.Request) error {
			shown, err := panels.OfPerson(r.Context(), r, o.yusuf)
			if err != nil {
				return err
			}
			for _, s := range shown {
				if err := r.Part(w, s.Body); err != nil {
					return err
				}
			}
			return nil
		}})
		app := webtest.New(t, routes, webtest.As(o.ruth), webtest.Words(filesweb.Locales))
		if page := app.Get("/people/" + o.yusuf); page.Count("li") != 0 {
			t.Error("a panel without files")
		}
		for _, name := range []string{"a.pdf", "b.pdf", "c.pdf", "d.pdf"} {
			o.one(app, name, "%PDF-1.7")
		}
		page := app.Get("/people/" + o.yusuf)
		if page.Count("li a") != 3 || strings.Contains(page.Body, "a.pdf") || page.Text("li a") != "d.pdf" {
			t.Errorf("%d files, the first %s", page.Count("li a"), page.Text("li a"))
		}
	})
}

func TestWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.New(filesweb.Locales, layout.Locales)
	must(t, err)
	complaints, err := i18n.Check(words, os.DirFS(filepath.Join("..", "..")))
	must(t, err)
	for _, c := range complaints {
		if strings.Contains(c, "files.") {
			t.Error(c)
		}
	}
	for _, locale := range []string{"en", "es"} {
		for _, kind := range files.Kinds() {
			if !words.Printer(locale).Has("files.kind." + string(kind)) {
				t.Errorf("%s has no word for %s", locale, kind)
			}
		}
	}
}
