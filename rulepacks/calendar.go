package rulepacks

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// The years in which days are counted. Earlier and later ones are refused: nobody
// has said which days were off, or will be.
const (
	FirstYear = 1980
	LastYear  = 2060
)

// Calendar says which days are no working days.
type Calendar struct {
	ID       string    `yaml:"id"`
	Title    string    `yaml:"title"`
	Weekend  []string  `yaml:"weekend"` // "saturday", "sunday"; both when left out
	Holidays []Holiday `yaml:"holidays"`
	Days     []OneOff  `yaml:"days"`
	Evidence `yaml:",inline"`
}

// Holiday is a day off that comes back every year: a day of a month, the nth weekday
// of a month, or so many days after Easter Sunday of the western churches.
type Holiday struct {
	Name     string `yaml:"name"`
	Month    int    `yaml:"month"`
	Day      int    `yaml:"day"`
	Weekday  string `yaml:"weekday"`
	Nth      int    `yaml:"nth"`    // 1 the first, -1 the last of its month
	Easter   *int   `yaml:"easter"` // -2 is Good Friday
	Plus     int    `yaml:"plus"`   // days after that: 1 for the day after Thanksgiving
	Observed string `yaml:"observed"`
	From     int    `yaml:"from"` // first year; 0 always
	To       int    `yaml:"to"`   // last year; 0 until further notice
}

// What happens to a holiday that falls on a weekend.
const (
	NotMoved   = ""        // it is lost
	Nearest    = "nearest" // Saturday to Friday, Sunday to Monday
	NextFree   = "next"    // the next day that is neither weekend nor a holiday
	SundayOnly = "sunday"  // Sunday to Monday; a Saturday is lost
)

// OneOff is one day: off although it is none of the holidays, or open although it
// is one.
type OneOff struct {
	Date     civil.Day `yaml:"date"`
	Name     string    `yaml:"name"`
	Open     bool      `yaml:"open"`
	Evidence `yaml:",inline"`
}

// days is a calendar made ready for counting: every working day in order, and the
// place in that order for every day.
type days struct {
	working []int32 // ordinals
	upTo    []int32 // for each day since the first: how many working days up to and with it
	names   map[int]string
}

const (
	firstDay = 3652  // 1 January 1980
	lastDay  = 33237 // 31 December 2060
)

// ordinal is the number of a day; one that is not known lies before all others.
func ordinal(d civil.Day) int {
	if n, ok := d.Number(); ok {
		return n
	}
	return firstDay - 1
}

func dayOf(n int) civil.Day { return civil.Numbered(n) }

// reach gives the first and the last day that a date may mean. One that is not
// known lies before all others.
func reach(d partialdate.Date) (first, last int) {
	if d.Precision() == partialdate.Day && !d.About() {
		if n, ok := civil.NumberOn(d.Parts()); ok {
			return n, n
		}
	}
	from, to := d.Reach()
	return ordinal(from), ordinal(to)
}

func known(n int) bool { return n >= firstDay && n <= lastDay }

// weekdayOf is the day of the week of an ordinal; 1 January 1970 was a Thursday.
func weekdayOf(n int) time.Weekday { return time.Weekday(((n+4)%7 + 7) % 7) }

// weekdays are the names in files.
var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
}

// ready works out every working day of the calendar, with days that an installation
// added.
func (c *Calendar) ready(more []OneOff) *days {
	weekend := c.weekend()
	off := c.holidays(weekend)
	for _, d := range slices.Concat(c.Days, more) {
		if n := ordinal(d.Date); d.Open {
			delete(off, n)
		} else {
			off[n] = d.Name
		}
	}
	out := &days{names: off, upTo: make([]int32, 0, lastDay-firstDay+1)}
	for n := firstDay; n <= lastDay; n++ {
		if _, is := off[n]; !is && !weekend[weekdayOf(n)] {
			out.working = append(out.working, int32(n))
		}
		out.upTo = append(out.upTo, int32(len(out.working)))
	}
	return out
}

func (c *Calendar) weekend() map[time.Weekday]bool {
	if len(c.Weekend) == 0 {
		return map[time.Weekday]bool{time.Saturday: true, time.Sunday: true}
	}
	set := map[time.Weekday]bool{}
	for _, name := range c.Weekend {
		set[weekdays[strings.ToLower(name)]] = true
	}
	return set
}

// holidays lists the days off of all years. Those that stay where they are come
// first, so that one that moves on finds them taken.
func (c *Calendar) holidays(weekend map[time.Weekday]bool) map[int]string {
	off := map[int]string{}
	for year := FirstYear - 1; year <= LastYear+1; year++ {
		var moving []Holiday
		for _, h := range c.Holidays {
			n, is := h.in(year)
			switch {
			case !is:
			case weekend[weekdayOf(n)] && h.Observed == NextFree:
				moving = append(moving, h)
			default:
				off[h.observed(n)] = h.Name
			}
		}
		for _, h := range moving {
			n, _ := h.in(year)
			for taken := true; taken || weekend[weekdayOf(n)]; _, taken = off[n] {
				n++
			}
			off[n] = h.Name
		}
	}
	return off
}

// in gives the day of the holiday in a year, and whether it has one.
func (h Holiday) in(year int) (n int, is bool) {
	switch {
	case h.From > 0 && year < h.From, h.To > 0 && year > h.To:
		return 0, false
	case h.Easter != nil:
		return easter(year) + *h.Easter + h.Plus, true
	case h.Weekday != "":
		return h.nth(year) + h.Plus, true
	}
	day, ok := civil.On(year, time.Month(h.Month), h.Day)
	return ordinal(day) + h.Plus, ok
}

// nth gives the nth weekday of the month.
func (h Holiday) nth(year int) int {
	month, want := time.Month(h.Month), weekdays[strings.ToLower(h.Weekday)]
	first, _ := civil.On(year, month, 1)
	last, _ := civil.On(year, month, civil.DaysIn(year, month))
	if h.Nth < 0 {
		n := ordinal(last)
		return n - int(weekdayOf(n)-want+7)%7 + 7*(h.Nth+1)
	}
	n := ordinal(first)
	return n + int(want-weekdayOf(n)+7)%7 + 7*(h.Nth-1)
}

// observed moves a holiday off the weekend.
func (h Holiday) observed(n int) int {
	switch w := weekdayOf(n); {
	case h.Observed == Nearest && w == time.Saturday:
		return n - 1
	case (h.Observed == Nearest || h.Observed == SundayOnly) && w == time.Sunday:
		return n + 1
	}
	return n
}

// easter gives Easter Sunday by the Gregorian computus (Meeus, Astronomical
// Algorithms, 1991, chapter 8).
func easter(year int) int {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month, day := (h+l-7*m+114)/31, (h+l-7*m+114)%31+1
	on, _ := civil.On(year, time.Month(month), day)
	return ordinal(on)
}

// isWorking reports whether a day is a working day.
func (d *days) isWorking(n int) bool {
	i := n - firstDay
	return i == 0 && d.upTo[0] == 1 || i > 0 && d.upTo[i] > d.upTo[i-1]
}

// add gives the nth working day after a day; negative goes back, and of 0 it is the
// day itself. Beyond the calendar it is not known.
func (d *days) add(from, n int) (day int, ok bool) {
	switch {
	case !known(from):
		return 0, false
	case n == 0:
		return from, true
	}
	at := int(d.upTo[from-firstDay]) - 1 + n // the last working day up to and with from stands before it
	if n < 0 && !d.isWorking(from) {
		at++
	}
	if at < 0 || at >= len(d.working) {
		return 0, false
	}
	return int(d.working[at]), true
}

// onOrAfter gives the first working day that is not before a day.
func (d *days) onOrAfter(n int) (day int, ok bool) {
	if known(n) && d.isWorking(n) {
		return n, true
	}
	return d.add(n, 1)
}

// onOrBefore gives the last working day that is not after a day.
func (d *days) onOrBefore(n int) (day int, ok bool) {
	if known(n) && d.isWorking(n) {
		return n, true
	}
	return d.add(n, -1)
}

// years are the first and last year as words: a year has no separators.
var years = [2]string{strconv.Itoa(FirstYear), strconv.Itoa(LastYear)}
