package civil_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
)

// Every day of the calendar has the number that the standard library gives it.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for d := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 10_000; d = d.AddDate(0, 0, 1) {
		day := civil.Day(d.Format(time.DateOnly))
		n, ok := day.Number()
		if want := int(d.Unix() / 86400); !ok || n != want || civil.Numbered(n) != day {
			t.Fatalf("%s is number %d, %v, and that is %q; want %d", day, n, ok, civil.Numbered(n), want)
		}
		if m, ok := civil.NumberOn(d.Date()); !ok || m != n {
			t.Fatalf("%s in parts is number %d, %v; want %d", day, m, ok, n)
		}
	}
	if civil.Numbered(-719_163) != "" || civil.Numbered(2_932_897) != "" {
		t.Errorf("days outside the calendar: %q, %q", civil.Numbered(-719_163), civil.Numbered(2_932_897))
	}
}

// What is no day has no number: Number agrees with Valid.
func TestWhatIsNoDayHasNoNumber(t *testing.T) {
	t.Parallel()
	for _, d := range []civil.Day{"", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "2026-01-32", "0000-01-01", "2026/01/01", "2026-01-0a"} {
		if n, ok := d.Number(); ok {
			t.Errorf("%q has the number %d", d, n)
		}
	}
	for _, d := range [][3]int{{0, 1, 1}, {10_000, 1, 1}, {2026, 0, 1}, {2026, 13, 1}, {2026, 2, 29}, {2026, 4, 31}, {2026, 1, 0}} {
		if n, ok := civil.NumberOn(d[0], time.Month(d[1]), d[2]); ok {
			t.Errorf("%v has the number %d", d, n)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := civil.Day(rapid.StringMatching(`[0-9]{4}-[0-9]{2}-[0-9]{2}`).Draw(t, "day"))
		if _, ok := d.Number(); ok != d.Valid() && d[:4] != "0000" {
			t.Errorf("%q: Number says %v, Valid %v", d, ok, d.Valid())
		}
	})
}
