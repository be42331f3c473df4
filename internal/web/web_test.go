package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
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
