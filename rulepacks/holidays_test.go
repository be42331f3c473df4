package rulepacks_test

import (
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/rulepacks"
)

// calendarOf is the calendar that some lines of a pack describe.
func calendarOf(t *testing.T, lines string, added ...rulepacks.OneOff) *rulepacks.Book {
	t.Helper()
	const head = "pack: x\nversion: \"1\"\ntitle: x\njurisdiction: US\ncalendars:\n  - id: x\n    title: x\n    citation: x\n    mark: unverified\n"
	p, err := rulepacks.Read([]byte(head + "    " + strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n    ") + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return rulepacks.NewBook([]*rulepacks.Pack{p}, map[string][]rulepacks.OneOff{"x": added})
}

// Every way to say when a day is off, and where it goes when it falls on a weekend.
func TestHolidays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ what, lines, off, open string }{
		{"a day of a month, lost on a weekend", "holidays: [{name: x, month: 7, day: 4}]", "2025-07-04", "2026-07-03 2026-07-06 2027-07-05 2027-07-02"},
		{"to the nearest working day", "holidays: [{name: x, month: 7, day: 4, observed: nearest}]", "2025-07-04 2026-07-03 2027-07-05", "2026-07-06 2027-07-02 2027-07-06"},
		{"to the nearest, in another year", "holidays: [{name: x, month: 1, day: 1, observed: nearest}]", "2021-12-31 2023-01-02", "2022-01-03 2022-12-30"},
		{"from Sunday only", "holidays: [{name: x, month: 7, day: 4, observed: sunday}]", "2025-07-04 2027-07-05", "2026-07-03 2026-07-06"},
		{"to the next day that is free", "holidays: [{name: x, month: 12, day: 25, observed: next}, {name: y, month: 12, day: 26, observed: next}]",
			"2020-12-25 2020-12-28 2021-12-27 2021-12-28 2022-12-26 2022-12-27 2023-12-25 2023-12-26", "2020-12-29 2021-12-24 2021-12-29 2022-12-28 2023-12-27"},
		{"the first of its month", "holidays: [{name: x, month: 9, weekday: monday, nth: 1}]", "2025-09-01 2026-09-07", "2025-09-08 2026-08-31 2026-09-14"},
		{"the fourth", "holidays: [{name: x, month: 11, weekday: thursday, nth: 4}]", "2026-11-26 2027-11-25", "2026-11-19 2027-11-18"},
		{"the last", "holidays: [{name: x, month: 5, weekday: monday, nth: -1}]", "2026-05-25 2027-05-31", "2026-05-18 2027-05-24"},
		{"the last but one", "holidays: [{name: x, month: 5, weekday: monday, nth: -2}]", "2026-05-18 2027-05-24", "2026-05-25 2026-05-11"},
		{"a day after that", "holidays: [{name: x, month: 11, weekday: thursday, nth: 4, plus: 1}]", "2026-11-27 2027-11-26", "2026-11-26"},
		{"a week before that", "holidays: [{name: x, month: 11, weekday: thursday, nth: 4, plus: -7}]", "2026-11-19", "2026-11-26"},
		{"by Easter", "holidays: [{name: x, easter: -2}, {name: y, easter: 0, plus: 1}, {name: z, easter: 39}]", "2026-04-03 2026-04-06 2026-05-14 2024-03-29 2038-04-23", "2026-04-02 2026-04-07"},
		{"by Easter in the years that are counted otherwise", "holidays: [{name: x, easter: 1}]", "1981-04-20 2049-04-19", "1981-04-27 2049-04-26"},
		{"into the last year from the next", "holidays: [{name: x, month: 1, day: 1, observed: nearest}]", "2060-12-31", "2060-12-30"},
		{"from a year to a year", "holidays: [{name: x, month: 3, day: 3, from: 2025, to: 2026}]", "2025-03-03 2026-03-03", "2021-03-03 2027-03-03"},
		{"a day of leap years", "holidays: [{name: x, month: 2, day: 29}]", "2024-02-29", "2023-03-01 2026-02-27"},
		{"another weekend", "weekend: [Friday, saturday]", "2026-03-06 2026-03-07", "2026-03-08 2026-03-05"},
		{"a weekend that holidays move off", "weekend: [friday]\nholidays: [{name: x, month: 3, day: 6, observed: next}]", "2026-03-06 2026-03-07", "2026-03-08"},
		{"single days", "holidays: [{name: x, month: 3, day: 3}]\ndays: [{date: 2026-03-03, name: open, open: true}, {date: 2026-03-04, name: closed}]", "2025-03-03 2026-03-04", "2026-03-03 2025-03-04"},
		{"the ends of what is counted", "holidays: [{name: x, month: 1, day: 1}, {name: y, month: 12, day: 31}]", "1980-01-01 2060-12-31", "1980-01-02 2060-12-30"},
		{"the ends, open", "weekend: [sunday]", "1980-01-06", "1980-01-01 2060-12-31"},
	} {
		b := calendarOf(t, c.lines)
		for _, day := range strings.Fields(c.off) {
			if !b.Off("x", civil.Day(day)) {
				t.Errorf("%s: %s is no day off", c.what, day)
			}
		}
		for _, day := range strings.Fields(c.open) {
			if b.Off("x", civil.Day(day)) {
				t.Errorf("%s: %s is a day off", c.what, day)
			}
		}
	}
}

// Working days between two days, either way round, and what an installation added.
func TestWorkingBetween(t *testing.T) {
	t.Parallel()
	b := calendarOf(t, "days: [{date: 2026-03-04, name: closed}]", rulepacks.OneOff{Date: "2026-03-05", Name: "Storm"}, rulepacks.OneOff{Date: "2026-03-04", Name: "after all", Open: true})
	for _, c := range []struct {
		from, until civil.Day
		n           int
	}{
		{"2026-03-02", "2026-03-09", 4}, {"2026-03-09", "2026-03-02", -4}, {"2026-03-02", "2026-03-02", 0}, {"2026-03-06", "2026-03-08", 0},
		{"1980-01-01", "1980-01-02", 1}, {"2060-12-30", "2060-12-31", 1}, {"1979-12-31", "1980-01-02", 0}, {"2060-12-30", "2061-01-02", 0}, {"", "2026-03-02", 0},
	} {
		if n := b.Working("x", c.from, c.until); n != c.n {
			t.Errorf("%d working days after %s up to %s, want %d", n, c.from, c.until, c.n)
		}
	}
	if b.Holiday("x", "2026-03-05") != "Storm" || b.Holiday("x", "2026-03-04") != "" || b.Holiday("nobody's", "2026-03-05") != "" {
		t.Errorf("%q, %q", b.Holiday("x", "2026-03-05"), b.Holiday("x", "2026-03-04"))
	}
	if !b.Off("nobody's", "2026-03-07") || b.Off("nobody's", "2026-03-05") {
		t.Error("where no calendar is known only weekends are off")
	}
}
