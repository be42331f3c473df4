package facilitiesweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/web/webtest"
)

// upload sends a file as a browser would.
func (d *desk) upload(name, text string, pairs ...string) *webtest.Page {
	d.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		must(d.t, w.WriteField(pairs[i], pairs[i+1]))
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		must(d.t, err)
		_, err = part.Write([]byte(text))
		must(d.t, err)
	}
	must(d.t, w.Close())
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, "/directories", &body)
	must(d.t, err)
	r.Host = "127.0.0.1"
	return d.Do(r, "Content-Type", w.FormDataContentType())
}

const ourList = "Code,Name,Address,City,State,Zip,Beds\n" +
	"H1,Harrow Ridge,1400 Ridge Rd,Harrow,TX,75002,120\n" +
	"H2,Harrow Ridge Annex,1402 Ridge Rd,Harrow,TX,75002,many\n" +
	",,,,,,\n" +
	"H3,,2 Elm St,Ashby,TX,75003,\n" +
	"H4,Pine Hollow Jail,3 Elm St,Ashby,TX,75003,40\n"

func TestImportOfADirectory(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Get("/directories").Check()
	for name, send := range map[string]func() *webtest.Page{
		"no file":   func() *webtest.Page { return d.upload("", "") },
		"no source": func() *webtest.Page { return d.upload("list.csv", ourList) },
		"no names":  func() *webtest.Page { return d.upload("list.csv", "a,b\n1,2\n", "source", "x") },
		"no sheet":  func() *webtest.Page { return d.upload("list.xlsx", "PK\x03\x04nonsense", "source", "x") },
		"bad day":   func() *webtest.Page { return d.upload("list.csv", ourList, "source", "x", "said", "someday") },
	} {
		page := send()
		if page.Status != http.StatusUnprocessableEntity || page.Count(".summary li") != 1 {
			t.Errorf("%s: %d %s", name, page.Status, page.Text(".summary"))
		}
	}
	job := d.upload("our.csv", ourList, "source", "Our list", "said", "jan 2026")
	if job.Status != http.StatusSeeOther || !strings.HasPrefix(job.To, "/jobs/") {
		t.Fatalf("%d to %q: %s", job.Status, job.To, job.Text(".summary"))
	}
	d.jobs.Wait()
	done := job.Follow()
	if !regexp.MustCompile(`^/directories/[0-9a-f-]{36}$`).MatchString(done.To) {
		t.Fatalf("the job leads to %q: %s", done.To, done.Text("main"))
	}
	report := done.Follow()
	report.Check()
	for _, want := range []string{"4 rows", "2 new places", "1 merged", "1 doubtful pair", "1 row refused", "Row 5", "“many” is no number"} {
		if !strings.Contains(strings.Join(strings.Fields(report.Text("main")), " "), want) && !strings.Contains(squash(report.Text("main")), squash(want)) {
			t.Errorf("the report does not say %q: %s", want, report.Text("main"))
		}
	}
	page := d.Get(d.at(""))
	page.Check()
	if !strings.Contains(page.Text("table.tbl.tight:not(.stackt)"), "H1") || !strings.Contains(page.Text("main"), "Our list") {
		t.Errorf("the number of the directory is not shown: %s", page.Text("main"))
	}
	d.decideApartThenUndo()
	if got := d.Post(report.Attr(`form[action^="/changes/"]`, "action"), "_back", "/directories"); got.Status != http.StatusSeeOther {
		t.Fatalf("undo: %d %s", got.Status, got.Text("main"))
	}
	if list := d.Get("/facilities"); list.Count("tbody tr") != 1 {
		t.Errorf("after undo: %s", list.Text("tbody"))
	}
}

// squash leaves the words without the spaces between elements.
func squash(s string) string { return strings.Join(strings.Fields(s), "") }

// decideApartThenUndo answers the one doubtful pair, takes that back, answers
// the other way, and takes that back too.
func (d *desk) decideApartThenUndo() {
	d.t.Helper()
	for decision, left := range map[string]int{"apart": 3, "same": 2} {
		page := d.Get("/directories/pairs")
		page.Check()
		if page.Count(".pair") != 1 || !strings.Contains(page.Text(".pair"), "different parts of a site") {
			d.t.Fatalf("pairs: %s", page.Text("main"))
		}
		action, rev := page.Attr(".pair form", "action"), page.Attr(".pair form [name=rev]", "value")
		if wrong := d.Post(action, "rev", rev, "decision", "perhaps"); wrong.Status != http.StatusUnprocessableEntity {
			d.t.Errorf("perhaps: %d", wrong.Status)
		}
		done := d.Post(action, "rev", rev, "decision", decision).Follow()
		if again := d.Post(action, "rev", rev, "decision", decision); again.Status != http.StatusConflict {
			d.t.Errorf("%s twice: %d", decision, again.Status)
		}
		if n := d.Get("/facilities").Count("tbody tr"); n != left {
			d.t.Errorf("%s leaves %d places, want %d", decision, n, left)
		}
		d.undo(done)
	}
}
