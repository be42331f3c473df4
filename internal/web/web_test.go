package web_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/webtest"
)

// text is a body that says one thing.
func text(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<h1>"+templ.EscapeString(s)+"</h1>")
		return err
	})
}

func show(s string) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		return r.Render(w, http.StatusOK, layout.Page{Title: s}, text(s))
	}
}

func failing(err error) web.Handler {
	return func(http.ResponseWriter, *web.Request) error { return err }
}

// words are messages of the tests.
var words = fstest.MapFS{"locales/en.json": {Data: []byte(`{"t.wrong": "Say who", "t.told": "Told {{.name}}"}`)}}

func one(pattern string, h web.Handler) []web.Route {
	return []web.Route{{Pattern: pattern, Needs: authz.SignedIn, Handle: h}}
}

func TestARouteMustNameAPermission(t *testing.T) {
	t.Parallel()
	for _, rt := range []web.Route{
		{Pattern: "GET /x", Handle: show("x")},
		{Pattern: "GET /x", Needs: authz.Public},
		{Pattern: "/x", Needs: authz.Public, Handle: show("x")},
		{Pattern: "DELETE /x", Needs: authz.Public, Handle: show("x")},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v started", rt)
				}
			}()
			webtest.New(t, []web.Route{rt})
		}()
	}
}

func TestFaultsBecomePages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
	}{
		{fault.New(fault.NotFound, "x"), 404},
		{fault.New(fault.Forbidden, "x"), 403},
		{fault.New(fault.Conflict, "x"), 409},
		{fault.Bad("x", "name", "t.wrong"), 422},
		{fault.New(fault.TooLarge, "x"), 413},
		{fault.New(fault.Busy, "x"), 503},
		{context.DeadlineExceeded, 503},
		{errors.New("Yusuf Karimi: disk"), 500},
	} {
		app := webtest.New(t, one("GET /x", failing(c.err)), webtest.Words(words))
		page := app.Get("/x")
		if page.Status != c.status {
			t.Errorf("%v: status %d, want %d", c.err, page.Status, c.status)
		}
		page.Check()
		if strings.Contains(page.Body, "disk") || strings.Contains(page.Body, "Yusuf") {
			t.Error("a reader sees the text of an error")
		}
	}
	app := webtest.New(t, one("GET /x", failing(fault.New(fault.Busy, "x"))))
	if app.Get("/x").Header.Get("Retry-After") == "" {
		t.Error("busy does not say when to come back")
	}
	if hidden, missing := app.Get("/nowhere"), webtest.New(t, one("GET /x", failing(fault.New(fault.NotFound, "x")))).Get("/x"); hidden.Text("main") != missing.Text("main") {
		t.Error("hidden and missing look different")
	}
}

func TestAPanicIsAPageAndItsValueStaysHidden(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, one("GET /x", func(http.ResponseWriter, *web.Request) error { panic("Yusuf Karimi") }))
	page := app.Get("/x")
	if page.Status != 500 || strings.Contains(page.Body+app.Log.String(), "Yusuf") {
		t.Errorf("status %d\n%s", page.Status, app.Log)
	}
}

func TestWholePagesOrNothing(t *testing.T) {
	t.Parallel()
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "<h1>half")
		return errors.New("broken")
	})
	app := webtest.New(t, one("GET /x", func(w http.ResponseWriter, r *web.Request) error {
		return r.Render(w, 200, layout.Page{Title: "x"}, half)
	}))
	page := app.Get("/x")
	if page.Status != 500 || strings.Contains(page.Body, "half") {
		t.Errorf("status %d, half a page was sent", page.Status)
	}
	page.Check()
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, one("GET /x", show("x")), webtest.With(func(c *web.Config) { c.Secure = true }))
	for _, path := range []string{"/x", "/nowhere", layout.Asset("throughcare.css")} {
		h := app.Get(path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy": "object-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()",
			"Strict-Transport-Security": "max-age",
		} {
			if !strings.Contains(h.Get(name), want) {
				t.Errorf("%s: %s = %q", path, name, h.Get(name))
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
			t.Error("the policy allows inline code")
		}
	}
	if got := app.Get("/nowhere").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("a page may be cached: %q", got)
	}
}

func TestWhoMayOpen(t *testing.T) {
	t.Parallel()
	routes := []web.Route{
		{Pattern: "GET /open", Needs: authz.Public, Handle: show("open")},
		{Pattern: "GET /mine", Needs: authz.SignedIn, Handle: show("mine")},
		{Pattern: "GET /keys", Needs: "settings.keys", Handle: show("keys")},
	}
	nobody := webtest.New(t, routes, webtest.As(authz.Actor{}))
	if p := nobody.Get("/open"); p.Status != 200 {
		t.Errorf("open: %d", p.Status)
	}
	if p := nobody.Get("/mine?page=2"); p.Status != 303 || p.To != "/sign-in?to=%2Fmine%3Fpage%3D2" {
		t.Errorf("nobody: %d to %q", p.Status, p.To)
	}
	if p := nobody.Get("/mine", "HX-Request", "true"); p.Status != 204 || p.Header.Get("HX-Redirect") == "" {
		t.Errorf("script of nobody: %d", p.Status)
	}
	worker := webtest.New(t, routes, webtest.As(authz.NewActor("w", "W", authz.Worker, authz.SeesAll)))
	if a, b := worker.Get("/mine").Status, worker.Get("/keys").Status; a != 200 || b != 403 {
		t.Errorf("worker: %d, %d", a, b)
	}
	worker.Memory.Lock(true)
	if p := worker.Get("/mine"); p.To != "/locked?to=%2Fmine" {
		t.Errorf("locked: to %q", p.To)
	}
}

func TestForeignPagesMayNotPost(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, one("POST /x", func(w http.ResponseWriter, r *web.Request) error { return r.Done(w, "/x") }))
	post := func(headers ...string) int {
		return app.Do(httptest.NewRequest("POST", "http://example.com/x", strings.NewReader("")), headers...).Status
	}
	for _, c := range []struct {
		status  int
		headers []string
	}{
		{303, []string{"Sec-Fetch-Site", "same-origin"}},
		{403, []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example"}},
		{403, []string{"Origin", "https://elsewhere.example"}},
		{403, []string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}},
		{303, []string{"Origin", "null"}}, // Safari 15.6 under no-referrer
	} {
		if got := post(c.headers...); got != c.status {
			t.Errorf("%v: %d, want %d", c.headers, got, c.status)
		}
	}
}

func TestFragmentsAndCompression(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, one("GET /x", show(strings.Repeat("words ", 500))))
	if p := app.Get("/x", "HX-Request", "true"); strings.Contains(p.Body, "<html") || !strings.Contains(p.Body, "<h1>words") {
		t.Error("script asked for a part and got the whole page")
	}
	p := app.Get("/x", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(strings.NewReader(p.Body))
	if err != nil || p.Header.Get("Content-Encoding") != "gzip" {
		t.Fatal("not compressed", err)
	}
	plain, err := io.ReadAll(z)
	if err != nil || !strings.HasSuffix(strings.TrimSpace(string(plain)), "</html>") {
		t.Error("compressed page is cut", err)
	}
}

func TestTheLogHoldsPatternsNotAddresses(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, one("GET /people/{id}", show("x")))
	app.Get("/people/secret-name?q=another")
	line := app.Log.String()
	if strings.Contains(line, "secret-name") || strings.Contains(line, "another") || !strings.Contains(line, "/people/{id}") || !strings.Contains(line, "status=200") {
		t.Errorf("log: %s", line)
	}
	var b strings.Builder
	log := slog.New(web.SafeLog(slog.NewTextHandler(&b, nil))).With("name", "Yusuf", "pattern", "GET /")
	log.WithGroup("g").Info("request", "status", 200, "query", "Karimi", slog.Group("person", "status", "Rosa"))
	if got := b.String(); strings.Contains(got, "Yusuf") || strings.Contains(got, "Karimi") || strings.Contains(got, "Rosa") || !strings.Contains(got, "status=200") || !strings.Contains(got, `pattern="GET /"`) {
		t.Errorf("log: %s", got)
	}
}

func TestTypedWordsNeverStandInAnAddress(t *testing.T) {
	t.Parallel()
	routes := append(one("POST /people", func(w http.ResponseWriter, r *web.Request) error {
		f, err := r.ReadForm("q")
		if err != nil {
			return err
		}
		return r.KeepView(w, "/people", url.Values{"q": {f.Text("q")}})
	}), one("GET /people", func(w http.ResponseWriter, r *web.Request) error {
		return r.Render(w, 200, layout.Page{Title: "p"}, text("found "+r.View().Get("q")))
	})...)
	app := webtest.New(t, routes)
	p := app.Post("/people", "q", "Karimi")
	if strings.Contains(p.To, "Karimi") || !strings.HasPrefix(p.To, "/people?view=") {
		t.Errorf("leads to %q", p.To)
	}
	if got := p.Follow().Text("h1"); got != "found Karimi" {
		t.Errorf("shows %q", got)
	}
	if got := app.Get("/people?view=018f0000-0000-7000-8000-000000000001").Text("h1"); got != "found" {
		t.Errorf("a foreign view shows %q", got)
	}
}

func TestDraftsAreKeptAndDropped(t *testing.T) {
	t.Parallel()
	routes := append(one("GET /x", func(w http.ResponseWriter, r *web.Request) error {
		f, _, err := r.Draft("/x")
		if err != nil {
			return err
		}
		return r.Render(w, 200, layout.Page{Title: "x"}, text("draft: "+f.Raw("note")))
	}), one("POST /x", func(w http.ResponseWriter, r *web.Request) error { return r.Done(w, "/x") })...)
	app := webtest.New(t, routes)
	if p := app.Post("/drafts", "_draft", "/x", "note", "half a sen"); p.Body != "Saved 12:00" {
		t.Errorf("answered %q", p.Body)
	}
	if got := app.Get("/x").Text("h1"); got != "draft: half a sen" {
		t.Error(got)
	}
	app.Post("/x", "_draft", "/x", "note", "a sentence")
	if got := app.Get("/x").Text("h1"); got != "draft:" {
		t.Error("the draft outlived the form:", got)
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"/people/1?page=2": "/people/1?page=2", "//elsewhere.example": "/", "https://elsewhere.example": "/", "/\\elsewhere": "/", "": "/", "people": "/", "/a\r\nX: y": "/",
	} {
		if got := web.Local(to); got != want {
			t.Errorf("Local(%q) = %q, want %q", to, got, want)
		}
	}
}

func TestUndoFromTheFlash(t *testing.T) {
	t.Parallel()
	var undone string
	app := webtest.New(t, nil, webtest.With(func(c *web.Config) {
		c.Undo = func(_ context.Context, a authz.Actor, change string) error {
			undone = a.Name + " " + change
			return nil
		}
	}))
	const id = "018f0000-0000-7000-8000-000000000001"
	if p := app.Post("/changes/"+id+"/undo", "_back", "/people/7?page=2"); p.To != "/people/7?page=2" || undone != "Ruth Adeyemi "+id {
		t.Errorf("to %q, undone %q", p.To, undone)
	}
	if p := app.Post("/changes/x/undo"); p.Status != 404 {
		t.Errorf("status %d", p.Status)
	}
}

// A demonstration runs on a clock of its own; connections do not.
func TestPagesAreServedWithAnyClock(t *testing.T) {
	t.Parallel()
	app := webtest.New(t, []web.Route{{Pattern: "GET /x", Needs: authz.Public, Handle: show("served")}})
	server := httptest.NewServer(app)
	defer server.Close()
	answer, err := server.Client().Get(server.URL + "/x")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if body, err := io.ReadAll(answer.Body); err != nil || !strings.Contains(string(body), "served") {
		t.Errorf("%v: %s", err, body)
	}
}

func TestRunFinishesWhatIsRunning(t *testing.T) {
	t.Parallel()
	begun, finish := make(chan struct{}), make(chan struct{})
	app := webtest.New(t, []web.Route{{Pattern: "GET /x", Needs: authz.Public, Handle: func(w http.ResponseWriter, r *web.Request) error {
		close(begun)
		<-finish
		return show("finished")(w, r)
	}}})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended, answered := make(chan error, 1), make(chan string, 1)
	go func() { ended <- web.Run(ctx, web.Server(app, slog.New(slog.DiscardHandler)), l) }()
	go func() {
		answer, err := http.Get("http://" + l.Addr().String() + "/x") //nolint:noctx // the test's own server
		if err != nil {
			answered <- err.Error()
			return
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		answered <- string(body)
	}()
	<-begun
	stop()
	close(finish)
	if got := <-answered; !strings.Contains(got, "finished") {
		t.Errorf("cut off: %s", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
