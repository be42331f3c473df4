package retention

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
)

func day() *rapid.Generator[civil.Day] {
	return rapid.Custom(func(t *rapid.T) civil.Day {
		return civil.Day("2019-12-01").Add(rapid.IntRange(0, 4000).Draw(t, "day"))
	})
}

func anySchedule() *rapid.Generator[Schedule] {
	return rapid.Custom(func(t *rapid.T) Schedule {
		return Schedule{Amount: rapid.IntRange(0, 120).Draw(t, "amount"), Unit: rapid.SampledFrom([]Unit{Days, Months}).Draw(t, "unit")}
	})
}

// What is due is never narrowed away before it is looked at, a later event is
// never due earlier, and a month is a month.
func TestDueOn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, event, today := anySchedule().Draw(t, "schedule"), day().Draw(t, "event"), day().Draw(t, "today")
		due := s.DueOn(event)
		if due <= today && event > s.since(today) {
			t.Fatalf("due on %s, and not looked at on %s", due, today)
		}
		if next := s.DueOn(event.Add(1)); next < due {
			t.Fatalf("%s is due on %s, and a day later %s", event, due, next)
		}
		if s.Unit == Months {
			from, to := event.Time(), due.Time()
			if months := (to.Year()-from.Year())*12 + int(to.Month()-from.Month()); months != s.Amount {
				t.Fatalf("%d months from %s is %s", s.Amount, event, due)
			}
			if to.Day() != from.Day() && to.AddDate(0, 0, 1).Month() == to.Month() {
				t.Fatalf("%d months from %s is %s", s.Amount, event, due)
			}
		}
	})
}

func TestSchedulesAsTheyCome(t *testing.T) {
	t.Parallel()
	list := defaults()
	if len(list) != 8 {
		t.Errorf("%d schedules", len(list))
	}
	for _, s := range list {
		if bad := s.Check("2026-03-02"); len(bad) > 0 || s.Automatic || s.VerifiedOn != "" || s.Citation == "" {
			t.Errorf("%s: %v; nothing is automatic or verified as it comes", s.Key, bad)
		}
	}
}

func TestScheduleRules(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Schedule{
		"no unit":             {Of: OfFacts, Amount: 1, Unit: "week"},
		"less than nothing":   {Of: OfFacts, Amount: -1, Unit: Days},
		"a century of months": {Of: OfPeople, Amount: 1201, Unit: Months},
		"people at once":      {Of: OfPeople, Amount: 0, Unit: Days},
		"verified to come":    {Of: OfPeople, Amount: 1, Unit: Days, Citation: "x", VerifiedOn: "2027-01-01"},
		"verified nowhere":    {Of: OfPeople, Amount: 1, Unit: Days, VerifiedOn: "2026-01-01"},
		"verified on no day":  {Of: OfPeople, Amount: 1, Unit: Days, Citation: "x", VerifiedOn: "soon"},
	} {
		if len(s.Check("2026-03-02")) == 0 {
			t.Errorf("%s is allowed", name)
		}
	}
	if bad := (Schedule{Of: OfFacts, Unit: Days}).Check("2026-03-02"); len(bad) > 0 {
		t.Error("facts may go on the day", bad)
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	last := look{at, time.Hour}
	for _, c := range []struct {
		name   string
		seen   time.Time
		now    time.Time
		last   look
		uptime time.Duration
		want   bool
	}{
		{"never looked at", time.Time{}, at, look{}, 0, false},
		{"an hour on", at, at.Add(time.Hour), last, 2 * time.Hour, false},
		{"a minute of drift", at, at.Add(61 * time.Minute), last, 2 * time.Hour, false},
		{"put forward", at, at.Add(64 * time.Minute), last, 2 * time.Hour, true},
		{"put back", at, at.Add(-3 * time.Minute), last, time.Hour, true},
		{"off for a week", at, at.Add(7 * 24 * time.Hour), look{}, time.Minute, false},
		{"off for a year", at, at.Add(365 * 24 * time.Hour), look{}, time.Minute, true},
	} {
		if got := leapt(c.seen, c.now, c.last, c.uptime); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
