package rulepacks

import (
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// Clock is one limit counted from one event.
type Clock struct {
	For       For
	Step      string
	Track     Track
	Event     Event
	Known     partialdate.Date // the day of the event as it is known
	Start     civil.Day        // the day it was counted from
	StartTime string           // "21:10" where hours are counted and the hour is known
	Twice     bool             // clocks were put back that night: of two such hours ours is the first, theirs the second
	NoHour    string           // "02:30", an hour given that no clock there showed that day; it is left out
	From      civil.Day        // the first day counted
	Legal     civil.Day        // the last day by the rule; "" when Unlimited
	LegalTime string           // the hour of it, where hours are counted from an hour
	Safe      civil.Day        // the last day by the earliest reading, less the post
	Extended  civil.Day        // the last day if the time is extended as often as it may be; or ""
	RolledOff civil.Day        // the day off it was moved on from; or ""
	Stopped   int              // days it stood still
	MailDays  int              // taken off Safe
	Unlimited bool             // there is no limit
	Corrected bool             // counted by the facility's correction
	Limit     *Limit
	Version   Version
}

// Partial reports whether the day of the event was not known exactly. Then a clock
// of ours is counted from the first day it may have been, and one of theirs from
// the last: neither is ever too late for whoever relies on it.
func (c Clock) Partial() bool { return c.Known.Precision() != partialdate.Day || c.Known.About() }

// Opens is the first day on which the next step may be taken when nobody answered,
// or "" where silence opens nothing.
func (c Clock) Opens() civil.Day {
	if c.Unlimited || c.For == Filing || c.Limit.Silence == Chase || c.Limit.Silence == Nothing || c.Limit.Silence == "" {
		return ""
	}
	return c.Legal.Add(1)
}

// Silence says what it means when they do not answer in time: of a clock of ours,
// what it will mean when the step has been taken.
func (c Clock) Silence() Silence {
	if c.Limit.Silence != "" || c.For != Filing {
		return c.Limit.Silence
	}
	if step, ok := c.Version.Step(c.Step); ok {
		if l, ok := step.Limit(Response, c.Track); ok {
			return l.Silence
		}
	}
	return ""
}

// Calendar is the ID of the calendar whose days off count.
func (c Clock) Calendar() string {
	if c.Limit.Calendar != "" {
		return c.Limit.Calendar
	}
	return c.Version.Procedure.Calendar
}

// count fills in the days of a clock, from the day its event may have been.
func (b *Book) count(c *Clock, a *Ask, w When) {
	l, cal, start := c.Limit, b.counting(c.Calendar()), c.bound(w.Date)
	c.Start = dayOf(start)
	end, ok := counted(cal, start, l.N, l.Unit, l.CountFrom == SameDay)
	if l.Unit == Hour && w.Time != "" && !c.Partial() {
		end, ok = c.hours(w.Time, a.Zone, end)
	}
	if !ok {
		return
	}
	c.From = dayOf(start + first(l))
	if l.Unit == WorkingDay {
		c.From = dayOfOK(cal.onOrAfter(start + first(l)))
	}
	safe := c.safe(a, cal, start, end)
	end, c.Stopped = stopped(cal, start+first(l), end, l.Unit, a.Stopped)
	legal := rolled(cal, end, l)
	if legal != end {
		c.RolledOff = dayOf(end)
	}
	if !known(legal) {
		return
	}
	c.Legal, c.Safe = dayOf(legal), dayOf(min(safe, legal))
	c.Extended = extended(cal, legal, l)
}

// bound is the day that a date is counted as: the first it may mean where the clock
// is ours, the last where it is theirs.
func (c *Clock) bound(d partialdate.Date) int {
	first, last := reach(d)
	if c.For.Ours() {
		return first
	}
	return last
}

// first is how many days after the event counting begins.
func first(l *Limit) int {
	if l.CountFrom == SameDay {
		return 0
	}
	return 1
}

// counted gives the nth unit after a day. When the day itself is the first, it is
// one day earlier.
func counted(cal *days, start, n int, unit Unit, same bool) (end int, ok bool) {
	switch unit {
	case Hour: // the hour is not known: it ends with the day the last of them may lie in
		end, ok = start+(n+23)/24, true
	case CalendarDay:
		end, ok = start+n, true
	case Week:
		end, ok = start+7*n, true
	case WorkingDay:
		end, ok = cal.add(start, n)
		if same && cal.isWorking(start) {
			return cal.add(start, n-1)
		}
		return end, ok
	case Month, Year:
		months := n
		if unit == Year {
			months = 12 * n
		}
		day := dayOf(start).AddMonths(months)
		end, ok = ordinal(day), day != ""
	}
	if same {
		end--
	}
	return end, ok && known(end)
}

// safe is the last day by the earliest reading: the day of the event counts as the
// first, no day off moves the end on, and the shortest of the readings holds. What
// we must meet comes earlier by the days of the post, and never lies on a day on
// which no office is open.
func (c *Clock) safe(a *Ask, cal *days, start, end int) int {
	l, shortest := c.Limit, end
	if c.LegalTime == "" {
		shortest = min(shortest, earliest(cal, start, l.N, l.Unit, end))
		for i := range l.AlsoRead {
			r := &l.AlsoRead[i]
			if start, ok := c.readFrom(r, a, start); ok {
				shortest = min(shortest, earliest(cal, start, r.N, r.Unit, end))
			}
		}
	}
	if !c.For.Ours() {
		return shortest
	}
	if c.MailDays = a.MailDays; c.MailDays == 0 {
		c.MailDays = l.MailDays
	}
	if n, ok := cal.onOrBefore(shortest - c.MailDays); ok && c.LegalTime == "" {
		return n
	}
	return shortest - c.MailDays
}

// earliest is the last day where the day of the event counts as the first.
func earliest(cal *days, start, n int, unit Unit, otherwise int) int {
	if end, ok := counted(cal, start, n, unit, true); ok {
		return end
	}
	return otherwise
}

// readFrom is the day a reading starts on, and whether its event is known.
func (c *Clock) readFrom(r *Reading, a *Ask, own int) (start int, ok bool) {
	if len(r.StartsOn) == 0 {
		return own, true
	}
	for _, e := range r.StartsOn {
		if w, given := a.Events[e]; given {
			return c.bound(w.Date), true
		}
	}
	return 0, false
}

// stopped moves the end on by the days on which the clock stood still, counted as
// the limit is counted, from the first day that counts. Days that moved it on count
// when it stood still on them too.
func stopped(cal *days, from, end int, unit Unit, spans []Span) (moved, n int) {
	if len(spans) == 0 {
		return end, 0
	}
	still := map[int]bool{}
	for _, s := range spans {
		for d := max(ordinal(s.From), from); d <= min(ordinal(s.To), lastDay); d++ {
			still[d] = true
		}
	}
	if len(still) == 0 {
		return end, 0
	}
	for d := from; d <= end && known(d); d++ {
		if !still[d] || unit == WorkingDay && !cal.isWorking(d) {
			continue
		}
		n++
		end++
		for unit == WorkingDay && known(end) && !cal.isWorking(end) {
			end++
		}
	}
	return end, n
}

// rolled moves an end that is a day off on, where the rule says so.
func rolled(cal *days, end int, l *Limit) int {
	if l.Roll != NextWorkingDay {
		return end
	}
	if n, ok := cal.onOrAfter(end); ok {
		return n
	}
	return end
}

// extended is the last day with every extension taken.
func extended(cal *days, legal int, l *Limit) civil.Day {
	if l.Extension == nil {
		return ""
	}
	end, ok := legal, true
	for range max(1, l.Extension.Times) {
		if end, ok = counted(cal, end, l.Extension.N, l.Extension.Unit, false); !ok {
			return ""
		}
	}
	return dayOf(rolled(cal, end, l))
}

func dayOfOK(n int, ok bool) civil.Day {
	if !ok {
		return ""
	}
	return dayOf(n)
}

// Day is one square of the strip that shows how a clock was counted.
type Day struct {
	On      civil.Day
	Number  int    // 1 for the first day counted; 0 for one that does not count
	Off     bool   // weekend or holiday in the calendar
	Holiday string // its name
	Still   bool   // the clock stood still
	Due     bool   // the legal day
	Safe    bool
}

// Strip lists the days of a clock from its event to its last day, numbered as they
// were counted. Limits in weeks, months and years are not counted by days: theirs
// are without numbers.
func (b *Book) Strip(c Clock, still []Span) []Day {
	if c.Unlimited {
		return nil
	}
	cal, n := b.counting(c.Calendar()), 0
	byDays := c.Limit.Unit == CalendarDay || c.Limit.Unit == WorkingDay
	var list []Day
	for d := ordinal(c.Start); d <= ordinal(c.Legal); d++ {
		day := Day{On: dayOf(d), Off: !cal.isWorking(d), Holiday: cal.names[d]}
		day.Due, day.Safe = day.On == c.Legal, day.On == c.Safe
		day.Still = d >= ordinal(c.Start)+first(c.Limit) && slices.ContainsFunc(still, func(s Span) bool { return s.From <= day.On && day.On <= s.To })
		if byDays && n < c.Limit.N && day.On >= c.From && !day.Still && (c.Limit.Unit == CalendarDay || !day.Off) {
			n++
			day.Number = n
		}
		list = append(list, day)
	}
	return list
}
