package partialdate

import (
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// namedDay reads "today", "ayer", "day after tomorrow".
func (p *parser) namedDay(ts []token) (span, error) {
	n, ok := whole(ts, dayWords)
	if !ok {
		return span{}, errNotRead
	}
	return daySpan(p.Today.Add(n)), nil
}

// distance reads "in 3 weeks", "+14", "a month ago", "hace dos días".
func (p *parser) distance(ts []token) (span, error) {
	way, n := starts(ts, wayBefore)
	exact := n > 0 && ts[0].is("+", "-")
	ts = ts[n:]
	count, n := amount(ts)
	if n == 0 {
		return span{}, errNotRead
	}
	ts = ts[n:]
	if exact && len(ts) == 0 {
		return p.away(way*count, unitDay, true)
	}
	u, n := starts(ts, unitWords)
	if n == 0 {
		return span{}, errNotRead
	}
	ts = ts[n:]
	if len(ts) > 1 && ts[0].is("s") { // in a week's time
		ts = ts[1:]
	}
	if after, ok := whole(ts, wayAfter); ok && way >= 0 {
		way, ts = after, nil
	}
	if way == 0 || len(ts) > 0 {
		return span{}, errNotRead
	}
	return p.away(way*count, u, exact || way > 0)
}

// amount reads a number in figures or words and says how many tokens it took.
func amount(ts []token) (count, taken int) {
	if len(ts) > 0 && ts[0].digits > 0 && ts[0].digits <= 5 {
		return ts[0].n, 1
	}
	return starts(ts, numberWords)
}

// away is the day n units from today. Exact is said of a plan ("in 3 months" is
// a day); what lies back is remembered less exactly the longer it is ago.
func (p *parser) away(n int, u unit, exact bool) (span, error) {
	var day civil.Day
	switch u {
	case unitDay:
		day = p.Today.Add(n)
	case unitWeek:
		day = p.Today.Add(7 * n)
	case unitFortnight:
		day = p.Today.Add(14 * n)
	case unitMonth:
		day = p.Today.AddMonths(n)
	case unitYear:
		day = p.Today.AddMonths(12 * n)
	}
	if day == "" {
		return span{}, errYear
	}
	s := daySpan(day)
	if exact {
		return s, nil
	}
	year, month, _ := day.Date()
	switch u {
	case unitMonth:
		s = monthSpan(year, month)
	case unitYear:
		s = yearSpan(year, year)
	}
	s.about = u != unitDay
	return s, nil
}

// weekday reads "fri", "last friday", "el viernes que viene".
func (p *parser) weekday(ts []token) (span, error) {
	turn, turned, ts := p.turn(ts)
	w, ok := whole(ts, weekdayWords)
	if !ok {
		return span{}, errNotRead
	}
	ahead := (int(w) - int(p.Today.Weekday()) + 7) % 7 // 0 to 6
	switch {
	case turned && turn == 0: // of this week, from Monday
		return daySpan(p.Today.Monday().Add((int(w) + 6) % 7)), nil
	case turned && turn > 0 && ahead == 0:
		ahead = 7
	case turned && turn < 0:
		ahead -= 7
	case turned, p.Lean == Coming:
	case p.Lean == Gone && ahead > 0, ahead > 3:
		ahead -= 7
	}
	return daySpan(p.Today.Add(ahead)), nil
}

// turn takes "last", "this" or "next" from before or behind, and articles.
func (p *parser) turn(ts []token) (turn int, found bool, rest []token) {
	if _, n := starts(ts, turnWords); n == 0 && len(ts) > 1 && ts[0].is("the", "on", "el", "la", "en") {
		ts = ts[1:]
	}
	if v, n := starts(ts, turnWords); n > 0 {
		turn, found, ts = v, true, ts[n:]
	}
	for n := 1; !found && n <= min(2, len(ts)-1); n++ {
		if v, ok := whole(ts[len(ts)-n:], turnWords); ok {
			turn, found, ts = v, true, ts[:len(ts)-n]
		}
	}
	return turn, found, ts
}

// period reads "last week", "este mes", "el año que viene".
func (p *parser) period(ts []token) (span, error) {
	turn, found, ts := p.turn(ts)
	u, ok := whole(ts, unitWords)
	if !found || !ok {
		return span{}, errNotRead
	}
	year, month, _ := p.Today.Date()
	switch u {
	case unitWeek:
		monday := p.Today.Monday().Add(7 * turn)
		return span{from: monday, to: monday.Add(6), precision: Span}, nil
	case unitMonth:
		s := monthsSpan(year, month+time.Month(turn), 1)
		s.precision = Month
		return s, nil
	case unitYear:
		return yearSpan(year+turn, year+turn), nil
	}
	return span{}, errNotRead
}
