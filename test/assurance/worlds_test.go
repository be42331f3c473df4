package main

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/sheet"
	"github.com/throughcare/throughcare/internal/web"
)

// What differs between two showings of the same page: keys made for it.
var fresh = []*regexp.Regexp{
	regexp.MustCompile(`name="_once" value="[^"]*"`), regexp.MustCompile(`data-once="[^"]*"`),
	regexp.MustCompile(`view=[0-9a-f-]{36}`), regexp.MustCompile(`name="view" value="[^"]*"`), regexp.MustCompile(`name="(sealed|pending)" value="[^"]*"`),
}

// unequal are pages that differ for a reason of their own: one makes a new
// secret each time; the other says how long the trail is, of everybody, to those
// who prove that nothing was cut from it (docs/security.md says so).
var unequal = []string{"/me/codes", "/settings/trail"}

// worldCheck asks everything that could tell that somebody is there, before and
// after they are.
type worldCheck struct {
	*world
	all      objects
	pages    *web.App
	feed     string
	batch    string
	requests int
}

// probes are names and numbers that the person behind the wall is about to
// have, and such as are nearly so.
var probes = []string{"Zebulon Quillfeather", "Zebulon", "Quilfether", "ZQ-4471-88", "4471 88", "Harrow"}

// portrait is every answer to one visitor, as bytes.
func (c *worldCheck) portrait(v *visitor) map[string]string {
	answers := map[string]string{}
	keep := func(name string, a got) {
		c.requests++
		var text bytes.Buffer
		fmt.Fprintln(&text, a.status)
		for _, h := range slices.Sorted(maps.Keys(a.header)) {
			if h != "Content-Length" { // of the body, which is compared
				fmt.Fprintln(&text, h, a.header[h])
			}
		}
		text.WriteString(plain(a.body))
		said := text.String()
		for _, r := range fresh {
			said = r.ReplaceAllString(said, "")
		}
		answers[name] = said
	}
	for _, r := range routesOf(c.pages, http.MethodGet) {
		if strings.Contains(r.pattern, "{") || slices.Contains(unequal, r.pattern) {
			continue
		}
		for _, q := range asking {
			if !full() && q != "" && !strings.Contains(q, "everyone") && !strings.Contains(q, "format") {
				continue
			}
			path := r.pattern
			if q != "" {
				path += "?" + q
			}
			keep(path, v.get(path))
		}
	}
	for _, path := range []string{"/people/" + c.folk["n1"], "/people/" + c.folk["n1"] + "/around", "/facilities/" + c.facility, "/facilities/" + c.facility + "/card", c.feed} {
		keep(path, v.get(path))
	}
	for _, word := range probes {
		for _, path := range []string{"/find", "/people", "/facilities"} {
			keep("POST "+path+" "+word, v.follow(v.post(path, "q", word)))
		}
		keep("POST /find/now "+word, v.post("/find/now", "q", word))
		keep("POST /people/new/likely "+word, v.post("/people/new/likely", "name", word, "number", word))
	}
	for _, tail := range []string{"/columns", "/check", "/check?format=csv", ""} {
		keep("/import/"+tail, v.follow(v.get("/import/"+c.batch+tail)))
	}
	return answers
}

// import is a list that names the person, uploaded by the visitor.
func (c *worldCheck) upload(who string) {
	file, err := sheet.ReadPieces(strings.NewReader("Name,Number\nZebulon Quillfeather,ZQ-4471-88\nSomebody Else,1\n"), 1<<20)
	c.must(err)
	b, err := c.rec.Imports.Upload(c.ctx(), c.as(who), "people", "list.csv", file)
	c.must(err)
	c.batch = b.ID
}

func (c *worldCheck) checkList(who string) {
	_, err := c.rec.Imports.Check(c.ctx(), c.as(who), c.batch, nil)
	c.must(err)
}

// secret adds the person the visitor is not to know of, whole.
func (c *worldCheck) secret(by string, wall func(id string)) {
	s := &subject{world: c.world, key: "secret", by: c.as(by), worker: c.accounts["solo"], today: c.rec.Casework.Today(c.ctx())}
	s.addAs(probes[0], probes[3])
	wall(s.id)
	s.by = c.as("solo")
	s.care()
	s.around()
	s.custody()
	s.cases()
	s.timeline()
	s.tasks()
	s.consents()
}

// differences runs the check for one visitor.
func differences(t *testing.T, who, by string, broken func(*web.App) http.Handler, wall func(w *world, id string)) (list []string, requests int) {
	w := newWorld(t)
	c := &worldCheck{world: w, all: w.objects(), pages: w.pages()}
	var handler http.Handler = c.pages
	if broken != nil {
		handler = broken(c.pages)
	}
	v := w.visit(handler, who)
	token, err := w.rec.Calendar.NewFeed(w.ctx(), w.as(who), "mine", "")
	w.must(err)
	c.feed = "/feeds/" + token
	if roles[who] != "volunteer" {
		c.upload(who)
		c.checkList(who)
	}
	c.portrait(v) // the first visit leaves its own traces, such as when a feed was read
	before := c.portrait(v)
	c.secret(by, func(id string) { wall(w, id) })
	if c.batch != "" {
		c.checkList(who)
	}
	after := c.portrait(v)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before[name] != after[name] {
			list = append(list, name+"\n"+firstDifference(before[name], after[name]))
		}
	}
	return list, c.requests
}

func firstDifference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	cut := func(s string) string { return s[max(0, min(at-60, len(s))):min(len(s), at+100)] }
	return fmt.Sprintf("  before: %q\n  after:  %q", cut(a), cut(b))
}

// hidings are the ways in which somebody can be behind a wall.
var hidings = []struct {
	name, who, by string
	wall          func(w *world, id string)
}{
	{"another chapter", "lead-north", "lead-south", func(*world, string) {}},
	{"another chapter", "granted", "lead-south", func(*world, string) {}},
	{"not given", "without", "lead-north", func(*world, string) {}},
	{"not given", "volunteer", "lead-north", func(*world, string) {}},
	{"restricted", "granted", "lead-north", func(w *world, id string) {
		w.must(w.rec.Access.Give(w.ctx(), w.as("solo"), id, w.accounts["granted"], ""))
		w.must(w.rec.Access.Restrict(w.ctx(), w.as("solo"), id, "asked for it", ""))
	}},
	{"under age", "lead", "lead-north", func(w *world, id string) {
		w.must(w.rec.People.SetMinor(w.ctx(), w.as("lead-north"), id, true))
	}},
	{"conflict", "barred", "lead", func(w *world, id string) {
		w.must(w.rec.Access.Bar(w.ctx(), w.as("solo"), access.NewBar{PersonID: id, AccountID: w.accounts["barred"], Kind: access.Relative}))
	}},
}

// Promise P14: whoever is not to know of somebody cannot tell from any answer,
// to the byte, whether they are there.
func TestTwoWorlds(t *testing.T) {
	t.Parallel()
	requests := 0
	for i, h := range hidings {
		if !full() && i != 0 && i != len(hidings)-1 {
			continue
		}
		different, n := differences(t, h.who, h.by, nil, h.wall)
		requests += n
		for _, d := range different {
			t.Errorf("%s, %s: %s", h.who, h.name, d)
		}
	}
	seen, _ := differences(t, "lead-north", "lead-south", openWall, func(*world, string) {})
	if len(seen) < 5 {
		t.Errorf("a wall that is open was hardly noticed: %d", len(seen))
	}
	measured(t, "P14", "%d answers in %d pairs of worlds, byte for byte; sabotage caught: an open wall in %d answers", requests, len(hidings), len(seen))
}
