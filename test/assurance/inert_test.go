package main

import (
	_ "embed"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

//go:embed testdata/payloads.txt
var payloadsText string

// payloads are texts that try to run where they are shown.
func payloads() (list []string) {
	for line := range strings.Lines(payloadsText) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line != "#" && !strings.HasPrefix(line, "# ") {
			list = append(list, line)
		}
	}
	return list
}

// from is the list from its n-th on, and then its beginning.
func from[T any](list []T, n int) []T {
	n %= len(list)
	return slices.Concat(list[n:], list[:n])
}

// closed are tables whose rows are proofs or keys, and such as the program
// counts with; poison there is damage, and another test's matter.
var closed = regexp.MustCompile(`^(trail|change|reading|sorted|search|schema|migration|session|known_browser|answered_challenge|passkey_use|sign_in|recovery|setting|held_form|answered|job|backup|drill|sqlite|calendar|draft|list_choice)`)

// spoken reports whether a column holds words of people, by what is in it.
func (w *world) spoken(column string, values []string) bool {
	if closed.MatchString(column) || slices.ContainsFunc(unmarked, func(end string) bool { return strings.HasSuffix(column, end) }) {
		return false
	}
	return len(w.in(strings.Join(values, "\n"))) > 0 || slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, " ") && !strings.HasPrefix(v, "{") })
}

// poison writes so many payloads into every text of the record, each field
// beginning with others, and past every rule of what a field may hold.
func (w *world) poison(many int) (fields int) {
	w.t.Helper()
	list, cells := payloads(), w.cells()
	w.must(w.rec.DB.Write(w.ctx(), func(tx *database.Tx) error {
		if err := unguard(w, tx); err != nil {
			return err
		}
		for _, column := range slices.Sorted(maps.Keys(cells)) {
			values := cells[column]
			if !w.spoken(column, values) {
				continue
			}
			fields++
			table, name, _ := strings.Cut(column, ".")
			mine := from(list, fields*37)[:many]
			if _, err := tx.Exec(w.ctx(), `UPDATE "`+table+`" SET "`+name+`" = ? || "`+name+`" || ? WHERE "`+name+`" <> ''`, mine[0]+" ", " "+strings.Join(mine[1:], " ")); err != nil {
				return err
			}
		}
		return nil
	}))
	w.must(w.rec.Settings.Change(w.ctx(), w.as("solo"), func(c *settings.Choices) { c.Name = list[0] }))
	return fields
}

// unguard drops what keeps rows from being overwritten.
func unguard(w *world, tx *database.Tx) error {
	guards, err := database.All(w.ctx(), tx, func(scan database.Scan) (name string, err error) { return name, scan(&name) },
		`SELECT name FROM sqlite_master WHERE type = 'trigger'`)
	for _, name := range guards {
		if err == nil {
			_, err = tx.Exec(w.ctx(), `DROP TRIGGER "`+name+`"`)
		}
	}
	return err
}

// showing picks, for every route, the addresses whose page holds the most
// payloads, as text or otherwise.
func (w *world) showing(v *visitor, pages *web.App, each int) (paths []string) {
	all, c := w.objects(), w.crawl()
	for _, r := range routesOf(pages, http.MethodGet) {
		counts := map[string]int{}
		for _, path := range all.paths(r.pattern) {
			if !c.telling(path) || len(counts) > 3*each {
				continue
			}
			if a := v.get(path); a.status == http.StatusOK && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
				if n := strings.Count(string(a.body), "ran("); n > 0 {
					counts[path] = n
				}
			}
		}
		best := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return counts[b] - counts[a] })
		paths = append(paths, best[:min(each, len(best))]...)
	}
	return paths
}

// Promise P37: no text of the record runs. Every page is opened in a browser
// that is told to forget the policy of content, so that a text that is not
// escaped would run; and in one that keeps it, which has nothing to hold back.
func TestNoStoredTextRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many, each := 20, 1
	if full() {
		many, each = len(payloads()), 6
	}
	fields := w.poison(many)
	pages := w.pages()
	v := w.visit(pages, "solo")
	paths := w.showing(v, pages, each)
	opened, shown, faults := 0, 0, 0
	for _, policy := range []bool{false, true} {
		b := w.enter(t, pages, policy)
		for i, path := range paths {
			if !full() && i%4 != opened%2 { // a sample
				continue
			}
			said, err := b.open(path)
			w.must(err)
			opened, shown, faults = opened+1, shown+said.Shown, faults+len(said.Faults)
			for _, why := range said.Faults {
				t.Errorf("%s (policy %v): %s", path, policy, why)
			}
		}
	}
	measured(t, "P37", "%d payloads in %d text fields, %d pages opened in Chromium, %d payloads on them: %d ran or were held back", len(payloads()), fields, opened, shown, faults)
}

// enter is a browser in which solo is signed in.
func (w *world) enter(t *testing.T, pages http.Handler, policy bool) *watcher {
	t.Helper()
	b := watch(t, pages, policy)
	link, err := w.rec.Staff.EntryLink(w.ctx(), w.accounts["solo"])
	w.must(err)
	_, err = b.open("/enter/" + link.Token)
	w.must(err)
	return b
}

// The check of P37 sees each payload that runs, when a page writes texts as they
// are; and the policy holds back what a page forgets.
func TestRunningTextIsNoticed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := ""
	raw := with(w.pages(), web.Route{Pattern: "GET /raw", Needs: authz.SignedIn, Handle: func(out http.ResponseWriter, r *web.Request) error {
		return r.Render(out, http.StatusOK, layout.Page{Title: "Raw"}, templ.Raw("<p>"+text+"</p>"))
	}})
	open, held := w.enter(t, raw, false), w.enter(t, raw, true)
	for _, c := range []struct{ text, ran string }{
		{"<script>ran(1)</script>", "ran 1"}, {"<img src=x onerror=ran(13)>", "ran 13"}, {"<svg onload=ran(71)>", "ran 71"},
		{"<input autofocus onfocus=ran(27)>", "an attribute"}, {`<a href="javascript:ran(162)">x</a>`, "an address"},
		{`<div data-hx-get="/" data-hx-trigger="load[ran(197)]">`, "an order"}, {`<meta http-equiv=refresh content="9;url=/">`, "a tag"},
	} {
		text = c.text
		said, err := open.open("/raw")
		w.must(err)
		if !strings.Contains(strings.Join(said.Faults, "\n"), c.ran) {
			t.Errorf("%s written as it is: %q, want %s", text, said.Faults, c.ran)
		}
		said, err = held.open("/raw")
		w.must(err)
		if all := strings.Join(said.Faults, "\n"); strings.Contains(all, "ran 1") || strings.HasPrefix(c.ran, "ran") && !strings.Contains(all, "held back by the policy") {
			t.Errorf("%s under the policy: %q", text, said.Faults)
		}
	}
}
