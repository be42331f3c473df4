package main

import (
	"net/http"
	"testing"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/authz"
)

// taken is a way of taking something away from somebody, and what they could
// still read a moment before.
type taken struct {
	name, who, person string
	take              func(*world, *visitor)
}

var takings = []taken{
	{"a grant", "volunteer", "n1", func(w *world, _ *visitor) {
		v, err := w.rec.Access.Of(w.ctx(), w.as("solo"), w.folk["n1"])
		w.must(err)
		for _, g := range v.Grants {
			if g.Account == "Colleague volunteer" {
				w.must(w.rec.Access.Take(w.ctx(), w.as("solo"), w.folk["n1"], g.ID))
			}
		}
	}},
	{"the cases", "granted", "n1", func(w *world, _ *visitor) {
		cases, err := w.rec.Casework.OfPerson(w.ctx(), w.as("solo"), w.folk["n1"])
		w.must(err)
		for _, c := range cases {
			w.must(w.rec.Casework.Transfer(w.ctx(), w.as("solo"), []string{c.ID}, w.accounts["lead-north"], "leaves"))
		}
	}},
	{"the role", "lead", "n1", func(w *world, _ *visitor) {
		a, err := w.rec.Staff.Account(w.ctx(), w.as("solo"), w.accounts["lead"])
		w.must(err)
		_, err = w.rec.Staff.SetRole(w.ctx(), w.as("solo"), a.ID, a.Rev, authz.Volunteer)
		w.must(err)
	}},
	{"the account", "lead-north", "n1", func(w *world, _ *visitor) {
		w.must(w.rec.Staff.Disable(w.ctx(), w.as("solo"), w.accounts["lead-north"]))
	}},
	{"the session", "lead", "n1", func(_ *world, v *visitor) {
		other := *v
		other.cookies = map[string]string{}
		for name, value := range v.cookies {
			other.cookies[name] = value
		}
		other.post("/sign-out") // in another window: this one keeps its cookie
	}},
	{"the chapter", "lead-north", "n1", func(w *world, _ *visitor) {
		w.must(w.rec.Access.SetChapter(w.ctx(), w.as("solo"), w.accounts["lead-north"], w.chapters["south"]))
	}},
	{"sight, for a conflict", "lead", "n1", func(w *world, _ *visitor) {
		w.must(w.rec.Access.Bar(w.ctx(), w.as("solo"), access.NewBar{PersonID: w.folk["n1"], AccountID: w.accounts["lead"], Kind: access.Officer}))
	}},
	{"sight, for a restriction", "granted", "n1", func(w *world, _ *visitor) {
		w.must(w.rec.Access.Restrict(w.ctx(), w.as("solo"), w.folk["n1"], "asked for it", ""))
	}},
	{"the glass, mended", "glass", "s2", func(w *world, _ *visitor) {
		w.must(w.rec.Access.Mend(w.ctx(), w.as("glass")))
	}},
	{"the glass, after its hour", "glass", "s2", func(w *world, _ *visitor) { w.clock.Add(access.GlassLife) }},
	{"cover", "cover", "n1", func(w *world, _ *visitor) {
		list, err := w.rec.Casework.Covers(w.ctx(), w.as("granted"), w.accounts["granted"])
		w.must(err)
		for _, c := range list {
			w.must(w.rec.Casework.EndCover(w.ctx(), w.as("granted"), c.ID))
		}
	}},
}

// Promise P16: what is taken away is gone with the next request.
func TestTakingAwayWorksAtOnce(t *testing.T) {
	t.Parallel()
	list := takings
	if !full() {
		list = list[:4]
	}
	for _, c := range list {
		w := newWorld(t)
		v := w.visit(w.pages(), c.who)
		path := "/people/" + w.folk[c.person]
		read := func() bool { return len(w.in(v.get(path).text())) > 0 || v.get(path).status == http.StatusOK }
		if !read() {
			t.Fatalf("%s: %s could not read before", c.name, c.who)
		}
		if c.take(w, v); read() {
			t.Errorf("%s was taken from %s, who still reads", c.name, c.who)
		}
	}
	w := newWorld(t)
	v := w.visit(openWall(w.pages()), "volunteer")
	takings[0].take(w, v)
	if v.get("/people/"+w.folk["n1"]).status != http.StatusOK {
		t.Error("an open wall was not noticed")
	}
	measured(t, "P16", "%d ways of taking access away: refused on the next request; sabotage caught: an open wall", len(list))
}
