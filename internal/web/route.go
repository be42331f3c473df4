package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
)

// Handler answers a request or returns why it could not; a fault becomes a
// page in one place.
type Handler func(w http.ResponseWriter, r *Request) error

// Route is one page or action. A route that names no permission does not start.
type Route struct {
	Pattern string // as for http.ServeMux: "GET /people/{id}"
	Needs   authz.Permission
	Handle  Handler
	Class   Class // how many of its kind run at once, and how long
	Body    int64 // most bytes it takes, 0 for 1 MiB
	Raw     bool  // it reads the body itself
	Secret  bool  // what is typed here is never kept: pass phrases, keys
	// Powerful asks the one who comes here to prove who they are, unless they did
	// so minutes ago (security design 4.8).
	Powerful bool
	Part     Part // of the application, where an organisation can do without it
}

// Part names a capability that an organisation can do without: "calendar". What
// belongs to a part that is not used is not there: its pages are not found, its
// navigation, panels and lines of menus do not stand. "" is what is always there.
type Part string

// Routes marks routes as belonging to the part.
func (p Part) Routes(routes []Route) []Route {
	for i := range routes {
		routes[i].Part = p
	}
	return routes
}

// uses reports whether the organisation uses a part.
func (r *Request) uses(p Part) bool {
	return p == "" || r.app.Uses == nil || r.app.Uses(r.Context(), p)
}

// Class groups requests that must not crowd out the others (security design
// 5.5).
type Class int

// The classes. Each has its own places and its own patience.
const (
	Pages    Class = iota // ordinary pages and actions
	Search                // find, heavier than a page
	Imports               // spreadsheets and what is made of them
	Exports               // spreadsheets, print runs, backups
	Reserved              // sign-in, lock, health: always have a place
	Uploads               // files people add: as slow as a telephone in a yard, and cheap to wait for
)

var classNames = [...]string{"page", "search", "import", "export", "reserved", "upload"}

// String names the class for the list of routes.
func (c Class) String() string { return classNames[c] }

// limits of a class: how many run at once, and how long one may take.
var limits = [...]struct {
	places int
	time   time.Duration
}{
	Pages:    {64, 30 * time.Second},
	Search:   {8, 10 * time.Second},
	Imports:  {1, 10 * time.Minute},
	Exports:  {2, 10 * time.Minute},
	Reserved: {32, 30 * time.Second},
	Uploads:  {8, 10 * time.Minute},
}

const defaultBody = 1 << 20

// check panics on a route that must not start: a mistake of the programmer.
func (rt Route) check() {
	method, path, ok := strings.Cut(rt.Pattern, " ")
	switch {
	case rt.Needs == "":
		panic("web: route " + rt.Pattern + " names no permission")
	case rt.Handle == nil:
		panic("web: route " + rt.Pattern + " has no handler")
	case !ok || !slices.Contains([]string{"GET", "POST"}, method) || !strings.HasPrefix(path, "/"):
		panic("web: route " + rt.Pattern + " must be GET or POST and a path")
	}
}

// Routes lists every route as "METHOD PATH  permission  class", sorted by
// path, for the file that shows a reviewer what is open to whom.
func (a *App) Routes() []string {
	routes := slices.Clone(a.routes)
	slices.SortFunc(routes, func(x, y Route) int {
		mx, px, _ := strings.Cut(x.Pattern, " ")
		my, py, _ := strings.Cut(y.Pattern, " ")
		return strings.Compare(px+" "+mx, py+" "+my)
	})
	lines := make([]string, len(routes))
	for i, rt := range routes {
		lines[i] = fmt.Sprintf("%-52s %-28s %s", rt.Pattern, rt.Needs, rt.Class)
	}
	return lines
}
