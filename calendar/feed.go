package calendar

import (
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"github.com/throughcare/throughcare/internal/civil"
)

// Feed is an address under which a calendar program reads somebody's dates.
type Feed struct {
	ID        string
	Rev       string
	AccountID string
	Name      string
	Kinds     string // "" for all, "tasks" or "milestones"
	CreatedAt time.Time
	ReadAt    time.Time // last time anybody fetched it; zero for never
}

// Words are the few words a feed holds, in its owner's language.
type Words struct {
	Name string                 // of the calendar, as the calendar program shows it
	Kind func(item Item) string // "Call", "Visit", "To do"; never what it is about
}

// Write makes the iCalendar text (RFC 5545) of items. It says when, what sort
// of thing, and whose initials; UIDs are stable and say nothing.
func Write(words Words, items []Item, now time.Time, zone *time.Location) string {
	cal := ics.NewCalendarFor("Throughcare")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(oneLine(words.Name))
	cal.SetXPublishedTTL("PT1H")
	for _, it := range items {
		addEvent(cal, words, it, now, zone)
	}
	return cal.Serialize(ics.WithNewLineWindows) // CRLF, which RFC 5545 asks for
}

func addEvent(cal *ics.Calendar, words Words, it Item, now time.Time, zone *time.Location) {
	e := cal.AddEvent(it.ID + "@throughcare")
	e.SetDtStampTime(now)
	e.SetModifiedAt(it.Changed())
	e.SetSequence(it.Sequence())
	e.SetClass(ics.ClassificationPrivate)
	summary := words.Kind(it)
	if initials := Initials(it.PersonName); initials != "" {
		summary += " " + initials
	}
	e.SetSummary(oneLine(summary))
	start, timed := hour(it.On, it.At, zone)
	if !timed {
		day := it.On.Time()
		e.SetAllDayStartAt(day)
		e.SetAllDayEndAt(day.AddDate(0, 0, 1))
		return
	}
	e.SetStartAt(start)
	end, given := hour(it.On, it.Until, zone)
	if !given || !end.After(start) {
		end = start.Add(time.Hour)
	}
	e.SetEndAt(end)
}

// oneLine takes out what could end a line: some calendar programs do so at a
// lone CR, and at the line ends of Unicode.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

// hour is the instant of a time of day on a day, and whether there is one.
func hour(on civil.Day, at string, zone *time.Location) (time.Time, bool) {
	t, err := time.ParseInLocation("2006-01-02 15:04", string(on)+" "+at, zone)
	return t, err == nil
}
