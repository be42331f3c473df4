package consent_test

import (
	"context"
	"testing"
	"time"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/fault"
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
