package casework_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Acceptance A1, as far as it lies in the caseload: 83 overdue, 5 due today, 297
// active, none without a next action; ten contacts logged leave 73 overdue.
func TestA1(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		keys := w.a1()
		figures := func() [4]int {
			return [4]int{w.count(casework.Overdue), w.count(casework.Needs) - w.count(casework.Overdue) - w.count(casework.Unset), w.count(casework.All), w.count(casework.Unset)}
		}
		if got, want := figures(), [4]int{83, 5, 297, 0}; got != want {
			t.Fatalf("overdue, due today, active, nothing set: %v, want %v", got, want)
		}
		logged := 0
		for i, id := range keys {
			if (i+1)%60 > 42 && logged < 10 {
				must(t, w.s.LogContact(t.Context(), w.ruth, casework.Contact{CaseID: id, Channel: casework.LetterOut, What: "Wrote about the appeal."}))
				logged++
			}
		}
		if got, want := figures(), [4]int{73, 5, 297, 0}; got != want {
			t.Errorf("after ten contacts: %v, want %v", got, want)
		}
	})
}

func TestLogContactIsOneChange(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		c := w.person("Rosa Delgado", casework.NewCase{WorkerID: "ruth", LastContactOn: today.Add(-50), LastContactHow: casework.Visit})
		before := w.reread(c.ID)
		must(t, w.s.LogContact(t.Context(), w.ruth, casework.Contact{
			PersonID: c.PersonID, Channel: casework.Call, What: "She asks about the bus.", Next: casework.Next{Words: "Send the timetable", On: today.Add(3)},
		}))
		after := w.reread(c.ID)
		if after.LastContactOn != today || after.LastContactHow != casework.Call || after.NextOn != today.Add(3) {
			t.Errorf("last %s by %s, next %s", after.LastContactOn, after.LastContactHow, after.NextOn)
		}
		if n := w.entries(c.PersonID, "call"); n != 1 {
			t.Errorf("%d entries on the timeline", n)
		}
		open, err := w.tasks.OfPerson(t.Context(), w.ruth, c.PersonID)
		if err != nil || len(open) != 1 || open[0].Title != "Send the timetable" || !open[0].IsNext {
			t.Errorf("open tasks: %+v %v", open, err)
		}

		must(t, trail.Undo(t.Context(), db, w.ruth, w.lastChange(w.ruth)))
		if diff := cmp.Diff(before, w.reread(c.ID)); diff != "" {
			t.Error("undo left a difference:", diff)
		}
		if n := w.entries(c.PersonID, "call"); n != 0 {
			t.Errorf("undo left %d entries", n)
		}
	})
}

func TestLogContactRules(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		active := w.person("A", casework.NewCase{WorkerID: "ruth", LastContactOn: today.Add(-2), LastContactHow: casework.Call})
		hidden := w.person("B", casework.NewCase{WorkerID: "bea"})
		for _, c := range []struct {
			name    string
			contact casework.Contact
			kind    fault.Kind
		}{
			{"nobody", casework.Contact{Channel: casework.Call}, fault.Invalid},
			{"no channel", casework.Contact{CaseID: active.ID}, fault.Invalid},
			{"tomorrow", casework.Contact{CaseID: active.ID, Channel: casework.Call, On: today.Add(1)}, fault.Invalid},
			{"next in the past", casework.Contact{CaseID: active.ID, Channel: casework.Call, Next: casework.Next{On: today.Add(-1)}}, fault.Invalid},
			{"a colleague's in a closed team", casework.Contact{CaseID: hidden.ID, Channel: casework.Call}, fault.NotFound},
			{"the person of a colleague", casework.Contact{PersonID: hidden.PersonID, Channel: casework.Call}, fault.NotFound},
			{"no such case", casework.Contact{CaseID: "x' OR 1=1", Channel: casework.Call}, fault.NotFound},
		} {
			want(t, c.name, w.s.LogContact(t.Context(), w.ruth, c.contact), c.kind)
		}
		must(t, w.s.LogContact(t.Context(), w.ruth, casework.Contact{CaseID: active.ID, Channel: casework.LetterIn, On: today.Add(-9)}))
		if got := w.reread(active.ID); got.LastContactOn != today.Add(-2) {
			t.Errorf("an entry of last week moved the last contact to %s", got.LastContactOn)
		}
	})
}

// A case goes its whole way, and the numbers reconcile at every step.
func TestStatesAndNumbers(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		w := newWorld(t, db)
		ctx := t.Context()
		c := w.person("Gus Amadi", casework.NewCase{State: casework.Waiting, WaitingSince: today.Add(-30)})
		if w.reread(c.ID).OpenedOn != "" {
			t.Error("a waiting case is open")
		}
		step := func(what string, err error, state casework.State) {
			t.Helper()
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if got := w.reread(c.ID).State; got != state {
				t.Errorf("%s: %s, want %s", what, got, state)
			}
		}
		step("activate", w.s.Activate(ctx, w.lee, c.ID, c.Rev, casework.Next{}), casework.Active)
		if got := w.reread(c.ID); got.NextOn != today || got.WorkerID != "lee" {
			t.Errorf("first contact is due %s, of %s", got.NextOn, got.WorkerID)
		}
		step("aside", w.s.SetAside(ctx, w.lee, c.ID, "", "No answer to three letters."), casework.Dormant)
		if w.reread(c.ID).NextOn != "" {
			t.Error("a dormant case has a next action")
		}
		step("woken by a letter", w.s.LogContact(ctx, w.lee, casework.Contact{CaseID: c.ID, Channel: casework.LetterIn}), casework.Active)
		clock.Add(10 * 24 * 3600e9)
		want(t, "close without reason", w.s.Close(ctx, w.lee, c.ID, "", casework.Closing{}), fault.Invalid)
		step("close", w.s.Close(ctx, w.lee, c.ID, "", casework.Closing{Reason: "Went home", LastWord: "He thanks everybody."}), casework.Closed)
		want(t, "close twice", w.s.Close(ctx, w.lee, c.ID, "", casework.Closing{Reason: "Went home"}), fault.Conflict)
		want(t, "activate a closed one", w.s.Activate(ctx, w.lee, c.ID, "", casework.Next{}), fault.Conflict)
		clock.Add(10 * 24 * 3600e9)
		step("reopen", w.s.Reopen(ctx, w.lee, c.ID, "", casework.Next{}), casework.Active)

		for _, span := range []struct {
			from, until civil.Day
			want        casework.Numbers
		}{
			{"2026-01-01", "2026-02-28", casework.Numbers{}},
			{"2026-03-01", "2026-03-31", casework.Numbers{Opened: 2, Closed: 1, End: 1}},
			{"2026-03-03", "2026-03-20", casework.Numbers{Start: 1, Closed: 1}},
			{"2026-03-22", "2026-03-31", casework.Numbers{Opened: 1, End: 1}},
		} {
			got, err := w.s.Numbers(ctx, w.lee, "", span.from, span.until)
			if diff := cmp.Diff(span.want, got); diff != "" || err != nil {
				t.Errorf("%s to %s: %s %v", span.from, span.until, diff, err)
			}
		}
		if n := w.entries(c.PersonID, "case"); n != 4 {
			t.Errorf("%d entries on the timeline, want one for each of four moves", n)
		}
		want(t, "a stale form", w.s.SetAside(ctx, w.lee, c.ID, c.Rev, ""), fault.Conflict)
	})
}

func TestCoverEndsByItself(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		w := newWorld(t, db)
		ctx := t.Context()
		c := w.person("Ana", casework.NewCase{WorkerID: "ruth"})
		_, err := w.s.Case(ctx, w.bea, c.ID)
		want(t, "before", err, fault.NotFound)
		_, err = w.s.SetCover(ctx, w.bea, casework.Cover{WorkerID: "ruth", ByID: "bea", From: today, Until: today.Add(4)})
		want(t, "helping oneself", err, fault.Forbidden)
		cover, err := w.s.SetCover(ctx, w.ruth, casework.Cover{WorkerID: "ruth", ByID: "bea", From: today, Until: today.Add(4), Reason: "leave"})
		must(t, err)
		later := w.person("Olu", casework.NewCase{WorkerID: "ruth"}) // opened during the cover
		for _, id := range []string{c.ID, later.ID} {
			if _, err := w.s.Case(ctx, w.bea, id); err != nil {
				t.Errorf("during: %v", err)
			}
		}
		list, err := w.s.Covers(ctx, w.bea, "bea")
		if err != nil || len(list) != 1 || list[0].Worker != "Ruth" {
			t.Errorf("covers: %+v %v", list, err)
		}
		clock.Add(5 * 24 * 3600e9)
		_, err = w.s.Case(ctx, w.bea, c.ID)
		want(t, "after", err, fault.NotFound)
		clock.Set(dbtest.Noon)
		must(t, w.s.EndCover(ctx, w.ruth, cover.ID))
		_, err = w.s.Case(ctx, w.bea, c.ID)
		want(t, "ended early", err, fault.NotFound)
		must(t, trail.Undo(ctx, db, w.ruth, w.lastChange(w.ruth)))
		if _, err = w.s.Case(ctx, w.bea, c.ID); err != nil {
			t.Errorf("undone: %v", err)
		}
	})
}

func TestTransferMovesAccessAndTasks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		a, b := w.person("Ana", casework.NewCase{WorkerID: "ruth"}), w.person("Bo", casework.NewCase{WorkerID: "ruth"})
		theirs := w.person("Cy", casework.NewCase{WorkerID: "bea"})
		want(t, "a colleague's", w.s.Transfer(ctx, w.ruth, []string{theirs.ID}, "ruth", ""), fault.NotFound)
		want(t, "to nobody", w.s.Transfer(ctx, w.ruth, []string{a.ID}, "nobody", ""), fault.Invalid)
		must(t, w.s.Transfer(ctx, w.ruth, []string{a.ID, b.ID}, "bea", "I move to nights."))
		for _, c := range []casework.Case{a, b} {
			if _, err := w.s.Case(ctx, w.ruth, c.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("Ruth still sees a case she gave away: %v", err)
			}
			if got, err := w.s.Case(ctx, w.bea, c.ID); err != nil || got.Worker != "Bea" {
				t.Errorf("Bea: %v %v", got.Worker, err)
			}
			if open, err := w.tasks.OfPerson(ctx, w.bea, c.PersonID); err != nil || len(open) != 1 || open[0].WorkerID != "bea" {
				t.Errorf("tasks: %+v %v", open, err)
			}
			if w.entries(c.PersonID, "case") != 1 {
				t.Error("no entry of their own")
			}
		}
		must(t, trail.Undo(ctx, db, w.ruth, w.lastChange(w.ruth)))
		if _, err := w.s.Case(ctx, w.ruth, a.ID); err != nil {
			t.Errorf("one undo did not bring both back: %v", err)
		}
	})
}

func TestBulkNextForForty(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		keys, err := w.s.Keys(ctx, w.ruth, casework.Filter{WorkerID: "ruth"})
		must(t, err)
		want(t, "nobody chosen", w.s.SetNextAll(ctx, w.ruth, keys, casework.Next{}), fault.Invalid)
		for range 40 {
			w.person("Somebody", casework.NewCase{WorkerID: "ruth"})
		}
		keys, err = w.s.Keys(ctx, w.ruth, casework.Filter{WorkerID: "ruth"})
		must(t, err)
		must(t, w.s.SetNextAll(ctx, w.ruth, keys, casework.Next{Words: "Send the winter letter", On: today.Add(7)}))
		rows, total, err := w.s.List(ctx, w.ruth, casework.Filter{WorkerID: "ruth", Limit: 100})
		must(t, err)
		if total != 40 || len(rows) != 40 {
			t.Fatalf("%d rows of %d", len(rows), total)
		}
		for _, r := range rows {
			if r.NextTitle != "Send the winter letter" || r.NextOn != today.Add(7) || w.entries(r.PersonID, "case") != 1 {
				t.Fatalf("row %+v", r)
			}
		}
		must(t, trail.Undo(ctx, db, w.ruth, w.lastChange(w.ruth)))
		if n := w.count(casework.Needs); n != 40 {
			t.Errorf("after undo %d need something, want 40", n)
		}
		must(t, w.s.CloseAll(ctx, w.ruth, keys[:3], casework.Closing{Reason: "Went home"}))
		must(t, w.s.SetAsideAll(ctx, w.ruth, keys[3:5], "quiet"))
		if w.count(casework.All) != 35 || w.count(casework.Ended) != 3 || w.count(casework.Asleep) != 2 {
			t.Errorf("active %d, closed %d, dormant %d", w.count(casework.All), w.count(casework.Ended), w.count(casework.Asleep))
		}
	})
}

func TestSuggestsDormancyAndNeverDecides(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		old := w.person("Quiet one", casework.NewCase{WorkerID: "ruth", LastContactOn: today.Add(-50), LastContactHow: casework.Call})
		w.person("Heard of", casework.NewCase{WorkerID: "ruth", LastContactOn: today.Add(-49), LastContactHow: casework.Call})
		never := w.person("Never heard of", casework.NewCase{WorkerID: "ruth", OpenedOn: today.Add(-80)})
		list, err := w.s.Quieted(t.Context(), w.ruth, "ruth", 10)
		must(t, err)
		var got []string
		for _, s := range list {
			got = append(got, s.CaseID)
		}
		if diff := cmp.Diff([]string{never.ID, old.ID}, got, cmpopts.SortSlices(func(a, b string) bool { return a < b })); diff != "" {
			t.Error(diff)
		}
		if w.reread(old.ID).State != casework.Active {
			t.Error("a suggestion changed a case")
		}
	})
}

func TestProgrammeKeepsWhatCasesName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		w := newWorld(t, db)
		ctx := t.Context()
		_, err := w.s.SaveProgramme(ctx, w.ruth, w.programme)
		want(t, "a worker", err, fault.Forbidden)
		p := w.programme
		p.Stages = []casework.Part{{Name: "  "}, p.Stages[1], {Name: "Going home"}}
		p.Questions = append(p.Questions, casework.Part{Name: "Faith", Form: casework.Choice, Choices: []string{"Muslim", "", "None"}})
		saved, err := w.s.SaveProgramme(ctx, w.lee, p)
		must(t, err)
		if len(saved.Stages) != 2 || saved.Stages[0].ID != w.programme.Stages[1].ID || len(saved.Questions) != 3 || len(saved.Questions[2].Choices) != 2 {
			t.Errorf("saved %+v", saved)
		}
		_, err = w.s.SaveProgramme(ctx, w.lee, p)
		want(t, "a stale form", err, fault.Conflict)

		c := w.person("Ana", casework.NewCase{WorkerID: "ruth"})
		must(t, w.s.SetStage(ctx, w.ruth, c.ID, c.Rev, saved.Stages[1].ID))
		want(t, "no such stage", w.s.SetStage(ctx, w.ruth, c.ID, "", w.programme.Stages[0].ID), fault.Invalid)
		q := saved.Questions
		must(t, w.s.SaveAnswers(ctx, w.ruth, c.ID, []casework.Answer{{QuestionID: q[0].ID, Value: "Her sister"}, {QuestionID: q[1].ID, State: "would-not-say", Value: "x"}}))
		got := w.reread(c.ID)
		wantAnswers := map[string]casework.Answer{
			q[0].ID: {QuestionID: q[0].ID, Value: "Her sister"},
			q[1].ID: {QuestionID: q[1].ID, State: "would-not-say"},
		}
		if diff := cmp.Diff(wantAnswers, got.Answers); diff != "" || got.Programme.Stage(got.StageID).Name != "Going home" {
			t.Error(diff, got.StageID)
		}
	})
}
