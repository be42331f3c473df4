package civil_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
)

// anyDay draws a day between 1800 and 2199.
func anyDay(t *rapid.T, label string) civil.Day {
	return civil.Must("1800-01-01").AddDays(rapid.IntRange(0, 146_000).Draw(t, label))
}

func TestOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		y  int
		m  time.Month
		d  int
		ok bool
	}{
		{2024, 2, 29, true}, {2023, 2, 29, false}, {1900, 2, 29, false}, {2000, 2, 29, true},
		{2026, 13, 1, false}, {2026, 0, 1, false}, {2026, 4, 31, false}, {0, 1, 1, false}, {10000, 1, 1, false},
	} {
		if got, ok := civil.Of(c.y, c.m, c.d); ok != c.ok || got.IsZero() == ok {
			t.Errorf("Of(%d, %d, %d) = %v, %v; want ok = %v", c.y, c.m, c.d, got, ok, c.ok)
		}
	}
}

func TestAtNamesTheZone(t *testing.T) {
	t.Parallel()
	instant := time.Date(2026, 3, 2, 3, 30, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"UTC": "2026-03-02", "America/Chicago": "2026-03-01", "Pacific/Auckland": "2026-03-02", "Pacific/Kiritimati": "2026-03-02",
	} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Skip("no zone data on this machine")
		}
		if got := civil.At(instant, loc); got.String() != want {
			t.Errorf("%s: %v, want %s", zone, got, want)
		}
	}
}

func TestStartWhereMidnightIsMissing(t *testing.T) {
	t.Parallel()
	loc, err := time.LoadLocation("America/Asuncion") // the clock went from 00:00 to 01:00
	if err != nil {
		t.Skip("no zone data on this machine")
	}
	d := civil.Must("2023-10-01")
	start := d.Start(loc)
	if civil.At(start, loc) != d || civil.At(start.Add(-time.Nanosecond), loc) != d.AddDays(-1) {
		t.Errorf("start of %v is %v", d, start)
	}
}

func TestArithmetic(t *testing.T) {
	t.Parallel()
	d := civil.Must("2026-01-31")
	for _, c := range []struct {
		got  civil.Day
		want string
	}{
		{d.AddDays(1), "2026-02-01"}, {d.AddDays(-31), "2025-12-31"}, {d.AddDays(1 << 40), ""}, {d.AddDays(-1 << 40), ""},
		{d.AddMonths(1), "2026-02-28"}, {d.AddMonths(25), "2028-02-29"}, {d.AddMonths(-2), "2025-11-30"}, {d.AddMonths(1 << 40), ""},
		{civil.Day{}.AddDays(3), ""}, {civil.Day{}.AddMonths(3), ""}, {civil.Must("9999-12-31").AddDays(1), ""},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %v, want %s", c.got, c.want)
		}
	}
	if d.Weekday() != time.Saturday {
		t.Errorf("%v is a %v", d, d.Weekday())
	}
	if n := civil.Must("9999-12-31").Sub(civil.Must("0001-01-01")); n != 3652058 {
		t.Errorf("the calendar is %d days long", n)
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDay(t, "a"), anyDay(t, "b")
		if a.AddDays(b.Sub(a)) != b {
			t.Fatalf("%v + (%v - %v) is not %v", a, b, a, b)
		}
		if a.Compare(b) != -b.Compare(a) || a.Before(b) != (a.String() < b.String()) || a.After(b) != (a.Sub(b) > 0) {
			t.Fatalf("%v and %v are not in the order of their text", a, b)
		}
		if got, err := civil.Parse(a.String()); err != nil || got != a {
			t.Fatalf("Parse(%v) = %v, %v", a, got, err)
		}
		var scanned civil.Day
		if v, err := a.Value(); err != nil || scanned.Scan(v) != nil || scanned != a {
			t.Fatalf("%v was stored as %v and read as %v", a, v, scanned)
		}
		if civil.At(a.Start(time.UTC), time.UTC) != a || a.AddDays(7).Weekday() != a.Weekday() {
			t.Fatalf("%v does not keep its day", a)
		}
	})
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2026-02-30", "2026", "2026-02", "02/03/2026", "0000-01-01", " 2026-01-01", "2026-1-1"} {
		if d, err := civil.Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v", s, d)
		}
	}
	var d civil.Day
	if d.Scan(3) == nil || d.Scan("x") == nil || d.Scan(nil) != nil || d.Scan([]byte("2026-01-02")) != nil || d.String() != "2026-01-02" {
		t.Errorf("Scan left %v", d)
	}
}
