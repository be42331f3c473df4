// Package civil holds days of the calendar without a time of day or a zone: the
// day a letter is dated, a task is due, a person goes home. An instant becomes a
// day only by naming a zone, and that happens in one place, [At].
package civil

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Day is a full date of the Gregorian calendar, from year 1 to 9999. Days are
// comparable with ==. The zero Day means that no day is known or set.
type Day struct {
	year       int16
	month, day uint8
}

// errNoSuchDay has no detail on purpose: a wrong date can be somebody's date of birth.
var errNoSuchDay = errors.New("civil: not a day of the calendar as YYYY-MM-DD")

// Of returns the day of a year, month and day of month, and whether there is
// such a day: 31 February is not, and is not turned into 3 March.
func Of(year int, month time.Month, day int) (Day, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return Day{}, false
	}
	return Day{int16(year), uint8(month), uint8(day)}, true
}

// At returns the day it is at an instant in a zone.
func At(t time.Time, zone *time.Location) Day {
	return fromTime(t.In(zone))
}

// Parse reads "2006-01-02"; the empty string is the zero Day.
func Parse(s string) (Day, error) {
	if s == "" {
		return Day{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Day{}, errNoSuchDay
	}
	return fromTime(t), nil
}

// Must is Parse for days written in code; it panics on anything else.
func Must(s string) Day {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DaysIn returns how many days a month of a year has.
func DaysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// fromTime takes the date t shows in its own zone; outside the years of the
// calendar it is the zero Day.
func fromTime(t time.Time) Day {
	d, _ := Of(t.Year(), t.Month(), t.Day())
	return d
}

// IsZero reports whether no day is known or set.
func (d Day) IsZero() bool { return d == Day{} }

// Date returns the parts of the day; all are 0 for the zero Day.
func (d Day) Date() (year int, month time.Month, day int) {
	return int(d.year), time.Month(d.month), int(d.day)
}

// Year returns the year, 0 for the zero Day.
func (d Day) Year() int { return int(d.year) }

// Month returns the month, 0 for the zero Day.
func (d Day) Month() time.Month { return time.Month(d.month) }

// Weekday returns the day of the week. The zero Day has none; it answers Sunday.
func (d Day) Weekday() time.Weekday {
	if d.IsZero() {
		return time.Sunday
	}
	return d.utc().Weekday()
}

// Start returns the first instant of the day in a zone. Where the clock is put
// forward at midnight that is 01:00. The zero Day gives the zero Time.
func (d Day) Start(zone *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	t := time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, zone)
	if At(t, zone) != d { // midnight does not exist here: Go went back an hour
		t = t.Add(time.Hour)
	}
	return t
}

// utc is the day as Go counts it, for arithmetic.
func (d Day) utc() time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days later (earlier when n is negative). The zero
// Day, and any day beyond the years 1 to 9999, stay the zero Day.
func (d Day) AddDays(n int) Day {
	const all = 9999 * 366 // beyond this every answer is outside the calendar
	if d.IsZero() || n > all || n < -all {
		return Day{}
	}
	return fromTime(d.utc().AddDate(0, 0, n))
}

// AddMonths returns the same day n months later, or the last day of that month
// when it is shorter: a month after 31 January is 28 February.
func (d Day) AddMonths(n int) Day {
	const all = 9999 * 12
	if d.IsZero() || n > all || n < -all {
		return Day{}
	}
	first := time.Date(int(d.year), time.Month(d.month)+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	out, _ := Of(first.Year(), first.Month(), min(int(d.day), DaysIn(first.Year(), first.Month())))
	return out
}

// Sub returns how many days d lies after other; negative when it is earlier.
// It is 0 when either is the zero Day.
func (d Day) Sub(other Day) int {
	if d.IsZero() || other.IsZero() {
		return 0
	}
	// Seconds, not a Duration: that ends after 292 years.
	return int((d.utc().Unix() - other.utc().Unix()) / (24 * 60 * 60))
}

// Compare orders days: -1 when d is earlier than other, 1 when it is later. The
// zero Day comes before every other. The order is that of the stored text.
func (d Day) Compare(other Day) int {
	return cmp.Compare(d.ordinal(), other.ordinal())
}

// ordinal grows with the day; it is not a count of days.
func (d Day) ordinal() int { return int(d.year)<<9 | int(d.month)<<5 | int(d.day) }

// Before reports whether d is earlier than other.
func (d Day) Before(other Day) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Day) After(other Day) bool { return d.Compare(other) > 0 }

// String gives "2006-01-02", or "" for the zero Day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// Value stores the day as its text; '' is no day.
func (d Day) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads what Value wrote. NULL is no day.
func (d *Day) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = Day{}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("civil: cannot scan %T", v)
}

// MarshalText gives the stored text, for JSON and forms.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the stored text.
func (d *Day) UnmarshalText(text []byte) error {
	p, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = p
	return nil
}
