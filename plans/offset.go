package plans

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
)

// Offset is when something is due, counted from the release: "-12w", "-3d", "0d" for the
// day itself, "+24h", "+180d". Hours are those of the clock on the wall: a day after
// 09:30 is 09:30, also when the clocks change in between.
type Offset string

// mostDays is the furthest an offset reaches either way: three years.
const mostDays = 1096

// ParseOffset reads an offset: an optional sign, a number, and h, d or w.
func ParseOffset(s string) (Offset, error) {
	o := Offset(strings.ToLower(strings.ReplaceAll(s, " ", "")))
	if _, _, ok := o.parts(); !ok {
		return "", fmt.Errorf("plans: offset %q", s)
	}
	return o, nil
}

// Valid reports whether an offset can be counted with.
func (o Offset) Valid() bool { _, _, ok := o.parts(); return ok }

// parts are its hours, and whether they are hours of the clock rather than days.
func (o Offset) parts() (hours int, timed, ok bool) {
	if len(o) < 2 {
		return 0, false, false
	}
	unit := map[byte]int{'h': 1, 'd': 24, 'w': 7 * 24}[o[len(o)-1]]
	n, err := strconv.Atoi(string(o[:len(o)-1]))
	if err != nil || unit == 0 || n > mostDays*24 || n < -mostDays*24 {
		return 0, false, false
	}
	hours = n * unit
	return hours, unit == 1, hours <= mostDays*24 && hours >= -mostDays*24
}

// Hours is how long after the release it is, negative for before; 0 for one that is not
// valid.
func (o Offset) Hours() int {
	hours, _, _ := o.parts()
	return hours
}

// Days is the same in whole days, towards the past.
func (o Offset) Days() int {
	hours := o.Hours()
	days := hours / 24
	if hours%24 < 0 {
		days--
	}
	return days
}

// From counts an offset from a release: the day it falls on, and the hour when it is
// counted in hours. It gives "" for a release whose day is not known.
func (o Offset) From(home Moment) (on civil.Day, at string) {
	hours, timed, ok := o.parts()
	if home.On == "" || !ok {
		return "", ""
	}
	if !timed {
		return home.On.Add(hours / 24), ""
	}
	minutes := minuteOf(home.hour()) + hours*60
	days := minutes / (24 * 60)
	if minutes %= 24 * 60; minutes < 0 {
		minutes, days = minutes+24*60, days-1
	}
	return home.On.Add(days), fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

// Moment is a day and an hour of the clock on the wall; At is "" when it is not known.
type Moment struct {
	On civil.Day
	At string
}

// noon stands for an hour that is not known.
const noon = "12:00"

func (m Moment) hour() string {
	if civil.ValidHour(m.At) {
		return m.At
	}
	return noon
}

// Passed reports whether a moment lies before another, to the minute; one without an
// hour has passed when its day is over.
func (m Moment) Passed(now Moment) bool {
	switch {
	case m.On == "":
		return false
	case m.On != now.On:
		return m.On < now.On
	}
	return m.At != "" && m.At < now.At
}

// minuteOf counts the minutes of a valid hour since midnight.
func minuteOf(at string) int {
	h, _ := strconv.Atoi(at[:2]) // ValidHour holds
	m, _ := strconv.Atoi(at[3:])
	return h*60 + m
}
