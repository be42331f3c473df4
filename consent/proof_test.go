package consent_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/timeline"
)

func TestABasisInLaw(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		q := w.packet(w.lawyer())
		q.Basis = &consent.Basis{Kind: consent.Order, Citation: "No. 26-118", Reason: "short"}
		_, err := w.check(w.lee, q)
		w.is(err, fault.Invalid, "reason")
		q.Basis.Reason = "Subpoena served on 27 February, our lawyer read it."
		_, err = w.check(w.ruth, q)
		w.is(err, fault.Forbidden)
		proof, err := w.check(w.lee, q)
		w.must(err)
		if proof.At() != w.clock.Now() {
			t.Fatal(proof.At())
		}
		d := w.file().Disclosures
		if len(d) != 1 || d[0].Basis != *q.Basis || d[0].ConsentID != "" || d[0].ByName != "Lee" || d[0].Change != w.last(w.lee).ID {
			t.Fatalf("%+v", d)
		}
		for _, b := range []consent.Basis{{}, {Kind: "because", Citation: "x", Reason: q.Basis.Reason}, {Kind: consent.Duty, Reason: q.Basis.Reason}} {
			q.Basis = &b
			_, err := w.check(w.lee, q)
			w.is(err, fault.Invalid)
		}
	})
}

// A proof speaks for its own change, person, recipient and classes only, and
// nobody outside the package can make one.
func TestProofs(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		w.record(a)
		q := w.packet(a)
		var kept consent.Proof
		w.write(w.ruth, func(tx *trail.Tx) (err error) {
			if kept, err = consent.Check(t.Context(), tx, q); err != nil {
				return err
			}
			w.must(kept.Covers(tx, q))
			for _, change := range []func(*consent.Ask){
				func(q *consent.Ask) { q.PersonID = w.leila }, func(q *consent.Ask) { q.Purpose = "media" },
				func(q *consent.Ask) { q.Audience.Name = "Somebody" }, func(q *consent.Ask) { q.Classes = consent.Of(consent.C1, consent.C3) },
				func(q *consent.Ask) { q.Classes = 0 },
			} {
				other := q
				change(&other)
				w.is(kept.Covers(tx, other), fault.Forbidden)
			}
			w.is(consent.Proof{}.Covers(tx, consent.Ask{}), fault.Forbidden)
			return nil
		})
		w.write(w.ruth, func(tx *trail.Tx) error {
			w.is(kept.Covers(tx, q), fault.Forbidden)
			return nil
		})
	})
	for _, f := range reflect.VisibleFields(reflect.TypeFor[consent.Proof]()) {
		if f.IsExported() {
			t.Errorf("anybody can write %s of a proof", f.Name)
		}
	}
}

func TestWhatLeftCannotBeUndone(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		w.record(a)
		given := w.last(w.ruth).ID
		w.must(w.s.Share(t.Context(), w.ruth, w.packet(a)))
		shared := w.last(w.ruth)
		if shared.Reversible || shared.Action != "consent.shared" || shared.Args["whom"] != "J. Prewitt" {
			t.Fatalf("%+v", shared)
		}
		w.is(w.undo(w.ruth, shared.ID), fault.Conflict)
		w.is(w.undo(w.ruth, given), fault.Conflict) // something left under it
		if len(w.file().Consents) != 1 {
			t.Fatal("the consent is gone")
		}
	})
}

func TestUndoingAnAnswer(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		id := w.record(a)
		given := w.last(w.ruth).ID
		a.Of, a.Why = id, "The witness was missing."
		w.record(a)
		corrected := w.last(w.ruth).ID
		w.is(w.undo(w.ruth, given), fault.Conflict)
		w.must(w.undo(w.ruth, corrected))
		w.must(w.undo(w.ruth, given))
		if f := w.file(); len(f.Consents) != 0 || len(w.open()) != 0 {
			t.Fatalf("left: %+v, %+v", f.Consents, w.open())
		}
		w.must(w.undo(w.ruth, w.last(w.ruth).ID)) // redo
		if w.state(id) != consent.InForce {
			t.Fatal(w.state(id))
		}
	})
}

// The tables themselves refuse to overwrite or to forget.
func TestTheLedgerIsAppendOnly(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		w.record(a)
		w.must(w.s.Share(t.Context(), w.ruth, w.packet(a)))
		w.must(w.s.SaveText(t.Context(), w.lee, consent.Text{Purpose: "hold", Lang: "vi", Body: "…"}, ""))
		for _, statement := range []string{
			`UPDATE consent_entry SET until_at = until_at + 1`, `UPDATE disclosure SET what = ''`, `DELETE FROM disclosure`, `UPDATE consent_text SET body = ''`,
		} {
			if err := w.db.Write(t.Context(), func(tx *database.Tx) error { _, err := tx.Exec(t.Context(), statement); return err }); err == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		id := w.record(a)
		_, err := w.s.Of(t.Context(), w.bea, w.yusuf)
		w.is(err, fault.NotFound)
		_, err = w.s.Standing(t.Context(), w.bea, w.yusuf)
		w.is(err, fault.NotFound)
		_, err = w.s.Record(t.Context(), w.bea, a)
		w.is(err, fault.NotFound)
		_, err = w.check(w.bea, w.packet(a))
		w.is(err, fault.NotFound)
		_, err = w.s.Of(t.Context(), w.vi, w.yusuf)
		w.is(err, fault.Forbidden)
		_, err = w.s.Record(t.Context(), w.vi, a)
		w.is(err, fault.Forbidden)
		_, err = w.s.Withdraw(t.Context(), w.vi, consent.Withdrawal{PersonID: w.yusuf, ConsentID: id, How: consent.ByPhone, On: today})
		w.is(err, fault.Forbidden)
		w.is(w.s.SavePurposes(t.Context(), w.ruth, consent.Purposes()), fault.Forbidden)
		w.is(w.s.SaveText(t.Context(), w.ruth, consent.Text{}, ""), fault.Forbidden)
		_, err = w.s.Withdraw(t.Context(), w.ruth, consent.Withdrawal{PersonID: w.leila, ConsentID: id, How: consent.ByPhone, On: today})
		w.is(err, fault.NotFound) // a line of somebody else
	})
}

func TestAnAnswerThatSaysTooLittle(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		_, err := w.s.Record(t.Context(), w.ruth, consent.Answer{PersonID: w.yusuf})
		w.is(err, fault.Invalid, "act", "purpose", "how", "lang", "from")
		for field, change := range map[string]func(*consent.Answer){
			"audience": func(a *consent.Answer) { a.Audience.Name = " " },
			"class":    func(a *consent.Answer) { a.Classes = 0 },
			"from":     func(a *consent.Answer) { a.From = today.Add(1) },
			"until":    func(a *consent.Answer) { a.Until = "" },
			"lang":     func(a *consent.Answer) { a.Lang = "xx" },
			"text":     func(a *consent.Answer) { a.TextID = "standard:hold:en:1" },
			"limits":   func(a *consent.Answer) { a.Limits = strings.Repeat("é", 2001) },
			"witness":  func(a *consent.Answer) { a.Witness = strings.Repeat("é", 201) },
			"how":      func(a *consent.Answer) { a.How = "dream" },
		} {
			a := w.lawyer()
			change(&a)
			_, err := w.s.Record(t.Context(), w.ruth, a)
			w.is(err, fault.Invalid, field)
		}
		a := w.lawyer()
		a.Until = a.From.Add(-1)
		_, err = w.s.Record(t.Context(), w.ruth, a)
		w.is(err, fault.Invalid, "until")
		a.Until = a.From.AddMonths(consent.MaxMonths).Add(1)
		_, err = w.s.Record(t.Context(), w.ruth, a)
		w.is(err, fault.Invalid, "until")
		_, err = w.check(w.ruth, consent.Ask{PersonID: w.yusuf})
		w.is(err, fault.Invalid, "purpose", "audience", "class", "what")
	})
}

func TestTheTimelineSaysIt(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		a.Limits = "Nothing about my brother."
		w.record(a)
		kinds := timeline.NewKinds()
		consent.TimelineKinds(kinds)
		page, err := (&timeline.Service{DB: w.db, Kinds: kinds}).Page(t.Context(), w.ruth, w.yusuf, timeline.Filter{Group: timeline.Legal})
		w.must(err)
		if len(page.Entries) != 1 || page.Entries[0].TitleKey != "consent.line.given.share-lawyer" || page.Entries[0].Body != a.Limits {
			t.Fatalf("%+v", page.Entries)
		}
	})
}
