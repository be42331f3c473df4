package civil_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
)

func anyDay(t *rapid.T, label string) civil.Day {
	return civil.Day("2000-01-01").Add(rapid.IntRange(-40000, 40000).Draw(t, label))
}

func TestAddAndSinceAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay(t, "day"), rapid.IntRange(-5000, 5000).Draw(t, "n")
		if got := d.Add(n).Since(d); got != n {
			t.Fatalf("%s.Add(%d).Since = %d", d, n, got)
		}
		if m := d.Monday(); m.Weekday() != time.Monday || d.Since(m) < 0 || d.Since(m) > 6 {
			t.Fatalf("Monday of %s is %s", d, m)
		}
	})
}

func TestOfUsesTheZone(t *testing.T) {
	late := time.Date(2026, 3, 2, 23, 30, 0, 0, time.UTC)
	east := time.FixedZone("east", 2*3600)
	if got := civil.Of(late, nil); got != "2026-03-02" {
		t.Errorf("UTC: %s", got)
	}
	if got := civil.Of(late, east); got != "2026-03-03" {
		t.Errorf("east: %s", got)
	}
}

func TestWorkingDays(t *testing.T) {
	holiday := func(d civil.Day) bool { return d == "2026-03-04" }
	for _, c := range []struct {
		from, until civil.Day
		off         func(civil.Day) bool
		want        int
	}{
		{"2026-03-02", "2026-03-02", nil, 0},
		{"2026-03-02", "2026-03-04", nil, 2},
		{"2026-03-02", "2026-03-04", holiday, 1},
		{"2026-03-06", "2026-03-09", nil, 1}, // Friday to Monday
		{"2026-03-06", "2026-03-08", nil, 0},
		{"2026-03-09", "2026-03-06", nil, -1},
		{"", "2026-03-06", nil, 0},
	} {
		if got := c.from.WorkingDays(c.until, c.off); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.from, c.until, got, c.want)
		}
	}
}

func TestUnknownStaysUnknown(t *testing.T) {
	var d civil.Day
	if d.Add(3) != "" || d.Since("2026-03-02") != 0 || d.Valid() || civil.Day("2026-02-30").Valid() {
		t.Error("an unknown or impossible day became a day")
	}
	if !civil.ValidHour("16:00") || civil.ValidHour("24:00") || civil.ValidHour("7:30") {
		t.Error("hours")
	}
}
