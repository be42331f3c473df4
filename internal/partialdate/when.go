package partialdate

import (
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// Precision says how exactly a date is known.
type Precision int

// The precisions. A Span is anything that is not one day, month or year: a
// season, a decade, "before June".
const (
	Unknown Precision = iota
	Day
	Month
	Year
	Span
)

// When is what somebody typed as a date, and what that can mean.
type When struct {
	Earliest  civil.Day // the first day it may be; "" is open
	Latest    civil.Day // the last day it may be; "" is open
	Precision Precision
	About     bool   // the bounds are only about right
	Words     string // as typed, without the spaces around
	Notes     []Note // what had to be assumed, to be said to the one who typed
}

// Note is something the reader assumed: a message key and its parameters.
type Note struct {
	Key  string
	Args []any
}

// The keys of notes.
const (
	NoteCentury   = "partialdate.note.century"      // args year: "90" was taken as that year
	NoteYear      = "partialdate.note.year"         // args year: none was given
	NoteOrder     = "partialdate.note.order"        // day and month could be the other way round
	NoteSwapped   = "partialdate.note.swapped"      // only the other order gives a day
	NoteDayOrYear = "partialdate.note.day_or_year"  // "nov 24" was taken as the 24th; args year
	NoteWeekday   = "partialdate.note.weekday"      // the weekday given is not that of the day
	NoteTime      = "partialdate.note.time_dropped" // the time of day was left out
)

// Date returns the finest date that holds everything w can mean, for storing:
// "spring 2024" is 2024. It is not known where w has an open end or is wider
// than a year.
func (w When) Date() Date {
	if w.Earliest == "" || w.Latest == "" {
		return Date{}
	}
	y0, m0, d0 := w.Earliest.Date()
	y1, m1, d1 := w.Latest.Date()
	d := Date{year: int16(y0), about: w.About}
	switch {
	case y0 != y1:
		return Date{}
	case m0 == m1 && d0 == d1:
		d.month, d.day = uint8(m0), uint8(d0)
	case m0 == m1:
		d.month = uint8(m0)
	}
	return d
}

// Day returns the full day, and false when w is less than that or only about
// right.
func (w When) Day() (civil.Day, bool) {
	if w.Precision != Day || w.About {
		return "", false
	}
	return w.Earliest, true
}

// span is the meaning of some of the words.
type span struct {
	from, to  civil.Day
	precision Precision
	about     bool
}

func daySpan(d civil.Day) span { return span{from: d, to: d, precision: Day} }

func monthSpan(year int, month time.Month) span {
	d := Date{year: int16(year), month: uint8(month)}
	first, last := d.Bounds()
	return span{from: first, to: last, precision: Month}
}

// yearSpan is all of the years from first to last.
func yearSpan(first, last int) span {
	from, _ := civil.On(first, time.January, 1)
	to, _ := civil.On(last, time.December, 31)
	s := span{from: from, to: to, precision: Span}
	if first == last {
		s.precision = Year
	}
	return s
}

// monthsSpan is n whole months from a month on; month may lie outside 1 to 12.
func monthsSpan(year int, month time.Month, n int) span {
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	from, _ := civil.On(first.Year(), first.Month(), 1)
	return span{from: from, to: from.AddMonths(n).Add(-1), precision: Span}
}

// distance says how far the span lies from a day: 0 when it holds it.
func (s span) distance(d civil.Day) int {
	switch {
	case s.to < d:
		return d.Since(s.to)
	case s.from > d:
		return s.from.Since(d)
	}
	return 0
}

// check refuses what lies outside the years the reader takes.
func (s span) check() error {
	for _, d := range []civil.Day{s.from, s.to} {
		if year, _, _ := d.Date(); d != "" && (year < FirstYear || year > LastYear) {
			return errYear
		}
	}
	if s.precision != Unknown && s.from == "" && s.to == "" {
		return errYear
	}
	return nil
}
