package main

import (
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
)

// required are the headers of every answer (check C28).
var required = map[string]string{
	"Content-Security-Policy": "frame-ancestors 'none'", "Cache-Control": "", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
	"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=()",
}

var title = regexp.MustCompile(`(?s)<title>(.*?)</title>`)

// quiet gathers what is wrong with answers.
type quiet struct {
	*crawl
	statuses map[int]int
	headers  []string // promise P45
	tells    []string // promise P46
}

func (q *quiet) judge(_ *visitor, a got) {
	q.statuses[a.status]++
	for name, part := range required {
		if value := a.header.Get(name); value == "" || !strings.Contains(value, part) {
			q.headers = append(q.headers, a.method+" "+a.path+" has "+name+" "+value)
		}
	}
	if csp := a.header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
		q.headers = append(q.headers, a.method+" "+a.path+" allows "+csp)
	}
	open := a.header.Get("Location") + "\n" + a.header.Get("Content-Disposition") + "\n" + a.header.Get("HX-Redirect")
	if m := title.FindSubmatch(a.body); m != nil {
		open += "\n" + string(m[1])
	}
	for _, k := range q.in(open) {
		q.tells = append(q.tells, a.method+" "+a.path+" tells the "+k.What+" in its title, address or file name")
	}
}

// roam walks every route with a visitor who sees everything, and types names
// into the fields that find.
func roam(w *world, pages *web.App) *quiet {
	q := &quiet{crawl: w.crawl(), statuses: map[int]int{}}
	q.answers = q.judge
	all := w.objects()
	share := 0
	if full() {
		share = 20
	}
	for _, who := range []string{"solo", ""} {
		v := w.visit(pages, who)
		q.walk(v, pages, all, share)
		q.search(v, "n1")
	}
	v := w.visit(pages, "solo")
	for _, r := range routesOf(pages, http.MethodPost) { // empty forms, for what they are answered with
		if !strings.HasPrefix(r.pattern, "/settings/people-here") && r.pattern != "/lock" && r.pattern != "/sign-out" {
			q.judge(v, v.post(w.one(r)))
		}
	}
	q.judge(v, v.send(http.MethodPost, "/tasks/new", nil, forgeries[0]))
	for _, path := range []string{"/nothing/here", "/static/none.css", "/people/" + w.folk["n1"] + "/" + w.of("n1")[0].Word} {
		q.judge(v, v.get(path))
	}
	for _, k := range q.in(w.log.String()) {
		q.tells = append(q.tells, "the log holds the "+k.What)
	}
	slices.Sort(q.tells)
	q.tells, q.headers = slices.Compact(q.tells), slices.Compact(q.headers)
	return q
}

// Promises P45 and P46: every answer has its headers, and no name is in a log, an
// address, a title or the name of a file.
func TestQuietAndHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pages := w.pages()
	q := roam(w, pages)
	for _, why := range slices.Concat(q.headers, q.tells) {
		t.Error(why)
	}
	for _, status := range []int{200, 303, 403, 404, 422} {
		if q.statuses[status] == 0 {
			t.Errorf("no answer with %d", status)
		}
	}
	word := w.of("n1")[0].Word
	loud := with(pages,
		web.Route{Pattern: "GET /loud", Needs: authz.SignedIn, Handle: func(out http.ResponseWriter, r *web.Request) error {
			slog.New(slog.NewTextHandler(w.log, nil)).Info("seen", "name", word)
			out.Header().Del("Content-Security-Policy")
			return r.Go(out, "/people?q="+word)
		}},
		web.Route{Pattern: "GET /panics", Needs: authz.SignedIn, Handle: func(http.ResponseWriter, *web.Request) error { panic(word) }})
	w.log.b.Reset()
	s := &quiet{crawl: w.crawl(), statuses: map[int]int{}}
	v := w.visit(loud, "solo")
	s.judge(v, v.get("/panics"))
	if len(s.tells)+len(w.in(w.log.String())) > 0 || s.statuses[500] != 1 {
		t.Error("a panic tells what it was about")
	}
	s.judge(v, v.get("/loud"))
	if len(s.tells) == 0 || len(s.headers) == 0 || len(w.in(w.log.String())) == 0 {
		t.Error(errors.New("a route that tells and drops its headers was not noticed"))
	}
	n := 0
	for _, k := range q.statuses {
		n += k
	}
	measured(t, "P45", "%d answers with %d statuses: 0 without a header; sabotage caught: a route that drops one", n, len(q.statuses))
	measured(t, "P46", "%d answers and %d KiB of log, %d markers: 0 in logs, addresses, titles, file names; sabotage caught: a log line, an address", n, len(w.log.String())>>10, len(w.byWord))
}
