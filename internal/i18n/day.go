package i18n

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// calendar is the words of days and numbers of one locale.
type calendar struct {
	months, monthsShort     []string // January first
	weekdays, weekdaysShort []string // Sunday first, as time.Weekday
	counts                  []string // zero to twenty-four
}

// prepare reads the words of days and numbers out of the table's messages.
func (t *table) prepare() error {
	lists := []struct {
		key  string
		into *[]string
		want int
	}{
		{"day.months", &t.calendar.months, 12},
		{"day.months.short", &t.calendar.monthsShort, 12},
		{"day.weekdays", &t.calendar.weekdays, 7},
		{"day.weekdays.short", &t.calendar.weekdaysShort, 7},
		{"number.words", &t.calendar.counts, 25},
	}
	for _, l := range lists {
		if *l.into = strings.Fields(t.text(l.key)); len(*l.into) != l.want {
			return errors.New("i18n: " + t.locale + ": " + l.key + " has the wrong number of words")
		}
	}
	t.group = t.text("number.group")
	from, err := strconv.Atoi(t.text("number.group.from"))
	t.groupFrom = from
	return err
}

func (t *table) text(key string) string {
	if m, ok := t.messages[key]; ok {
		return m.plain
	}
	return ""
}

// say prints a message of the table.
func (t *table) say(key string, args ...any) string {
	if m, ok := t.messages[key]; ok {
		return m.print(t, args)
	}
	return "⟦" + key + "⟧"
}

// Precision of a partial date, by the length of its text.
const (
	yearLen  = len("2006")
	monthLen = len("2006-01")
	dayLen   = len("2006-01-02")
)

// parse reads "2006", "2006-01" or "2006-01-02", with an optional "~" in front
// that says "about".
func parse(s string) (t time.Time, precision int, about, ok bool) {
	s, about = strings.CutPrefix(s, "~")
	layout := time.DateOnly
	switch len(s) {
	case yearLen, monthLen, dayLen:
		layout = layout[:len(s)]
	default:
		return t, 0, about, false
	}
	t, err := time.Parse(layout, s)
	return t, len(s), about, err == nil
}

// Day writes a civil or partial date ("2006-01-02", "2006-01", "2006", with
// "~" in front for about) as precisely as it is known and no more: "Thu, Nov
// 19", "Jun 12, 2027", "March 2024", "about 1960". Within 14 days of today the
// weekday is always shown; the year is left out when it is this one. An empty
// date is "not known".
func Day(ctx context.Context, date string) string { return From(ctx).Day(date) }

// Day is as the function of that name.
func (p *Printer) Day(date string) string { return p.day(date, false) }

// LongDay is Day with whole words: "Thursday, November 19, 2026".
func LongDay(ctx context.Context, date string) string { return From(ctx).day(date, true) }

// PaperDay is Day with its year always and without a weekday, for what is read far from
// here and later: "Nov 19, 2026".
func PaperDay(ctx context.Context, date string) string {
	p := *From(ctx)
	p.today = time.Time{}
	return p.day(date, false)
}

// Weekday gives the short weekday of a full date, "Mon"; "" for any other.
func Weekday(ctx context.Context, date string) string {
	d, precision, _, ok := parse(date)
	if !ok || precision == yearLen || precision == monthLen {
		return ""
	}
	return From(ctx).table.weekday(d, false)
}

// DayMonth gives a day without its year, "11 Apr", for a sentence that has said the
// year already.
func DayMonth(ctx context.Context, date string) string {
	t := From(ctx).table
	d, precision, _, ok := parse(date)
	if !ok || precision == yearLen || precision == monthLen {
		return Day(ctx, date)
	}
	return t.say("day.year", "day", strconv.Itoa(d.Day()), "month", t.monthName(d, false))
}

func (p *Printer) day(date string, long bool) string {
	d, precision, about, ok := parse(date)
	if !ok {
		if date == "" {
			return p.table.say("day.unknown")
		}
		return date
	}
	words := p.known(d, precision, long)
	if about {
		return p.table.say("day.about", "day", words)
	}
	return words
}

func (p *Printer) known(d time.Time, precision int, long bool) string {
	t := p.table
	year := strconv.Itoa(d.Year())
	if precision == yearLen {
		return year
	}
	month := t.monthName(d, long || precision == monthLen)
	if precision == monthLen {
		return t.say("day.month", "month", month, "year", year)
	}
	day := strconv.Itoa(d.Day())
	near := !p.today.IsZero() && abs(days(p.today, d)) <= 14
	thisYear := !p.today.IsZero() && d.Year() == p.today.Year()
	switch {
	case long && thisYear:
		return t.say("day.long.near", "weekday", t.weekday(d, true), "day", day, "month", month)
	case long:
		return t.say("day.long", "weekday", t.weekday(d, true), "day", day, "month", month, "year", year)
	case near:
		return t.say("day.near", "weekday", t.weekday(d, false), "day", day, "month", month)
	case thisYear:
		return t.say("day.year", "day", day, "month", month)
	}
	return t.say("day.full", "day", day, "month", month, "year", year)
}

func (t *table) monthName(d time.Time, long bool) string {
	names := t.calendar.monthsShort
	if long {
		names = t.calendar.months
	}
	if i := int(d.Month()) - 1; i < len(names) {
		return names[i]
	}
	return d.Month().String()
}

func (t *table) weekday(d time.Time, long bool) string {
	names := t.calendar.weekdaysShort
	if long {
		names = t.calendar.weekdays
	}
	if i := int(d.Weekday()); i < len(names) {
		return names[i]
	}
	return d.Weekday().String()
}

// Due says in words how far off a deadline is: "3 days late", "Today",
// "Tomorrow", "in 5 days", "in 2 weeks". It always stands beside the date
// itself. A partial date is measured from its first possible day, and is never
// late before its last. "" when the date is not known.
func Due(ctx context.Context, date string) string {
	p := From(ctx)
	first, last, ok := p.span(date)
	switch {
	case !ok:
		return ""
	case last < 0:
		return p.table.say("due.late", "count", -last)
	case first <= 0:
		return p.table.say("due.today")
	case first == 1:
		return p.table.say("due.tomorrow")
	}
	return p.table.far("due.", first)
}

// Ago says in words how long ago a day was: "today", "yesterday", "5 days
// ago", "3 weeks ago". It always stands beside the date itself.
func Ago(ctx context.Context, date string) string {
	p := From(ctx)
	_, last, ok := p.span(date)
	switch {
	case !ok:
		return ""
	case last >= 0:
		return p.table.say("ago.today")
	case last == -1:
		return p.table.say("ago.yesterday")
	}
	return p.table.far("ago.", -last)
}

// far words a distance in days, weeks, months or years, whichever is short.
func (t *table) far(way string, n int) string {
	unit := "years"
	switch {
	case n < 14:
		unit = "days"
	case n < 63:
		unit, n = "weeks", n/7
	case n < 730:
		unit, n = "months", n*12/365
	default:
		n /= 365
	}
	return t.say(way+unit, "count", n)
}

// span measures the first and last possible day of a date from today.
func (p *Printer) span(date string) (first, last int, ok bool) {
	d, precision, _, ok := parse(date)
	if !ok || p.today.IsZero() {
		return 0, 0, false
	}
	end := d
	switch precision {
	case yearLen:
		end = d.AddDate(1, 0, -1)
	case monthLen:
		end = d.AddDate(0, 1, -1)
	}
	return days(p.today, d), days(p.today, end), true
}

// DaysUntil counts the days from today to a date's first possible day.
func DaysUntil(ctx context.Context, date string) (int, bool) {
	first, _, ok := From(ctx).span(date)
	return first, ok
}

// Instant writes a moment in the reader's zone: "Wed, Nov 18, 19:40".
func Instant(ctx context.Context, t time.Time) string {
	p := From(ctx)
	if t.IsZero() {
		return p.table.say("day.unknown")
	}
	return p.table.say("day.instant", "day", p.Day(p.local(t).Format(time.DateOnly)), "time", Clock(ctx, t))
}

// PaperDayOf is PaperDay of a moment in the reader's zone.
func PaperDayOf(ctx context.Context, t time.Time) string {
	return PaperDay(ctx, From(ctx).local(t).Format(time.DateOnly))
}

// DayOf writes the day of a moment in the reader's zone.
func DayOf(ctx context.Context, t time.Time) string {
	p := From(ctx)
	if t.IsZero() {
		return p.table.say("day.unknown")
	}
	return p.Day(p.local(t).Format(time.DateOnly))
}

// Clock writes the time of day of a moment in the reader's zone: "19:40".
func Clock(ctx context.Context, t time.Time) string {
	return From(ctx).local(t).Format("15:04")
}

func (p *Printer) local(t time.Time) time.Time {
	if p.zone == nil {
		return t.UTC()
	}
	return t.In(p.zone)
}

func days(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
