package reading

import (
	"strconv"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/people"
)

// takeCase puts a value of the case where it belongs.
func (r Reader) takeCase(d *Draft, c Column, value string) {
	switch c.Field {
	case State:
		takeWord(d, c, value, readState, func(s casework.State) { d.Case.State = s })
	case Channel:
		takeWord(d, c, value, readChannel, func(ch casework.Channel) { d.Case.LastContactHow = ch })
	case Opened:
		r.takeDay(d, c, value, &d.Case.OpenedOn)
	case Contact:
		r.takeDay(d, c, value, &d.Case.LastContactOn)
	case NextOn:
		r.takeDay(d, c, value, &d.Case.Next.On)
	case NextWords:
		d.Case.Next.Words = value
	case Interval:
		days, err := strconv.Atoi(value)
		if err != nil || days < 1 {
			d.refuse(c.Heading, "imports.row.interval.unreadable", value)
		}
		d.Case.IntervalDays = max(days, 0)
	case Worker:
		d.Worker = value
	case Closing:
		d.Closing = value
	}
}

// takeDay reads a date that has to be a full day. A month alone is refused with
// its first day on offer, a day that does not exist with the last of its month.
func (r Reader) takeDay(d *Draft, c Column, value string, into *civil.Day) {
	on, err := r.date(value, c.Field)
	if err != nil {
		var offers []string
		for _, repair := range partialdate.Repairs(err)[:min(1, len(partialdate.Repairs(err)))] {
			_, last := repair.Bounds()
			offers = append(offers, string(last))
		}
		d.refuse(c.Heading, unreadable(err), value, offers...)
		return
	}
	if on.IsZero() {
		return
	}
	if day, full := on.Day(); full {
		*into = day
		return
	}
	first, _ := on.Bounds()
	d.refuse(c.Heading, "imports.row.date.day", value, string(first))
}

func takeWord[T any](d *Draft, c Column, value string, read func(string) (T, bool), take func(T)) {
	v, ok := read(value)
	if !ok {
		d.refuse(c.Heading, "imports.row.word.unknown", value)
		return
	}
	take(v)
}

func takePronoun(d *Draft, c Column, value string) {
	takeWord(d, c, value, people.ReadPronoun, func(p string) { d.Person.Pronoun = p })
}

// takeLanguages reads "Farsi, some English" as two languages. A language we
// have no code for is kept as a note, not refused.
func takeLanguages(d *Draft, c Column, value string) {
	known, rest := people.ReadLanguages(value)
	d.Person.Languages = append(d.Person.Languages, known...)
	for _, name := range rest {
		d.note(c, name)
	}
}
