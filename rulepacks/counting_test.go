package rulepacks_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// The calendars of the program, by whose days off the properties are tried.
var calendarIDs = []string{"us-federal", "us-sc", "us-tx", "us-ca", "us-ny", "us-fl", "gb-eaw", "gb-sct"}

var units = []rulepacks.Unit{rulepacks.CalendarDay, rulepacks.WorkingDay, rulepacks.Week, rulepacks.Month, rulepacks.Year, rulepacks.Hour}

// zones are places where the clocks are changed, by an hour, by half of one, in
// either half of the year, at midnight, and where they are not.
var zones = []string{"America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "America/Phoenix", "Pacific/Apia", ""}

// drawDay draws a day of 1990 to 2040, the ends of months and leap days more often.
func drawDay(t *rapid.T, name string) civil.Day {
	year, month := rapid.IntRange(1990, 2040).Draw(t, name+" year"), time.Month(rapid.IntRange(1, 12).Draw(t, name+" month"))
	last := civil.DaysIn(year, month)
	day := rapid.OneOf(rapid.IntRange(1, last), rapid.IntRange(last-1, last), rapid.Just(1)).Draw(t, name)
	if rapid.IntRange(0, 9).Draw(t, name+" leap") == 0 {
		year, month, day = year/4*4, time.February, 29
	}
	d, ok := civil.On(max(year, 1992), month, day)
	if !ok {
		t.Fatalf("%d-%d-%d is no day", year, month, day)
	}
	return d
}

// drawDate draws a date as far as people know it.
func drawDate(t *rapid.T, name string) partialdate.Date {
	day := string(drawDay(t, name))
	text := rapid.SampledFrom([]string{day, day, day, day[:7], day[:4], "~" + day, "~" + day[:7]}).Draw(t, name+" as known")
	return partialdate.Must(text)
}

// drawLimit draws a rule of time.
func drawLimit(t *rapid.T) rulepacks.Limit {
	l := rulepacks.Limit{
		For: rapid.SampledFrom(rulepacks.Fors()).Draw(t, "for"), Unit: rapid.SampledFrom(units).Draw(t, "unit"), N: rapid.IntRange(1, 100).Draw(t, "n"),
		CountFrom: rapid.SampledFrom([]string{"", rulepacks.NextDay, rulepacks.SameDay}).Draw(t, "count from"),
		Roll:      rapid.SampledFrom([]string{"", rulepacks.NoRoll, rulepacks.NextWorkingDay}).Draw(t, "roll"),
		MailDays:  rapid.IntRange(0, 10).Draw(t, "mail"), StartsOn: []rulepacks.Event{rulepacks.Incident},
	}
	if l.Unit == rulepacks.Year {
		l.N = 1 + l.N%5
	}
	if rapid.Bool().Draw(t, "may be extended") {
		l.Extension = &rulepacks.Extension{N: rapid.IntRange(1, 90).Draw(t, "by"), Unit: rapid.SampledFrom(units).Draw(t, "by what"), Times: rapid.IntRange(0, 2).Draw(t, "times")}
		if l.Extension.Unit == rulepacks.Year {
			l.Extension.N = 1
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "readings") {
		l.AlsoRead = append(l.AlsoRead, rulepacks.Reading{N: rapid.IntRange(1, 60).Draw(t, "read n"), Unit: rapid.SampledFrom(units[:3]).Draw(t, "read unit")})
	}
	return l
}

// world is a version with one limit in it, and the calendars of the program.
type world struct {
	book     *rulepacks.Book
	version  rulepacks.Version
	limit    rulepacks.Limit
	calendar string
	stopped  []rulepacks.Span
	zone     string
}

func drawWorld(t *rapid.T, b *rulepacks.Book, limit rulepacks.Limit) world {
	return worldOf(b, limit, rapid.SampledFrom(calendarIDs).Draw(t, "calendar"), rapid.SampledFrom(zones).Draw(t, "zone"))
}

func worldOf(b *rulepacks.Book, limit rulepacks.Limit, calendar, zone string) world {
	p := rulepacks.Procedure{Calendar: calendar, Steps: []rulepacks.Step{{ID: "one", Limits: []rulepacks.Limit{limit}}}}
	return world{book: b, version: rulepacks.Version{Procedure: &p}, limit: limit, calendar: calendar, zone: zone}
}

func (w world) ask(when rulepacks.When) rulepacks.Ask {
	return rulepacks.Ask{Version: &w.version, Step: "one", Events: map[rulepacks.Event]rulepacks.When{rulepacks.Incident: when}, Stopped: w.stopped, Zone: w.zone}
}

func (w world) due(t *rapid.T, when rulepacks.When) rulepacks.Clock {
	t.Helper()
	got, err := w.book.Due(w.ask(when))
	if err != nil {
		t.Fatalf("%+v from %+v: %v", w.limit, when, err)
	}
	return got[0]
}

// No clock ends before the day it started, safe is never after legal, nor legal after
// extended, and what we must meet is safe on a day on which an office is open.
func TestDatesAreInOrder(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, b, drawLimit(t))
		c := w.due(t, rulepacks.When{Date: drawDate(t, "event")})
		if c.Legal < c.Start || c.Safe > c.Legal || c.Extended != "" && c.Extended < c.Legal || (c.Extended != "") != (w.limit.Extension != nil) {
			t.Fatalf("%+v\nfrom %s: safe %s, legal %s, extended %s", w.limit, c.Start, c.Safe, c.Legal, c.Extended)
		}
		if w.limit.For.Ours() && w.book.Off(w.calendar, c.Safe) {
			t.Fatalf("%+v: safe on %s, a day off", w.limit, c.Safe)
		}
		if w.limit.Roll == rulepacks.NextWorkingDay && w.book.Off(w.calendar, c.Legal) {
			t.Fatalf("%+v: the last day %s is a day off", w.limit, c.Legal)
		}
	})
}

// A later event never gives an earlier date, nor one more unit of time; whatever the
// clock stood still in between, where days are counted.
func TestLaterIsNeverEarlier(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, b, drawLimit(t))
		day := drawDay(t, "event")
		if u := w.limit.Unit; (u == rulepacks.CalendarDay || u == rulepacks.WorkingDay) && rapid.Bool().Draw(t, "stops") {
			from := day.Add(rapid.IntRange(-20, 60).Draw(t, "stops on"))
			w.stopped = []rulepacks.Span{{From: from, To: from.Add(rapid.IntRange(0, 40).Draw(t, "for"))}}
		}
		x := w.due(t, rulepacks.When{Date: partialdate.On(day)})
		y := w.due(t, rulepacks.When{Date: partialdate.On(day.Add(rapid.IntRange(1, 40).Draw(t, "later")))})
		inOrder(t, w, x, y)
		limit := w.limit
		limit.N++
		more := worldOf(b, limit, w.calendar, w.zone)
		more.stopped = w.stopped
		inOrder(t, w, x, more.due(t, rulepacks.When{Date: partialdate.On(day)}))
	})
}

func inOrder(t *rapid.T, w world, x, y rulepacks.Clock) {
	t.Helper()
	if y.Legal < x.Legal || y.Safe < x.Safe || x.Extended != "" && y.Extended != "" && y.Extended < x.Extended {
		t.Fatalf("%+v by %s, stopped %v\nfrom %s: safe %s, legal %s, extended %s\nfrom %s: safe %s, legal %s, extended %s",
			w.limit, w.calendar, w.stopped, x.Start, x.Safe, x.Legal, x.Extended, y.Start, y.Safe, y.Legal, y.Extended)
	}
}

// Working days skip exactly the weekends and the holidays of the calendar: counted one
// by one it is the same day.
func TestWorkingDaysSkipDaysOffOnly(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		limit := rulepacks.Limit{For: rulepacks.Response, Unit: rulepacks.WorkingDay, N: rapid.IntRange(1, 120).Draw(t, "n"), StartsOn: []rulepacks.Event{rulepacks.Incident}}
		if rapid.Bool().Draw(t, "the day itself is the first") {
			limit.CountFrom = rulepacks.SameDay
		}
		w := drawWorld(t, b, limit)
		day := drawDay(t, "event")
		at := day
		if limit.CountFrom == rulepacks.SameDay {
			at = at.Add(-1)
		}
		for n := 0; n < limit.N; {
			at = at.Add(1)
			weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
			if !weekend && w.book.Holiday(w.calendar, at) == "" {
				n++
			}
		}
		if c := w.due(t, rulepacks.When{Date: partialdate.On(day)}); c.Legal != at {
			t.Fatalf("%d working days after %s by %s: %s, one by one %s", limit.N, day, w.calendar, c.Legal, at)
		}
	})
}

// Calendar days, weeks and months agree with the standard library, and a month from
// the end of one is the end of the next.
func TestDaysAndMonths(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		limit := rulepacks.Limit{For: rulepacks.Response, Unit: rapid.SampledFrom(units[:5]).Draw(t, "unit"), N: rapid.IntRange(1, 19).Draw(t, "n"), StartsOn: []rulepacks.Event{rulepacks.Incident}}
		w := drawWorld(t, b, limit)
		day := drawDay(t, "event")
		year, month, of := day.Date()
		var want civil.Day
		switch limit.Unit {
		case rulepacks.CalendarDay:
			want = day.Add(limit.N)
		case rulepacks.Week:
			want = day.Add(7 * limit.N)
		case rulepacks.Month, rulepacks.Year:
			months := limit.N
			if limit.Unit == rulepacks.Year {
				months *= 12
			}
			first := time.Date(year, month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
			want, _ = civil.On(first.Year(), first.Month(), min(of, civil.DaysIn(first.Year(), first.Month())))
		default:
			return
		}
		if c := w.due(t, rulepacks.When{Date: partialdate.On(day)}); c.Legal != want {
			t.Fatalf("%d %s after %s: %s, want %s", limit.N, limit.Unit, day, c.Legal, want)
		}
	})
}

// Of a date that is only partly known every day it may mean is counted: what is ours
// is due no later, and what is theirs no earlier, than from any of them; and the words
// would say from which.
func TestPartialDatesTakeTheBound(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, b, drawLimit(t))
		date := drawDate(t, "event")
		first, last := date.Reach()
		between := first.Add(rapid.IntRange(0, last.Since(first)).Draw(t, "in truth"))
		bound, truth := w.due(t, rulepacks.When{Date: date}), w.due(t, rulepacks.When{Date: partialdate.On(between)})
		if w.limit.For.Ours() && (bound.Legal > truth.Legal || bound.Safe > truth.Safe) || !w.limit.For.Ours() && bound.Legal < truth.Legal {
			t.Fatalf("%+v\n%s: safe %s, legal %s; but from %s safe %s, legal %s", w.limit, date, bound.Safe, bound.Legal, between, truth.Safe, truth.Legal)
		}
		if _, exact := date.Day(); bound.Partial() == exact {
			t.Fatalf("%s: partial %v", date, bound.Partial())
		}
	})
}

// Hours are hours that pass, over the nights the clocks are changed: from an hour that
// was, the end is so many of them later; a later hour never gives an earlier one; and an
// hour that was not is said to be none.
func TestHoursPass(t *testing.T) {
	t.Parallel()
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		limit := drawLimit(t)
		limit.Unit, limit.Roll, limit.N = rulepacks.Hour, "", rapid.IntRange(1, 200).Draw(t, "hours")
		w := drawWorld(t, b, limit)
		place, err := time.LoadLocation(w.zone)
		if err != nil {
			t.Fatal(err)
		}
		night := changeAfter(drawDay(t, "event"), place)
		moment := night.Add(time.Duration(rapid.IntRange(-180, 180).Draw(t, "minutes")) * time.Minute)
		read := func(at time.Time) rulepacks.Clock {
			return w.due(t, rulepacks.When{Date: partialdate.On(civil.Of(at, place)), Time: at.In(place).Format("15:04")})
		}
		x, y := read(moment), read(moment.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "later"))*time.Minute))
		ends := moment.Add(time.Duration(limit.N) * time.Hour).In(place)
		if x.NoHour != "" || !x.Twice && (x.Legal != civil.Of(ends, place) || x.LegalTime != ends.Format("15:04")) {
			t.Fatalf("%d hours after %s: %s %s (%q), want %s", limit.N, moment.In(place), x.Legal, x.LegalTime, x.NoHour, ends)
		}
		if by := string(x.Legal) + x.LegalTime; x.Twice && limit.For.Ours() == (by > ends.Format("2006-01-0215:04")) && by != ends.Format("2006-01-0215:04") {
			t.Fatalf("an hour that is there twice is counted to somebody's harm: %s from %s", by, moment.In(place))
		}
		if x.Legal > y.Legal && !x.Twice && !y.Twice {
			t.Fatalf("%s %s, and later %s %s", x.Legal, x.LegalTime, y.Legal, y.LegalTime)
		}
	})
}

// changeAfter is the first change of clocks after a day, or noon of it where there is
// none.
func changeAfter(day civil.Day, place *time.Location) time.Time {
	if _, end := day.Time().In(place).ZoneBounds(); !end.IsZero() {
		return end
	}
	return day.Time()
}

// The nights on which clocks are changed, one by one: an hour that was twice is said
// to be, and one that was not is left out, and said so.
func TestHoursOfTheNight(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		zone, day, at  string
		what           rulepacks.For
		by, clock      string
		twice, missing bool
	}{
		{"America/New_York", "2026-03-07", "12:00", rulepacks.Response, "2026-03-08", "13:00", false, false},
		{"America/New_York", "2026-03-08", "02:30", rulepacks.Response, "2026-03-09", "", false, true},
		{"America/New_York", "2026-03-08", "03:00", rulepacks.Response, "2026-03-09", "03:00", false, false},
		{"America/New_York", "2026-11-01", "01:30", rulepacks.Filing, "2026-11-02", "00:30", true, false},
		{"America/New_York", "2026-11-01", "01:30", rulepacks.Response, "2026-11-02", "01:30", true, false},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", rulepacks.Filing, "2026-04-06", "01:15", true, false},
		{"Pacific/Apia", "2011-12-30", "12:00", rulepacks.Response, "2011-12-31", "", false, true}, // the day that was left out there
		{"Nowhere/Nowhere", "2026-03-08", "12:00", rulepacks.Response, "2026-03-09", "", false, true},
		{"", "2026-03-08", "25:99", rulepacks.Response, "2026-03-09", "", false, true},
	} {
		limit := rulepacks.Limit{For: c.what, Unit: rulepacks.Hour, N: 24, StartsOn: []rulepacks.Event{rulepacks.Incident}}
		w := worldOf(b, limit, "us-federal", c.zone)
		got, err := w.book.Due(w.ask(rulepacks.When{Date: partialdate.Must(c.day), Time: c.at}))
		if err != nil {
			t.Fatal(err)
		}
		if k := got[0]; string(k.Legal) != c.by || k.LegalTime != c.clock || k.Twice != c.twice || (k.NoHour != "") != c.missing {
			t.Errorf("24 hours after %s %s at %s: %s %q, twice %v, left out %q", c.day, c.at, c.zone, k.Legal, k.LegalTime, k.Twice, k.NoHour)
		}
	}
}
