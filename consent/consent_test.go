package consent_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

func TestNothingLeavesUnlessSomebodySaidYes(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		_, err := w.check(w.ruth, w.packet(a))
		w.is(err, fault.Forbidden)
		w.record(a)
		if _, err = w.check(w.ruth, w.packet(a)); err != nil {
			t.Fatal(err)
		}
		for what, change := range map[string]func(*consent.Ask){
			"another purpose":   func(q *consent.Ask) { q.Purpose = "share-partner" },
			"another recipient": func(q *consent.Ask) { q.Audience.Name = "J. Prewett" },
			"a worse class":     func(q *consent.Ask) { q.Classes = consent.Of(consent.C3, consent.C4) },
			"another person":    func(q *consent.Ask) { q.PersonID = w.leila },
		} {
			q := w.packet(a)
			change(&q)
			if _, err := w.check(w.ruth, q); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if got := w.file().Disclosures; len(got) != 1 {
			t.Fatalf("%d disclosures", len(got))
		}
	})
}

func TestTheNameOfARecipientIsReadKindly(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		w.record(a)
		q := w.packet(a)
		q.Audience.Name = "  j. PREWITT "
		if _, err := w.check(w.ruth, q); err != nil {
			t.Fatal(err)
		}
	})
}

// Two people of the record with one name are two recipients.
func TestRecipientsOfTheRecordAreToldApart(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		a.Purpose, a.Audience = "contact-family", consent.Audience{PersonID: w.leila}
		w.record(a)
		q := w.packet(a)
		q.Audience = consent.Audience{PersonID: w.leila, Name: "Leila Karimi"}
		if _, err := w.check(w.ruth, q); err != nil {
			t.Fatal(err)
		}
		namesake := w.person("Leila Karimi")
		q.Audience.PersonID = namesake
		_, err := w.check(w.ruth, q)
		w.is(err, fault.Forbidden)
		no := a
		no.Act, no.Audience, no.Until = consent.Refuse, consent.Audience{PersonID: namesake}, ""
		w.record(no)
		q.Audience.PersonID = ""
		_, err = w.check(w.ruth, q) // a name that fits both needs a yes of both
		w.is(err, fault.Forbidden)
		q.Audience.PersonID = w.leila
		if _, err := w.check(w.ruth, q); err != nil {
			t.Fatal(err)
		}
		for _, c := range w.file().Consents {
			if c.Audience.Name != "Leila Karimi" {
				t.Fatalf("audience %+v", c.Audience)
			}
		}
		a.Audience = consent.Audience{PersonID: nobody}
		_, err = w.s.Record(t.Context(), w.ruth, a)
		w.is(err, fault.NotFound)
	})
}

func TestItEndsAtMidnightOfItsLastDay(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.s.Zone = func(context.Context) *time.Location { return time.FixedZone("west", -5*3600) }
		a := w.lawyer()
		a.Until = "2026-03-10"
		id := w.record(a)
		for _, c := range []struct {
			at    time.Time
			state consent.State
			ok    bool
		}{
			{time.Date(2026, 3, 11, 4, 59, 0, 0, time.UTC), consent.EndsSoon, true},
			{time.Date(2026, 3, 11, 5, 0, 0, 0, time.UTC), consent.Ended, false},
		} {
			w.clock.Set(c.at)
			if _, err := w.check(w.ruth, w.packet(a)); (err == nil) != c.ok || w.state(id) != c.state {
				t.Errorf("%v: %v, %s", c.at, err, w.state(id))
			}
		}
	})
}

func TestTheLaterWordCounts(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		wide := w.lawyer()
		first := w.record(wide)
		narrow := w.lawyer()
		narrow.Classes = consent.Of(consent.C1)
		second := w.record(narrow)
		_, err := w.check(w.ruth, w.packet(wide)) // all of the later word counts, and nothing of the first
		w.is(err, fault.Forbidden)
		q := w.packet(wide)
		q.Classes = consent.Of(consent.C1)
		if _, err := w.check(w.ruth, q); err != nil {
			t.Fatal(err)
		}
		if w.state(first) != consent.Replaced || w.state(second) != consent.InForce {
			t.Fatal(w.state(first), w.state(second))
		}
		no := w.lawyer()
		no.Act, no.Classes, no.Until = consent.Refuse, 0, ""
		third := w.record(no) // to all of it
		_, err = w.check(w.ruth, q)
		w.is(err, fault.Forbidden)
		if w.state(third) != consent.Refused {
			t.Fatal(w.state(third))
		}
		letter := w.lawyer() // written before, but it came only now
		letter.From, letter.Until = today.Add(-10), today.Add(300)
		w.record(letter)
		_, err = w.check(w.ruth, q)
		w.is(err, fault.Forbidden)
	})
}

func TestWithdrawing(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		id := w.record(a)
		q := w.packet(a)
		if _, err := w.check(w.ruth, q); err != nil {
			t.Fatal(err)
		}
		q.What = "Letter to the board"
		if _, err := w.check(w.ruth, q); err != nil {
			t.Fatal(err)
		}
		q.Basis = &consent.Basis{Kind: consent.Order, Citation: "No. 26-118", Reason: "Subpoena served on 27 February."}
		if _, err := w.check(w.lee, q); err != nil { // which his withdrawal does not reach
			t.Fatal(err)
		}
		q.Basis = nil
		left, err := w.s.Withdraw(t.Context(), w.ruth, consent.Withdrawal{PersonID: w.yusuf, ConsentID: id, How: consent.ByPhone, On: today, Words: "Not any more."})
		w.must(err)
		if len(left) != 2 || left[0].What != "Letter to the board" || left[1].What != "Parole packet" {
			t.Fatalf("what left: %+v", left)
		}
		_, err = w.check(w.ruth, q)
		w.is(err, fault.Forbidden)
		open := w.open()
		if len(open) != 1 || open[0].Kind != consent.TaskDelete || open[0].WorkerID != "ruth" || open[0].Args["whom"] != "J. Prewitt" || open[0].Args["things"] != "2" {
			t.Fatalf("tasks %+v", open)
		}
		if w.state(id) != consent.Withdrawn || w.last(w.ruth).Reversible {
			t.Fatal("the fact of it can be undone")
		}
		w.is(w.undo(w.ruth, w.last(w.ruth).ID), fault.Conflict)
		_, err = w.s.Withdraw(t.Context(), w.ruth, consent.Withdrawal{PersonID: w.yusuf, ConsentID: id, How: consent.ByPhone, On: today})
		w.is(err, fault.Conflict)

		w.record(a) // and says yes again
		if _, err := w.check(w.ruth, q); err != nil {
			t.Fatal(err)
		}
	})
}

// What left under an earlier word of theirs is asked back too.
func TestWithdrawingListsWhatLeftBefore(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		w.record(a)
		if _, err := w.check(w.ruth, w.packet(a)); err != nil {
			t.Fatal(err)
		}
		id := w.record(a)
		left, err := w.s.Withdraw(t.Context(), w.ruth, consent.Withdrawal{PersonID: w.yusuf, ConsentID: id, How: consent.ByPhone, On: today})
		w.must(err)
		if len(left) != 1 {
			t.Fatalf("%d things", len(left))
		}
	})
}

func TestAWithdrawalByMistake(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		id := w.record(a)
		if _, err := w.check(w.ruth, w.packet(a)); err != nil {
			t.Fatal(err)
		}
		_, err := w.s.Withdraw(t.Context(), w.ruth, consent.Withdrawal{PersonID: w.yusuf, ConsentID: id, How: consent.ByPhone, On: today})
		w.must(err)
		c, err := w.file().Consent(id)
		w.must(err)
		w.is(w.s.Mistake(t.Context(), w.ruth, w.yusuf, c.Withdrawal.ID, " "), fault.Invalid, "why")
		w.is(w.s.Mistake(t.Context(), w.ruth, w.yusuf, id, "Another Yusuf."), fault.Conflict)
		w.must(w.s.Mistake(t.Context(), w.ruth, w.yusuf, c.Withdrawal.ID, "It was another Yusuf."))
		if c, err = w.file().Consent(id); err != nil || !c.Live() || len(c.Slips) != 1 {
			t.Fatalf("%v %+v", err, c)
		}
		if open := w.open(); len(open) != 1 || open[0].Kind != consent.TaskEnds {
			t.Fatalf("tasks %+v", open)
		}
		w.must(w.s.Mistake(t.Context(), w.ruth, w.yusuf, id, "It was another Yusuf from the start."))
		if w.state(id) != consent.Mistaken || len(w.open()) != 0 {
			t.Fatal(w.state(id), w.open())
		}
		w.is(w.s.Mistake(t.Context(), w.ruth, w.yusuf, id, "Again."), fault.Conflict)
	})
}

func TestCorrecting(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		id := w.record(a)
		a.Of, a.Witness = id, "Chaplain"
		_, err := w.s.Record(t.Context(), w.ruth, a)
		w.is(err, fault.Invalid, "why")
		a.Why, a.Until = "The date was misread.", today.Add(40)
		second := w.record(a)
		c, err := w.file().Consent(id)
		w.must(err)
		if c.ID != second || c.Root != id || len(c.Earlier) != 1 || c.Earlier[0].Witness != "" || c.Witness != "Chaplain" {
			t.Fatalf("%+v", c)
		}
		if open := w.open(); len(open) != 1 || open[0].DueOn != a.Until {
			t.Fatalf("tasks %+v", open)
		}
		_, err = w.s.Record(t.Context(), w.ruth, a) // of a line that was corrected since
		w.is(err, fault.Conflict)
		a.Of = nobody
		_, err = w.s.Record(t.Context(), w.ruth, a)
		w.is(err, fault.NotFound)
		if n := len(w.file().Consents); n != 1 {
			t.Fatalf("%d consents", n)
		}
	})
}

// A correction of what was taken back does not bring it back.
func TestCorrectingDoesNotRevive(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		id := w.record(a)
		_, err := w.s.Withdraw(t.Context(), w.ruth, consent.Withdrawal{PersonID: w.yusuf, ConsentID: id, How: consent.ByPhone, On: today})
		w.must(err)
		a.Of, a.Why = id, "The language was wrong."
		a.Lang = "fa"
		w.record(a)
		_, err = w.check(w.ruth, w.packet(a))
		w.is(err, fault.Forbidden)
	})
}

func TestReminders(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		a.Until = today.Add(100)
		id := w.record(a)
		open := w.open()
		if len(open) != 1 || open[0].Kind != consent.TaskEnds || open[0].DueOn != a.Until || open[0].WaitUntil != today.Add(70) || open[0].WorkerID != "ruth" {
			t.Fatalf("tasks %+v", open)
		}
		a.Until = today.Add(12)
		w.record(a)
		if open = w.open(); len(open) != 1 || open[0].DueOn != a.Until || open[0].WaitUntil != "" {
			t.Fatalf("the newer word is reminded of, and nothing else: %+v", open)
		}
		if w.state(id) != consent.Replaced {
			t.Fatal(w.state(id))
		}
		a.From, a.Until = today.Add(-400), today.Add(-40)
		w.record(a) // old papers
		if n := len(w.open()); n != 1 {
			t.Fatalf("%d tasks", n)
		}
	})
}

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

func TestPaper(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		form := consent.Form{PersonID: w.yusuf, Purpose: "share-lawyer", Audience: consent.Audience{Name: "J. Prewitt"}, Classes: consent.Of(consent.C3), Months: 12, Lang: "en"}
		_, err := w.s.AskOnPaper(t.Context(), w.ruth, consent.Form{PersonID: w.yusuf})
		w.is(err, fault.Invalid, "purpose", "class", "months", "lang")
		form.Lang = "fa"
		_, err = w.s.AskOnPaper(t.Context(), w.ruth, form)
		w.is(err, fault.Invalid, "lang") // nobody wrote it in Farsi yet
		w.must(w.s.SaveText(t.Context(), w.lee, consent.Text{Purpose: "share-lawyer", Lang: "fa", Body: "…"}, ""))
		id, err := w.s.AskOnPaper(t.Context(), w.ruth, form)
		w.must(err)
		paper, err := w.s.Paper(t.Context(), w.ruth, w.yusuf, id)
		w.must(err)
		if paper.Text.Body != "…" || paper.Person.Name != "Yusuf Karimi" || !paper.Open {
			t.Fatalf("%+v", paper)
		}
		_, err = w.s.Paper(t.Context(), w.ruth, w.leila, id)
		w.is(err, fault.NotFound)

		a := w.lawyer()
		a.FormID, a.Lang, a.TextID, a.How = id, "fa", paper.TextID, consent.ByForm
		w.record(a)
		_, err = w.s.Record(t.Context(), w.ruth, a)
		w.is(err, fault.Conflict)
		w.is(w.s.GiveUp(t.Context(), w.ruth, w.yusuf, id), fault.Conflict)
		w.must(w.undo(w.ruth, w.last(w.ruth).ID))
		if len(w.file().Forms) != 1 {
			t.Fatal("the paper waits for an answer again")
		}
		w.must(w.s.GiveUp(t.Context(), w.ruth, w.yusuf, id))
		if len(w.file().Forms) != 0 {
			t.Fatal("it was given up")
		}
	})
}

func TestTexts(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		text := consent.Text{Purpose: "hold", Lang: "en", Body: "We keep a file.\nMay we?"}
		w.is(w.s.SaveText(t.Context(), w.lee, text, ""), fault.Conflict) // there is one already
		w.must(w.s.SaveText(t.Context(), w.lee, text, "standard:hold:en:1"))
		all, err := w.s.Texts(t.Context(), w.ruth)
		w.must(err)
		newest := consent.Newest(all, "hold", "en")
		if newest.Version != 2 || newest.Body != text.Body || !newest.Own() || newest.MadeBy != "Lee" {
			t.Fatalf("%+v", newest)
		}
		change := w.last(w.lee).ID
		w.must(w.s.SaveText(t.Context(), w.lee, text, newest.ID))
		if w.last(w.lee).ID != change {
			t.Fatal("the same text is no new version")
		}
		w.is(w.s.SaveText(t.Context(), w.lee, consent.Text{Purpose: "x", Lang: "xx"}, ""), fault.Invalid, "purpose", "lang", "body")
		a := w.lawyer()
		a.Purpose, a.TextID = "hold", newest.ID
		w.record(a)
		w.is(w.undo(w.lee, change), fault.Conflict) // somebody was shown it
	})
}

func TestPurposesOfTheOrganisation(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		a := w.lawyer()
		w.record(a)
		list := consent.Purposes()
		for i := range list {
			if list[i].Key == "share-lawyer" {
				list[i].Used, list[i].Months = false, 6
			}
		}
		w.must(w.s.SavePurposes(t.Context(), w.lee, list))
		_, err := w.s.Record(t.Context(), w.ruth, a)
		w.is(err, fault.Invalid, "purpose")
		if _, err := w.check(w.ruth, w.packet(a)); err != nil {
			t.Fatal("what they said before still holds:", err)
		}
		w.is(w.s.SavePurposes(t.Context(), w.lee, list), fault.Conflict) // made from what was before
		now, err := w.s.Purposes(t.Context(), w.lee)
		w.must(err)
		if diff := cmp.Diff(list, now, cmpopts.IgnoreFields(consent.Purpose{}, "Rev")); diff != "" {
			t.Fatal(diff)
		}
		now[0].Months = 0
		w.is(w.s.SavePurposes(t.Context(), w.lee, now), fault.Invalid, "months-hold")
	})
}

func TestTasksOfConsents(t *testing.T) {
	t.Parallel()
	for _, k := range consent.TaskKinds() {
		if got := k.Href(tasks.Task{PersonID: "p"}); got != "/people/p/consent" || k.TitleKey == "" || k.CountKey == "" || k.Weight == 0 {
			t.Errorf("%+v leads to %s", k, got)
		}
	}
}
