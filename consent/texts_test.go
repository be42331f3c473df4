package consent_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/tasks"
)

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
