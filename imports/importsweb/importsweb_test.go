package importsweb_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/importsweb"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/webtest"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// office is the pages over a real record with Yusuf Karimi in it.
type office struct {
	*webtest.App
	t      *testing.T
	db     *database.DB
	people *people.Service
	jobs   *jobs.Runner
	yusuf  people.Person
}

func open(t *testing.T, options ...webtest.Option) *office {
	t.Helper()
	db := dbtest.SQLite(t, dbtest.NewClock().Now)
	index, err := search.Open(t.Context(), db)
	must(t, err)
	runner, err := jobs.NewRunner(t.Context(), db, slog.New(slog.DiscardHandler), 2)
	must(t, err)
	t.Cleanup(runner.Close)
	o := &office{t: t, db: db, people: &people.Service{DB: db, Index: index}, jobs: runner}
	cases := &casework.Service{DB: db}
	service := &imports.Service{
		DB: db, Index: index, Places: &facilities.Service{DB: db}, Casework: cases, Custody: &custody.Service{DB: db, Bus: event.NewBus()},
		Undone: []trail.After{o.people.After, timeline.After}, Limits: sheet.Limits{Bytes: 1 << 20},
	}
	ruth := webtest.Ruth()
	must(t, trail.Write(t.Context(), db, ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error {
		_, err := facilities.Add(t.Context(), tx, facilities.Facility{Name: "Pine Hollow State Prison", Kind: facilities.Prison, Region: "OH", Country: "US"})
		return err
	}))
	_, err = cases.SaveProgramme(t.Context(), ruth, casework.Programme{Name: "Support", IntervalDays: 42})
	must(t, err)
	o.yusuf, err = o.people.Add(t.Context(), ruth, people.NewPerson{
		Name: "Yusuf Karimi", Names: []people.Name{{Text: "Joseph Kareem", Kind: people.NamePrison}}, Numbers: []people.Number{{Text: "0418-OI-22"}}, Born: partialdate.Must("1988"),
	})
	must(t, err)
	pages := &importsweb.Pages{Imports: service, Jobs: runner}
	work := &jobspage.Pages{Jobs: runner, Results: pages.Results()}
	options = append(options, webtest.Words(importsweb.Locales, jobspage.Locales, sheet.Locales, partialdate.Locales))
	o.App = webtest.New(t, append(pages.Routes(), work.Routes()...), options...)
	return o
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// send uploads a file, or pastes a text when name is "".
func (o *office) send(what, name, content string) *webtest.Page {
	o.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	field := func(name, value string) { must(o.t, m.WriteField(name, value)) }
	field("_once", ids.New())
	field("what", what)
	part, err := m.CreateFormFile("file", name)
	must(o.t, err)
	if name != "" {
		_, err = io.WriteString(part, content)
		must(o.t, err)
	} else {
		field("paste", content)
	}
	must(o.t, m.Close())
	r := httptest.NewRequest(http.MethodPost, "/import", &body)
	return o.Do(r, "Content-Type", m.FormDataContentType(), "Sec-Fetch-Site", "same-origin")
}

// columns uploads a file and returns the page of its columns and its address.
func (o *office) columns(what, content string) (page *webtest.Page, at string) {
	o.t.Helper()
	sent := o.send(what, "Prisoner list FINAL (2).csv", content)
	if sent.Status != 303 || !strings.HasSuffix(sent.To, "/columns") {
		o.t.Fatalf("uploaded: %d to %q: %s", sent.Status, sent.To, sent.Text("main"))
	}
	page = sent.Follow()
	page.Check()
	return page, strings.TrimSuffix(sent.To, "/columns")
}

// values are the fields of a form as a browser sends them.
func values(page *webtest.Page, form string) []string {
	var pairs []string
	page.Doc.Find(form).Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
		name, kind := s.AttrOr("name", ""), s.AttrOr("type", "")
		_, on := s.Attr("checked")
		switch {
		case name == "" || kind == "file" || (kind == "radio" || kind == "checkbox") && !on:
		case s.Is("select"):
			pairs = append(pairs, name, s.Find("option[selected]").AttrOr("value", s.Find("option").First().AttrOr("value", "")))
		case s.Is("textarea"):
			pairs = append(pairs, name, s.Text())
		default:
			pairs = append(pairs, name, s.AttrOr("value", ""))
		}
	})
	return pairs
}

// set changes fields of a form.
func set(pairs []string, changes ...string) []string {
	pairs = append([]string{}, pairs...)
	for i := 0; i < len(changes); i += 2 {
		for j := 0; j < len(pairs); j += 2 {
			if pairs[j] == changes[i] {
				pairs[j+1] = changes[i+1]
			}
		}
	}
	return pairs
}

// checked sends the columns as guessed and returns the page of the check.
func (o *office) checked(what, content string) (page *webtest.Page, at string) {
	o.t.Helper()
	columns, at := o.columns(what, content)
	sent := o.Post(at+"/columns", values(columns, `form[action="`+at+`/columns"]`)...)
	page = o.arrive(sent)
	page.Check()
	return page, at
}

// arrive follows an action to its result, by way of the page of its job when
// the machine is busy.
func (o *office) arrive(sent *webtest.Page) *webtest.Page {
	o.t.Helper()
	if sent.Status != 303 {
		o.t.Fatalf("status %d: %s", sent.Status, sent.Text("main"))
	}
	o.jobs.Wait()
	page := sent.Follow()
	for page.Status == 303 {
		page = page.Follow()
	}
	return page
}

const list = `Name,Number,Born,Prison,Cell,Colour
Joseph Kareem,0418-0122,5/88,Pine Hollow State Prison,C-114,green
"Karim, Yusuf",,1988,,,
Rosa Delgado,77-1A0-334,14/02/1990,Pine Hollow State Prison,F-012,
Ivo Petrak,A99812,31/02/90,The Old Mill,,blue
Ana Ruiz,1.23E+08,,The Old Mill,,
Amparo,B77,,The Old Mill,,
`

func TestTheWayOfAFile(t *testing.T) {
	t.Parallel()
	o := open(t)
	empty := o.Get("/import")
	empty.Check()
	if empty.Count("form input[type=file]") != 1 || empty.Count(`a[href="/directories"]`) != 1 || !strings.Contains(empty.Text("main"), "None yet") {
		t.Errorf("the first page: %s", empty.Text("main"))
	}
	columns, at := o.columns(imports.People, list)
	for i, want := range []string{"name", "number", "born", "facility", "unit", "note"} {
		if got := columns.Attr(`select[name="`+reading.ColumnInput(i)+`"] option[selected]`, "value"); got != want {
			t.Errorf("column %d: %q, want %q", i, got, want)
		}
	}
	for _, want := range []string{"Karim, Yusuf → Yusuf Karim", "14/02/1990 → Feb 14, 1990", "“14/02/1990” in row 4", "UTF-8"} {
		if !strings.Contains(columns.Text("main"), want) {
			t.Errorf("the page of the columns does not say %q: %s", want, columns.Text("main"))
		}
	}
	page := o.arrive(o.Post(at+"/columns", values(columns, `form[action="`+at+`/columns"]`)...))
	page.Check()
	if got := page.Text(".count"); got != "2new people0already here2maybe already here2cannot be read" {
		t.Errorf("counts: %s", got)
	}
	if page.Text("h1") != "Check 6 rows before anything is saved" {
		t.Errorf("%q", page.Text("h1"))
	}
	o.Post(at+"/check", set(values(page, `form[action="`+at+`/check"]`), "row-2", o.yusuf.ID)...)
	report := o.arrive(o.Post(at + "/save"))
	report.Check()
	if !strings.Contains(report.Text(".count"), "2people added") || report.Count(`form[action="`+at+`/undo"]`) != 1 {
		t.Errorf("report: %s", report.Text("main"))
	}
	file := o.Get(at + "/file")
	if file.Body != list || !strings.Contains(file.Header.Get("Content-Disposition"), "Prisoner list FINAL (2).csv") {
		t.Errorf("the original: %q, %q", file.Header.Get("Content-Disposition"), file.Body)
	}
	if again := o.Get("/import"); !strings.Contains(again.Text("main"), "2 added, 1 changed") {
		t.Errorf("own imports: %s", again.Text("#main"))
	}
	undone := o.arrive(o.Post(at + "/undo"))
	undone.Check()
	if undone.Text("h1") != "The import was taken back" || !strings.Contains(undone.Text("main"), "as it was before") {
		t.Errorf("undone: %s", undone.Text("main"))
	}
}

func TestAPairIsShownAndDecided(t *testing.T) {
	t.Parallel()
	o := open(t)
	page, at := o.checked(imports.People, list)
	pair := page.Doc.Find(".pair").Last()
	if page.Count(".pair") != 2 || !strings.Contains(pair.Text(), "Yusuf Karim") || pair.Find(`a[href="/people/`+o.yusuf.ID+`"]`).Length() != 1 {
		t.Fatalf("pairs: %s", page.Text("main"))
	}
	if pair.Find(".same").Length() == 0 {
		t.Error("nothing that agrees is marked")
	}
	if n := pair.Find(`input[type=radio][name="row-3"]`).Length(); n != 3 {
		t.Errorf("%d answers", n)
	}
	form := values(page, `form[action="`+at+`/check"]`)
	// Two windows show the same pair; the second to decide is told.
	if first := o.Post(at+"/check", set(form, "row-3", o.yusuf.ID)...); first.Status != 303 {
		t.Fatalf("decided: %d", first.Status)
	}
	second := o.Post(at+"/check", set(form, "row-3", imports.Add)...).Follow()
	second.Check()
	if !strings.Contains(second.Text("main")+second.Text(".flash"), "decided meanwhile in another window") {
		t.Errorf("the second window: %s", second.Text("body"))
	}
	if got := second.Attr(`input[name="row-3"][checked]`, "value"); got != o.yusuf.ID {
		t.Errorf("decided: %q", got)
	}
	o.arrive(o.Post(at + "/save"))
	full, err := o.people.Person(t.Context(), webtest.Ruth(), o.yusuf.ID)
	must(t, err)
	if len(full.Names) != 3 {
		t.Errorf("names %+v", full.Names)
	}
	if answer := o.Post(at+"/check", "row-3", "nonsense", "was-3", ""); answer.Status != 409 {
		t.Errorf("an answer nobody offered: %d", answer.Status)
	}
}

func TestRefusedRowsOfferARepair(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, at := o.checked(imports.People, list)
	page := o.Get(at + "/check?list=refused")
	page.Check()
	text := page.Text("main")
	for _, want := range []string{"“31/02/90” is not a day", "Keep 1990", "Keep February 1990", "Number in Excel form 1.23E+08", "Type it", "Leave out"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	mended := o.Post(at+"/repair", "row", "5", "heading", "Born", "value", "1990")
	if after := mended.Follow(); mended.Status != 303 || strings.Contains(after.Text("main"), "31/02/90") {
		t.Errorf("mended: %d, %s", mended.Status, after.Text("main"))
	}
	if still := o.Post(at+"/repair", "row", "6", "heading", "Number", "value", "2.5E+09").Follow(); !strings.Contains(still.Text("body"), "still cannot be read") {
		t.Error("a repair that is none was taken")
	}
	if left := o.Post(at+"/repair", "row", "6", "leave", "1", "_list", "refused").Follow(); !strings.Contains(left.Text("main"), "Left out") {
		t.Errorf("left out: %s", left.Text("main"))
	}
	if bad := o.Post(at+"/repair", "row", "99", "heading", "Born", "value", "1990"); bad.Status != 404 {
		t.Errorf("a row that is not there: %d", bad.Status)
	}
}

func TestPlacesAreChosen(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, at := o.checked(imports.People, list)
	page := o.Get(at + "/check?list=places")
	page.Check()
	if !strings.Contains(page.Text("main"), "The Old Mill") || !strings.Contains(page.Text("main"), "in 1 row") {
		t.Fatalf("%s", page.Text("main"))
	}
	sent := o.Post(at+"/places", set(values(page, `form[action="`+at+`/places"]`), "place-0", imports.AsANote)...)
	if after := sent.Follow(); sent.Status != 303 || !strings.Contains(after.Text("main"), "Every place of the file is known") {
		t.Errorf("chosen: %d, %s", sent.Status, after.Text("main"))
	}
}

func TestChangesShowOldAndNew(t *testing.T) {
	t.Parallel()
	o := open(t)
	_, at := o.checked(imports.People, strings.ReplaceAll(list, "0418-0122", "0418-OI-22"))
	page := o.Get(at + "/check?list=change")
	page.Check()
	if page.Count("ins") == 0 || !strings.Contains(page.Text("main"), "1988 May 1988") {
		t.Errorf("%s", page.Text("main"))
	}
	left := o.Post(at+"/repair", "row", "2", "leave", "1", "was", o.yusuf.ID, "_list", "change").Follow()
	if !strings.Contains(left.Text("main"), "Left out") {
		t.Errorf("%s", left.Text("main"))
	}
	if fresh := o.Get(at + "/check?list=new"); fresh.Count("tbody tr") != 2 {
		t.Errorf("new: %s", fresh.Text("main"))
	}
}

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
