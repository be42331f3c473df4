package partialdate

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// Date is a year, a month of a year, or a full date, and whether it is only
// about right. Dates are comparable with ==. The zero Date is not known.
//
// It is stored as text: "2006", "2006-01" or "2006-01-02", with a leading "~"
// when it is about right, and ” when it is not known. Text order is date order
// on the part after the "~": order by ltrim(column, '~').
type Date struct {
	year       int16
	month, day uint8
	about      bool
}

// Relation is the outcome of comparing two dates that may be partly unknown.
type Relation int

// The relations. Unsure is the zero value: where the known parts do not decide,
// nothing is claimed.
const (
	Unsure Relation = iota
	Before
	Same
	After
)

// errNotStored has no detail on purpose: the text can be a date of birth.
var errNotStored = errors.New("partialdate: neither a year, a month nor a day as stored")

// Parse reads the stored text of a date.
func Parse(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	text, about := strings.CutPrefix(s, "~")
	layouts := map[int]string{4: "2006", 7: "2006-01", 10: time.DateOnly}
	t, err := time.Parse(layouts[len(text)], text)
	if err != nil || t.Year() < 1 || text == "" {
		return Date{}, errNotStored
	}
	d := Date{year: int16(t.Year()), about: about}
	if len(text) >= len("2006-01") {
		d.month = uint8(t.Month())
	}
	if len(text) == len(time.DateOnly) {
		d.day = uint8(t.Day())
	}
	return d, nil
}

// Must is Parse for dates written in code; it panics on anything else.
func Must(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// On returns the date that is exactly a day. An unknown day gives the zero Date.
func On(day civil.Day) Date {
	year, month, n := day.Date()
	return Date{year: int16(year), month: uint8(month), day: uint8(n)}
}

// String gives the stored text.
func (d Date) String() string {
	text := ""
	switch {
	case d.year == 0:
		return ""
	case d.month == 0:
		text = fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		text = fmt.Sprintf("%04d-%02d", d.year, d.month)
	default:
		text = fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	}
	if d.about {
		return "~" + text
	}
	return text
}

// IsZero reports whether the date is not known.
func (d Date) IsZero() bool { return d.year == 0 }

// About reports whether the date is only about right.
func (d Date) About() bool { return d.about }

// Roughly returns the same date as one that is only about right. A date that is
// not known stays so.
func (d Date) Roughly() Date {
	d.about = d.year != 0
	return d
}

// Precision says how much of the date is known.
func (d Date) Precision() Precision {
	switch {
	case d.year == 0:
		return Unknown
	case d.month == 0:
		return Year
	case d.day == 0:
		return Month
	}
	return Day
}

// Parts returns year, month and day; the parts that are not known are 0.
func (d Date) Parts() (year int, month time.Month, day int) {
	return int(d.year), time.Month(d.month), int(d.day)
}

// Day returns the full day, and false when the date is less than that or only
// about right. A deadline needs one.
func (d Date) Day() (civil.Day, bool) {
	if d.day == 0 || d.about {
		return "", false
	}
	return civil.On(d.Parts())
}

// Bounds returns the first and last day of the date as written. For a date that
// is not known these are the ends of the calendar.
func (d Date) Bounds() (first, last civil.Day) {
	year, month, _ := d.Parts()
	switch d.Precision() {
	case Unknown:
		return calendarStart, calendarEnd
	case Year:
		first, _ = civil.On(year, time.January, 1)
		last, _ = civil.On(year, time.December, 31)
	case Month:
		first, _ = civil.On(year, month, 1)
		last, _ = civil.On(year, month, civil.DaysIn(year, month))
	default:
		first, _ = civil.On(d.Parts())
		last = first
	}
	return first, last
}

const calendarStart, calendarEnd = civil.Day("0001-01-01"), civil.Day("9999-12-31")

// Reach returns the first and last day the date may mean: Bounds, and for one
// that is only about right one unit of what is known further each way.
func (d Date) Reach() (first, last civil.Day) {
	first, last = d.Bounds()
	if !d.about {
		return first, last
	}
	switch d.Precision() {
	case Year:
		first, last = first.AddMonths(-12), last.AddMonths(12)
	case Month:
		// From the first day after, because a month later may be longer.
		first, last = first.AddMonths(-1), last.Add(1).AddMonths(1).Add(-1)
	case Day:
		first, last = first.Add(-1), last.Add(1)
	}
	if first == "" {
		first = calendarStart
	}
	if last == "" {
		last = calendarEnd
	}
	return first, last
}

// Compare reports how d lies to other, or Unsure where the dates may overlap. A
// date that is only about right is taken to reach one year, month or day further
// each way, and is never the Same as another.
func (d Date) Compare(other Date) Relation {
	a0, a1 := d.Reach()
	b0, b1 := other.Reach()
	switch {
	case a1 < b0:
		return Before
	case b1 < a0:
		return After
	case a0 == a1 && a0 == b0 && b0 == b1:
		return Same
	}
	return Unsure
}

// AddDays returns the day n days later. What is not a full day has no day n
// days later: the answer is not known.
func (d Date) AddDays(n int) Date {
	if d.day == 0 {
		return Date{}
	}
	day, _ := civil.On(d.Parts())
	moved := On(day.Add(n))
	moved.about = d.about && moved.year != 0
	return moved
}

// Weekday returns the day of the week of a full day, and false for less.
func (d Date) Weekday() (time.Weekday, bool) {
	day, ok := d.Day()
	return day.Weekday(), ok
}

// DaysUntil counts the days from a day to the first day the date may mean,
// negative when that has passed; false when the date is not known.
func (d Date) DaysUntil(from civil.Day) (int, bool) {
	if d.IsZero() || !from.Valid() {
		return 0, false
	}
	first, _ := d.Bounds()
	return first.Since(from), true
}

// Value stores the date as its text.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads what Value wrote. NULL is not known.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("partialdate: cannot scan %T", v)
}

// MarshalText gives the stored text, for JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the stored text.
func (d *Date) UnmarshalText(text []byte) error {
	p, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = p
	return nil
}
