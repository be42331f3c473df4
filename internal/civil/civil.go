// Package civil is the calendar as people use it: whole days without a clock or
// a zone, and hours of such a day. Partial dates are in partialdate.
package civil

import "time"

// Day is one day of the Gregorian calendar as ISO 8601 text, "2026-03-02". The
// empty Day is not known. Days compare as text, and are stored as they are.
type Day string

// Of returns the day of an instant where the organisation is; nil means UTC.
func Of(t time.Time, zone *time.Location) Day {
	if zone == nil {
		zone = time.UTC
	}
	return Day(t.In(zone).Format(time.DateOnly))
}

// Valid reports whether d is a real day, between the years 1 and 9999.
func (d Day) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Time returns noon UTC of the day, a safe instant for arithmetic and for
// formatting the date; zero when the day is not known.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t.Add(12 * time.Hour)
}

// Add returns the day n days later; an unknown day stays unknown, and one
// beyond the years 1 to 9999 becomes it.
func (d Day) Add(n int) Day {
	t := d.Time()
	if t.IsZero() {
		return ""
	}
	return dayOf(t.AddDate(0, 0, n))
}

// Since returns how many days d is after other, negative when before, and 0
// when either is not known.
func (d Day) Since(other Day) int {
	a, b := d.Time(), other.Time()
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return int((a.Unix() - b.Unix()) / (24 * 60 * 60)) // a Duration ends after 292 years
}

// Weekday returns the day of the week; Sunday for an unknown day.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// Monday returns the first day of the week d lies in, as ISO 8601 counts weeks.
func (d Day) Monday() Day { return d.Add(-(int(d.Weekday()) + 6) % 7) }

// WorkingDays counts the working days after d up to and including until:
// Monday to Friday, less the days that off reports. It is negative when until
// has passed. A nil off knows no holidays.
func (d Day) WorkingDays(until Day, off func(Day) bool) int {
	if until < d {
		return -until.WorkingDays(d, off)
	}
	n := 0
	for day := d.Add(1); day <= until && day != ""; day = day.Add(1) {
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday && (off == nil || !off(day)) {
			n++
		}
	}
	return n
}

// ValidHour reports whether s is an hour of the day, "00:00" to "23:59".
func ValidHour(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}
