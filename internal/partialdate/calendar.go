package partialdate

import (
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// dropTime cuts a time of day off the end: "2024-03-14T10:30:00Z", as other
// programs write instants. Midnight is no loss and is not mentioned.
func (p *parser) dropTime(ts []token) []token {
	for i := 1; i+2 < len(ts); i++ {
		if ts[i].digits == 0 || !ts[i+1].is(":") || ts[i+2].digits == 0 {
			continue
		}
		nonzero := false
		for _, t := range ts[i:] {
			if t.digits == 0 && !t.is(":", ".", "+", "-", "z", "am", "pm", "a", "p", "m", "utc", "gmt", "h", "hrs") {
				return ts
			}
			nonzero = nonzero || t.n > 0
		}
		if nonzero {
			p.note(NoteTime)
		}
		for i > 1 && ts[i-1].is("t", "at", "a", "las") {
			i--
		}
		return ts[:i]
	}
	return ts
}

// decade reads "1990s", "the 90s", "los 90", "los años 90".
func (p *parser) decade(ts []token) (span, error) {
	spanish := len(ts) > 1 && ts[0].is("los")
	for len(ts) > 0 && ts[0].is("the", "in", "en", "los", "anos") {
		ts = ts[1:]
	}
	if len(ts) == 0 || ts[0].n%10 != 0 {
		return span{}, errNotRead
	}
	english := len(ts) == 2 && ts[1].is("s")
	if !english && !(spanish && len(ts) == 1) {
		return span{}, errNotRead
	}
	switch n := ts[0].n; ts[0].digits {
	case 4:
		return p.years(n, n+9)
	case 2: // nobody says "the 30s" of a decade to come
		first := p.thisYear() / 100 * 100
		if first+n > p.thisYear() {
			first -= 100
		}
		return p.years(first+n, first+n+9)
	}
	return span{}, errNotRead
}

// season reads "spring 2024" and "invierno 2023/24". The winter of one year is
// its beginning or its end; it is not said which.
func (p *parser) season(ts []token) (span, error) {
	ts = meaning(ts)
	month, n := starts(ts, seasonWords)
	if n == 0 {
		return span{}, errNotRead
	}
	var s span
	switch rest := ts[n:]; {
	case len(rest) == 0:
		s = p.closest(func(year int) (span, bool) { return monthsSpan(year, month, 3), true })
	case len(rest) == 3 && rest[0].digits == 4 && rest[1].is("/", "-") && month == 12 && follows(rest[0], rest[2]):
		s = monthsSpan(rest[0].n, month, 3)
	case len(rest) == 1 && rest[0].digits > 0:
		year, err := p.fullYear(rest[0])
		if err != nil {
			return span{}, err
		}
		s = monthsSpan(year, month, 3)
		if month == 12 {
			s.from = s.from.AddMonths(-12)
		}
	default:
		return span{}, errNotRead
	}
	return s, nil
}

// follows reports whether b names the year after a: 2023/24, 2023/2024.
func follows(a, b token) bool {
	return b.digits == 2 && (a.n+1)%100 == b.n || b.digits == 4 && a.n+1 == b.n
}

// meaning drops the fillers.
func meaning(ts []token) []token {
	out := make([]token, 0, len(ts))
	for _, t := range ts {
		if t.digits > 0 || !fillers[t.word] {
			out = append(out, t)
		}
	}
	return out
}

// parts are the numbers of a date, the month if it was named, how many numbers
// stood before it, and the weekday if one was named.
type parts struct {
	numbers []token
	month   time.Month
	before  int
	weekday time.Weekday
	dayName bool
}

// collect sorts the tokens of a calendar date into its parts.
func collect(ts []token) (parts, error) {
	var c parts
	sign := true // no sign may stand at the start, nor two in a row
	for i, t := range meaning(ts) {
		switch month, weekday := monthWords[t.word], weekdayWords[t.word]; {
		case t.digits > 0:
			c.numbers = append(c.numbers, t)
		case t.is("/", "-", "."):
			if sign {
				return c, errNotRead
			}
			sign = true
			continue
		case month > 0 && c.month == 0:
			c.month, c.before = month, len(c.numbers)
		case !c.dayName && (i == 0 || len(c.numbers) > 0) && isWeekday(t):
			c.weekday, c.dayName = weekday, true
		default:
			return c, errNotRead
		}
		sign = false
	}
	if sign || len(c.numbers) > 3 {
		return c, errNotRead
	}
	return c, nil
}

func isWeekday(t token) bool { _, ok := weekdayWords[t.word]; return ok }

// calendar reads dates made of figures and names of months.
func (p *parser) calendar(ts []token) (span, error) {
	c, err := collect(ts)
	if err != nil {
		return span{}, err
	}
	var s span
	if c.month > 0 {
		s, err = p.named(c)
	} else {
		s, err = p.figures(c.numbers)
	}
	if err != nil {
		return span{}, err
	}
	if c.dayName {
		if s.precision != Day {
			return span{}, errNotRead
		}
		if s.from.Weekday() != c.weekday {
			p.note(NoteWeekday)
		}
	}
	return s, nil
}

// named reads a date in which the month is a word.
func (p *parser) named(c parts) (span, error) {
	n := c.numbers
	switch len(n) {
	case 0:
		return p.closest(func(year int) (span, bool) { return monthSpan(year, c.month), true }), nil
	case 1:
		if isYear(n[0]) {
			year, err := p.fullYear(n[0])
			return monthSpan(year, c.month), err
		}
		if c.before == 0 && n[0].digits == 2 { // "nov 24"
			year, _ := p.century(n[0].n)
			p.note(NoteDayOrYear, "year", year)
		}
		return p.dayOfMonth(n[0], c.month)
	case 2:
		day, year := n[0], n[1]
		if isYear(n[0]) {
			day, year = n[1], n[0]
		}
		return p.full(day, token{n: int(c.month), digits: 1}, year)
	}
	return span{}, errNotRead
}

// figures reads a date written in numbers only.
func (p *parser) figures(n []token) (span, error) {
	switch len(n) {
	case 1:
		return p.oneNumber(n[0])
	case 2:
		return p.twoNumbers(n[0], n[1])
	case 3:
		if isYear(n[0]) && n[2].digits != 4 {
			// After a year comes the month, whatever the organisation's order.
			return p.inOrder(n[2], n[1], n[0], false)
		}
		if p.Order == MonthFirst {
			return p.inOrder(n[1], n[0], n[2], true)
		}
		return p.inOrder(n[0], n[1], n[2], true)
	}
	return span{}, errNotRead
}

// isYear reports whether a number can only be a year.
func isYear(t token) bool { return t.digits == 4 || t.year || t.digits <= 2 && t.n > 31 }

// oneNumber reads "2024", "'90" and "20240314".
func (p *parser) oneNumber(t token) (span, error) {
	switch {
	case t.digits == 4, t.year && t.digits == 2:
		year, err := p.fullYear(t)
		return yearSpan(year, year), err
	case t.digits == 8:
		year, month, day := t.n/10000, t.n/100%100, t.n%100
		if year >= FirstYear && year <= LastYear && month <= 12 {
			return p.exact(year, month, day)
		}
		return p.figures([]token{{n: t.n / 1000000, digits: 2}, {n: t.n / 10000 % 100, digits: 2}, {n: t.n % 10000, digits: 4}})
	}
	return span{}, errNotRead
}

// twoNumbers reads "3/11", "5/88", "11/2024", "2024-11", "2019-2021".
func (p *parser) twoNumbers(a, b token) (span, error) {
	switch {
	case a.digits == 4 && b.digits == 4 && a.n <= b.n:
		return p.years(a.n, b.n)
	case a.digits == 4 && b.n > 12 && follows(a, b): // a year of school, or of accounts
		return p.years(a.n, a.n+1)
	case isYear(a):
		return p.monthOf(b, a)
	case isYear(b):
		return p.monthOf(a, b)
	}
	day, month := a, b
	if p.Order == MonthFirst {
		day, month = b, a
	}
	if month.n > 12 && day.n <= 12 {
		if b.n > 12 { // 5/24 is May 2024 to one who writes the day first
			year, _ := p.century(b.n)
			p.note(NoteDayOrYear, "year", year)
		}
		p.note(NoteSwapped)
		day, month = month, day
	} else if day.n <= 12 && day.n != month.n {
		p.note(NoteOrder)
	}
	if month.n > 12 || month.n < 1 {
		return span{}, errNotRead
	}
	return p.dayOfMonth(day, time.Month(month.n))
}

// monthOf reads a month and a year in figures.
func (p *parser) monthOf(month, year token) (span, error) {
	y, err := p.fullYear(year)
	if err != nil || month.n < 1 || month.n > 12 || month.digits > 2 {
		return span{}, orNotRead(err)
	}
	return monthSpan(y, time.Month(month.n)), nil
}

func orNotRead(err error) error {
	if err == nil {
		return errNotRead
	}
	return err
}

// inOrder reads day, month and year as they stand, or with day and month
// exchanged where only that can be.
func (p *parser) inOrder(day, month, year token, either bool) (span, error) {
	switch {
	case month.n > 12 && day.n <= 12 && day.n >= 1:
		p.note(NoteSwapped)
		day, month = month, day
	case either && day.n <= 12 && day.n != month.n:
		p.note(NoteOrder)
	}
	return p.full(day, month, year)
}

// full makes a full date; what does not exist offers what can be kept of it.
func (p *parser) full(day, month, year token) (span, error) {
	if day.digits > 2 || month.digits > 2 {
		return span{}, errNotRead
	}
	y, err := p.fullYear(year)
	if err != nil {
		return span{}, err
	}
	return p.exact(y, month.n, day.n)
}

func (p *parser) exact(year, month, day int) (span, error) {
	d, ok := civil.On(year, time.Month(month), day)
	if ok {
		return daySpan(d), nil
	}
	whole := Date{year: int16(year)}
	offers := []Date{whole}
	if month >= 1 && month <= 12 {
		whole.month = uint8(month)
		offers = []Date{whole, offers[0]}
	}
	return span{}, &noSuchDay{offers}
}
