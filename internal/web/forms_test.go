package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

func TestAFormSentTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	var times atomic.Int32
	app := webtest.New(t, one("POST /x", func(w http.ResponseWriter, r *web.Request) error {
		f, err := r.ReadForm("name")
		if err != nil {
			return err
		}
		if f.Text("name") == "" {
			f.Fail("name", "t.wrong")
			return r.Render(w, f.Status(), layout.Page{Title: "x", Form: f}, text("again"))
		}
		times.Add(1)
		return r.Go(w, "/people/1")
	}), webtest.Words(words))
	if p := app.Post("/x", "_once", "k", "name", ""); p.Status != 422 {
		t.Fatalf("status %d", p.Status)
	}
	for range 2 {
		if p := app.Post("/x", "_once", "k", "name", "Rosa"); p.Status != 303 || p.To != "/people/1" {
			t.Errorf("status %d to %q", p.Status, p.To)
		}
	}
	if times.Load() != 1 {
		t.Errorf("done %d times", times.Load())
	}
	app.Post("/x", "_once", "k", "name", "Cornelius") // Back, and something else typed
	app.Post("/x", "_once", "other", "name", "Rosa")
	if times.Load() != 3 {
		t.Errorf("a second sending was swallowed: %d", times.Load())
	}
}

func TestADoubleClickWaitsForTheFirst(t *testing.T) {
	t.Parallel()
	var times atomic.Int32
	begun, go2 := make(chan struct{}), make(chan struct{})
	routes := one("POST /x", func(w http.ResponseWriter, r *web.Request) error {
		if times.Add(1) == 1 {
			close(begun)
			<-go2
		}
		return r.Go(w, "/done")
	})
	app := webtest.New(t, routes)
	send := func() int {
		r := httptest.NewRequest("POST", "/x", strings.NewReader("_once=k"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.AddCookie(&http.Cookie{Name: "throughcare", Value: "token"})
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		return w.Code
	}
	var both sync.WaitGroup
	both.Go(func() { send() })
	<-begun
	both.Go(func() {
		if got := send(); got != 303 {
			t.Errorf("the second click got %d", got)
		}
	})
	close(go2)
	both.Wait()
	if times.Load() != 1 {
		t.Errorf("done %d times", times.Load())
	}
}

func TestNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	routes := []web.Route{
		{Pattern: "POST /people/new", Needs: authz.SignedIn, Handle: func(w http.ResponseWriter, r *web.Request) error { return r.Done(w, "/people/1") }},
		{Pattern: "POST /phrase", Needs: authz.SignedIn, Secret: true, Handle: func(w http.ResponseWriter, r *web.Request) error { return r.Done(w, "/me") }},
		{Pattern: "POST /sign-in", Needs: authz.Public, Handle: func(w http.ResponseWriter, r *web.Request) error {
			return r.Go(w, r.SignedIn(w, "token", "/"))
		}},
	}
	for _, locked := range []bool{false, true} {
		app := webtest.New(t, routes)
		if app.Memory.Lock(locked); !locked {
			app.SignOut()
		}
		if p := app.Post("/people/new", "name", "Amparo <b>", "_once", "k1"); p.Status != 303 || !strings.HasPrefix(p.To, "/sign-in") && !strings.HasPrefix(p.To, "/locked") {
			t.Fatalf("status %d to %q", p.Status, p.To)
		}
		app.Memory.Lock(false)
		held := app.Post("/sign-in").Follow()
		held.Check()
		if got := held.Attr(`form[action="/people/new"] input[name="name"]`, "value"); got != "Amparo <b>" {
			t.Errorf("the form came back with %q", got)
		}
		if got := held.Text("textarea"); got != "Amparo <b>" {
			t.Errorf("its author sees %q", got)
		}
		if p := app.Post("/people/new", "name", "Amparo <b>", "_held", held.Attr(`input[name="_held"]`, "value")); p.To != "/people/1" {
			t.Errorf("sent again: %d to %q", p.Status, p.To)
		}
		if p := app.Get("/held"); p.Status != 303 || p.To != "/" {
			t.Error("a form that was sent is offered again")
		}
	}
	app := webtest.New(t, routes)
	app.SignOut()
	app.Post("/phrase", "phrase", "correct horse battery staple")
	if p := app.Post("/sign-in"); p.To != "/" {
		t.Error("a pass phrase was kept")
	}
}

func TestAHeldFormIsItsAuthorsOnly(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, one("POST /x", func(w http.ResponseWriter, r *web.Request) error { return r.Done(w, "/x") }),
		webtest.Session(func(s *web.Session) { s.AccountID = "somebody else" }))
	if err := app.Memory.Hold(t.Context(), web.HeldForm{ID: "018f0000-0000-7000-8000-000000000001", AccountID: "author", Path: "/x", Body: "a=b"}); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/held", nil)
	r.AddCookie(&http.Cookie{Name: "throughcare-held", Value: "018f0000-0000-7000-8000-000000000001"})
	if p := app.Do(r); p.Status != 303 || p.To != "/" {
		t.Errorf("status %d to %q", p.Status, p.To)
	}
}

func TestUnknownFieldsAndLargeBodies(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, []web.Route{{Pattern: "POST /x", Needs: authz.SignedIn, Body: 2000, Handle: func(w http.ResponseWriter, r *web.Request) error {
		if _, err := r.ReadForm("name"); err != nil {
			return err
		}
		return r.Done(w, "/x")
	}}})
	for _, c := range []struct {
		status int
		pairs  []string
	}{
		{303, []string{"name", "Rosa", "rev", "r", "_once", "k"}},
		{422, []string{"name", "Rosa", "account_id", "me"}},
		{413, []string{"name", strings.Repeat("x", 3000)}},
	} {
		p := app.Post("/x", c.pairs...)
		if p.Status != c.status {
			t.Errorf("%.40v: %d, want %d", c.pairs, p.Status, c.status)
		}
		if c.status != 303 {
			p.Check()
		}
	}
}

func TestUploadsStayInMemoryAndHaveALimit(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, []web.Route{{Pattern: "POST /x", Needs: authz.SignedIn, Body: 64 << 10, Class: web.Imports, Handle: func(w http.ResponseWriter, r *web.Request) error {
		f, err := r.ReadForm("note")
		if err != nil {
			return err
		}
		if f.Text("note") != "hello" || len(f.Files["file"]) != 1 || f.Files["file"][0].Size < 20000 {
			t.Errorf("got %v %v", f.Values, f.Files)
		}
		return r.Done(w, "/x")
	}}})
	for size, status := range map[int]int{20000: 303, 100000: 413} {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		_ = m.WriteField("note", "hello")
		part, _ := m.CreateFormFile("file", "list.csv")
		_, _ = part.Write(bytes.Repeat([]byte("x"), size))
		_ = m.Close()
		if p := app.Do(httptest.NewRequest("POST", "/x", &b), "Content-Type", m.FormDataContentType(), "Sec-Fetch-Site", "same-origin"); p.Status != status {
			t.Errorf("%d bytes: status %d, want %d", size, p.Status, status)
		}
	}
}

func TestAClashShowsBothTexts(t *testing.T) {
	t.Parallel()
	clash := &web.Clash{Err: fault.New(fault.Conflict, "x"), Rev: "new", Fields: []web.ClashField{{Name: "note", Label: "Note", Now: "their words"}}}
	routes := append(one("POST /x", failing(clash)), one("GET /x", show("x"))...)
	p := webtest.New(t, routes).Post("/x", "note", "my words", "rev", "old")
	p.Check()
	if p.Status != 409 || p.Text("#typed-0") != "my words" || p.Text("#now-0") != "their words" {
		t.Errorf("status %d: %s", p.Status, p.Text("main"))
	}
	if p.Attr(`main form input[name="rev"]`, "value") != "new" || p.Attr(`main form input[name="note"]`, "value") != "my words" || p.Count(`main a[href="/x"]`) != 1 {
		t.Error("the reader can not decide")
	}
}

func TestWhatHappenedIsSaidOnce(t *testing.T) {
	t.Parallel()
	routes := append(one("POST /x", func(w http.ResponseWriter, r *web.Request) error {
		r.Tell("t.told", "name", "<Rosa>")
		return r.Done(w, "/y")
	}), one("GET /y", show("y"))...)
	app := webtest.New(t, routes, webtest.Words(words))
	first := app.Post("/x").Follow()
	if got := first.Text(".flash"); got != "Told <Rosa>" {
		t.Errorf("said %q", got)
	}
	if app.Get("/y").Count(".flash") != 0 {
		t.Error("said twice")
	}
}
