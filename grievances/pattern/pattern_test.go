package pattern

import (
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
)

func TestQuarters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day      civil.Day
		is       Quarter
		from, to civil.Day
		before   Quarter
	}{
		{"2026-01-01", "2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"},
		{"2026-06-30", "2026-Q2", "2026-04-01", "2026-06-30", "2026-Q1"},
		{"2024-02-29", "2024-Q1", "2024-01-01", "2024-03-31", "2023-Q4"},
		{"2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"},
	} {
		from, to, ok := QuarterOf(c.day).Span()
		if q := QuarterOf(c.day); q != c.is || from != c.from || to != c.to || !ok || q.Before() != c.before {
			t.Errorf("%s is in %s, %s to %s, after %s", c.day, q, from, to, q.Before())
		}
	}
	for _, wrong := range []Quarter{"", "2026", "2026-Q0", "2026-Q5", "2026-Q1x", "26-Q1", "2026-q1", "-026-Q1"} {
		if _, _, ok := wrong.Span(); ok {
			t.Errorf("%q is a quarter", wrong)
		}
	}
}

func TestFewAreNotShown(t *testing.T) {
	t.Parallel()
	for n, few := range map[Number]bool{0: false, 1: true, 4: true, 5: false, 40: false} {
		if n.Few() != few {
			t.Errorf("%d is few: %v", n, n.Few())
		}
	}
}
