package calendar

import (
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"github.com/throughcare/throughcare/internal/civil"
)

// Source says what an item stands for.
type Source string

// The sources. A milestone's kind is that of custody, a task's that of tasks.
const (
	FromTask      Source = "task"
	FromMilestone Source = "milestone"
)

// Item is one line of the calendar.
type Item struct {
	Source     Source
	ID         string
	Kind       string            // of the task or milestone
	Title      string            // somebody's own words, or ""
	Args       map[string]string // words for the messages of a task's kind
	On         civil.Day
	At, Until  string // "15:04", or ""
	PersonID   string // "" for a task about nobody
	PersonName string
	Claim      string // of a milestone: official or estimate
	Rev        string // the change that last wrote it, a UUIDv7
	Created    time.Time
}

// Changed is when the item was last written, read from its rev.
func (i Item) Changed() time.Time {
	id, err := uuid.Parse(i.Rev)
	if err != nil {
		return i.Created
	}
	sec, nsec := id.Time().UnixTime()
	return time.Unix(sec, nsec).UTC()
}

// Sequence grows with every change of the item (RFC 5545, 3.8.7.4): the seconds
// between its making and its last change. Calendar programs keep it in 32 bits,
// which is enough for 68 years.
func (i Item) Sequence() int {
	return max(0, int(i.Changed().Sub(i.Created)/time.Second))
}

// Initials are the first letters of the words of a name, at most three: all
// that a feed says of anybody.
func Initials(name string) string {
	var b strings.Builder
	for n, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if n == 3 {
			break
		}
		for _, r := range word {
			b.WriteRune(unicode.ToUpper(r))
			break
		}
	}
	return b.String()
}

// Day is the items of one day.
type Day struct {
	On    civil.Day
	Items []Item
}

// ByDay groups items, which are in order, by their day.
func ByDay(items []Item) []Day {
	var days []Day
	for _, it := range items {
		if n := len(days); n == 0 || days[n-1].On != it.On {
			days = append(days, Day{On: it.On})
		}
		last := &days[len(days)-1]
		last.Items = append(last.Items, it)
	}
	return days
}

// Weeks gives the weeks, Monday to Sunday, that the month of a day touches.
func Weeks(month civil.Day) [][]civil.Day {
	first := civil.Day(month[:len("2006-01")] + "-01")
	var weeks [][]civil.Day
	for d := first.Monday(); d < first || d[:7] == first[:7]; {
		week := make([]civil.Day, 7)
		for i := range week {
			week[i], d = d, d.Add(1)
		}
		weeks = append(weeks, week)
	}
	return weeks
}
