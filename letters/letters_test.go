package letters_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/letters"
	"github.com/throughcare/throughcare/people"
)

// Everybody gets the words in a language they read; the name in the letter is theirs, the
// one on the envelope the prison's.
func TestRun(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		v := w.make(w.new())
		if len(v.Pieces) != 3 || len(v.Going()) != 3 || v.Pages() != 3 || v.Cost() != 3*78 || v.State != letters.Made {
			w.t.Fatalf("%+v", v)
		}
		if v.Pieces[0].AtPlace != "Harrow Ridge" || v.Pieces[2].AtPlace != "Pine Hollow" {
			w.t.Errorf("not by facility: %+v", v.Pieces)
		}
		yusuf, rosa, ivo := w.of(v, w.yusuf), w.of(v, w.rosa), w.of(v, w.ivo)
		if yusuf.Lang != "fa" || rosa.Lang != "en" || ivo.Lang != "en" || len(rosa.Warns)+len(yusuf.Warns) != 0 {
			w.t.Errorf("languages %s %s %s", yusuf.Lang, rosa.Lang, ivo.Lang)
		}
		if yusuf.Address[0] != "Yousef Karimi #0418-OI-22" || yusuf.Called != "Yusuf" {
			w.t.Errorf("%q called %q", yusuf.Address, yusuf.Called)
		}
		l := w.s.Letter(w.t.Context(), v.Run, rosa)
		if l.Title != "Welcome, Rosa Delgado" || l.Paragraphs[1] != "we have your letter from Harrow Ridge." || l.Paragraphs[2] != "Ruth, Tamarack Prisoners’ Aid, 2026-03-02" {
			w.t.Errorf("%+v", l)
		}
		if fa := w.s.Letter(w.t.Context(), v.Run, yusuf); !strings.Contains(fa.Paragraphs[0], "Yusuf عزیز") || !strings.Contains(fa.Paragraphs[0], "\u20660418-OI-22\u2069") {
			w.t.Errorf("%+v", fa)
		}
		var out bytes.Buffer
		report, err := label.Letters(&out, v.Sheet(), []label.Letter{l}, w.db.Now())
		if err != nil || report.Pages != 1 || len(report.Left) != 0 {
			w.t.Errorf("%+v %v", report, err)
		}
	})
}

func TestWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		n := w.new()
		w.say(w.rosa, "", custody.InTransit)
		w.rule(w.pine, facilities.Test{Sort: facilities.Nothing, Stops: true})
		home := w.somebody(people.NewPerson{Name: "Cy Bowman"}, w.harrow)
		bare, err := w.places.Add(w.t.Context(), w.ruth, facilities.Facility{Name: "Bare Camp", Country: "US", Kind: facilities.Prison})
		must(w.t, err)
		nowhere := w.somebody(people.NewPerson{Name: "Gus Amadi"}, bare)
		thai := w.somebody(people.NewPerson{Name: "สมชาย", Names: []people.Name{{Text: "Somchai", Kind: people.NamePrison}}}, w.harrow)
		v := w.make(n)
		for person, want := range map[string]letters.Why{w.yusuf: letters.Goes, w.rosa: letters.InTransit, w.ivo: letters.Barred, nowhere: letters.NoAddress, thai: letters.ByBrowser, home: letters.Goes} {
			if got := w.of(v, person); got.Why != want {
				w.t.Errorf("%s: %q, want %q", got.Called, got.Why, want)
			}
		}
		if len(v.Going()) != 3 || len(v.Printed()) != 2 || v.Batches() != 1 || len(v.InBatch(1)) != 2 || v.InBatch(2) != nil || v.InBatch(0) != nil {
			w.t.Errorf("%d go, %d printed", len(v.Going()), len(v.Printed()))
		}
		one := n
		one.Scope, one.Person = letters.ToOne, home
		w.say(home, "", custody.Released)
		if got := w.make(one); got.Pieces[0].Why != letters.AtHome {
			w.t.Errorf("%+v", got.Pieces)
		}
		// Whoever moves after the run was made is left out of what is printed and posted.
		w.say(w.yusuf, w.pine, custody.Held)
		if again := w.view(v.ID); w.of(again, w.yusuf).Why != letters.HasMoved || w.of(again, home).Why != letters.HasMoved {
			w.t.Errorf("%+v", again.Pieces)
		}
	})
}

func TestRulesAboutPagesAndConsent(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		n := w.new()
		n.Template, n.Own = "", []letters.Version{{Lang: "en", Title: "News", Body: strings.Repeat("Much has happened since we wrote to you. ", 300)}}
		w.rule(w.pine, facilities.Test{Sort: facilities.Pages, N: 2, Stops: true})
		w.rule(w.harrow, facilities.Test{Sort: facilities.Pages, N: 2})
		n.Agreed = "statistics"
		w.agreed[w.yusuf], w.agreed[w.ivo] = true, true
		v := w.make(n)
		if p := w.of(v, w.ivo); p.Why != letters.TooMany || p.Pages < 3 {
			w.t.Errorf("%+v", p)
		}
		if p := w.of(v, w.yusuf); p.Why != letters.Goes || !slices.Equal(p.Warns, []string{letters.WarnRule}) {
			w.t.Errorf("%+v", p)
		}
		if p := w.of(v, w.rosa); p.Why != letters.NotAgreed {
			w.t.Errorf("%+v", p)
		}
	})
}

// What was posted is one entry for each person and one change, which can be taken back.
func TestPost(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.say(w.rosa, "", custody.InTransit)
		v := w.make(w.new())
		ctx, made := trail.Collect(w.t.Context())
		must(w.t, w.s.Post(ctx, w.ruth, v.ID, v.Rev, "2026-03-02"))
		if again := w.view(v.ID); again.State != letters.Posted || again.PostedOn != "2026-03-02" || w.of(again, w.yusuf).EntryID == "" || w.of(again, w.rosa).EntryID != "" {
			w.t.Errorf("%+v", again)
		}
		if got := w.entries(w.yusuf); len(got) != 1 || got[0].Body != "Welcome, spring" || got[0].Direction != "out" {
			w.t.Errorf("%+v", got)
		}
		if len(w.entries(w.rosa)) != 0 || len(w.heard) != 0 {
			w.t.Errorf("a letter to many is a word to %v", w.heard)
		}
		if err := w.s.Post(w.t.Context(), w.ruth, v.ID, "", "2026-03-02"); !fault.Is(err, fault.Conflict) {
			w.t.Errorf("posted twice: %v", err)
		}
		if err := w.s.Drop(w.t.Context(), w.ruth, v.ID); !fault.Is(err, fault.Conflict) {
			w.t.Errorf("dropped what was posted: %v", err)
		}
		// After a move the record of what was posted stays what it was.
		w.say(w.yusuf, w.pine, custody.Held)
		if p := w.of(w.view(v.ID), w.yusuf); p.Why != letters.Goes {
			w.t.Errorf("%+v", p)
		}
		must(w.t, trail.Undo(w.t.Context(), w.db, w.ruth, made.Changes()[0].Change))
		if again := w.view(v.ID); again.State != letters.Made || len(w.entries(w.ivo)) != 0 {
			w.t.Errorf("%+v", again.Run)
		}
	})
}

func TestOneLetterKeepsItsWords(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		n := w.new()
		n.Scope, n.Person, n.Name = letters.ToOne, w.rosa, ""
		id, err := w.s.Make(w.t.Context(), w.vic, n, nil) // who may not write to many
		must(w.t, err)
		v := w.view(id)
		must(w.t, w.s.Post(w.t.Context(), w.vic, id, v.Rev, "2026-03-01"))
		if !slices.Equal(w.heard, []string{w.rosa}) {
			w.t.Errorf("heard %v", w.heard)
		}
		if got := w.entries(w.rosa); len(got) != 1 || !strings.HasPrefix(got[0].Body, "Welcome, Rosa Delgado\n\nDear Rosa Delgado,") {
			w.t.Errorf("%+v", got)
		}
		if _, err := w.s.View(w.t.Context(), w.bea, id); !fault.Is(err, fault.NotFound) {
			w.t.Errorf("a letter to somebody Bea does not see: %v", err)
		}
		if list, err := w.s.Runs(w.t.Context(), w.bea, 10); err != nil || len(list) != 0 {
			w.t.Errorf("%+v %v", list, err)
		}
		// Erasing them takes the words too.
		must(w.t, trail.Write(w.t.Context(), w.db, w.ruth, &trail.Deed{Action: "test"}, func(tx *trail.Tx) error { return w.s.ErasePerson(w.t.Context(), tx, w.rosa) }))
		if _, err := w.s.View(w.t.Context(), w.ruth, id); !fault.Is(err, fault.NotFound) {
			w.t.Errorf("%v", err)
		}
	})
}

func TestWhoMayWrite(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		if _, err := w.s.Make(w.t.Context(), w.vic, w.new(), nil); !fault.Is(err, fault.Forbidden) {
			w.t.Error(err)
		}
		one := w.new()
		one.Scope, one.Person = letters.ToOne, w.yusuf
		if _, err := w.s.Make(w.t.Context(), w.bea, one, nil); !fault.Is(err, fault.NotFound) {
			w.t.Error(err)
		}
		if _, err := w.s.Make(w.t.Context(), w.bea, w.new(), nil); !fault.Is(err, fault.Invalid) {
			w.t.Errorf("to nobody: %v", err)
		}
		if _, err := w.s.SaveTemplate(w.t.Context(), w.bea, letters.Template{Name: "x"}); !fault.Is(err, fault.Forbidden) {
			w.t.Error(err)
		}
		if err := w.s.SaveVersion(w.t.Context(), w.vic, letters.Version{TemplateID: w.welcome, Lang: "es", Body: "x"}); !fault.Is(err, fault.Forbidden) {
			w.t.Error(err)
		}
		v := w.make(w.new())
		if got, err := w.s.View(w.t.Context(), w.bea, v.ID); err != nil || len(got.Pieces) != 0 {
			w.t.Errorf("%d letters to people Bea does not see, %v", len(got.Pieces), err)
		}
		if err := w.s.Post(w.t.Context(), w.vic, v.ID, v.Rev, "2026-03-02"); !fault.Is(err, fault.Forbidden) {
			w.t.Error(err)
		}
	})
}

func TestRules(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		own := letters.Version{Lang: "en", Body: "Hello"}
		for field, spoil := range map[string]func(*letters.New){
			"name": func(n *letters.New) { n.Name = " " }, "template": func(n *letters.New) { n.Template = "" }, "scope": func(n *letters.New) { n.Scope = "many" },
			"facility": func(n *letters.New) { n.Scope = letters.ToFacility }, "envelope": func(n *letters.New) { n.Envelope = "B4" }, "sender": func(n *letters.New) { n.Sender = []string{" "} },
			"dated": func(n *letters.New) { n.Dated = "" }, "postage": func(n *letters.New) { n.Postage = -1 },
			"body": func(n *letters.New) { n.Template, n.Own = "", []letters.Version{{Lang: "en", Body: "Dear {nmae}"}} },
			"lang": func(n *letters.New) { n.Template, n.Own = "", []letters.Version{{Lang: "xx", Body: "Dear"}} },
		} {
			n := w.new()
			spoil(&n)
			_, err := w.s.Make(w.t.Context(), w.ruth, n, nil)
			e, ok := errors.AsType[*fault.Error](err)
			if !ok || e.Kind != fault.Invalid || len(e.Problems) != 1 || e.Problems[0].Field != field {
				w.t.Errorf("%s: %v", field, err)
			}
		}
		n := w.new()
		n.Own = []letters.Version{own}
		if _, err := w.s.Make(w.t.Context(), w.ruth, n, nil); !fault.Is(err, fault.Invalid) {
			w.t.Error("a template and words of one's own", err)
		}
		twice := letters.Version{TemplateID: w.welcome, Lang: "fa", Body: "x"}
		if err := w.s.SaveVersion(w.t.Context(), w.ruth, twice); !fault.Is(err, fault.Invalid) {
			w.t.Error("two versions in one language", err)
		}
		if v := w.make(w.new()); w.s.Post(w.t.Context(), w.ruth, v.ID, v.Rev, "2026-03-03") == nil {
			w.t.Error("posted tomorrow")
		}
	})
}

// A run is made by batches, says how far it is, and leaves nothing when it is stopped.
func TestMakingIsStopped(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		for range letters.Batch {
			w.somebody(people.NewPerson{Name: "Somebody"}, w.pine)
		}
		var seen []int
		_, err := w.s.Make(w.t.Context(), w.ruth, w.new(), func(done, all, _ int) error {
			seen = append(seen, done, all)
			return nil
		})
		must(w.t, err)
		if !slices.Equal(seen, []int{letters.Batch, letters.Batch + 3, 3, letters.Batch + 3}) {
			w.t.Errorf("told %v", seen)
		}
		stop := errors.New("stop")
		if _, err := w.s.Make(w.t.Context(), w.ruth, w.new(), func(int, int, int) error { return stop }); !errors.Is(err, stop) {
			w.t.Error(err)
		}
		if list, err := w.s.Runs(w.t.Context(), w.ruth, 10); err != nil || len(list) != 1 || list[0].Letters != letters.Batch+3 {
			w.t.Errorf("%+v %v", list, err)
		}
	})
}

func TestWhatWasChosenBefore(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		n, err := w.s.Before(w.t.Context(), w.ruth)
		if err != nil || n.Sender[0] != "Tamarack Prisoners’ Aid" || n.Envelope != "Envelope #10" || n.Dated != "2026-03-02" {
			w.t.Errorf("%+v %v", n, err)
		}
		made := w.new()
		made.Envelope, made.Postage = "Envelope DL", 95
		w.make(made)
		if n, err = w.s.Before(w.t.Context(), w.ruth); err != nil || n.Envelope != "Envelope DL" || n.Postage != 95 || len(n.Sender) != 2 {
			w.t.Errorf("%+v %v", n, err)
		}
		if places, err := w.s.Places(w.t.Context(), w.ruth); err != nil || len(places) != 2 || places[0].People != 2 {
			w.t.Errorf("%+v %v", places, err)
		}
	})
}

func TestToThoseWithAnOpenCase(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		n := w.new()
		n.Scope = letters.ToActive
		if v := w.make(n); len(v.Pieces) != 1 || v.Pieces[0].PersonID != w.ivo {
			w.t.Errorf("%+v", v.Pieces)
		}
		n.Scope, n.Facility = letters.ToFacility, w.harrow
		if v := w.make(n); len(v.Pieces) != 2 {
			w.t.Errorf("%+v", v.Pieces)
		}
	})
}
