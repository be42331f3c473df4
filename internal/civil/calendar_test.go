package civil_test

import (
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

func TestOnKnowsTheCalendar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		y    int
		m    time.Month
		d    int
		want civil.Day
	}{
		{2024, 2, 29, "2024-02-29"}, {2023, 2, 29, ""}, {1900, 2, 29, ""}, {2000, 2, 29, "2000-02-29"},
		{2026, 13, 1, ""}, {2026, 0, 1, ""}, {2026, 4, 31, ""}, {0, 1, 1, ""}, {10000, 1, 1, ""}, {1, 1, 1, "0001-01-01"},
	} {
		if got, ok := civil.On(c.y, c.m, c.d); got != c.want || ok != (c.want != "") {
			t.Errorf("On(%d, %d, %d) = %q, %v; want %q", c.y, c.m, c.d, got, ok, c.want)
		}
	}
}

func TestAddMonthsStaysInTheMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from civil.Day
		n    int
		want civil.Day
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2026-01-31", 25, "2028-02-29"}, {"2026-01-31", -2, "2025-11-30"},
		{"2026-01-15", 12, "2027-01-15"}, {"9999-12-31", 1, ""}, {"", 1, ""},
	} {
		if got := c.from.AddMonths(c.n); got != c.want {
			t.Errorf("%q.AddMonths(%d) = %q, want %q", c.from, c.n, got, c.want)
		}
	}
}

func TestTheEndsOfTheCalendar(t *testing.T) {
	t.Parallel()
	first, last := civil.Day("0001-01-01"), civil.Day("9999-12-31")
	if n := last.Since(first); n != 3652058 {
		t.Errorf("the calendar is %d days long", n)
	}
	if first.Add(-1) != "" || last.Add(1) != "" || first.Add(3652058) != last {
		t.Errorf("days beyond the calendar: %q, %q", first.Add(-1), last.Add(1))
	}
}

func TestStartWhereMidnightIsMissing(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/Asuncion") // on this day the clock went from 00:00 to 01:00
	if err != nil {
		t.Skip("no zone data on this machine")
	}
	d := civil.Day("2023-10-01")
	start := d.Start(zone)
	if civil.Of(start, zone) != d || civil.Of(start.Add(-time.Nanosecond), zone) != d.Add(-1) {
		t.Errorf("%s starts at %s", d, start)
	}
}

func TestLater(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from civil.Day
		n    int
		unit string
		want civil.Day
	}{
		{"2009-01-29", 2, "month", "2009-03-29"}, {"2026-01-15", 90, "day", "2026-04-15"}, {"2024-02-29", 1, "year", "2025-02-28"},
		{"2026-12-28", 1, "week", "2027-01-04"}, {"2026-01-15", 1, "fortnight", ""}, {"", 1, "day", ""},
	} {
		if got := c.from.Later(c.n, c.unit); got != c.want {
			t.Errorf("%q, %d %s later: %q, want %q", c.from, c.n, c.unit, got, c.want)
		}
	}
}
