package partialdate

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// Limits of what the reader takes.
const (
	MaxText   = 80   // characters
	FirstYear = 1800 // nobody in the record was born earlier
	LastYear  = 2199 // the longest sentences end within this
)

// Order is how an organisation writes 3 November in numbers.
type Order int

// The orders.
const (
	DayFirst   Order = iota // 3/11
	MonthFirst              // 11/3
)

// Lean says which of several possible dates is meant where the year, or the
// week, is left open: "3 nov", "fri", "90".
type Lean int

// The leanings.
const (
	Nearest Lean = iota // the one closest to today, the past when both are as far
	Gone                // today or before: births, arrests, letters received
	Coming              // today or later: deadlines, releases
)

// Reader reads what people type as a date, in English and Spanish.
type Reader struct {
	Today civil.Day
	Order Order
	Lean  Lean
}

// Read reads a date as a person types it, leaning to the date nearest today. It
// takes "today", "fri", "next friday", "3 nov", "3/11" in the given order,
// "2024-03-14", "mar 2024", "2024", "about 2024", "spring 2024", "before june",
// "in 3 weeks", "+14", "?" and what is near to these. The empty text is not
// known.
//
// What cannot be read is an Invalid fault with one problem, without a field; see
// [Repairs] for days that do not exist.
func Read(text string, today civil.Day, order Order) (When, error) {
	return Reader{Today: today, Order: order}.Read(text)
}

// Read is as the function of that name, with the reader's own leaning.
func (r Reader) Read(text string) (When, error) {
	words := strings.TrimSpace(text)
	if utf8.RuneCountInString(words) > MaxText {
		return When{}, fault.Bad(op, "", FaultTooLong, "limit", MaxText)
	}
	ts, ok := tokens(words)
	if !ok || !utf8.ValidString(words) {
		return When{}, explain(words, errNotRead)
	}
	p := &parser{Reader: r}
	s, err := p.phrase(p.dropTime(ts), maxDepth)
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return When{}, explain(words, err)
	}
	return When{Earliest: s.from, Latest: s.to, Precision: s.precision, About: s.about, Words: words, Notes: p.notes}, nil
}

// Day reads a date that must be one full day, as deadlines need.
func (r Reader) Day(text string) (civil.Day, When, error) {
	w, err := r.Read(text)
	if err != nil {
		return "", w, err
	}
	day, ok := w.Day()
	if !ok {
		return "", w, fault.Bad(op, "", FaultNotFull)
	}
	return day, w, nil
}

// parser reads one text.
type parser struct {
	Reader
	notes []Note
	year  int // the year of the other end of a range, for an end without one
}

func (p *parser) note(key string, args ...any) {
	p.notes = append(p.notes, Note{Key: key, Args: args})
}

// maxDepth bounds how phrases hold phrases: "before about early march 2024".
const maxDepth = 5

// phrase reads a date with what may stand around it. The ways of reading are
// tried in turn; the first that fits decides.
func (p *parser) phrase(ts []token, depth int) (span, error) {
	if depth == 0 {
		return span{}, errNotRead
	}
	if _, ok := whole(ts, unknownWords); ok || len(ts) == 0 {
		return span{}, nil
	}
	within := func(ts []token) (span, error) { return p.phrase(ts, depth-1) }
	for _, read := range []func([]token) (span, error){
		p.namedDay, p.distance, p.weekday, p.period, p.decade,
		func(ts []token) (span, error) { return p.rough(ts, within) },
		func(ts []token) (span, error) { return p.between(ts, within) },
		func(ts []token) (span, error) { return p.side(ts, within) },
		func(ts []token) (span, error) { return p.part(ts, within) },
		p.season, p.calendar,
	} {
		notes := len(p.notes)
		s, err := read(ts)
		if !errors.Is(err, errNotRead) {
			return s, err
		}
		p.notes = p.notes[:notes]
	}
	return span{}, errNotRead
}

// rough reads "about 2024", "2024?" and "2024 or so".
func (p *parser) rough(ts []token, within func([]token) (span, error)) (span, error) {
	rest := ts
	if _, n := starts(ts, aboutWords); n > 0 {
		rest = ts[n:]
	} else {
		for n := 1; n <= min(3, len(ts)-1); n++ {
			if _, ok := whole(ts[len(ts)-n:], aboutAfter); ok {
				rest = ts[:len(ts)-n]
			}
		}
	}
	if len(rest) == len(ts) || len(rest) == 0 {
		return span{}, errNotRead
	}
	s, err := within(rest)
	s.about = s.precision != Unknown
	return s, err
}

// between reads "from march to may 2024" and "entre 2019 y 2021".
func (p *parser) between(ts []token, within func([]token) (span, error)) (span, error) {
	if ts[0].is("between", "from", "entre", "de", "desde") {
		ts = ts[1:]
	}
	for i := 1; i < len(ts)-1; i++ {
		if !ts[i].is("to", "and", "until", "till", "y", "a", "hasta", "al") {
			continue
		}
		last, err := within(ts[i+1:])
		if err != nil {
			return span{}, err
		}
		p.year, _, _ = last.to.Date()
		first, err := within(ts[:i])
		p.year = 0
		if err != nil {
			return span{}, err
		}
		if first.from == "" || last.to == "" || first.to == "" || last.from == "" {
			return span{}, errNotRead
		}
		if first.from > last.to {
			return span{}, errBackwards
		}
		return span{from: first.from, to: last.to, precision: Span, about: first.about || last.about}, nil
	}
	return span{}, errNotRead
}

// side reads "before june", "since 2019", "by friday".
func (p *parser) side(ts []token, within func([]token) (span, error)) (span, error) {
	where, n := starts(ts, sideWords)
	if n == 0 || n == len(ts) {
		return span{}, errNotRead
	}
	s, err := within(ts[n:])
	if err != nil {
		return span{}, err
	}
	if s.from == "" || s.to == "" {
		return span{}, errNotRead
	}
	switch where {
	case sideBefore:
		s.from, s.to = "", s.from.Add(-1)
	case sideUntil:
		s.from = ""
	case sideAfter:
		s.from, s.to = s.to.Add(1), ""
	case sideSince:
		s.to = ""
	}
	s.precision = Span
	return s, nil
}

// part reads "early march", "mid-2024", "a finales de 2023".
func (p *parser) part(ts []token, within func([]token) (span, error)) (span, error) {
	which, n := starts(ts, partWords)
	if n == 0 || n == len(ts) {
		return span{}, errNotRead
	}
	s, err := within(ts[n:])
	if err != nil {
		return span{}, err
	}
	year, month, _ := s.from.Date()
	switch s.precision {
	case Year:
		third := monthsSpan(year, 1+4*time.Month(which), 4)
		third.about = s.about
		return third, nil
	case Month:
		from, _ := civil.On(year, month, 1+10*int(which))
		to := from.Add(9)
		if which == partLate {
			to = s.to
		}
		return span{from: from, to: to, precision: Span, about: s.about}, nil
	}
	return span{}, errNotRead
}
