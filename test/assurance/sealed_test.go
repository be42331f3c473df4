package main

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/demo"
	"github.com/throughcare/throughcare/internal/trail"
	matters "github.com/throughcare/throughcare/sealed"
	"github.com/throughcare/throughcare/staff"
)

// phrases gives accounts a pass phrase, and with it a key.
func (w *world) phrases(keys ...string) {
	for _, key := range keys {
		link, err := w.rec.Staff.Reset(w.ctx(), authz.System("assurance"), w.accounts[key], false)
		w.must(err)
		w.must(w.rec.Staff.Choose(w.ctx(), link.Token, demo.Phrase))
		w.must(w.rec.Staff.MakeKey(w.ctx(), w.accounts[key], demo.Phrase))
	}
}

// unseal opens a visitor's key, as the page that asks for the pass phrase does.
func (v *visitor) unseal() {
	v.t.Helper()
	if a := v.post("/sealed/key", "phrase", demo.Phrase, "to", "/sealed"); a.status != http.StatusSeeOther {
		v.t.Fatalf("%s cannot open their key: %d %s", v.key, a.status, a.body)
	}
}

// reader is one of the cast with their key open.
func (w *world) reader(key string) matters.Reader {
	e, err := w.rec.Staff.SignIn(w.ctx(), key, demo.Phrase, staff.Browser{})
	w.must(err)
	half, err := w.rec.Staff.OwnKey(w.ctx(), e.Token)
	w.must(err)
	return matters.Reader{Actor: w.as(key), Half: half}
}

// noMatter is the id of nothing.
const noMatter = "019a0000-0000-7000-8000-000000000000"

// sealedPortrait is portrait, and every page about somebody the matter is about,
// of colleagues, and what a matter of that id answers.
func (c *worldCheck) sealedPortrait(v *visitor, matter string) map[string]string {
	answers := c.portrait(v)
	keep := func(name string, a got) {
		c.requests++
		said := string(plain(a.body))
		for _, r := range fresh {
			said = r.ReplaceAllString(said, "")
		}
		answers[name] = strings.ReplaceAll(http.StatusText(a.status)+" "+a.header.Get("Location")+" "+said, matter, noMatter)
	}
	for _, r := range routesOf(c.pages, http.MethodGet) {
		for _, path := range c.all.paths(r.pattern) {
			if strings.HasSuffix(path, "/readers") { // the visitor's own looks stand there; see looks
				continue
			}
			if strings.Contains(path, c.folk["n1"]) || strings.Contains(path, c.accounts["granted"]) {
				keep(path, v.get(path))
			}
		}
	}
	for _, r := range routesOf(c.pages, http.MethodPost) {
		if rest, ok := strings.CutPrefix(r.pattern, "/sealed/{id}"); ok {
			rest = strings.ReplaceAll(rest, "{row}", c.accounts["solo"])
			keep("POST "+r.pattern, v.post("/sealed/"+matter+rest, "text", "x", "account", c.accounts[v.key], "who", "x", "against", c.accounts["solo"]))
		}
	}
	keep("GET /sealed/{id}", v.get("/sealed/"+matter))
	return answers
}

// looks counts the readings of somebody.
func (w *world) looks(key string) (n int) {
	w.must(w.rec.DB.Read(w.ctx(), func(tx *database.Tx) error {
		list, err := trail.Readings(w.ctx(), tx, w.folk[key], 1<<20)
		n = len(list)
		return err
	}))
	return n
}

// matter begins a matter between the two who are named, about people the visitor
// sees and about a colleague, and lets much happen in it.
func (c *worldCheck) matter() string {
	s, solo := c.rec.Sealed, c.reader("solo")
	id, err := s.Begin(c.ctx(), solo, matters.New{
		Sort: matters.AboutOurs, Title: "Zebulon Quillfeather", Text: "ZQ-4471-88", Named: []string{c.accounts["lead"], c.accounts["lead-south"]},
		About: []string{c.folk["n1"]}, Against: []string{c.accounts["granted"]},
	})
	c.must(err)
	c.must(s.Write(c.ctx(), c.reader("lead"), id, "Harrow"))
	c.must(s.Unname(c.ctx(), solo, id, c.accounts["lead-south"]))
	return id
}

// sealedDifferences asks one visitor everything before and after a matter began.
func sealedDifferences(t *testing.T, who string) (list []string, requests int) {
	w := newWorld(t)
	w.phrases("solo", "lead", "lead-south", who)
	sheets, err := matters.NewSheets()
	w.must(err)
	w.must(w.rec.Sealed.Arrange(w.ctx(), w.as("solo"), sheets.Recipient, "somebody"))
	w.reader("solo") // everything that signing in leaves is there in both worlds
	w.reader("lead")
	c := &worldCheck{world: w, all: w.objects(), pages: w.pages(), feed: "/feeds/none", batch: noMatter}
	v := w.visit(c.pages, who)
	v.unseal()
	c.sealedPortrait(v, noMatter)
	before := c.sealedPortrait(v, noMatter)
	looks := w.looks("n1")
	matter := c.matter()
	if w.looks("n1") != looks {
		t.Error("a matter about somebody is a look at them")
	}
	after := c.sealedPortrait(v, matter)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if before[name] != after[name] {
			list = append(list, name+"\n"+firstDifference(before[name], after[name]))
		}
	}
	return list, c.requests
}

// Promise P14, of sealed matters: whoever is not named in one cannot tell from any
// answer, to the byte, whether it is there, whatever their role; neither can whom
// it is about.
func TestSealedMattersCannotBeInferred(t *testing.T) {
	t.Parallel()
	requests := 0
	for _, who := range []string{"granted", "administrator", "lead-north", "barred", "volunteer", "without", "cover"} {
		if !full() && who != "granted" && who != "administrator" {
			continue
		}
		different, n := sealedDifferences(t, who)
		requests += n
		for _, d := range different {
			t.Errorf("%s: %s", who, d)
		}
	}
	seen, _ := sealedDifferences(t, "lead")
	if len(seen) < 3 {
		t.Errorf("who is named in it hardly notices a matter: %d", len(seen))
	}
	measured(t, "P14", "%d answers before and after a sealed matter, byte for byte; who is named in it sees %d differ", requests, len(seen))
}
