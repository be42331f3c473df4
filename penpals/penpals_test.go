package penpals_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/penpals"
	"github.com/throughcare/throughcare/people"
)

// A26: 125 inside, 40 outside. The longest waiting comes first, two under a no-contact
// order are never proposed; with a first letter on 1 March and none by 30 April somebody
// is to nudge after 30 days and to offer another pen pal after 60; and no paper says where
// a writer lives.
func TestOneHundredAndTwentyFiveInsideAndFortyOutside(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		w.on("2026-02-27")
		var inside, writers []string
		for n := range 125 {
			inside = append(inside, w.inside(fmt.Sprintf("Inside %03d", n), civil.Day("2026-02-20").Add(-n), []string{"chess", "birds", "baking"}[n%3]))
		}
		for n := range 40 {
			writers = append(writers, w.writer(fmt.Sprintf("Writer %02d", n), civil.Day("2026-02-25").Add(-n), []string{"chess", "birds", "baking"}[n%3]))
		}
		first, theirs := inside[124], w.board().Suggestions[0].Writer
		must(t, w.s.Keep(ctx, w.ruth, penpals.Block{PersonID: first, WriterID: theirs, Kind: penpals.NoContact, Reason: "Order of 3 June", Source: "County court"}))
		b := w.board()
		if len(b.Inside) != 125 || len(b.Writers) != 40 || len(b.Suggestions) != 40 {
			t.Fatalf("%d inside, %d outside, %d suggestions", len(b.Inside), len(b.Writers), len(b.Suggestions))
		}
		if b.Inside[0].PersonID != first || b.Writers[0].ID != writers[39] {
			t.Error("the lists do not begin with who waited longest")
		}
		for n, m := range b.Suggestions {
			if m.Person != inside[124-n] {
				t.Fatalf("suggestion %d is for somebody who waited less long", n)
			}
			if m.Person == first && m.Writer == theirs {
				t.Error("two under a no-contact order are proposed")
			}
		}
		_, err := w.s.Propose(ctx, w.ruth, first, theirs, "")
		want(t, "two under a no-contact order, asked for all the same", err, fault.Invalid)
		if strings.Contains(err.Error(), "June") {
			t.Errorf("the refusal tells why: %v", err)
		}

		m := b.Suggestions[0]
		pair := w.pair(m.Person, m.Writer)
		w.on("2026-03-01")
		letter := w.letter(pair, penpals.Out)
		if v := w.view(pair); v.State != penpals.FirstSent || v.StateOn != "2026-03-01" {
			t.Fatalf("after the first letter: %s on %s", v.State, v.StateOn)
		}
		for _, c := range []struct {
			on    civil.Day
			due   string
			state penpals.State
		}{
			{"2026-03-30", "", penpals.FirstSent},
			{"2026-03-31", "penpal-nudge 2026-03-31", penpals.FirstSent},
			{"2026-04-29", "penpal-nudge 2026-03-31", penpals.FirstSent},
			{"2026-04-30", "penpal-nudge 2026-03-31, penpal-rematch 2026-04-30", penpals.Silent},
		} {
			w.on(c.on)
			if got := strings.Join(w.due(), ", "); got != c.due {
				t.Errorf("on %s there is to do %q, want %q", c.on, got, c.due)
			}
			if v := w.view(pair); v.Stands != c.state {
				t.Errorf("on %s the pair is %s, want %s", c.on, v.Stands, c.state)
			}
		}
		must(t, w.s.End(ctx, w.ruth, pair, "", penpals.EndSilent, ""))
		b = w.board()
		if got := w.due(); len(got) != 0 {
			t.Errorf("after the end there is to do %q", got)
		}
		if again := b.Suggestions[0]; again.Person != m.Person || again.Writer == m.Writer || again.Writer == theirs {
			t.Errorf("the re-match is %+v, for %s who had %s", again, m.Person, m.Writer)
		}
		w.homeless(pair, letter)
	})
}

// homeless looks at everything that is listed, printed or handed over.
func (w *world) homeless(pair, letter string) {
	w.t.Helper()
	ctx := w.t.Context()
	post, office, err := w.s.Post(ctx, w.ruth)
	must(w.t, err)
	var papers []any
	for _, p := range post {
		papers = append(papers, penpals.Label(p, office))
	}
	if len(papers) != 1 || post[0].ID != letter {
		w.t.Errorf("%d letters lie at the office", len(papers))
	}
	blocks, err := w.s.Blocks(ctx, w.ruth)
	must(w.t, err)
	var told any
	must(w.t, w.db.Read(ctx, func(tx *database.Tx) (err error) {
		told, err = w.s.Tell(ctx, tx, authz.System("test"), w.view(pair).PersonID)
		return err
	}))
	if text := fmt.Sprintf("%+v %+v %+v %+v %+v %+v", w.board(), w.view(pair), papers, post, blocks, told); strings.Contains(text, home) || !strings.Contains(text, "PO Box 12") {
		w.t.Error("something tells where a writer lives, or not where the office is")
	}
	if _, kept, err := w.s.Writer(ctx, w.ruth, w.view(pair).WriterID); err != nil || kept != home {
		w.t.Errorf("the form of the writer has %q, %v", kept, err)
	}
}

func TestAPairGoesFromStepToStep(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		p, o := w.inside("Marcus", "2026-01-01"), w.writer("Olga", "2026-01-01")
		id, err := w.s.Propose(ctx, w.ruth, p, o, "")
		must(t, err)
		_, err = w.s.Log(ctx, w.ruth, id, penpals.Letter{Way: penpals.Out})
		want(t, "a letter before they accepted", err, fault.Invalid)
		_, err = w.s.Propose(ctx, w.ruth, p, w.writer("Nora", "2026-01-01"), "")
		want(t, "another one, beyond what they want", err, fault.Invalid)
		must(t, w.s.Accept(ctx, w.ruth, id, "", ""))
		want(t, "accepted twice", w.s.Accept(ctx, w.ruth, id, "", ""), fault.Conflict)
		out := w.letter(id, penpals.Out)
		w.on("2026-03-20")
		in := w.letter(id, penpals.In)
		if v := w.view(id); v.State != penpals.Replied || v.StateOn != "2026-03-20" || v.Letters[0].ID != in || len(v.Letters) != 2 {
			t.Errorf("after a reply: %+v", v.Pair)
		}
		w.on("2026-04-10")
		w.letter(id, penpals.Out)
		w.on("2026-05-09")
		if got := w.due(); len(got) != 0 {
			t.Errorf("29 days after the last letter there is to do %q", got)
		}
		w.on("2026-05-10")
		if got := w.due(); !slices.Equal(got, []string{"penpal-nudge 2026-05-10"}) {
			t.Errorf("30 days after the last letter there is to do %q", got)
		}
		must(t, w.s.Nudge(ctx, w.bea, id))
		if got := w.due(); len(got) != 0 {
			t.Errorf("after the nudge there is to do %q", got)
		}
		w.on("2026-06-09")
		if v := w.view(id); v.Stands != penpals.Silent || v.State != penpals.Active {
			t.Errorf("60 days after the last letter: %s, %s", v.Stands, v.State)
		}
		w.letter(id, penpals.In)
		if v := w.view(id); v.Stands != penpals.Active || len(w.due()) != 0 {
			t.Errorf("a letter after the silence: %s, to do %q", v.Stands, w.due())
		}
		if got := steps(w.view(id)); got != "proposed 2026-03-02, accepted 2026-03-02, first-sent 2026-03-02, replied 2026-03-20, active 2026-04-10, nudged 2026-05-10" {
			t.Errorf("steps: %s", got)
		}
		passed, err := w.s.PassOn(ctx, w.bea, out, "")
		if err != nil || passed != id {
			t.Errorf("passing on: %s, %v", passed, err)
		}
		_, err = w.s.PassOn(ctx, w.bea, out, "")
		want(t, "passed on twice", err, fault.Conflict)
	})
}

func steps(v penpals.View) string {
	var out []string
	for _, s := range v.Steps {
		out = append(out, fmt.Sprintf("%s %s", s.What, s.On))
	}
	return strings.Join(out, ", ")
}

// A letter that was logged by mistake is taken back with all that it moved.
func TestALetterIsTakenBack(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.pair(w.inside("Marcus", "2026-01-01"), w.writer("Olga", "2026-01-01"))
		w.on("2026-03-20")
		before := core(w.view(id))
		ctx, done := trail.Collect(t.Context())
		_, err := w.s.Log(ctx, w.ruth, id, penpals.Letter{Way: penpals.Out})
		must(t, err)
		must(t, trail.Undo(t.Context(), w.db, w.ruth, done.Changes()[0].Change))
		if after := core(w.view(id)); after != before {
			t.Errorf("taken back:\n%s\nbefore:\n%s", after, before)
		}
		w.on("2026-04-01")
		if got := w.due(); !slices.Equal(got, []string{"penpal-nudge 2026-04-01"}) {
			t.Errorf("the nudge counts from when they accepted: %q", got)
		}
	})
}

func TestNobodyIsListedOrShownWithoutConsent(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		marcus := w.person("Marcus")
		want(t, "listed without consent", w.s.List(ctx, w.ruth, place(marcus, "Marc", "2026-01-01")), fault.Forbidden)
		yes := w.agree(marcus)
		must(t, w.s.List(ctx, w.ruth, place(marcus, "Marc", "2026-01-01", "Chess")))
		olga := w.writer("Olga", "2026-01-01")
		pair := w.pair(marcus, olga)
		sheet, err := w.s.Hand(ctx, w.ruth, pair)
		must(t, err)
		h, err := w.s.Handed(ctx, w.ruth, sheet)
		must(t, err)
		text := fmt.Sprintf("%+v", h)
		if h.Called != "Marc" || h.Place != "Harrow Ridge" || !slices.Equal(h.Address, []string{"Marc, P-00001", "Tamarack", "PO Box 12", "Tamarack, TK 40100"}) {
			t.Errorf("the sheet: %s", text)
		}
		if strings.Contains(text, "N-Marcus") || strings.Contains(text, home) || strings.Contains(text, "PO Box 77") {
			t.Errorf("the sheet tells too much: %s", text)
		}
		file, err := w.consent.Of(ctx, w.ruth, marcus)
		must(t, err)
		if len(file.Disclosures) != 1 || file.Disclosures[0].Audience.Name != "Olga" || file.Disclosures[0].Classes != consent.Of(consent.C1, consent.C2) {
			t.Errorf("what left: %+v", file.Disclosures)
		}
		policy, err := w.s.Policy(ctx, w.ruth)
		must(t, err)
		policy.TellsNumber = true
		must(t, w.s.SavePolicy(ctx, w.ruth, policy))
		sheet, err = w.s.Hand(ctx, w.ruth, pair)
		must(t, err)
		if h, err = w.s.Handed(ctx, w.ruth, sheet); err != nil || h.Number != "N-Marcus" {
			t.Errorf("with the choice to tell the number: %q, %v", h.Number, err)
		}
		_, err = w.consent.Withdraw(ctx, w.ruth, consent.Withdrawal{PersonID: marcus, ConsentID: yes, How: consent.ByLetter, On: w.s.Today(ctx)})
		must(t, err)
		_, err = w.s.Hand(ctx, w.ruth, pair)
		want(t, "a sheet after they took their yes back", err, fault.Forbidden)
		must(t, w.s.End(ctx, w.ruth, pair, "", penpals.EndInside, ""))
		if b := w.board(); b.Inside[0].Agreed || len(b.Suggestions) != 0 {
			t.Errorf("after they took their yes back: %+v", b.Suggestions)
		}
		_, err = w.s.Propose(ctx, w.ruth, marcus, w.writer("Nora", "2026-01-01"), "")
		want(t, "proposed after they took their yes back", err, fault.Forbidden)
	})
}

// Nobody is brought together with somebody who died.
func TestTheDeadAreLeftInPeace(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		marcus, olga := w.inside("Marcus", "2026-01-01"), w.writer("Olga", "2026-01-01")
		must(t, (&people.Service{DB: w.db}).SetDied(t.Context(), w.ruth, marcus, people.Life{On: partialdate.Must("2026-02-27"), Source: "a letter"}))
		if b := w.board(); len(b.Inside)+len(b.Suggestions) != 0 {
			t.Errorf("the list has %+v", b.Inside)
		}
		_, err := w.s.Propose(t.Context(), w.ruth, marcus, olga, "")
		want(t, "proposed", err, fault.Invalid)
	})
}

// Who is kept apart is refused, and paused at once; why is read by those who may.
func TestWhoIsKeptApart(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		marcus, gus := w.inside("Marcus", "2026-01-01"), w.inside("Gus", "2026-01-02")
		olga := w.writer("Olga", "2026-01-01")
		pair := w.pair(marcus, olga)
		must(t, w.s.Keep(ctx, w.bea, penpals.Block{WriterID: olga, Kind: penpals.Safeguarding, Reason: "She asked for money"}))
		if v := w.view(pair); v.PausedOn == "" {
			t.Error("a pair goes on whose writer is kept from everybody")
		}
		letter, err := w.s.Log(ctx, w.ruth, pair, penpals.Letter{Way: penpals.Out})
		must(t, err)
		_, err = w.s.PassOn(ctx, w.ruth, letter, "")
		want(t, "a letter of a paused pair is passed on", err, fault.Invalid)
		_, err = w.s.Log(ctx, w.ruth, pair, penpals.Letter{Way: penpals.Out, ForwardedOn: "2026-03-02"})
		want(t, "a letter is passed on at once", err, fault.Invalid)
		_, err = w.s.Propose(ctx, w.ruth, gus, olga, "")
		want(t, "a writer kept from everybody", err, fault.Invalid)
		want(t, "taken up while they are kept apart", w.s.Resume(ctx, w.ruth, pair, ""), fault.Invalid)
		for actor, reads := range map[*authz.Actor]bool{&w.ruth: true, &w.bea: false} {
			list, err := w.s.Blocks(ctx, *actor)
			if must(t, err); len(list) != 1 || list[0].Writer != "Olga" || strings.Contains(fmt.Sprint(list), "money") != reads || list[0].Shut == reads {
				t.Errorf("%s reads %+v", actor.Name, list)
			}
		}
		list, err := w.s.Blocks(ctx, w.ruth)
		must(t, err)
		want(t, "lifted by somebody who may not know why", w.s.Lift(ctx, w.bea, list[0].ID, "", "x"), fault.Forbidden)
		must(t, w.s.Lift(ctx, w.ruth, list[0].ID, "", "It was a mistake"))
		must(t, w.s.Resume(ctx, w.ruth, pair, ""))
		must(t, w.s.Keep(ctx, w.ruth, penpals.Block{PersonID: gus, Kind: penpals.Wish, Reason: "Not now"}))
		_, err = w.s.Propose(ctx, w.ruth, gus, w.writer("Nora", "2026-01-01"), "")
		want(t, "a person kept from everybody", err, fault.Invalid)
	})
}

// What went wrong pauses the pair in the same change, is a task for who minds it, and is
// read by those who may.
func TestSomethingWentWrong(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		marcus, olga := w.inside("Marcus", "2026-01-01"), w.writer("Olga", "2026-01-01")
		id := w.pair(marcus, olga)
		w.letter(id, penpals.Out)
		must(t, w.s.Report(ctx, w.bea, id, penpals.Incident{About: penpals.AboutWriter, Sort: penpals.Money, Words: "She sent him a bank card."}))
		if got := w.due(); !slices.Equal(got, []string{"penpal-incident 2026-03-02"}) {
			t.Errorf("to do: %q", got)
		}
		w.on("2026-06-01")
		if v := w.view(id); v.PausedOn != "2026-03-02" || v.Stands == penpals.Silent || len(w.due()) != 1 {
			t.Errorf("a paused pair: %+v, to do %q", v.Row, w.due())
		}
		cleo := w.bea
		cleo.ID = "cleo"
		for actor, reads := range map[*authz.Actor]bool{&w.ruth: true, &w.bea: true, &cleo: false} {
			v, err := w.s.View(ctx, *actor, id)
			if must(t, err); len(v.Incidents) != 1 || v.Incidents[0].Shut == reads || strings.Contains(fmt.Sprint(v), "bank card") != reads {
				t.Errorf("%s reads %+v", actor.ID, v.Incidents)
			}
		}
		want(t, "taken up while it is open", w.s.Resume(ctx, w.ruth, id, ""), fault.Invalid)
		_, err := w.s.Propose(ctx, w.ruth, w.inside("Gus", "2026-01-01"), olga, "")
		want(t, "somebody else for a writer something is reported of", err, fault.Invalid)
		report := w.view(id).Incidents[0].ID
		_, err = w.s.Close(ctx, w.bea, report, "", "Nothing in it")
		want(t, "closed by somebody who may not read it", err, fault.NotFound)
		to, err := w.s.Close(ctx, w.ruth, report, "", "She was told the rules, and agreed.")
		if err != nil || to != id || len(w.due()) != 0 {
			t.Errorf("closing: %s, %v, to do %q", to, err, w.due())
		}
		must(t, w.s.Resume(ctx, w.ruth, id, ""))
		w.on("2026-07-01")
		if got := w.due(); !slices.Equal(got, []string{"penpal-nudge 2026-07-01"}) {
			t.Errorf("silence is counted from when it was taken up: %q", got)
		}
	})
}

// A writer with an account reads what they were told of their own pen pals, and nothing
// else.
func TestAWriterReadsTheirOwn(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		olga, err := w.s.SaveWriter(ctx, w.ruth, penpals.Writer{Name: "Wilma", AccountID: "wilma", Way: "555", Profile: profile("2026-01-01")}, home)
		must(t, err)
		mine, others := w.pair(w.inside("Marcus", "2026-01-01"), olga), w.pair(w.inside("Gus", "2026-01-01"), w.writer("Nora", "2026-01-01"))
		for _, id := range []string{mine, others} {
			_, err := w.s.Hand(ctx, w.ruth, id)
			must(t, err)
			_, err = w.s.Log(ctx, w.ruth, id, penpals.Letter{Way: penpals.Out, Words: "smells of tobacco"})
			must(t, err)
		}
		list, err := w.s.Mine(ctx, w.wilma)
		must(t, err)
		if text := fmt.Sprint(list); len(list) != 1 || list[0].Called != "Marcus" || len(list[0].Letters) != 1 || strings.Contains(text, "N-Marcus") || strings.Contains(text, "Gus") || strings.Contains(text, "tobacco") {
			t.Errorf("Wilma reads %s", text)
		}
		_, err = w.s.Board(ctx, w.wilma)
		want(t, "the lists", err, fault.Forbidden)
		_, err = w.s.View(ctx, w.wilma, mine)
		want(t, "the pair", err, fault.Forbidden)
		_, err = w.s.Mine(ctx, w.bea)
		want(t, "somebody who works here", err, fault.Forbidden)
		other := w.wilma
		other.ID = "otto"
		if list, err := w.s.Mine(ctx, other); err != nil || len(list) != 0 {
			t.Errorf("somebody who writes to nobody: %v, %v", list, err)
		}
	})
}

func TestWhatIsTypedWrong(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx := t.Context()
		marcus, olga := w.inside("Marcus", "2026-01-01"), w.writer("Olga", "2026-01-01")
		id := w.pair(marcus, olga)
		listing := func(change func(*penpals.Inside)) error {
			i := place(marcus, "Marc", "2026-01-01")
			change(&i)
			return w.s.List(ctx, w.ruth, i)
		}
		writing := func(wr penpals.Writer) error {
			if wr.Most == 0 {
				wr.Most = 1
			}
			_, err := w.s.SaveWriter(ctx, w.ruth, wr, "")
			return err
		}
		logged := func(l penpals.Letter) error { _, err := w.s.Log(ctx, w.ruth, id, l); return err }
		for what, err := range map[string]error{
			"no name for a writer to call":    listing(func(i *penpals.Inside) { i.Called = " " }),
			"asked tomorrow":                  listing(func(i *penpals.Inside) { i.AskedOn = "2026-03-03" }),
			"nobody at all":                   listing(func(i *penpals.Inside) { i.Most = 0 }),
			"a language that is none":         listing(func(i *penpals.Inside) { i.Languages = []string{"moonish"} }),
			"paused without why":              listing(func(i *penpals.Inside) { i.State = penpals.Paused }),
			"a state that is none":            listing(func(i *penpals.Inside) { i.State = "gone" }),
			"a writer without a name":         writing(penpals.Writer{Way: "555"}),
			"a writer nobody can reach":       writing(penpals.Writer{Name: "Nora"}),
			"a writer with another's account": writing(penpals.Writer{Name: "Nora", Way: "555", AccountID: "moon"}),
			"a letter without a way":          logged(penpals.Letter{}),
			"a letter of tomorrow":            logged(penpals.Letter{Way: penpals.In, CameOn: "2026-03-03"}),
			"passed on before it came":        logged(penpals.Letter{Way: penpals.In, CameOn: "2026-03-02", ForwardedOn: "2026-03-01"}),
			"an end without a reason":         w.s.End(ctx, w.ruth, id, "", "", ""),
			"kept from nobody":                w.s.Keep(ctx, w.ruth, penpals.Block{Kind: penpals.Wish, Reason: "x"}),
			"kept without why":                w.s.Keep(ctx, w.ruth, penpals.Block{PersonID: marcus, Kind: penpals.Wish}),
			"a report of nothing":             w.s.Report(ctx, w.ruth, id, penpals.Incident{About: penpals.AboutInside, Sort: penpals.Money}),
			"60 days before 30":               w.s.SavePolicy(ctx, w.ruth, penpals.Policy{NudgeDays: 60, RematchDays: 30}),
		} {
			want(t, what, err, fault.Invalid)
		}
		_, err := w.s.Propose(ctx, w.ruth, marcus, "moon", "")
		want(t, "a writer that is none", err, fault.Invalid)
		_, err = w.s.Propose(ctx, w.ruth, w.person("Gus"), olga, "")
		want(t, "somebody who does not wait", err, fault.Invalid)
		want(t, "over another's change", w.s.End(ctx, w.ruth, id, "018f0000-0000-7000-8000-000000000001", penpals.EndInside, ""), fault.Conflict)
		must(t, w.s.End(ctx, w.ruth, id, "", penpals.EndInside, ""))
		_, err = w.s.Log(ctx, w.ruth, id, penpals.Letter{Way: penpals.Out})
		want(t, "a letter after the end", err, fault.Conflict)
		blind := authz.NewActor("ida", "Ida", authz.Worker, authz.SeesGranted, penpals.Bundle[authz.Worker]...)
		_, err = w.s.View(ctx, blind, id)
		want(t, "somebody who does not see the person", err, fault.NotFound)
		if b, err := w.s.Board(ctx, blind); err != nil || len(b.Inside)+len(b.Pairs)+len(b.Suggestions) != 0 || len(b.Writers) != 1 {
			t.Errorf("they see %+v, %v", b, err)
		}
	})
}

// core is what a letter moves of a pair.
func core(v penpals.View) string {
	return fmt.Sprint(v.State, v.StateOn, v.LastOn, v.Letters, steps(v))
}

// Of somebody who writes no more the name alone stays; the trail still holds, and nothing
// in it tells where they lived.
func TestAWriterIsForgotten(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ctx, olga := t.Context(), w.writer("Olga", "2026-01-01", "chess")
		pair := w.pair(w.inside("Marcus", "2026-01-01"), olga)
		_, err := w.s.SaveWriter(ctx, w.ruth, penpals.Writer{ID: olga, Name: "Olga", Way: "555-other", Profile: profile("2026-01-01")}, "9 Fern Road")
		must(t, err)
		if before, err := w.images(); err != nil || !strings.Contains(before, "Marigold") || !strings.Contains(before, "555-Olga") {
			t.Fatalf("the trail keeps nothing that could be forgotten: %v", err)
		}
		want(t, "somebody who still writes", w.s.ForgetWriter(ctx, w.ruth, olga, ""), fault.Invalid)
		must(t, w.s.End(ctx, w.ruth, pair, "", penpals.EndWriter, ""))
		want(t, "by somebody who may not", w.s.ForgetWriter(ctx, w.bea, olga, ""), fault.Forbidden)
		must(t, w.s.ForgetWriter(ctx, w.ruth, olga, ""))
		wr, kept, err := w.s.Writer(ctx, w.ruth, olga)
		if err != nil || kept != "" || wr.Name != "Olga" || wr.Way != "" || len(wr.Interests) != 0 || wr.State != penpals.Withdrawn {
			t.Errorf("what is left: %+v, %q, %v", wr, kept, err)
		}
		images, err := w.images()
		must(t, err)
		if strings.Contains(images, "Marigold") || strings.Contains(images, "555-Olga") {
			t.Error("the trail tells where they lived, or how to reach them")
		}
		must(t, w.db.Read(ctx, func(tx *database.Tx) error {
			report, err := trail.Verify(ctx, tx)
			if report.Broken != nil {
				t.Errorf("the trail: %+v", report.Broken)
			}
			return err
		}))
	})
}

// Other days to wait for move the tasks of all pairs.
func TestOtherDaysMoveWhatIsToDo(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.pair(w.inside("Marcus", "2026-01-01"), w.writer("Olga", "2026-01-01"))
		w.on("2026-03-20")
		policy, err := w.s.Policy(t.Context(), w.ruth)
		must(t, err)
		policy.NudgeDays, policy.RematchDays = 14, 28
		want(t, "by somebody who may not", w.s.SavePolicy(t.Context(), w.bea, policy), fault.Forbidden)
		must(t, w.s.SavePolicy(t.Context(), w.ruth, policy))
		if got := w.due(); !slices.Equal(got, []string{"penpal-nudge 2026-03-16"}) {
			t.Errorf("to do: %q", got)
		}
		w.on("2026-03-30")
		if v := w.view(w.board().Pairs[0].ID); v.Stands != penpals.Silent || v.Since != "2026-03-30" {
			t.Errorf("%s since %s", v.Stands, v.Since)
		}
	})
}
