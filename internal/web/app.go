package web

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Organisation is what pages show of the one who runs this installation.
type Organisation struct {
	Name   string
	Notice string // a standing line at the foot of pages, such as that all of it is invented
	Locale string // for a reader whose browser asks for nothing we have
	Zone   *time.Location
	Order  partialdate.Order // how it writes 3 November in numbers
}

// Config is what the composition root hands to the kit. Only Catalogue, Log
// and Now are required: a server that waits for its key has nothing else.
type Config struct {
	Catalogue    func() *i18n.Catalogue // as the organisation's words are now
	Log          *slog.Logger
	Now          func() time.Time
	Organisation func(context.Context) Organisation
	Sessions     Sessions
	Held         HeldForms
	Answered     Answered
	Drafts       Drafts
	Choices      Choices
	Readings     Readings // nil before the record is open
	Undo         func(ctx context.Context, actor authz.Actor, change string) error
	// Moved is where an address leads that is not there any more, for one who may
	// know; "" for nowhere. nil knows of none.
	Moved  func(ctx context.Context, actor authz.Actor, path string) string
	Uses   func(ctx context.Context, p Part) bool // nil uses everything
	Secure bool                                   // pages are reached by https
	Nav    []Nav
	Adds   []Add
	Routes []Route
}

// App answers requests.
type App struct {
	Config
	routes []Route
	nav    []Nav
	adds   []Add
	mux    *http.ServeMux
	cross  *http.CrossOriginProtection
	doors  doors
	firsts firsts

	lockRecord authz.Permission // to lock the whole record; "" where nobody can
}

// draftsPattern is where a script saves what is being typed.
const draftsPattern = "POST /drafts"

// New puts an App together. It panics on a route without a permission or two
// routes of one pattern: such a program must not start.
func New(c Config) *App {
	a := &App{Config: c, mux: http.NewServeMux(), cross: http.NewCrossOriginProtection(), doors: newDoors()}
	a.nav = slices.SortedStableFunc(slices.Values(c.Nav), func(x, y Nav) int {
		return cmp.Or(cmp.Compare(x.Group, y.Group), cmp.Compare(x.Order, y.Order))
	})
	a.adds = slices.SortedStableFunc(slices.Values(c.Adds), func(x, y Add) int { return cmp.Compare(x.Order, y.Order) })
	for _, n := range a.nav {
		if n.Needs == "" {
			panic("web: navigation entry " + n.ID + " names no permission")
		}
	}
	for _, rt := range append(a.own(), c.Routes...) {
		rt.check()
		a.routes = append(a.routes, rt)
		if rt.Pattern == "POST "+LockRecordPath {
			a.lockRecord = rt.Needs
		}
		a.mux.HandleFunc(rt.Pattern, func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, rt) })
	}
	a.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		a.serve(w, r, Route{Pattern: "GET /", Needs: authz.Public, Handle: missing})
	})
	return a
}

// own are the routes of the kit itself.
func (a *App) own() []Route {
	var routes []Route
	if a.Sessions != nil {
		routes = append(routes,
			Route{Pattern: "GET /menu", Needs: authz.SignedIn, Handle: showMenu},
			Route{Pattern: "GET /add", Needs: authz.SignedIn, Handle: showAdd},
			Route{Pattern: "GET /help/keys", Needs: authz.SignedIn, Handle: showKeys},
		)
	}
	if a.Undo != nil {
		routes = append(routes, Route{Pattern: "POST /changes/{id}/undo", Needs: authz.SignedIn, Handle: takeBack})
	}
	if a.Held != nil {
		routes = append(routes,
			Route{Pattern: "GET " + HeldPath, Needs: authz.SignedIn, Handle: showHeld},
			Route{Pattern: "POST " + HeldPath + "/drop", Needs: authz.SignedIn, Handle: dropHeld},
		)
	}
	if a.Drafts != nil {
		routes = append(routes, Route{Pattern: draftsPattern, Needs: authz.SignedIn, Handle: saveDraft})
	}
	return routes
}

// ServeHTTP answers a request: files of the layout at once, everything else by
// its route.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header(), a.Secure)
	if strings.HasPrefix(r.URL.Path, "/static/") && layout.ServeAsset(w, r) {
		return
	}
	a.mux.ServeHTTP(w, r)
}

// organisation is asked for on every page: its name may change any time.
func (a *App) organisation(ctx context.Context) Organisation {
	o := Organisation{Name: "Throughcare"}
	if a.Config.Organisation != nil {
		o = a.Config.Organisation(ctx)
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return o
}

func (a *App) body(rt Route) int64 { return cmp.Or(rt.Body, defaultBody) }

// request prepares what a handler needs to know before it is known who asks.
func (a *App) request(r *http.Request, rt Route) *Request {
	now := a.Now().UTC()
	org := a.organisation(r.Context())
	return &Request{Request: r, Now: now, Zone: org.Zone, Order: org.Order, id: ids.New(), app: a, route: rt}
}

// speak chooses the reader's language.
func (r *Request) speak() {
	catalogue := r.app.Catalogue()
	chosen := ""
	if r.Session != nil {
		chosen = r.Session.Locale
	}
	locale := catalogue.Best(chosen, r.Header.Get("Accept-Language"))
	if org := r.app.organisation(r.Context()); chosen == "" && locale == "en" && org.Locale != "" {
		locale = org.Locale
	}
	printer := catalogue.Printer(locale).At(r.Now, r.Zone)
	r.Request = r.WithContext(i18n.With(r.Context(), printer))
}

// secure sets the headers every answer carries (UX design 4.8, security
// design 4.9).
func secure(h http.Header, https bool) {
	h.Set("Content-Security-Policy", "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	if https {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}
