package mailroom_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/mailroom"
	"github.com/throughcare/throughcare/mailroom/verdict"
)

// From the envelope to the parcel, and the next one when the turn comes.
func TestFromLetterToParcel(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.rule(w.harrow, facilities.Test{Sort: facilities.Binding, Value: facilities.Paperback, Stops: true})
		w.rule(w.harrow, facilities.Test{Sort: facilities.Count, N: 3, Stops: true})
		q := w.ask(w.yusuf, "Farsi–English dictionary, chess openings")
		if q.Code != "L-00001" || q.State != mailroom.Queued || q.Label != mailroom.LabelQueued {
			t.Fatalf("%+v", q)
		}
		labels, err := w.s.Labels(t.Context(), w.ruth)
		if err != nil || len(labels) != 1 || strings.Join(labels[0].Address, "|") != "Yusuf Karimi #0418-OI-22|Harrow Ridge|PO Box 77|HARROW TK 40418" && !strings.Contains(strings.Join(labels[0].Address, "|"), "PO Box 77") {
			t.Fatalf("labels %+v, %v", labels, err)
		}
		must(t, w.s.Printed(t.Context(), w.ruth, []string{q.ID}, nil))
		if _, err := w.s.Send(t.Context(), w.ruth, q.ID, "", mailroom.Packed{Items: []verdict.Item{{Title: "Hafez", Hardcover: true}}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a hardcover goes: %v", err)
		}
		if _, err := w.s.Send(t.Context(), w.ruth, q.ID, "", mailroom.Packed{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty parcel goes: %v", err)
		}
		_, err = w.s.Send(t.Context(), w.ruth, q.ID, w.request(q.ID).Rev, mailroom.Packed{Items: []verdict.Item{{Title: "Dictionary", Grams: 500}, {Title: "Openings", Grams: 300}}, CheckedBy: "Greta"})
		must(t, err)
		if _, err := w.s.Send(t.Context(), w.ruth, q.ID, "", mailroom.Packed{Items: []verdict.Item{{Title: "More"}}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("it goes twice: %v", err)
		}
		d, err := w.s.Desk(t.Context(), w.ruth, w.yusuf)
		must(t, err)
		if len(d.Sent) != 1 || d.Sent[0].Weight != 800 || d.Sent[0].CheckedBy != "Greta" || d.Offers[0].Verdict.Sort != verdict.Wait || d.Offers[0].Verdict.Until != "2026-05-02" {
			t.Fatalf("after it went: %+v", d.Offers[0].Verdict)
		}
		if !slices.Equal(d.Asked, []string{"Farsi–English dictionary, chess openings"}) {
			t.Errorf("asked before: %q", d.Asked)
		}
		next := w.ask(w.yusuf, "Hafez")
		if next.State != mailroom.Held || next.FillOn != "2026-05-02" || next.Why != "ours" || next.Label != mailroom.LabelNone {
			t.Fatalf("too soon, and %+v", next)
		}
		held, err := w.s.HeldOnes(t.Context(), w.ruth)
		if err != nil || len(held) != 1 || held[0].Facility != "Harrow Ridge" || held[0].Offer != "Books" {
			t.Fatalf("held %+v, %v", held, err)
		}
		w.on("2026-05-02")
		if queue, err := w.s.Queue(t.Context(), w.ruth); err != nil || len(queue) != 1 || queue[0].ID != next.ID {
			t.Errorf("on the day it is not in the queue: %+v, %v", queue, err)
		}
	})
}

// Acceptance A14: nine letters wait while somebody is moved, and go on to the new address.
func TestNineWaitWhileSomebodyIsMoved(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.on("2026-05-29")
		var all []string
		for i := range 9 {
			done, err := w.s.Log(t.Context(), w.ruth, mailroom.NewLetter{
				Incoming: mailroom.Incoming{PersonID: w.yusuf, Kind: mailroom.Asks}, Asks: []mailroom.Ask{{OfferID: w.letters, Words: fmt.Sprint("Letter ", i+1)}}, Way: mailroom.WithLabel,
			})
			must(t, err)
			all = append(all, done.Requests[0].ID)
		}
		w.on("2026-05-30")
		w.say(w.yusuf, "", custody.InTransit)
		held, err := w.s.HeldOnes(t.Context(), w.ruth)
		if err != nil || len(held) != 9 || held[0].Why != "transit" || held[0].FillOn != "" {
			t.Fatalf("%d held, %v", len(held), err)
		}
		if labels, err := w.s.Labels(t.Context(), w.ruth); err != nil || len(labels) != 0 {
			t.Errorf("%d labels wait for somebody on the way, %v", len(labels), err)
		}
		if late := w.ask(w.yusuf, "A tenth"); late.State != mailroom.Held || late.Why != "transit" {
			t.Errorf("what is asked meanwhile: %+v", late)
		}
		w.on("2026-06-12")
		w.move(w.yusuf, w.pine)
		labels, err := w.s.Labels(t.Context(), w.ruth)
		must(t, err)
		n := 0
		for _, l := range labels {
			if !strings.Contains(strings.Join(l.Address, "|"), "PO Box 9") {
				t.Errorf("a label to %q", l.Address)
			}
			if slices.Contains(all, l.ID) {
				n++
			}
		}
		if n != 9 || len(labels) != 10 {
			t.Errorf("%d of the nine have a label among %d", n, len(labels))
		}
		must(t, w.s.Printed(t.Context(), w.ruth, all, nil))
		w.on("2026-06-20")
		w.move(w.yusuf, w.harrow) // and moved back: what was printed names the old address
		if q := w.request(all[0]); q.Label != mailroom.LabelQueued {
			t.Errorf("the printed label to the old address: %+v", q)
		}
		w.on("2026-07-01")
		w.say(w.yusuf, "", custody.Released)
		if q := w.request(all[0]); q.State != mailroom.Stopped || q.Why != "home" {
			t.Errorf("after they went home: %+v", q)
		}
	})
}

func TestReturns(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		send := func() mailroom.Parcel {
			t.Helper()
			q := w.ask(w.yusuf, "Chess")
			must(t, w.s.Place(t.Context(), w.ruth, q.ID, "", mailroom.WithLabel, ""))
			id, err := w.s.Send(t.Context(), w.ruth, q.ID, "", mailroom.Packed{Items: []verdict.Item{{Title: "Chess"}}})
			must(t, err)
			p, err := w.s.Parcel(t.Context(), w.ruth, id)
			must(t, err)
			return p
		}
		p := send()
		w.on("2026-03-20")
		for name, r := range map[string]mailroom.Return{
			"no reason": {}, "refused": {Reason: "refused"}, "other, without words": {Reason: mailroom.OtherReason}, "a rule, and nobody says which": {Reason: mailroom.ByRule},
			"to come": {Reason: mailroom.NotFound, On: "2026-03-21"}, "before it went": {Reason: mailroom.NotFound, On: "2026-03-01"},
		} {
			if err := w.s.Returned(t.Context(), w.ruth, p.ID, "", r); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		must(t, w.s.Returned(t.Context(), w.ruth, p.ID, p.Rev, mailroom.Return{Reason: mailroom.TheyMoved, Again: true}))
		if err := w.s.Returned(t.Context(), w.ruth, p.ID, "", mailroom.Return{Reason: mailroom.Damaged}); !fault.Is(err, fault.Conflict) {
			t.Errorf("it comes back twice: %v", err)
		}
		if got := w.due(w.yusuf); !slices.Equal(got, []string{"mail-where 2026-03-20"}) {
			t.Errorf("to do: %q", got)
		}
		d, err := w.s.Desk(t.Context(), w.ruth, w.yusuf)
		must(t, err)
		if len(d.Waiting) != 1 || d.Waiting[0].AgainOf != p.ID || d.Waiting[0].State != mailroom.Held || d.Offers[0].Verdict.Sort != verdict.Send {
			t.Fatalf("the turn is lost: %+v, %+v", d.Waiting, d.Offers[0].Verdict)
		}
		w.move(w.yusuf, w.pine)
		again := w.request(d.Waiting[0].ID)
		if again.State != mailroom.Queued || again.Label != mailroom.LabelQueued {
			t.Errorf("where to is known, and it is %+v", again)
		}
		id, err := w.s.Send(t.Context(), w.ruth, again.ID, "", mailroom.Packed{Items: []verdict.Item{{Title: "Chess"}}})
		must(t, err)
		if d, _ = w.s.Desk(t.Context(), w.ruth, w.yusuf); d.Offers[0].Verdict.Sort != verdict.Send {
			t.Errorf("a re-send used the turn: %+v", d.Offers[0].Verdict)
		}
		must(t, w.s.Returned(t.Context(), w.ruth, id, "", mailroom.Return{Reason: mailroom.ByRule, Words: "No chess problems", AppealBy: "2026-04-01"}))
		if got := w.due(w.yusuf); !slices.Contains(got, "mail-appeal 2026-04-01") {
			t.Errorf("to do: %q", got)
		}
		list, err := w.s.ReturnedOnes(t.Context(), w.ruth, 10)
		if err != nil || len(list) != 2 || list[0].Place != "Pine Hollow" || list[0].Reason != mailroom.ByRule {
			t.Errorf("came back: %+v, %v", list, err)
		}
	})
}

func TestASenderNobodyKnows(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		if _, err := w.s.Log(t.Context(), w.ruth, mailroom.NewLetter{Incoming: mailroom.Incoming{Kind: mailroom.Letter}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a letter of nobody, without a word: %v", err)
		}
		done, err := w.s.Log(t.Context(), w.ruth, mailroom.NewLetter{
			Incoming: mailroom.Incoming{Kind: mailroom.Letter, AsRead: "K…rimi 0418", Words: "Asks for a dictionary."}, Asks: []mailroom.Ask{{OfferID: w.books, Words: "Dictionary"}},
		})
		must(t, err)
		list, err := w.s.Unknown(t.Context(), w.bea)
		if err != nil || len(list) != 1 || list[0].AsRead != "K…rimi 0418" {
			t.Fatalf("unknown %+v, %v", list, err)
		}
		if c, err := w.s.Counts(t.Context(), w.ruth); err != nil || c != (mailroom.Counts{Unknown: 1}) {
			t.Errorf("counts %+v, %v", c, err)
		}
		must(t, w.s.Belongs(t.Context(), w.ruth, done.LetterID, list[0].Rev, w.yusuf))
		if err := w.s.Belongs(t.Context(), w.ruth, done.LetterID, "", w.yusuf); !fault.Is(err, fault.Conflict) {
			t.Errorf("it is known twice: %v", err)
		}
		open, err := w.s.Letters(t.Context(), w.ruth, mailroom.ToAnswer)
		if err != nil || len(open) != 1 || open[0].Name != "Yusuf Karimi" || open[0].EntryID == "" {
			t.Errorf("to answer %+v, %v", open, err)
		}
	})
}

func TestWallsOfTheDesk(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		q := w.ask(w.yusuf, "Chess")
		if _, err := w.s.Desk(t.Context(), w.bea, w.yusuf); !fault.Is(err, fault.NotFound) {
			t.Errorf("Bea has Yusuf on her desk: %v", err)
		}
		if _, err := w.s.Request(t.Context(), w.bea, q.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("Bea sees the request: %v", err)
		}
		if _, err := w.s.Letter(t.Context(), w.bea, q.LetterID); !fault.Is(err, fault.NotFound) {
			t.Errorf("Bea sees the letter: %v", err)
		}
		if _, err := w.s.Coded(t.Context(), w.bea, "l-00001"); !fault.Is(err, fault.NotFound) {
			t.Errorf("Bea scans the slip: %v", err)
		}
		if id, err := w.s.Coded(t.Context(), w.ruth, " l-00001"); err != nil || id != q.ID {
			t.Errorf("Ruth scans the slip: %q, %v", id, err)
		}
		if c, err := w.s.Counts(t.Context(), w.bea); err != nil || c != (mailroom.Counts{}) {
			t.Errorf("Bea counts %+v, %v", c, err)
		}
		if _, err := w.s.SaveOffer(t.Context(), w.bea, mailroom.Usual("Books", "Letters")[0]); !fault.Is(err, fault.Forbidden) {
			t.Errorf("Bea changes what we send: %v", err)
		}
		stranger := authz.NewActor("sam", "Sam", authz.Administrator, authz.SeesAll)
		if _, err := w.s.Queue(t.Context(), stranger); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger sees the queue: %v", err)
		}
	})
}

func TestWhatIsTypedWrong(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		good := mailroom.NewLetter{Incoming: mailroom.Incoming{PersonID: w.yusuf, Kind: mailroom.Asks}, Asks: []mailroom.Ask{{OfferID: w.books, Words: "Chess"}}, Way: mailroom.NoLabel}
		for field, change := range map[string]func(*mailroom.NewLetter){
			"kind":     func(n *mailroom.NewLetter) { n.Kind = "parcel" },
			"received": func(n *mailroom.NewLetter) { n.ReceivedOn = "2026-03-03" },
			"asks":     func(n *mailroom.NewLetter) { n.Asks[0].Words = " " },
			"offer":    func(n *mailroom.NewLetter) { n.Asks[0].OfferID = "nothing" },
			"until":    func(n *mailroom.NewLetter) { n.Way, n.Until = mailroom.Hold, "2026-03-02" },
			"words":    func(n *mailroom.NewLetter) { n.Words = strings.Repeat("x", 5000) },
			"back":     func(n *mailroom.NewLetter) { n.Back = "moon" },
		} {
			bad := good
			bad.Asks = slices.Clone(good.Asks)
			change(&bad)
			_, err := w.s.Log(t.Context(), w.ruth, bad)
			wrong, ok := errors.AsType[*fault.Error](err)
			if !ok || len(wrong.Problems) != 1 || wrong.Problems[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		done, err := w.s.Log(t.Context(), w.ruth, mailroom.NewLetter{Incoming: mailroom.Incoming{PersonID: w.yusuf, Kind: mailroom.Legal, Words: "From his lawyer."}})
		must(t, err)
		if l, err := w.s.Letter(t.Context(), w.ruth, done.LetterID); err != nil || l.Words != "" || l.State != mailroom.ToAnswer {
			t.Errorf("a privileged letter keeps %q, %v", l.Words, err)
		}
	})
}

// Each line of a session can be taken back, and the figures are of whoever sits there.
func TestASessionAndItsUndo(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		start := w.db.Now()
		for i := range 3 {
			w.clock.Set(start.Add(time.Duration(i) * 18 * time.Second))
			w.ask(w.yusuf, fmt.Sprint("Book ", i))
		}
		session, err := w.s.Session(t.Context(), w.ruth)
		if err != nil || len(session.Rows) != 3 || session.Seconds != 18 || len(session.Rows[0].Requests) != 1 {
			t.Fatalf("%d logged, %d s a letter, %v", len(session.Rows), session.Seconds, err)
		}
		must(t, trail.Undo(t.Context(), w.db, w.ruth, session.Rows[0].Rev))
		if session, err = w.s.Session(t.Context(), w.ruth); err != nil || len(session.Rows) != 2 {
			t.Errorf("after undo %d, %v", len(session.Rows), err)
		}
		if queue, err := w.s.Queue(t.Context(), w.ruth); err != nil || len(queue) != 2 {
			t.Errorf("the queue has %d, %v", len(queue), err)
		}
		w.clock.Set(start.Add(2 * time.Hour))
		if session, err = w.s.Session(t.Context(), w.ruth); err != nil || len(session.Rows) != 0 {
			t.Errorf("two hours later it is still the same session: %d, %v", len(session.Rows), err)
		}
		if q := w.ask(w.yusuf, "One more"); q.Code != "L-00003" {
			t.Errorf("the next slip is %s", q.Code)
		}
	})
}

func TestChoicesAtTheDesk(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		log := func(way mailroom.Way, until string) mailroom.Request {
			t.Helper()
			done, err := w.s.Log(t.Context(), w.ruth, mailroom.NewLetter{
				Incoming: mailroom.Incoming{PersonID: w.yusuf, Kind: mailroom.Asks}, Asks: []mailroom.Ask{{OfferID: w.books, Words: "Chess"}}, Way: way, Until: civil.Day(until), ToWorker: true,
			})
			must(t, err)
			return done.Requests[0]
		}
		if q := log(mailroom.NoLabel, ""); q.State != mailroom.Queued || q.Label != mailroom.LabelNone {
			t.Errorf("without a label: %+v", q)
		}
		q := log(mailroom.Hold, "2026-04-01")
		if q.State != mailroom.Held || q.FillOn != "2026-04-01" || q.Why != "" {
			t.Errorf("held: %+v", q)
		}
		if got := w.due(w.yusuf); len(got) != 2 || got[0] != "mail-read 2026-03-02" {
			t.Errorf("to do: %q", got)
		}
		must(t, w.s.Place(t.Context(), w.ruth, q.ID, q.Rev, mailroom.WithLabel, ""))
		if err := w.s.Place(t.Context(), w.ruth, q.ID, q.Rev, mailroom.WithLabel, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("over another's change: %v", err)
		}
		must(t, w.s.Drop(t.Context(), w.ruth, q.ID, ""))
		if _, err := w.s.Send(t.Context(), w.ruth, q.ID, "", mailroom.Packed{Items: []verdict.Item{{Title: "Chess"}}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("what was dropped goes: %v", err)
		}
		w.rule(w.harrow, facilities.Test{Sort: facilities.Nothing, Stops: true})
		if q := log(mailroom.WithLabel, ""); q.State != mailroom.Stopped || q.Why != "nothing" || q.Label != mailroom.LabelNone {
			t.Errorf("nothing is let in, and %+v", q)
		}
	})
}
