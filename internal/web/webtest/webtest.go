// Package webtest serves the pages of a capability to a test, with sessions
// and forms kept in memory, and checks what every page has to keep to.
package webtest

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Noon is the moment of the tests: Monday 2 March 2026, 12:00 UTC.
var Noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// App is the pages under test, with a browser that is signed in.
type App struct {
	*web.App
	Memory *Memory
	Log    *strings.Builder // every line written
	t      testing.TB
	cookie map[string]string
}

// Option changes what is under test.
type Option func(*setup)

type setup struct {
	config  web.Config
	session *web.Session
	words   []fs.FS
}

// As signs in an actor instead of one who may do everything; nobody for the
// zero Actor.
func As(actor authz.Actor) Option {
	return func(s *setup) {
		if actor.ID == "" {
			s.session = nil
			return
		}
		s.session.Actor, s.session.AccountID = actor, actor.ID
	}
}

// In chooses the reader's locale.
func In(locale string) Option { return func(s *setup) { s.session.Locale = locale } }

// Words adds catalogues.
func Words(catalogues ...fs.FS) Option {
	return func(s *setup) { s.words = append(s.words, catalogues...) }
}

// With changes the configuration.
func With(change func(*web.Config)) Option { return func(s *setup) { change(&s.config) } }

// Session changes the session the browser begins with.
func Session(change func(*web.Session)) Option { return func(s *setup) { change(s.session) } }

// Ruth may do everything.
func Ruth() authz.Actor {
	a := authz.System("test")
	a.ID, a.Name = "018f0000-0000-7000-8000-0000000000aa", "Ruth Adeyemi"
	return a
}

// New serves routes.
func New(t testing.TB, routes []web.Route, options ...Option) *App {
	t.Helper()
	log := &strings.Builder{}
	memory := &Memory{}
	s := &setup{words: []fs.FS{layout.Locales}, session: &web.Session{
		ID: "s-1", Actor: Ruth(), AccountID: Ruth().ID, Locale: "en",
	}}
	s.config = web.Config{
		Log: slog.New(slog.NewTextHandler(log, nil)), Now: func() time.Time { return Noon }, Routes: routes,
		Sessions: memory, Held: memory, Answered: memory, Drafts: memory, Choices: memory,
		Organisation: func(context.Context) web.Organisation {
			return web.Organisation{Name: "Tamarack Prisoners’ Aid", Notice: "Sample data. Everyone here is invented.", Zone: time.UTC}
		},
	}
	for _, o := range options {
		o(s)
	}
	catalogue, err := i18n.New(s.words...)
	if err != nil {
		t.Fatal(err)
	}
	s.config.Catalogue = func() *i18n.Catalogue { return catalogue }
	a := &App{App: web.New(s.config), Memory: memory, Log: log, t: t, cookie: map[string]string{}}
	if s.session != nil {
		memory.session = s.session
		a.cookie["throughcare"] = "token"
	}
	return a
}

// Get asks for a page; headers are name, value pairs. As with any browser, the
// part of an address after "#" is not sent.
func (a *App) Get(path string, headers ...string) *Page {
	a.t.Helper()
	path, _, _ = strings.Cut(path, "#")
	return a.Do(httptest.NewRequest(http.MethodGet, path, nil), headers...)
}

// Post sends a form: name, value pairs.
func (a *App) Post(path string, pairs ...string) *Page {
	a.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	return a.Do(r, "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
}

// Look opens a page, which is checked, answers 200 and says certain words.
func (a *App) Look(path string, says ...string) *Page {
	a.t.Helper()
	page := a.Get(path)
	page.Check()
	if page.Status != http.StatusOK {
		a.t.Fatalf("%s: status %d", path, page.Status)
	}
	for _, words := range says {
		if text := page.Text("main"); !strings.Contains(text, words) {
			a.t.Errorf("%s: %q is not in %q", path, words, text)
		}
	}
	return page
}

// Send posts a form that is taken, and returns where it leads.
func (a *App) Send(path string, pairs ...string) string {
	a.t.Helper()
	page := a.Post(path, pairs...)
	if page.Status != http.StatusSeeOther {
		a.t.Fatalf("%s: status %d, %s", path, page.Status, page.Text("main"))
	}
	to, _, _ := strings.Cut(page.To, "#")
	return to
}

// Do sends any request with the browser's cookies.
func (a *App) Do(r *http.Request, headers ...string) *Page {
	a.t.Helper()
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range a.cookie {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if a.cookie[c.Name] = c.Value; c.MaxAge < 0 {
			delete(a.cookie, c.Name)
		}
	}
	p := &Page{app: a, Status: w.Code, Header: w.Header(), Body: w.Body.String(), To: w.Header().Get("Location")}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.Body))
	if err != nil {
		a.t.Fatal(err)
	}
	p.Doc = doc
	return p
}

// SignOut takes the session from the browser, as if it had ended.
func (a *App) SignOut() { delete(a.cookie, "throughcare") }

// SignIn gives it back.
func (a *App) SignIn() { a.cookie["throughcare"] = "token" }
