package partialdate

import (
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// years is a span of whole years within what the reader takes.
func (p *parser) years(first, last int) (span, error) {
	if first < FirstYear || last > LastYear {
		return span{}, errYear
	}
	return yearSpan(first, last), nil
}

// fullYear turns a year as written into one of the calendar. Two digits are
// given a century, and that is said.
func (p *parser) fullYear(t token) (int, error) {
	switch {
	case t.digits == 4 && t.n >= FirstYear && t.n <= LastYear:
		return t.n, nil
	case t.digits == 4:
		return 0, errYear
	case t.digits != 2:
		return 0, errNotRead
	}
	year, ok := p.century(t.n)
	if !ok {
		return 0, errYear
	}
	p.note(NoteCentury, "year", year)
	return year, nil
}

// century gives a year of two digits its century: what has happened lies in the
// hundred years up to today; what is to come, from 20 years back; and of
// anything else at most 20 years are to come.
func (p *parser) century(n int) (year int, ok bool) {
	last := p.thisYear()
	switch p.Lean {
	case Nearest:
		last += 20
	case Coming:
		last += 79
	}
	year = last - (last-n)%100
	return year, year >= FirstYear && year <= LastYear
}

// dayOfMonth is a day without a year.
func (p *parser) dayOfMonth(day token, month time.Month) (span, error) {
	if day.digits > 2 {
		return span{}, errNotRead
	}
	s := p.closest(func(year int) (span, bool) {
		d, ok := civil.On(year, month, day.n)
		return daySpan(d), ok
	})
	if s.from == "" {
		return p.exact(p.thisYear(), int(month), day.n)
	}
	return s, nil
}

// closest picks the year of something that comes every year, as the reader
// leans, and notes it. 29 February comes at least every eight years.
func (p *parser) closest(in func(year int) (span, bool)) span {
	var best span
	from, to := p.thisYear()-8, p.thisYear()+8
	if p.year != 0 {
		from, to = p.year, p.year
	}
	for year := from; year <= to; year++ {
		s, ok := in(year)
		gone, coming := s.from <= p.Today, s.to >= p.Today
		switch {
		case !ok, p.year == 0 && p.Lean == Gone && !gone, p.year == 0 && p.Lean == Coming && !coming:
		case best.from == "" || s.distance(p.Today) < best.distance(p.Today):
			best = s
		}
	}
	if best.from != "" {
		year, _, _ := best.from.Date()
		p.note(NoteYear, "year", year)
	}
	return best
}

func (p *parser) thisYear() int {
	year, _, _ := p.Today.Date()
	return year
}
