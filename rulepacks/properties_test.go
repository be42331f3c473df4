package rulepacks_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// anyLimit draws a limit of one of the procedures that come with the program: the step, its
// track, and an event that starts its clock.
func anyLimit(t *rapid.T, b *rulepacks.Book) (rulepacks.Version, rulepacks.Ask, *rulepacks.Limit) {
	code := rapid.SampledFrom(b.Codes()).Draw(t, "procedure")
	v := rapid.SampledFrom(b.Versions(code)).Draw(t, "version")
	track := rapid.SampledFrom(rulepacks.Tracks()).Draw(t, "track")
	step := rapid.SampledFrom(v.Steps).Draw(t, "step")
	what := rapid.SampledFrom(rulepacks.Fors()).Draw(t, "for")
	l, ok := step.Limit(what, track)
	if !ok || !step.On(track) || len(l.StartsOn) == 0 || l.Unit == rulepacks.NoLimit {
		t.Skip("no clock")
	}
	return v, rulepacks.Ask{Procedure: code, Step: step.ID, Track: track, Version: &v}, l
}

// anyDay draws a day of the years that are counted, with leap days and the ends of months
// more often than they come.
func anyDay(t *rapid.T) civil.Day {
	year := rapid.IntRange(1991, 2037).Draw(t, "year")
	switch rapid.IntRange(0, 5).Draw(t, "sort") {
	case 0:
		return civil.Of(time.Date(year-year%4, 2, 29, 12, 0, 0, 0, time.UTC), nil)
	case 1:
		return civil.Of(time.Date(year, time.Month(rapid.IntRange(1, 12).Draw(t, "month"))+1, 0, 12, 0, 0, 0, time.UTC), nil)
	}
	return civil.Of(time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC), nil).Add(rapid.IntRange(0, 364).Draw(t, "day"))
}

// clockOf counts the clock of a limit from an event on a date; nil where it cannot be.
func clockOf(t *rapid.T, b *rulepacks.Book, a rulepacks.Ask, l *rulepacks.Limit, d partialdate.Date) *rulepacks.Clock {
	a.Events = map[rulepacks.Event]rulepacks.When{l.StartsOn[0]: {Date: d}}
	list, err := b.Due(a)
	if err != nil {
		return nil
	}
	for i := range list {
		if list[i].For == l.For {
			return &list[i]
		}
	}
	t.Fatalf("no clock for %s", l.For)
	return nil
}

// The safe day is never after the legal one, no clock ends before it begins, and a later
// event never ends earlier: for every limit of every procedure that is shipped.
func TestClocksOfEveryShippedLimit(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		_, a, l := anyLimit(t, b)
		day := anyDay(t)
		c := clockOf(t, b, a, l, partialdate.On(day))
		if c == nil {
			t.Skip("outside the years that are counted")
		}
		if l.For.Ours() && c.Safe > c.Legal {
			t.Fatalf("safe by %s, and the rule says %s", c.Safe, c.Legal)
		}
		if c.Legal < day {
			t.Fatalf("what began on %s ends on %s", day, c.Legal)
		}
		later := clockOf(t, b, a, l, partialdate.On(day.Add(rapid.IntRange(1, 40).Draw(t, "later"))))
		if later != nil && (later.Legal < c.Legal || later.Safe < c.Safe) {
			t.Fatalf("a later event ends on %s (safe %s), an earlier one on %s (safe %s)", later.Legal, later.Safe, c.Legal, c.Safe)
		}
	})
}

// Working days are those that are neither weekend nor holiday of the calendar, one by one.
func TestWorkingDaysSkipTheCalendarAndNothingElse(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		_, a, l := anyLimit(t, b)
		if l.Unit != rulepacks.WorkingDay || l.Roll != "" {
			t.Skip("not counted in working days")
		}
		day := anyDay(t)
		c := clockOf(t, b, a, l, partialdate.On(day))
		if c == nil {
			t.Skip("outside the years that are counted")
		}
		n := 0
		for _, d := range b.Strip(*c, nil) {
			counts := d.On > day || l.CountFrom == rulepacks.SameDay
			if counts && !d.Off {
				n++
			}
			if d.Off && d.Number > 0 {
				t.Fatalf("%s is a day off, and is counted as %d", d.On, d.Number)
			}
		}
		if n != l.N {
			t.Fatalf("%d working days from %s to %s, and the rule gives %d", n, day, c.Legal, l.N)
		}
	})
}

// A date of which only the month or the year is known is read to be safe: a clock of ours
// as if it had begun on its first day, one of theirs as if on its last. The clock says so.
func TestPartialDatesAreReadToBeSafe(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		_, a, l := anyLimit(t, b)
		day := anyDay(t)
		text := string(day)[:rapid.SampledFrom([]int{4, 7}).Draw(t, "precision")]
		d, err := partialdate.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		vague, exact := clockOf(t, b, a, l, d), clockOf(t, b, a, l, partialdate.On(day))
		if vague == nil || exact == nil {
			t.Skip("outside the years that are counted")
		}
		if !vague.Partial() || exact.Partial() {
			t.Fatalf("%s is partial: %v; %s: %v", text, vague.Partial(), day, exact.Partial())
		}
		late := vague.Legal > exact.Legal || vague.Safe > exact.Safe
		if l.For.Ours() && late || !l.For.Ours() && vague.Legal < exact.Legal {
			t.Fatalf("%s gives %s (safe %s), its day %s gives %s (safe %s)", text, vague.Legal, vague.Safe, day, exact.Legal, exact.Safe)
		}
	})
}

// Time in which the clock stood still never brings a day nearer.
func TestStandingStillNeverBringsADayNearer(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		_, a, l := anyLimit(t, b)
		day := anyDay(t)
		c := clockOf(t, b, a, l, partialdate.On(day))
		from := day.Add(rapid.IntRange(0, 30).Draw(t, "from"))
		a.Stopped = []rulepacks.Span{{From: from, To: from.Add(rapid.IntRange(0, 30).Draw(t, "long"))}}
		still := clockOf(t, b, a, l, partialdate.On(day))
		if c == nil || still == nil {
			t.Skip("outside the years that are counted")
		}
		if still.Legal < c.Legal {
			t.Fatalf("stopped from %s to %s it ends on %s, otherwise on %s", from, a.Stopped[0].To, still.Legal, c.Legal)
		}
	})
}

// Hours are hours where the facility is, also over the nights on which its clocks are set.
func TestHoursWhereTheFacilityIs(t *testing.T) {
	t.Parallel()
	b := book(t)
	zones := []string{"", "America/New_York", "Europe/London", "Asia/Kathmandu", "Pacific/Apia"}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		at := rapid.SampledFrom([]string{"00:00", "01:30", "02:30", "21:10", "23:59"}).Draw(t, "at")
		day := anyDay(t)
		ask := rulepacks.Ask{
			Procedure: "us-prea", Step: "grievance", Track: rulepacks.Emergency, Zone: zone,
			Events: map[rulepacks.Event]rulepacks.When{rulepacks.Submitted: {Date: partialdate.On(day), Time: at}},
		}
		list, err := b.Due(ask)
		if err != nil {
			t.Skip("outside the years that are counted")
		}
		for _, c := range list {
			if c.Limit.Unit != rulepacks.Hour {
				continue
			}
			place, err := time.LoadLocation(zone)
			if err != nil {
				t.Fatal(err)
			}
			began, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+at, place)
			if err != nil {
				t.Fatal(err)
			}
			ends := began.Add(time.Duration(c.Limit.N) * time.Hour)
			if got := civil.Of(ends, place); got != c.Legal {
				t.Fatalf("%d hours from %s %s in %q end on %s, not on %s", c.Limit.N, day, at, zone, got, c.Legal)
			}
		}
	})
}
