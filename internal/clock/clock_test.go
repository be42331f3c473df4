package clock

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestLook(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		wall, passed time.Duration
		asleep       bool // sleep is counted
		want         bool
	}{
		"as time goes":                      {time.Hour, time.Hour, true, false},
		"corrected a little":                {time.Hour + time.Minute, time.Hour, true, false},
		"corrected back a little":           {time.Hour - time.Minute, time.Hour, true, false},
		"two minutes are not more than two": {Most, 0, true, false},
		"more than two minutes on":          {Most + time.Second, 0, true, true},
		"more than two minutes back":        {-Most - time.Second, 0, true, true},
		"an hour back":                      {0 - time.Hour, time.Minute, true, true},
		"ten years on":                      {3650 * day, time.Second, true, true},
		"ten years back":                    {-3650 * day, time.Second, false, true},
		"a week asleep, counted":            {7 * day, 7 * day, true, false},
		"a week asleep, not counted":        {7 * day, time.Second, false, false},
		"ten years on, sleep not counted":   {3650 * day, time.Second, false, true},
		"a clock that stands still":         {0, time.Hour, true, false},
	} {
		now, passed := noon, time.Duration(0)
		w := newWatch(func() time.Time { return now }, func() (time.Duration, bool) { return passed, c.asleep })
		now, passed = now.Add(c.wall), c.passed
		if j, jumped := w.Look(); jumped != c.want || jumped && (!j.To.Equal(now) || !j.From.Equal(noon.Add(c.passed))) {
			t.Errorf("%s: %v %v", name, jumped, j)
		}
		if _, again := w.Look(); again {
			t.Errorf("%s: said twice", name)
		}
	}
}

func TestSince(t *testing.T) {
	t.Parallel()
	w := New(func() time.Time { return noon })
	for newest, want := range map[time.Time]bool{
		{}: false, noon: false, noon.Add(Most): false, noon.Add(Most + time.Second): true, noon.Add(-away): false, noon.Add(-away - time.Second): true,
	} {
		if _, set := w.Since(newest); set != want {
			t.Errorf("the newest is of %v: %v", newest, set)
		}
	}
	if _, jumped := w.Look(); jumped {
		t.Error("a clock was not set and jumped")
	}
}

// What the system counts goes on.
func TestPassed(t *testing.T) {
	t.Parallel()
	a, _ := Passed()
	time.Sleep(time.Millisecond)
	if b, _ := Passed(); b <= a {
		t.Errorf("%v, then %v", a, b)
	}
}
