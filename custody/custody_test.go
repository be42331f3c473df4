package custody_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

var ruth = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll,
	custody.MayRead, custody.MayWrite, people.MayRead, people.MayWrite, timeline.MayRead)

// world is a record with two facilities and so many people.
func world(t *testing.T, db *database.DB, n int) (s *custody.Service, ids []string) {
	t.Helper()
	s = &custody.Service{DB: db, Bus: event.NewBus()}
	err := trail.Write(t.Context(), db, ruth, &trail.Deed{Action: "x"}, func(tx *trail.Tx) error {
		for _, name := range []string{"Harrow Ridge", "Pine Hollow"} {
			row := trail.Set{}
			for _, c := range []string{"country", "region", "county", "place", "kind", "level", "agency", "security", "holds", "phone", "website",
				"time_zone", "status", "opened_on", "closed_on", "source", "checked_on", "merged_into"} {
				row[c] = ""
			}
			row["name"], row["name_key"] = name, name
			row["capacity"], row["population"], row["latitude"], row["longitude"] = 0, 0, 0.0, 0.0
			if err := tx.Insert(t.Context(), "facility", name, row); err != nil {
				return err
			}
		}
		for i := range n {
			p, err := people.Add(t.Context(), tx, nil, people.NewPerson{Name: fmt.Sprintf("Person %d", i)})
			if err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, ids
}

func move(to, source string) custody.Move {
	return custody.Move{FacilityID: to, Source: source, On: partialdate.Must("2026-03-01")}
}

// The move part of acceptance A2: twelve people of one prison in one action.
func TestTwelvePeopleMoveInOneAction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, ids := world(t, db, 12)
		heard := 0
		event.Hear(s.Bus, func(_ context.Context, _ *trail.Tx, e custody.Moved) error {
			if e.To.FacilityID == "Pine Hollow" {
				heard++
			}
			return nil
		})
		if _, err := s.Move(ctx, ruth, ids, custody.Move{FacilityID: "Harrow Ridge", Source: "roster", On: partialdate.Must("2025-03")}); err != nil {
			t.Fatal(err)
		}
		mctx, done := trail.Collect(ctx)
		if _, err := s.Move(mctx, ruth, ids, move("Pine Hollow", "letter returned")); err != nil {
			t.Fatal(err)
		}
		if heard != 12 || len(done.Changes()) != 1 {
			t.Errorf("%d moves were heard in %d changes, want 12 in 1", heard, len(done.Changes()))
		}
		for _, id := range ids {
			list, err := s.Stays(ctx, ruth, id)
			if err != nil || len(list) != 2 || list[0].FacilityID != "Pine Hollow" || list[0].Source != "letter returned" || list[1].Current || list[1].Until.String() != "2026-03-01" {
				t.Fatalf("stays %+v, %v", list, err)
			}
		}
		if err := trail.Undo(ctx, db, ruth, done.Changes()[0].Change); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if now, err := s.Current(ctx, ruth, id); err != nil || now.FacilityID != "Harrow Ridge" || !now.Until.IsZero() {
				t.Fatalf("after undo %+v, %v", now, err)
			}
		}
	})
}

func TestMovesThatAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, ids := world(t, db, 1)
		blind := authz.NewActor("sam", "Sam", authz.Worker, authz.SeesGranted, custody.MayWrite, people.MayRead)
		for name, c := range map[string]struct {
			actor authz.Actor
			ids   []string
			move  custody.Move
			want  fault.Kind
		}{
			"nobody":           {ruth, nil, move("Pine Hollow", ""), fault.Invalid},
			"nowhere":          {ruth, ids, custody.Move{}, fault.Invalid},
			"two places":       {ruth, ids, custody.Move{State: custody.InTransit, FacilityID: "Pine Hollow"}, fault.Invalid},
			"in the future":    {ruth, ids, custody.Move{FacilityID: "Pine Hollow", On: partialdate.Must("2026-03-09")}, fault.Invalid},
			"unknown facility": {ruth, ids, move("nowhere", ""), fault.NotFound},
			"hidden person":    {blind, ids, move("Pine Hollow", ""), fault.NotFound},
			"no permission":    {authz.Actor{ID: "x"}, ids, move("Pine Hollow", ""), fault.Forbidden},
			"moved meanwhile":  {ruth, ids, custody.Move{FacilityID: "Pine Hollow", Expected: map[string]string{ids[0]: "another"}}, fault.Conflict},
		} {
			if _, err := s.Move(ctx, c.actor, c.ids, c.move); !fault.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		if _, err := s.Current(ctx, ruth, ids[0]); !fault.Is(err, fault.NotFound) {
			t.Errorf("a refused move left something: %v", err)
		}
	})
}

func TestAnOlderClaimIsKeptBeside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, ids := world(t, db, 1)
		if _, err := s.Move(ctx, ruth, ids, move("Pine Hollow", "phone")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Move(ctx, ruth, ids, custody.Move{FacilityID: "Harrow Ridge", On: partialdate.Must("2025"), Source: "old roster"}); err != nil {
			t.Fatal(err)
		}
		list, err := s.Stays(ctx, ruth, ids[0])
		if err != nil || len(list) != 2 || list[0].FacilityID != "Pine Hollow" || !list[1].Beside {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

// Whatever is claimed in whatever order, nobody is in two places: one current
// stay at most, and no two stays of the line that lie, for certain, over one
// another. Taking a move back leaves everything as it was.
func TestNobodyIsInTwoPlaces(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, ids := world(t, db, 1)
		days := []string{"", "2019", "2024-05", "2025-11-30", "2026-03-01", "~2020", "2024-05-20", "2025"}
		rapid.Check(t, func(rt *rapid.T) {
			day := func(label string) partialdate.Date { return partialdate.Must(rapid.SampledFrom(days).Draw(rt, label)) }
			m := custody.Move{Source: "x", On: day("on"), SourceOn: day("said"), Overrule: rapid.Bool().Draw(rt, "overrule")}
			m.Confidence = rapid.SampledFrom(custody.Confidences()).Draw(rt, "confidence")
			m.State = rapid.SampledFrom(custody.States()).Draw(rt, "state")
			if m.State == custody.Held {
				m.FacilityID = rapid.SampledFrom([]string{"Harrow Ridge", "Pine Hollow"}).Draw(rt, "facility")
			}
			before, err := s.Stays(t.Context(), ruth, ids[0])
			if err != nil {
				rt.Fatal(err)
			}
			ctx, done := trail.Collect(t.Context())
			if _, err := s.Move(ctx, ruth, ids, m); err != nil {
				rt.Fatal(err)
			}
			checkLine(rt, s, ids[0])
			if rapid.Bool().Draw(rt, "undo") {
				if err := trail.Undo(t.Context(), db, ruth, done.Changes()[0].Change); err != nil {
					rt.Fatal(err)
				}
				after, err := s.Stays(t.Context(), ruth, ids[0])
				if diff := cmp.Diff(before, after, cmp.AllowUnexported(partialdate.Date{})); err != nil || diff != "" {
					rt.Fatalf("undo: %v %s", err, diff)
				}
			}
		})
	})
}

func checkLine(rt *rapid.T, s *custody.Service, personID string) {
	list, err := s.Stays(context.Background(), ruth, personID)
	if err != nil {
		rt.Fatal(err)
	}
	var line []custody.Stay
	current := 0
	for _, st := range list {
		if st.Current {
			current++
			if st.Beside || !st.Until.IsZero() {
				rt.Fatalf("the current stay has ended: %+v", st)
			}
		}
		if !st.Beside {
			line = append(line, st)
		}
	}
	if current > 1 || current == 0 && len(line) > 0 {
		rt.Fatalf("%d current stays in %+v", current, list)
	}
	for i, a := range line {
		if a.Until.Compare(a.Since) == partialdate.Before {
			rt.Fatalf("a stay ends before it begins: %+v", a)
		}
		for _, b := range line[i+1:] {
			first := a.Since.Compare(b.Until) == partialdate.Before || a.Current
			second := b.Since.Compare(a.Until) == partialdate.Before || a.Current && !b.Until.IsZero() && a.Since.Compare(b.Until) == partialdate.Before
			if !a.Until.IsZero() && !b.Until.IsZero() && first && second {
				rt.Fatalf("two stays at once: %+v and %+v", a, b)
			}
			if a.Current && a.Since.Compare(b.Until) == partialdate.Before {
				rt.Fatalf("the current stay began before another ended: %+v and %+v", a, b)
			}
		}
	}
}

func TestWeigh(t *testing.T) {
	t.Parallel()
	const today = civil.Day("2026-03-02")
	d := partialdate.Must
	leeds := custody.Stay{ID: "1", FacilityID: "leeds", State: custody.Held, Since: d("2024-01"), SourceOn: d("2026-02-20"), Confidence: custody.Confirmed, Current: true}
	old := leeds
	old.SourceOn = d("2025-06-01")
	hull := custody.NewStay{FacilityID: "hull", State: custody.Held, Confidence: custody.Reported}
	with := func(change func(*custody.NewStay)) custody.NewStay {
		n := hull
		change(&n)
		return n
	}
	for name, c := range map[string]struct {
		line []custody.Stay
		n    custody.NewStay
		want custody.Verdict
	}{
		"nothing was known":             {nil, hull, custody.Takes},
		"said today":                    {[]custody.Stay{leeds}, hull, custody.Takes},
		"said before the last check":    {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.Since, n.SourceOn = d("2025-06"), d("2025-06-10") }), custody.Beside},
		"began before the present stay": {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.Since = d("2023") }), custody.Beside},
		"a guess against a check":       {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.Confidence = custody.Guessed }), custody.Beside},
		"a guess against an old check":  {[]custody.Stay{old}, with(func(n *custody.NewStay) { n.Confidence = custody.Guessed }), custody.Takes},
		"what was known was wrong":      {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.Since, n.Overrule = d("2023"), true }), custody.Takes},
		"the same said again":           {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.FacilityID = "leeds" }), custody.Confirms},
		"another cell":                  {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.FacilityID, n.Unit = "leeds", "B-12" }), custody.Takes},
		"a stay of long ago":            {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.Since, n.Until = d("2019"), d("2021") }), custody.Past},
		"a past stay at the same time":  {[]custody.Stay{leeds}, with(func(n *custody.NewStay) { n.Since, n.Until = d("2023"), d("2025") }), custody.Beside},
	} {
		if got := custody.Weigh(c.line, c.n, today); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestEachPersonsTimelineSaysWhatHappened(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, ids := world(t, db, 2)
		for _, m := range []custody.Move{
			{FacilityID: "Harrow Ridge", Unit: "C-114", On: partialdate.Must("2025"), Source: "roster"},
			move("Pine Hollow", "letter returned"),
			{FacilityID: "Harrow Ridge", On: partialdate.Must("2020"), Source: "old note"},
			{State: custody.InTransit, Source: "his sister"},
		} {
			if _, err := s.Move(ctx, ruth, ids, m); err != nil {
				t.Fatal(err)
			}
		}
		kinds := timeline.NewKinds()
		custody.TimelineKinds(kinds)
		line := &timeline.Service{DB: db, Kinds: kinds}
		for _, id := range ids {
			page, err := line.Page(ctx, ruth, id, timeline.Filter{Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range page.Entries {
				got = append(got, e.TitleKey+" "+e.TitleArgs["from"]+" > "+e.TitleArgs["to"]+" ("+e.Source+")")
			}
			want := []string{
				"custody.entry.moved.in-transit Pine Hollow >  (his sister)",
				"custody.entry.moved.from Harrow Ridge, C-114 > Pine Hollow (letter returned)",
				"custody.entry.moved.held  > Harrow Ridge, C-114 (roster)",
				"custody.entry.beside.held Pine Hollow > Harrow Ridge (old note)",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestStaysFollowAMergedFacility(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, ids := world(t, db, 2)
		custody.Listen(s.Bus)
		if _, err := s.Move(ctx, ruth, ids, move("Harrow Ridge", "x")); err != nil {
			t.Fatal(err)
		}
		merge := func(tx *trail.Tx) error {
			return event.Tell(ctx, s.Bus, tx, facilities.Merged{From: "Harrow Ridge", Into: "Pine Hollow"})
		}
		if err := trail.Write(ctx, db, ruth, &trail.Deed{Action: "x"}, merge); err != nil {
			t.Fatal(err)
		}
		there, total, err := s.At(ctx, ruth, "Pine Hollow", 1)
		if err != nil || total != 2 || len(there) != 1 {
			t.Errorf("%d of %d, %v", len(there), total, err)
		}
		blind := authz.NewActor("sam", "Sam", authz.Worker, authz.SeesGranted, custody.MayRead, people.MayRead)
		if _, total, _ := s.At(ctx, blind, "Pine Hollow", 1); total != 0 {
			t.Errorf("somebody sees %d hidden people", total)
		}
	})
}

func TestTheOfficialDateWins(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		ctx := t.Context()
		s, ids := world(t, db, 1)
		for _, n := range []custody.NewMilestone{
			{Kind: custody.Release, On: partialdate.Must("2026-04-20"), Claim: custody.Official},
			{Kind: custody.Release, On: partialdate.Must("2026-04-10"), Claim: custody.Estimate},
			{Kind: custody.Hearing, On: partialdate.Must("2026-03-20")},
		} {
			n.PersonID = ids[0]
			if _, err := s.SetMilestone(ctx, ruth, n); err != nil {
				t.Fatal(err)
			}
			clock.Add(1)
		}
		all, err := s.Milestones(ctx, ruth, ids[0])
		if err != nil || len(all) != 3 {
			t.Fatalf("%+v, %v", all, err)
		}
		best := custody.Best(all)
		if len(best) != 2 || best[0].Kind != custody.Hearing || best[1].On.String() != "2026-04-20" {
			t.Errorf("best %+v", best)
		}
		if _, err := s.SetMilestone(ctx, ruth, custody.NewMilestone{PersonID: ids[0], Kind: "birthday", On: partialdate.Must("2026"), At: "25:00"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("nonsense was taken: %v", err)
		}
		if err := s.EndMilestone(ctx, ruth, ids[0], all[0].ID, "stale"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a stale end: %v", err)
		}
	})
}

// A facility somebody is at cannot be undone away from under them.
func TestUndoUnderSomebodysFeet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, ids := world(t, db, 1)
		keeper := authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, facilities.MayRead, facilities.MayWrite)
		places := &facilities.Service{DB: db, Bus: s.Bus}
		actx, added := trail.Collect(ctx)
		jail, err := places.Add(actx, keeper, facilities.Facility{Name: "Tolland County Jail"})
		if err != nil {
			t.Fatal(err)
		}
		mctx, moved := trail.Collect(ctx)
		if _, err := s.Move(mctx, ruth, ids, move(jail, "roster")); err != nil {
			t.Fatal(err)
		}
		if err := trail.Undo(ctx, db, keeper, added.Changes()[0].Change, facilities.After, custody.After); !fault.Is(err, fault.Conflict) {
			t.Errorf("the jail was taken away under somebody: %v", err)
		}
		if err := trail.Undo(ctx, db, ruth, moved.Changes()[0].Change, custody.After); err != nil {
			t.Fatal(err)
		}
		if err := trail.Undo(ctx, db, keeper, added.Changes()[0].Change, facilities.After, custody.After); err != nil {
			t.Errorf("nobody is there any more: %v", err)
		}
	})
}

// Whoever compares dates hears of each that is recorded, changed or ended.
func TestDatesAreTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, ids := world(t, db, 1)
		heard := 0
		event.Hear(s.Bus, func(_ context.Context, _ *trail.Tx, e custody.Dated) error {
			if e.PersonID == ids[0] {
				heard++
			}
			return nil
		})
		n := custody.NewMilestone{PersonID: ids[0], Kind: custody.Release, On: partialdate.Must("2027-01-12")}
		m, err := s.SetMilestone(ctx, ruth, n)
		if err != nil {
			t.Fatal(err)
		}
		n.Claim, n.On = custody.Official, partialdate.Must("2027-01-19")
		if m, err = s.ChangeMilestone(ctx, ruth, m.ID, m.Rev, n); err != nil {
			t.Fatal(err)
		}
		if err := s.EndMilestone(ctx, ruth, ids[0], m.ID, m.Rev); err != nil {
			t.Fatal(err)
		}
		if heard != 3 {
			t.Errorf("heard of %d of three", heard)
		}
	})
}
