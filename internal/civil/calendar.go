package civil

import "time"

// On returns the day of a year, month and day of month, and whether there is
// such a day: 31 February is not one, and is not turned into 3 March.
func On(year int, month time.Month, day int) (Day, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > lengthOf(year, int(month)) {
		return "", false
	}
	return written(year, int(month), day), true
}

// DaysIn returns how many days a month of a year has.
func DaysIn(year int, month time.Month) int {
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC) // a month beyond December is one of the next year
	return lengthOf(first.Year(), int(first.Month()))
}

// dayOf takes the date t shows in its own zone; outside the years 1 to 9999 it
// is not known.
func dayOf(t time.Time) Day {
	if t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return Day(t.Format(time.DateOnly))
}

// Date returns the parts of the day; all are 0 when it is not known.
func (d Day) Date() (year int, month time.Month, day int) {
	t := d.Time()
	if t.IsZero() {
		return 0, 0, 0
	}
	return t.Date()
}

// AddMonths returns the same day n months later, or the last day of that month
// when it is shorter: a month after 31 January is 28 February.
func (d Day) AddMonths(n int) Day {
	year, month, day := d.Date()
	if year == 0 {
		return ""
	}
	first := time.Date(year, month+time.Month(n), 1, 12, 0, 0, 0, time.UTC)
	return dayOf(first.AddDate(0, 0, min(day, DaysIn(first.Year(), first.Month()))-1))
}

// Units lists what an interval is told in.
func Units() []string { return []string{"day", "week", "month", "year"} }

// Later returns the day n units later, as AddMonths counts months: two months after 29
// January 2009 is 29 March. It is "" for a unit that is none of Units.
func (d Day) Later(n int, unit string) Day {
	switch unit {
	case "day":
		return d.Add(n)
	case "week":
		return d.Add(7 * n)
	case "month":
		return d.AddMonths(n)
	case "year":
		return d.AddMonths(12 * n)
	}
	return ""
}

// Start returns the first instant of the day in a zone (nil means UTC): 01:00
// where the clock is put forward at midnight. It is zero for an unknown day.
func (d Day) Start(zone *time.Location) time.Time {
	year, month, day := d.Date()
	if year == 0 {
		return time.Time{}
	}
	if zone == nil {
		zone = time.UTC
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, zone)
	if Of(t, zone) != d { // there is no midnight: Go went back an hour
		t = t.Add(time.Hour)
	}
	return t
}
