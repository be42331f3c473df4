package release

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Length is how long a court said, in the units it said it in: two years end on
// another day than 730 days.
type Length struct{ Years, Months, Weeks, Days int }

// A sentence, and sentences one after the other, last a hundred years at most.
const (
	maxYears = 100
	maxDays  = 36525
)

var errLength = errors.New(`not a length like "3y", "20m", "2y6m", "26w" or "1y3m10d"`)

// ParseLength reads a length as people type it: "3y", "20m", "2y6m", "26w",
// "1y 3m 10d". Each unit stands once, larger before smaller; a length of nothing
// is no length.
func ParseLength(text string) (Length, error) {
	var l Length
	rest := strings.ToLower(strings.Join(strings.Fields(text), ""))
	for units := "ymwd"; rest != ""; {
		end := strings.IndexAny(rest, "ymwd")
		if end < 1 {
			return Length{}, errLength
		}
		n, err := strconv.ParseUint(rest[:end], 10, 16)
		at := strings.IndexByte(units, rest[end])
		if err != nil || at < 0 || n > maxDays {
			return Length{}, errLength
		}
		l.set(rest[end], int(n))
		units, rest = units[at+1:], rest[end+1:]
	}
	if l.none() || l.tooLong() {
		return Length{}, errLength
	}
	return l, nil
}

func (l *Length) set(unit byte, n int) {
	switch unit {
	case 'y':
		l.Years = n
	case 'm':
		l.Months = n
	case 'w':
		l.Weeks = n
	case 'd':
		l.Days = n
	}
}

func (l Length) none() bool { return l == Length{} }

// tooLong reports whether the length is beyond what is calculated.
func (l Length) tooLong() bool {
	return l.Years*12+l.Months > maxYears*12 || l.Weeks*7+l.Days > maxDays
}

// String gives the length as ParseLength reads it.
func (l Length) String() string {
	var b strings.Builder
	for _, u := range [...]struct {
		n    int
		unit string
	}{{l.Years, "y"}, {l.Months, "m"}, {l.Weeks, "w"}, {l.Days, "d"}} {
		if u.n != 0 {
			fmt.Fprintf(&b, "%d%s", u.n, u.unit)
		}
	}
	return b.String()
}

// UnmarshalText reads a length in a rule pack.
func (l *Length) UnmarshalText(text []byte) (err error) {
	*l, err = ParseLength(string(text))
	return err
}

func (l Length) plus(o Length) Length {
	return Length{l.Years + o.Years, l.Months + o.Months, l.Weeks + o.Weeks, l.Days + o.Days}
}

// after is the first day after a length that begins on from; the last day of the
// sentence is the one before.
func (l Length) after(from day) day {
	var r run
	r.add(l)
	return r.after(from)
}

// longer reports whether the length, begun on from, is not over by the end of
// last.
func (l Length) longer(from, last day) bool { return l.after(from) > last+1 }

// run puts lengths one after the other, as consecutive sentences are served.
// Months that follow each other are added up before they are counted, and so are
// days; where months and days take turns, each stretch begins where the one before
// it ended.
type run struct{ stretches []stretch }

type stretch struct{ months, days int }

func (r *run) add(l Length) {
	if months := l.Years*12 + l.Months; months != 0 {
		if last := len(r.stretches) - 1; last >= 0 && r.stretches[last].days == 0 {
			r.stretches[last].months += months
		} else {
			r.stretches = append(r.stretches, stretch{months: months})
		}
	}
	if days := l.Weeks*7 + l.Days; days != 0 {
		if len(r.stretches) == 0 {
			r.stretches = append(r.stretches, stretch{})
		}
		r.stretches[len(r.stretches)-1].days += days
	}
}

func (r *run) after(from day) day {
	for _, s := range r.stretches {
		if s.months != 0 {
			from = from.afterMonths(s.months)
		}
		from += day(s.days)
	}
	return from
}
