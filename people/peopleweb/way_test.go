package peopleweb

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func points(t *rapid.T, label string) []point {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) point {
		on := string(civil.Day("2020-01-01").Add(rapid.IntRange(0, 4000).Draw(t, "on")))
		weight := rapid.IntRange(0, 5).Draw(t, "weight")
		return point{on, weight, layout.Step{Title: on, Note: strconv.Itoa(weight)}}
	}), 0, 12).Draw(t, label)
}

// The line lying down has at most seven points, in the order of their days, and
// nothing that was left out weighs more than what stands there.
func TestTheWayIsShort(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		past, ahead := points(t, "past"), points(t, "ahead")
		steps := way(past, layout.Step{Title: "now", State: "now"}, ahead)
		if len(steps) > 7 {
			t.Fatalf("%d points", len(steps))
		}
		if want := min(len(past), mostPast) + 1 + min(len(ahead), mostComing); len(steps) != want {
			t.Fatalf("%d points, want %d", len(steps), want)
		}
		now := min(len(past), mostPast)
		for i, s := range steps {
			switch {
			case (i == now) != (s.State == "now"), (i > now) != (s.State == "to"):
				t.Fatalf("point %d is %q", i, s.State)
			case i > 0 && i != now && i != now+1 && s.Title < steps[i-1].Title:
				t.Fatalf("%s stands after %s", s.Title, steps[i-1].Title)
			}
		}
		for _, p := range past {
			if heavier := p.weight > least(steps[:now]); now == mostPast && heavier && !holds(steps[:now], p) {
				t.Fatalf("%v was left out of %v", p, steps[:now])
			}
		}
	})
}

func least(steps []layout.Step) int {
	low := 1 << 30
	for _, s := range steps {
		if n, err := strconv.Atoi(s.Note); err == nil {
			low = min(low, n)
		}
	}
	return low
}

func holds(steps []layout.Step, p point) bool {
	for _, s := range steps {
		if s.Title == p.on && s.Note == strconv.Itoa(p.weight) {
			return true
		}
	}
	return false
}

func TestYearsOld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		born  string
		years int
		known bool
	}{
		{"2008-03-02", 18, true}, {"2008-03-03", 17, true}, {"2000-02-29", 26, true}, {"1988", 0, false}, {"2011-05", 14, true}, {"2008-03", 0, false},
		{"~1960-01-01", 0, false}, {"", 0, false}, {"2026-03-02", 0, true},
	} {
		born, err := partialdate.Parse(c.born)
		if err != nil {
			t.Fatal(err)
		}
		if years, known := yearsOld(born, "2026-03-02"); known != c.known || known && years != c.years {
			t.Errorf("born %s: %d, %v; want %d, %v", c.born, years, known, c.years, c.known)
		}
	}
}

func TestShortened(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, most := rapid.String().Draw(t, "text"), rapid.IntRange(5, 60).Draw(t, "most")
		got := shortened(text, most)
		if n := utf8.RuneCountInString(got); n > most {
			t.Fatalf("%d characters of %d", n, most)
		}
		if whole := strings.Join(strings.Fields(text), " "); got != whole && !strings.HasPrefix(whole, strings.TrimSuffix(got, "…")) {
			t.Fatalf("%q is not the beginning of %q", got, whole)
		}
	})
	if got := shortened("one two  three\nfour", 12); got != "one two…" {
		t.Errorf("%q", got)
	}
}

// The rules number the rows that are left; the form shows the rows as typed.
func TestProblemsFindTheirRow(t *testing.T) {
	t.Parallel()
	f := web.NewForm("rows", "4", "names.0.id", "a", "names.1.text", "Bo", "names.3.text", "Cy", "names.9.text", "beyond")
	all, left := kept(f, "names", "text")
	if len(all) != 3 || len(left) != 2 || left[1] != 3 {
		t.Fatalf("%v, %v", all, left)
	}
	err := replaced(&fault.Error{Kind: fault.Invalid, Problems: []fault.Problem{{Field: "names.1.lang"}, {Field: "names"}, {Field: "names.7.lang"}, {Field: "other"}}}, "names", left)
	problems, _ := web.Problems(err)
	for i, want := range []string{"names.3.lang", "names.0.kind", "names.7.lang", "other"} {
		if problems[i].Field != want {
			t.Errorf("%d: %s, want %s", i, problems[i].Field, want)
		}
	}
	if err := fault.New(fault.NotFound, "x"); replaced(err, "names", left) != error(err) {
		t.Error("another fault was changed")
	}
}
