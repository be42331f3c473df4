// Package gate stands before the application while the record is not open. It
// leads through the first steps of set-up when there is no record yet, asks for
// the pass phrase of the record when there is one, and hands every request on
// once the record is open. Until then nothing else answers but the files of the
// layout and /healthz.
package gate

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/staff/tries"
)

// Locales holds the words of these pages; they use those of staffweb too.
//
//go:embed locales
var Locales embed.FS

// Plan is what set-up gathered to make a record of.
type Plan struct {
	Choices      settings.Choices
	Account      staff.NewAccount // the first one
	PhraseHash   string           // of its pass phrase
	RecordPhrase string           // of the record
}

// Made is a record that set-up made.
type Made struct {
	Application http.Handler
	Entry       string // the address of an entry link, which signs the browser in that made the record
}

// Config is what the gate needs.
type Config struct {
	Catalogue func() *i18n.Catalogue
	Log       *slog.Logger
	Now       func() time.Time
	Secure    bool // pages are reached by https

	SetUp bool   // there is no record yet
	Code  string // asked before set-up, where others than the owner reach this address; "" for none
	// Offer makes a pass phrase of random words; nil for keys.Generate.
	Offer func() string
	// Create makes the record and opens it. An Invalid fault is shown in the
	// form, the errors of package database in their own words.
	Create func(context.Context, Plan) (Made, error)
	// Open opens the record with its pass phrase or the words of its recovery
	// sheet. An Invalid fault means the wrong ones.
	Open func(ctx context.Context, phrase string) (http.Handler, error)
	// First is the page that set-up goes on with in the application.
	First string
}

// Gate answers requests while the record is not open.
type Gate struct {
	Config
	pages *web.App
	inner atomic.Pointer[http.Handler]
	guess sync.Mutex // one guess, and one creation, at a time

	mu       sync.Mutex
	draft    *draft
	failures int
	until    time.Time // no guess is judged before
}

// New returns a closed gate.
func New(c Config) *Gate {
	if c.Offer == nil {
		c.Offer = func() string { phrase, _ := keys.Generate(); return phrase }
	}
	g := &Gate{Config: c}
	routes := []web.Route{
		{Pattern: "GET /unlock", Needs: authz.Public, Handle: g.askPhrase, Class: web.Reserved},
		{Pattern: "POST /unlock", Needs: authz.Public, Handle: g.unlock, Class: web.Reserved, Secret: true},
	}
	if c.SetUp {
		routes = []web.Route{
			{Pattern: "GET /setup", Needs: authz.Public, Handle: g.askOrganisation, Class: web.Reserved},
			{Pattern: "POST /setup", Needs: authz.Public, Handle: g.organisation, Class: web.Reserved, Secret: true},
			{Pattern: "GET /setup/account", Needs: authz.Public, Handle: g.askAccount, Class: web.Reserved},
			{Pattern: "POST /setup/account", Needs: authz.Public, Handle: g.account, Class: web.Reserved, Secret: true},
			{Pattern: "GET /setup/record", Needs: authz.Public, Handle: g.askRecord, Class: web.Reserved, Secret: true},
			{Pattern: "POST /setup/record", Needs: authz.Public, Handle: g.record, Class: web.Reserved, Secret: true},
		}
	}
	g.pages = web.New(web.Config{Catalogue: c.Catalogue, Log: c.Log, Now: c.Now, Secure: c.Secure, Routes: routes,
		Organisation: func(context.Context) web.Organisation { return web.Organisation{} }}) // nothing is known of it yet
	return g
}

// Admit opens the gate: every request goes to the application from now on. The
// command line calls it when the record was opened there.
func (g *Gate) Admit(application http.Handler) { g.inner.Store(&application) }

// ServeHTTP hands requests on, or answers them.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	inner := g.inner.Load()
	switch {
	case r.URL.Path == "/healthz":
		health(w, inner != nil)
	case inner != nil && r.URL.Path == "/unlock":
		http.Redirect(w, r, web.Local(r.URL.Query().Get("to")), http.StatusSeeOther)
	case inner != nil:
		(*inner).ServeHTTP(w, r)
	case r.Method == http.MethodGet && !g.ours(r.URL.Path):
		http.Redirect(w, r, g.entrance(r), http.StatusSeeOther)
	default:
		g.pages.ServeHTTP(w, r)
	}
}

// health says that the program runs, and whether the record is open; that is
// all anybody may know.
func health(w http.ResponseWriter, open bool) {
	state := "locked\n"
	if open {
		state = "ok\n"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(state)) // whoever asked has gone
}

// ours are the addresses there is something at while the gate is closed.
func (g *Gate) ours(path string) bool {
	if len(path) > 8 && path[:8] == "/static/" {
		return true
	}
	if g.SetUp {
		return path == "/setup" || path == "/setup/account" || path == "/setup/record"
	}
	return path == "/unlock"
}

// entrance is where everybody is sent.
func (g *Gate) entrance(r *http.Request) string {
	if g.SetUp {
		return "/setup"
	}
	if to := r.URL.RequestURI(); to != "/" {
		return "/unlock?to=" + url.QueryEscape(to)
	}
	return "/unlock"
}

// wait refuses a guess that comes too soon.
func (g *Gate) wait() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	wait := min(g.until.Sub(g.Now()), tries.WaitAfter(g.failures)) // a clock that was set back holds nobody longer
	if wait <= 0 {
		return nil
	}
	return fault.Bad("gate: guess", "", "gate.wait", "count", int(wait/time.Second)+1)
}

// wrong counts a guess that failed; right forgets them.
func (g *Gate) wrong() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failures++
	g.until = g.Now().Add(tries.WaitAfter(g.failures))
}

func (g *Gate) right() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failures = 0
}

// take moves what went wrong into the form: broken rules as they are, and what
// is wrong with the record in words a person can act on. Anything else is for
// the log.
func (g *Gate) take(ctx context.Context, f *form.Form, err error) {
	if f.Take(err) {
		return
	}
	if errors.Is(err, keys.ErrWeakPhrase) {
		f.Fail("phrase", "staff.phrase.common")
		return
	}
	key := explain(err)
	if key == "gate.fault.other" {
		g.Log.ErrorContext(ctx, "the record could not be opened", "error", err)
	}
	f.Fail("", key)
}
