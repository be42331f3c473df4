package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
)

// passing are tables that change by looking, and by trying to sign in.
var passing = []string{"session", "known_browser", "account_notice", "answered_challenge", "passkey_use", "sign_in_state", "sign_in_link", "sign_in_throttle", "reading", "reading_subject", "trail_chain", "held_form", "draft", "answered_form", "calendar_read", "list_choice"}

// state is a sum of everything in the record that does not change by looking.
func (w *world) state() string {
	sum := sha256.New()
	cells := w.cells()
	for _, column := range slices.Sorted(maps.Keys(cells)) {
		if table, _, _ := strings.Cut(column, "."); !slices.Contains(passing, table) {
			fmt.Fprintln(sum, column, cells[column])
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// forgeries are what a browser says that another site made send a form.
var forgeries = []map[string]string{
	{"Sec-Fetch-Site": "cross-site"},
	{"Sec-Fetch-Site": "same-site"},
	{"Sec-Fetch-Site": "cross-site", "Origin": "http://throughcare.example"},
	{"Origin": "https://evil.example"},
	{"Origin": "http://throughcare.example.evil.example"},
	{"Origin": "http://throughcare.example:8443"},
	{"Origin": "null", "Sec-Fetch-Site": "cross-site"},
	{"Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"},
}

// one is an address for every route that changes something, about people whom
// the visitor may change.
func (w *world) one(r route) string {
	if w.known == nil {
		w.known = w.objects()
	}
	all, path := w.known, r.pattern
	for strings.Contains(path, "{") {
		open, end := strings.Index(path, "{"), strings.Index(path, "}")
		name, value := path[open+1:end], w.folk["n1"]
		switch {
		case name == "group":
			value = "facts"
		case name == "purpose":
			value = "share-lawyer"
		case name == "token":
			value = "nope"
		case name == "row" && strings.HasPrefix(path, "/people/"):
			value = all["access_grant"][0]
		case len(holders[name]) > 0 && len(all[holders[name][0]]) > 0:
			value = all[holders[name][0]][0]
		default:
			for prefix, table := range map[string]string{"/cases/": "case_file", "/tasks/": "task", "/changes/": "change", "/facilities/": "facility", "/cover/": "cover", "/settings/people-here/": "account", "/settings/programmes/": "programme"} {
				if strings.HasPrefix(path, prefix) {
					value = all[table][0]
				}
			}
		}
		path = path[:open] + value + path[end+1:]
	}
	return path
}

// forge sends every forgery to every unsafe route and lists those that got in.
func forge(w *world, v *visitor, pages *web.App) (in []string, sent int) {
	for _, r := range routesOf(pages, http.MethodPost) {
		path := w.one(r)
		for _, headers := range forgeries {
			h := maps.Clone(headers)
			if h["Content-Type"] == "" {
				h["Content-Type"] = "application/x-www-form-urlencoded"
			}
			sent++
			if a := v.send(http.MethodPost, path, strings.NewReader("name=forged&why=forged&phrase=forged"), h); a.status != http.StatusForbidden {
				in = append(in, fmt.Sprintf("%s: %d for %v", r.pattern, a.status, headers))
			}
		}
	}
	return in, sent
}

// Promise P36: no request that another site made a browser send changes
// anything.
func TestForgedRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pages := w.pages()
	before := w.state()
	in, sent := forge(w, w.visit(pages, "solo"), pages)
	for _, why := range in {
		t.Error(why)
	}
	if w.state() != before {
		t.Error("a forged request changed the record")
	}
	trusting := http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { // as a handler without the protection would see it
		r.Header.Del("Origin")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		pages.ServeHTTP(out, r)
	})
	got, _ := forge(w, w.visit(trusting, "lead"), pages)
	if len(got) < sent/2 {
		t.Errorf("without protection only %d of %d got in", len(got), sent)
	}
	measured(t, "P36", "%d forgeries on %d routes: %d got in, record equal; sabotage caught: without the protection %d got in", sent, sent/len(forgeries), len(in), len(got))
}

const planted = "plantedvalue"

// fields are the names of all columns that are no field of a form.
func (w *world) fields() (names []string) {
	for column := range w.cells() {
		_, name, _ := strings.Cut(column, ".")
		if (strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_at") || strings.HasSuffix(name, "_by") || strings.HasSuffix(name, "_key") || strings.HasSuffix(name, "_hash") || name == "id" || name == "actor" || name == "sight_of") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// plant sends every route every column as a field, in every way a body can be
// written, and says what came of it.
func plant(w *world, who string, pages *web.App) (found []string, refused, sent int) {
	names := w.fields()
	values := url.Values{}
	var parts bytes.Buffer
	form := multipart.NewWriter(&parts)
	for _, name := range names {
		values.Set(name, planted)
		w.must(form.WriteField(name, planted))
	}
	w.must(form.Close())
	for _, r := range routesOf(pages, http.MethodPost) {
		if strings.HasPrefix(r.pattern, "/lock") || strings.HasPrefix(r.pattern, "/sign-out") || r.pattern == "/settings/people-here/{id}/end" || strings.HasPrefix(r.pattern, "/me/sessions") {
			continue // they take no fields and end the visit
		}
		path := w.one(r)
		v := w.visit(pages, who) // a route may end the visit
		for _, body := range []struct{ path, kind, text string }{
			{path, "application/x-www-form-urlencoded", values.Encode()},
			{path, form.FormDataContentType(), parts.String()},
			{path, "application/json", `{"person_id":"` + planted + `","chapter_id":"` + planted + `"}`},
			{path + "?" + values.Encode(), "application/x-www-form-urlencoded", ""},
		} {
			sent++
			a := v.send(http.MethodPost, body.path, strings.NewReader(body.text), map[string]string{"Content-Type": body.kind, "Sec-Fetch-Site": "same-origin"})
			if a.status >= 400 {
				refused++
			}
			if a.status >= 500 {
				found = append(found, fmt.Sprintf("%s: %d", r.pattern, a.status))
			}
		}
	}
	cells := w.cells()
	for _, column := range slices.Sorted(maps.Keys(cells)) {
		if table, _, _ := strings.Cut(column, "."); slices.Contains(passing, table) {
			continue
		}
		for _, value := range cells[column] {
			if strings.Contains(value, planted) {
				found = append(found, "a field that no form has stands in "+column)
				break
			}
		}
	}
	return found, refused, sent
}

// Promise P19: a form changes its own fields and nothing else.
func TestUnknownFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pages := w.pages()
	found, refused, sent := plant(w, "solo", pages)
	for _, why := range found {
		t.Error(why)
	}
	greedy := web.Route{Pattern: "POST /greedy", Needs: authz.SignedIn, Handle: func(out http.ResponseWriter, r *web.Request) error {
		f, err := r.ReadForm()
		if err != nil {
			return err
		}
		if f.Text("chapter_id") == "" {
			return r.Go(out, "/")
		}
		return trail.Write(r.Context(), w.rec.DB, r.Actor, &trail.Deed{Action: "greedy"}, func(tx *trail.Tx) error {
			return tx.Update(r.Context(), "person", w.folk["n2"], "", trail.Set{"chapter_id": f.Text("chapter_id")})
		})
	}}
	broken := with(pages, greedy)
	caught, _, _ := plant(w, "lead", broken)
	if !slices.ContainsFunc(caught, func(s string) bool { return strings.Contains(s, " person.chapter_id") }) {
		t.Errorf("a handler that takes every field was not noticed: %v", caught)
	}
	measured(t, "P19", "%d requests with %d field names: %d refused, the rest ignored them, 0 stored; sabotage caught: a handler that takes what it is given", sent, len(w.fields()), refused)
}
