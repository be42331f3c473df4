package importsweb_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/importsweb"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/trail"
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
