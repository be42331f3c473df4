package today_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

const monday = civil.Day("2026-03-02")

func TestTiers(t *testing.T) {
	holiday := func(d civil.Day) bool { return d == "2026-03-03" }
	for _, c := range []struct {
		name   string
		weight int
		due    civil.Day
		hour   string
		off    func(civil.Day) bool
		tier   today.Tier
		as     int
		at     string
	}{
		{"a clock that has passed keeps its day", tasks.WeightClock, "2026-02-25", "", nil, 1, 100, "2026-02-25T17:00"},
		{"a clock with two working days", tasks.WeightClock, "2026-03-04", "", nil, 1, 100, "2026-03-04T17:00"},
		{"a clock with three", tasks.WeightClock, "2026-03-05", "", nil, 2, 40, "2026-03-05T17:00"},
		{"a holiday leaves two", tasks.WeightClock, "2026-03-05", "", holiday, 1, 100, "2026-03-05T17:00"},
		{"a clock with five", tasks.WeightClock, "2026-03-09", "", nil, 2, 40, "2026-03-09T17:00"},
		{"a clock with ten", tasks.WeightClock, "2026-03-16", "", nil, 3, 20, "2026-03-16T17:00"},
		{"a clock with eleven", tasks.WeightClock, "2026-03-17", "", nil, 0, 0, "2026-03-17T17:00"},
		{"a release tomorrow morning", tasks.WeightDeparture, "2026-03-03", "08:30", nil, 1, 95, "2026-03-03T08:30"},
		{"a release in a month", tasks.WeightDeparture, "2026-04-01", "", nil, 3, 20, "2026-04-01T17:00"},
		{"a worry", tasks.WeightSafety, "", "", nil, 1, 90, "2026-03-02T17:00"},
		{"a promise for four o'clock", tasks.WeightPromise, monday, "16:00", nil, 1, 80, "2026-03-02T16:00"},
		{"a visit this morning", tasks.WeightAppointment, monday, "10:30", nil, 2, 60, "2026-03-02T10:30"},
		{"a visit of last week", tasks.WeightAppointment, "2026-02-26", "10:30", nil, 2, 40, "2026-03-02T17:00"},
		{"a letter over the promise", tasks.WeightLetter, "2026-02-28", "", nil, 2, 50, "2026-03-02T17:00"},
		{"a letter near it", tasks.WeightLetter, "2026-03-09", "", nil, 3, 20, "2026-03-09T17:00"},
		{"an overdue contact", tasks.WeightOwn, "2026-01-10", "", nil, 2, 40, "2026-03-02T17:00"},
		{"one's own task by three", tasks.WeightOwn, monday, "15:00", nil, 2, 40, "2026-03-02T15:00"},
		{"one's own task next week", tasks.WeightOwn, "2026-03-10", "", nil, 0, 0, "2026-03-10T17:00"},
		{"a to-do without a day", tasks.WeightOwn, "", "", nil, 0, 40, "2026-03-02T17:00"},
		{"somebody quiet", tasks.WeightQuiet, monday, "", nil, 4, 10, "2026-03-02T17:00"},
	} {
		got := today.Rank(today.Thing{ID: "x", Weight: c.weight, Due: c.due, Hour: c.hour}, monday, c.off)
		if diff := cmp.Diff(today.Place{Tier: c.tier, Consequence: c.at, Weight: c.as, ID: "x"}, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func anyThing(t *rapid.T, id string) today.Thing {
	weights := []int{100, 95, 90, 85, 80, 60, 50, 40, 20, 10}
	th := today.Thing{ID: id, Weight: rapid.SampledFrom(weights).Draw(t, "weight"), QuietDays: rapid.IntRange(0, 3).Draw(t, "quiet")}
	if rapid.Bool().Draw(t, "dated") {
		th.Due = monday.Add(rapid.IntRange(-10, 40).Draw(t, "due"))
	}
	if rapid.Bool().Draw(t, "timed") {
		th.Hour = rapid.SampledFrom([]string{"09:00", "12:30", "17:00"}).Draw(t, "hour")
	}
	return th
}

// The order is total, so that any shuffle sorts to the same list.
func TestRankIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "n")
		rows := make([]today.Row, n)
		for i := range rows {
			rows[i].Place = today.Rank(anyThing(t, fmt.Sprintf("id-%02d", i)), monday, nil)
		}
		for i, a := range rows {
			for j, b := range rows {
				if c := today.Compare(a.Place, b.Place); (c == 0) != (i == j) || c != -today.Compare(b.Place, a.Place) {
					t.Fatalf("%+v and %+v compare as %d", a.Place, b.Place, c)
				}
			}
		}
		shuffled := rapid.Permutation(rows).Draw(t, "shuffled")
		today.Sort(rows)
		today.Sort(shuffled)
		if diff := cmp.Diff(rows, shuffled); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What is sooner never stands below the same thing later.
func TestSoonerNeverRanksLower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		th := anyThing(t, "same")
		if th.Due == "" {
			return
		}
		later := th
		later.Due = th.Due.Add(rapid.IntRange(1, 20).Draw(t, "days"))
		a, b := today.Rank(th, monday, nil), today.Rank(later, monday, nil)
		if b.Tier != today.Later && (a.Tier == today.Later || a.Tier > b.Tier) {
			t.Fatalf("%+v is in tier %d, %+v in %d", th, a.Tier, later, b.Tier)
		}
	})
}

// 297 people on a fixed clock, in the exact order the page shows them.
func TestFixtureOf297(t *testing.T) {
	weights := []int{100, 95, 80, 60, 50, 40}
	var rows []today.Row
	for i := 1; i <= 297; i++ {
		th := today.Thing{ID: fmt.Sprintf("p%03d", i), Weight: weights[i%len(weights)], Due: monday.Add(i%23 - 9), QuietDays: i % 60}
		if i%4 == 0 {
			th.Hour = fmt.Sprintf("%02d:00", 9+i%8)
		}
		rows = append(rows, today.Row{Place: today.Rank(th, monday, nil)})
	}
	today.Sort(rows)
	rows = slices.DeleteFunc(rows, func(r today.Row) bool { return r.Tier == today.Later })
	byTier := map[today.Tier][]string{}
	for _, r := range rows {
		byTier[r.Tier] = append(byTier[r.Tier], r.ID)
	}
	golden(t, "testdata/fixture297.txt", strings.Join([]string{
		"tier 1: " + strings.Join(byTier[1], " "), "tier 2: " + strings.Join(byTier[2], " "), "tier 3: " + strings.Join(byTier[3], " "), "",
	}, "\n"))
}
