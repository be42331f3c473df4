package imports

import (
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/people"
)

// takeCase puts a value of the case where it belongs.
func (r reader) takeCase(d *Draft, c Column, value string) {
	switch c.Field {
	case State:
		takeWord(d, c, value, states, func(s casework.State) { d.Case.State = s })
	case Channel:
		takeWord(d, c, value, channels, func(ch casework.Channel) { d.Case.LastContactHow = ch })
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
func (r reader) takeDay(d *Draft, c Column, value string, into *civil.Day) {
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

func takeWord[T any](d *Draft, c Column, value string, words map[string]T, take func(T)) {
	v, ok := words[search.Fold(value)]
	if !ok {
		d.refuse(c.Heading, "imports.row.word.unknown", value)
		return
	}
	take(v)
}

// The words people write for a state of a case and for a channel, folded.
var (
	states = map[string]casework.State{
		"active": casework.Active, "open": casework.Active, "current": casework.Active, "activo": casework.Active, "abierto": casework.Active,
		"waiting": casework.Waiting, "wait list": casework.Waiting, "waiting list": casework.Waiting, "pending": casework.Waiting, "en espera": casework.Waiting,
		"dormant": casework.Dormant, "inactive": casework.Dormant, "quiet": casework.Dormant, "inactivo": casework.Dormant,
		"closed": casework.Closed, "ended": casework.Closed, "cerrado": casework.Closed,
	}
	channels = map[string]casework.Channel{
		"letter": casework.LetterIn, "letter in": casework.LetterIn, "letter from": casework.LetterIn, "carta": casework.LetterIn,
		"letter out": casework.LetterOut, "letter to": casework.LetterOut, "call": casework.Call, "phone": casework.Call,
		"phone call": casework.Call, "telephone": casework.Call, "llamada": casework.Call, "visit": casework.Visit, "visita": casework.Visit,
		"email": casework.Email, "e mail": casework.Email, "correo": casework.Email, "other": casework.Other, "message": casework.Other, "otro": casework.Other,
	}
	pronouns = map[string]string{
		"he": "he", "him": "he", "he him": "he", "m": "he", "male": "he", "el": "he",
		"she": "she", "her": "she", "she her": "she", "f": "she", "female": "she", "ella": "she",
		"they": "they", "them": "they", "they them": "they", "elle": "they", "x": "they",
	}
)

func takePronoun(d *Draft, c Column, value string) {
	takeWord(d, c, value, pronouns, func(p string) { d.Person.Pronoun = p })
}

// takeLanguages reads "Farsi, some English" as two languages. A language we
// have no code for is kept as a note, not refused.
func takeLanguages(d *Draft, c Column, value string) {
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' || r == '/' || r == '+' || r == '&' }) {
		how, word := people.Reads, search.Fold(strings.TrimSpace(part))
		if rest, ok := strings.CutPrefix(word, "some "); ok {
			how, word = people.ReadsSome, rest
		}
		code, ok := people.LanguageNamed(word)
		if !ok {
			d.Notes = append(d.Notes, c.Heading+": "+strings.TrimSpace(part))
			continue
		}
		d.Person.Languages = append(d.Person.Languages, people.Language{Lang: code, How: how})
	}
}
