package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/timeline"
)

// isTheirs reports whether a marker is the person's own to read: what says how to
// reach somebody else is not, though it stands in their record, nor why something
// was kept from a court, nor what a file holds, which is handed over by itself.
func isTheirs(k mark, person string) bool {
	others := []string{"relative", "contact of a relative", "when to call", "contact", "why a thing was left out", "words of a file"}
	return k.Person == person && !slices.Contains(others, k.What)
}

// gossip writes into somebody's record what names other people.
func (w *world) gossip(about string, others ...string) {
	w.t.Helper()
	for _, key := range others {
		card, err := w.rec.People.Person(w.ctx(), w.as("solo"), w.folk[key])
		w.must(err)
		for _, text := range []string{"Shares a cell with " + card.Name + " now.", "Number " + card.Number + " told us,", strings.ToUpper(card.Name) + "?"} {
			_, err := w.rec.Timeline.Write(w.ctx(), w.as("solo"), timeline.Entry{
				PersonID: w.folk[about], Kind: timeline.KindNote, Body: text, Source: card.Name, On: partialdate.On(w.rec.Casework.Today(w.ctx()).Add(-3)),
			}, "")
			w.must(err)
		}
	}
}

// packet is what a packet holds that was made.
type packet struct {
	disclosing.Document
	json, paper string
	files       int
}

func (v *visitor) packet(to string) packet {
	v.t.Helper()
	a := v.post(to + "/make")
	z, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	if a.status != http.StatusOK || err != nil {
		v.t.Fatalf("%s: %d %s", to, a.status, a.body)
	}
	var p packet
	for _, f := range z.File {
		r, err := f.Open()
		v.must(err)
		content, err := io.ReadAll(r)
		v.must(err)
		switch f.Name {
		case "record.json":
			p.json = string(content)
			v.must(json.Unmarshal(content, &p.Document))
		case "record.pdf":
			p.paper = read(v, content)
		default:
			p.files++
		}
	}
	return p
}

// read is what stands on a paper of ours: its streams hold letters of two bytes.
func read(v *visitor, pdf []byte) string {
	v.t.Helper()
	var all strings.Builder
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		z, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(z) // the end of a stream is not marked
		all.Write(bytes.ReplaceAll(text, []byte{0}, nil))
	}
	return all.String()
}

// own begins the packet of somebody's own record, and gives its address.
func (v *visitor) own(key string) string {
	v.t.Helper()
	a := v.post("/people/"+v.folk[key]+"/record", "lang", "en")
	if a.status != http.StatusSeeOther {
		v.t.Fatalf("%d %s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// Promise P50: somebody's own record holds all of it, and nothing of anybody
// else, until somebody decides otherwise.
func TestOwnRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.gossip("n1", "n2", "s2")
	v := w.visit(w.pages(), "solo")
	to := v.own("n1")
	if page := v.get(to + "?show=all"); page.status != http.StatusOK {
		t.Fatalf("%d %s", page.status, page.body)
	}
	p := v.packet(to)
	missing, foreign := w.held(p.json, "n1")
	for _, k := range missing {
		t.Errorf("the %s of %s is not in their own record", k.What, k.Person)
	}
	for _, k := range foreign {
		t.Errorf("the %s of %s is in the record of n1", k.What, k.Person)
	}
	if missing, foreign := w.held(p.paper, "n1"); len(missing) > 0 || len(foreign) > 0 {
		t.Errorf("on paper: %v are missing, %v are of others", missing, foreign)
	}
	if strings.Contains(p.json, "⟦") {
		t.Error("words are missing in the record")
	}
	left, err := w.rec.Consent.Of(w.ctx(), w.as("solo"), w.folk["n1"])
	w.must(err)
	if left.Disclosures[0].LinkKind != "packet" || left.Disclosures[0].Audience.PersonID != w.folk["n1"] {
		t.Errorf("not recorded as disclosed: %+v", left.Disclosures[0])
	}
	measured(t, "P50", "%d requests from their page to the file; %d things, %d of their markers missing, %d of others, %d masked", 3, len(p.Things), len(missing), len(foreign), masked(p))
}

func masked(p packet) (n int) {
	for _, s := range p.Things {
		if s.Masked {
			n++
		}
	}
	return n
}

// held says which markers of a person a text lacks, and which of others it has.
func (w *world) held(text, person string) (missing, foreign []mark) {
	found := map[string]bool{}
	for _, k := range w.in(text) {
		found[k.Word] = true
		if !isTheirs(k, person) {
			foreign = append(foreign, k)
		}
	}
	for _, k := range w.of(person) {
		if isTheirs(k, person) && !found[k.Word] {
			missing = append(missing, k)
		}
	}
	return missing, foreign
}

// The checks of P49 and P50 fail when nothing is masked.
func TestUnmaskedRecordsAreNoticed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.gossip("n1", "n2")
	v := w.visit(w.pages(), "solo")
	to := v.own("n1")
	r, err := w.rec.Packets.Open(w.ctx(), w.as("solo"), to[len("/packets/"):], w.words())
	w.must(err)
	var all []disclosing.Choice
	for _, thing := range r.Content {
		if thing.Flagged {
			all = append(all, disclosing.Choice{Thing: thing.Key, Act: disclosing.Include})
		}
	}
	w.must(w.rec.Packets.Decide(w.ctx(), w.as("solo"), r.ID, all))
	if _, foreign := w.held(v.packet(to).json, "n1"); len(foreign) < 5 {
		t.Errorf("only %v were noticed", foreign)
	}
}

// order begins what an order covers, and gives its address.
func (v *visitor) order(who string, pairs ...string) string {
	v.t.Helper()
	a := v.post("/packets/new", append([]string{
		"who", who, "basis", "order", "audience", "The county court", "citation", "Rule 45", "reference", "26-CV-7",
		"ordered_on", "1 mar 2026", "reason", "The court orders us to hand it over", "lang", "en",
	}, pairs...)...)
	if a.status != http.StatusSeeOther {
		v.t.Fatalf("%d %s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// Promise P49: what leaves for an order is of the people, the kinds and the days
// it names, and of nobody else.
func TestAnOrderIsAnsweredExactly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.gossip("n1", "n2", "s1", "s2")
	v := w.visit(w.pages(), "solo")
	tries, beyond, things := 0, 0, 0
	for _, c := range []struct {
		people []string
		pairs  []string
		only   []string // kinds
	}{
		{people: []string{"n1"}},
		{people: []string{"n1", "s2"}},
		{people: []string{"n2"}, pairs: []string{"kinds", "entry", "kinds", "stay"}, only: []string{"entry", "stay"}},
		{people: []string{"n1"}, pairs: []string{"from", "1 jan 2022", "until", "31 dec 2022"}, only: []string{"stay", "entry"}},
		{people: []string{"n1"}, pairs: []string{"class", "C4"}, only: []string{"fact"}},
	} {
		var who []string
		for _, key := range c.people {
			who = append(who, w.folk[key])
		}
		p := v.packet(v.order(strings.Join(who, "\n"), c.pairs...))
		tries, things = tries+1, things+len(p.Things)
		for _, k := range w.in(p.json + p.paper) {
			if !slices.ContainsFunc(c.people, func(person string) bool { return isTheirs(k, person) || k.Other == person }) {
				beyond++
				t.Errorf("%v: the %s of %s is in it", c, k.What, k.Person)
			}
		}
		for _, s := range p.Things {
			if len(c.only) > 0 && !slices.Contains(c.only, s.Kind) {
				t.Errorf("%v: there is a %s of %q in it", c, s.Kind, s.On)
			}
		}
		if len(p.Things) == 0 {
			t.Errorf("%v: nothing is in it", c)
		}
	}
	measured(t, "P49", "%d orders, %d things, %d markers of anybody or anything beyond", tries, things, beyond)
}

// Whoever may not disclose, or does not see somebody, makes no packet of them.
func TestPacketsStandBehindTheWall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pages := w.pages()
	to := w.visit(pages, "solo").own("n4")
	for _, who := range []string{"barred", "granted", "volunteer", "administrator", "lead-south", ""} {
		v := w.visit(pages, who)
		for _, a := range []got{v.get(to), v.post(to + "/make"), v.post("/people/"+w.folk["n4"]+"/record", "lang", "en"), v.post("/packets/new", "who", w.folk["n4"])} {
			if a.status < 400 && !strings.HasPrefix(a.header.Get("Location"), web.SignInPath) {
				t.Errorf("%q: %s %s: %d", who, a.method, a.path, a.status)
			}
		}
	}
}
