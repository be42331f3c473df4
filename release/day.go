package release

import (
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// day is a day by its number, which is what is counted with; none stands for no
// day and comes before all others.
type day int32

const none day = -1 << 31

// The days a calculation may name; whatever lies outside is refused when it is
// read, so that no sum leaves the calendar.
const (
	firstDay day = -25567 // 1 January 1900
	lastDay  day = 84005  // 31 December 2199
)

// forever is later than any day that is calculated.
const forever day = 1 << 30

// dayOf reports whether d is a day between the years 1900 and 2199.
func dayOf(d civil.Day) (day, bool) {
	n, ok := d.Number()
	if !ok || day(n) < firstDay || day(n) > lastDay {
		return none, false
	}
	return day(n), true
}

// civil gives the day as it is stored and shown; "" for none.
func (d day) civil() civil.Day {
	if d == none {
		return ""
	}
	return civil.Numbered(int(d))
}

func numbered(year, month, of int) day {
	d, _ := civil.On(year, time.Month(month), of)
	n, _ := d.Number()
	return day(n)
}

// month gives the year and month n months after the one of d, how long that month
// is, and the day of the month of d.
func (d day) month(n int) (year, month, length, of int) {
	y, m, of := d.civil().Date()
	months := y*12 + int(m) - 1 + n
	year, month = months/12, months%12+1
	return year, month, civil.DaysIn(year, time.Month(month)), of
}

// afterMonths is the first day after n whole months that begin on d. Where the
// month it falls in has no such day, that month is served to its end: one month
// from 31 August lasts until 30 September.
func (d day) afterMonths(n int) day {
	year, month, length, of := d.month(n)
	if of > length {
		return numbered(year, month, length) + 1
	}
	return numbered(year, month, of)
}

// sameDay is the day n months later with the same number, or the last of its
// month; n may be negative.
func (d day) sameDay(n int) day {
	year, month, length, of := d.month(n)
	return numbered(year, month, min(of, length))
}
