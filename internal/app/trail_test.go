package app_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/throughcare/throughcare/internal/app"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
)

// browser is a colleague at the pages of the demo.
type browser struct {
	t      *testing.T
	rec    *app.Record
	client *http.Client
	base   string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	rec := newRecord(t)
	link, err := demo.Fill(t.Context(), rec, 30)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := browse(t, rec, link)
	return b
}

// browse serves a record and opens it as whoever a link lets in.
func browse(t *testing.T, rec *app.Record, link string) (*browser, *web.App) {
	t.Helper()
	pages, err := app.Pages(rec, app.Served{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, rec: rec, client: &http.Client{Jar: jar}, base: server.URL}
	b.get(link)
	return b, pages
}

func (b *browser) get(path string) (status int, body string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// readings are the looks recorded since entry n, oldest first, each with how
// many people it was at.
func (b *browser) readings(after int64) (looks []string, people []int) {
	b.t.Helper()
	err := b.rec.DB.Read(b.t.Context(), func(tx *database.Tx) error {
		return database.Each(b.t.Context(), tx, func(scan database.Scan) error {
			var look string
			var n int
			err := scan(&look, &n)
			looks, people = append(looks, look), append(people, n)
			return err
		}, `SELECT r.look, (SELECT count(*) FROM reading_subject s WHERE s.n = r.n) FROM reading r WHERE r.n > ? ORDER BY r.n`, after)
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return looks, people
}

func (b *browser) head() int64 {
	b.t.Helper()
	r, err := b.rec.VerifyTrail(b.t.Context())
	if err != nil || r.Broken != nil {
		b.t.Fatal(r.Broken, err)
	}
	return r.Head.N
}

// Whatever shows casework is one reading, however many panels it has; what
// shows none is none.
func TestPagesAreReadings(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	people := b.anybody()
	for _, c := range []struct {
		path string
		look string // "" for none
		many bool   // of several people
	}{
		{"/people/" + people, "page", false},
		{"/people/" + people + "/around", "page", false},
		{"/people/" + people + "/edit", "page", false},
		{"/people/" + people + "/stays", "page", false},
		{"/people", "list", true},
		{"/people?format=csv", "export", true},
		{"/people?format=xlsx", "export", true},
		{"/people?print=1", "print", true},
		{"/today", "list", true},
		{"/day-sheet", "print", true},
		{"/handover", "list", true},
		{"/calendar", "list", true},
		{"/me", "", false},
		{"/settings", "", false},
		{"/facilities", "", false},
		{"/people/019a0000-0000-7000-8000-000000000000", "", false},
	} {
		before := b.head()
		status, body := b.get(c.path)
		if status >= 500 {
			t.Fatalf("%s: %d\n%s", c.path, status, body)
		}
		looks, n := b.readings(before)
		switch {
		case c.look == "" && len(looks) > 0:
			t.Errorf("%s: recorded %v, and shows no casework", c.path, looks)
		case c.look != "" && (len(looks) != 1 || looks[0] != c.look || (n[0] > 1) != c.many):
			t.Errorf("%s (%d): recorded %v at %v people, want one %s", c.path, status, looks, n, c.look)
		}
	}
	b.head()
}

var personLink = regexp.MustCompile(`/people/([0-9a-f]{8}-[0-9a-f-]{27})`)

func (b *browser) anybody() string {
	b.t.Helper()
	_, body := b.get("/people")
	found := personLink.FindStringSubmatch(body)
	if found == nil {
		b.t.Fatalf("nobody on the list: %s", body)
	}
	return found[1]
}

// Everything that the capabilities write is as the trail knows it, on the
// richest record there is.
func TestTheTrailKnowsTheWholeRecord(t *testing.T) {
	t.Parallel()
	rec := newRecord(t)
	if _, err := demo.Fill(t.Context(), rec, 40); err != nil {
		t.Fatal(err)
	}
	before, err := rec.VerifyTrail(t.Context())
	if err != nil || before.Broken != nil || before.Rows < 500 {
		t.Fatalf("%v, %+v, %v", before.Broken, before, err)
	}
	err = rec.DB.Write(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE timeline_entry SET body = 'never said' WHERE id = (SELECT min(id) FROM timeline_entry)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := rec.VerifyTrail(t.Context(), before.Head)
	if err != nil || r.Broken == nil || r.Broken.Table != "timeline_entry" || r.Broken.Why != trail.RowAltered {
		t.Errorf("%+v, %v", r.Broken, err)
	}
	if _, ok := rec.Doctor(t.Context(), app.Home{Dir: t.TempDir()}, true); ok {
		t.Error("the doctor has not noticed")
	}
}
