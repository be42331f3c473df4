package rulepacks_test

import (
	"context"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/rulepacks"
)

// may is an actor who may do everything here.
var may = authz.NewActor("ruth", "Ruth", authz.Solo, authz.SeesAll, rulepacks.MayRead, rulepacks.MayCorrect, rulepacks.MayInstall)

// ca60 is acceptance A31's pack.
const ca60 = `
pack: us-ca-602-60
version: "2020-06"
title: CA 602 60 days from 1 June 2020
jurisdiction: US-CA
procedures:
  - code: ca-602
    title: Grievance
    effective_from: 2020-06-01
    citation: 15 CCR 3482(b)
    mark: unverified
    steps:
      - id: 602-1
        title: Grievance
        kind: formal
        limits: [{for: filing, n: 60, unit: calendar_day, starts_on: [discovery, incident], citation: 15 CCR 3482(b), mark: unverified}]
`

// ca30 is what held before, and does not know its own end.
var ca30 = strings.NewReplacer("2020-06-01", "2011-01-01", "n: 60", "n: 30", `"2020-06"`, `"2011-01"`, "us-ca-602-60", "us-ca-602").Replace(ca60)

func install(t *testing.T, s *rulepacks.Service, text string) string {
	t.Helper()
	id, err := s.Install(t.Context(), may, []byte(text), "the prison law office")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Of two packs the rules in force on the day of the event hold, and a matter that
// keeps a version keeps it whatever is installed (A31).
func TestTheRulesOfTheDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &rulepacks.Service{DB: db}
		install(t, s, ca30)
		legal := func(day string) (string, rulepacks.Ref) {
			b, err := s.Rules(t.Context(), may)
			if err != nil {
				t.Fatal(err)
			}
			clocks, err := b.Due(rulepacks.Ask{Procedure: "ca-602", Step: "602-1", Events: on(rulepacks.Incident, day)})
			if err != nil {
				t.Fatal(err)
			}
			return string(clocks[0].Legal), clocks[0].Version.Ref()
		}
		before, kept := legal("2020-06-10")
		second := install(t, s, ca60)
		old, _ := legal("2020-05-20")
		now, _ := legal("2020-06-10")
		if before != "2020-07-10" || old != "2020-06-19" || now != "2020-08-09" {
			t.Errorf("10 June by %s before; then 20 May by %s, 10 June by %s", before, old, now)
		}
		if err := db.Read(t.Context(), func(tx *database.Tx) error {
			v, err := s.Kept(t.Context(), tx, kept)
			if err == nil && v.Steps[0].Limits[0].N != 30 {
				t.Errorf("the open matter keeps %d days", v.Steps[0].Limits[0].N)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
		list, err := s.Packs(t.Context(), may)
		if err != nil || len(list) != 2 || list[0].ID != second || list[0].By != "Ruth" || list[0].From != "the prison law office" {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func TestInstallRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &rulepacks.Service{DB: db}
		first := install(t, s, ca30)
		for what, c := range map[string]struct {
			actor authz.Actor
			text  string
			from  string
			kind  fault.Kind
		}{
			"nobody said who gave it": {may, ca60, " ", fault.Invalid},
			"a pack that is broken":   {may, strings.Replace(ca60, "calendar_day", "fortnight", 1), "x", fault.Invalid},
			"the same file":           {may, ca30, "x", fault.Conflict},
			"somebody who may not":    {authz.NewActor("a", "A", authz.Worker, authz.SeesAll, rulepacks.MayRead), ca60, "x", fault.Forbidden},
		} {
			if _, err := s.Install(t.Context(), c.actor, []byte(c.text), c.from); fault.KindOf(err) != c.kind {
				t.Errorf("%s: %v", what, err)
			}
		}
		install(t, s, strings.Replace(ca30, "2011-01\"", "2011-02\"", 1))
		list, err := s.Packs(t.Context(), may)
		if err != nil || len(list) != 2 || list[1].ID != first || list[1].WithdrawnAt.IsZero() || !list[0].WithdrawnAt.IsZero() {
			t.Errorf("a pack of the same name takes the place of the first: %+v, %v", list, err)
		}
	})
}

// What came with the program is there once, under what people installed, and a
// calendar that others count by is not taken away from them.
func TestSettle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &rulepacks.Service{DB: db}
		files, err := rulepacks.Shipped()
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.Packs(t.Context(), may)
		if err != nil || len(list) != len(files) || !list[0].Shipped {
			t.Fatalf("%d of %d, %v", len(list), len(files), err)
		}
		holidays, bop := named(list, "holidays"), named(list, "us-bop")
		if err := s.Withdraw(t.Context(), may, holidays.ID, holidays.Rev); !fault.Is(err, fault.Invalid) {
			t.Errorf("the holidays are taken away: %v", err)
		}
		if err := s.Withdraw(t.Context(), may, bop.ID, bop.Rev); err != nil {
			t.Error(err)
		}
		b, err := s.Rules(t.Context(), may)
		if _, there := b.InForce("us-bop", "2026-03-02"); err != nil || there {
			t.Errorf("a withdrawn pack is in force, %v", err)
		}
	})
}

func named(list []rulepacks.Installed, name string) rulepacks.Installed {
	for _, p := range list {
		if p.Name == name {
			return p
		}
	}
	return rulepacks.Installed{}
}

func TestCorrectionsAndDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &rulepacks.Service{DB: db}
		if err := s.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		limit := rulepacks.Limit{
			For: rulepacks.Filing, N: 15, Unit: rulepacks.WorkingDay, StartsOn: []rulepacks.Event{rulepacks.Incident}, MailDays: 4,
			Evidence: rulepacks.Evidence{Citation: "handbook 7.4", VerifiedOn: "2026-02-01", Mark: rulepacks.Verified},
		}
		for _, n := range []int{12, 15} { // the second takes the place of the first
			limit.N = n
			if _, err := s.Correct(t.Context(), may, rulepacks.Corrected{FacilityID: "harrow", Code: "us-bop", Step: "bp-9", Limit: limit}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.AddDay(t.Context(), may, rulepacks.AddedDay{Calendar: "us-federal", OneOff: rulepacks.OneOff{
			Date: "2026-03-06", Name: "Storm", Evidence: rulepacks.Evidence{Citation: "notice on the door"}}}); err != nil {
			t.Fatal(err)
		}
		counts(t, s, db, "2026-03-24", "2026-03-19") // 15 working days and the storm; the earliest reading is the 23rd, less four days
		keepsTheRest(t, s, db)
		list, err := s.CorrectionsOf(t.Context(), may, "us-bop")
		if err != nil || len(list) != 2 || list[0].By != "Ruth" {
			t.Fatalf("%+v, %v", list, err)
		}
		for _, c := range list {
			if err := s.EndCorrection(t.Context(), may, c.ID, c.Rev); err != nil {
				t.Fatal(err)
			}
		}
		counts(t, s, db, "2026-03-22", "2026-03-20")
	})
}

// A correction of how long they have leaves what may be added to it as it is.
func keepsTheRest(t *testing.T, s *rulepacks.Service, db *database.DB) {
	t.Helper()
	limit := rulepacks.Limit{
		For: rulepacks.Response, N: 10, Unit: rulepacks.CalendarDay, StartsOn: []rulepacks.Event{rulepacks.Logged}, Silence: rulepacks.Denial,
		Tracks: []rulepacks.Track{rulepacks.Standard, rulepacks.Medical}, Evidence: rulepacks.Evidence{Citation: "handbook 8", VerifiedOn: "2026-02-01", Mark: rulepacks.Verified},
	}
	if _, err := s.Correct(t.Context(), may, rulepacks.Corrected{FacilityID: "harrow", Code: "us-bop", Step: "bp-9", Limit: limit}); err != nil {
		t.Fatal(err)
	}
	for track, legal := range map[rulepacks.Track]civil.Day{rulepacks.Standard: "2026-04-03", rulepacks.Medical: "2026-04-03", rulepacks.Property: "2026-04-13"} {
		err := db.Read(t.Context(), func(tx *database.Tx) error {
			b, err := s.Book(t.Context(), tx)
			if err != nil {
				return err
			}
			c, err := s.Corrections(t.Context(), tx, "harrow", "us-bop")
			if err != nil {
				return err
			}
			clock, ok := clockFor(t, b, rulepacks.Ask{Procedure: "us-bop", Step: "bp-9", Track: track, Events: on(rulepacks.Logged, "2026-03-24"), Corrected: c}, rulepacks.Response)
			if ok && (clock.Legal != legal || clock.Extended != legal.Add(20)) {
				t.Errorf("%s: by %s, extended %s", track, clock.Legal, clock.Extended)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func counts(t *testing.T, s *rulepacks.Service, db *database.DB, legal, safe string) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *database.Tx) error {
		b, err := s.Book(t.Context(), tx)
		if err != nil {
			return err
		}
		c, err := s.Corrections(t.Context(), tx, "harrow", "us-bop")
		if err != nil {
			return err
		}
		clocks, err := b.Due(rulepacks.Ask{Procedure: "us-bop", Step: "bp-9", Events: on(rulepacks.Incident, "2026-03-02"), Corrected: c})
		if err == nil && (string(clocks[0].Legal) != legal || string(clocks[0].Safe) != safe || clocks[0].Corrected != (len(c) > 0)) {
			t.Errorf("by %s, safe %s, corrected %v; want %s, safe %s", clocks[0].Legal, clocks[0].Safe, clocks[0].Corrected, legal, safe)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBadCorrectionsAreNamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := &rulepacks.Service{DB: db}
		_, err := s.Correct(context.Background(), may, rulepacks.Corrected{Code: "us-bop", Step: "bp-9", Limit: rulepacks.Limit{N: -1, Unit: "fortnight", MailDays: 400}})
		for _, field := range []string{"[facility ", "[unit ", "[n ", "[mail ", "[starts ", "[citation ", "[checked ", "[mark "} {
			if err == nil || !strings.Contains(err.Error(), field) {
				t.Errorf("%s is not named: %v", field, err)
			}
		}
		if err := s.AddDay(context.Background(), may, rulepacks.AddedDay{Calendar: "us-federal", OneOff: rulepacks.OneOff{Date: "2026-02-30"}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a day without name, source and date: %v", err)
		}
	})
}
