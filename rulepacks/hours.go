package rulepacks

import (
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// hours counts from an hour of a day where the facility is, over the night the clocks
// are changed too, and notes the hour at which it ends. An hour that was not is left
// out; then it ends with the day that is given.
func (c *Clock) hours(at, zone string, otherwise int) (end int, ok bool) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		c.NoHour = at
		return otherwise, known(otherwise)
	}
	first, last, is := instants(c.Start, at, place)
	if !is {
		c.NoHour = at
		return otherwise, known(otherwise)
	}
	start := last
	if c.For.Ours() {
		start = first
	}
	t := start.Add(time.Duration(c.Limit.N) * time.Hour)
	c.StartTime, c.Twice, c.LegalTime = at, first != last, t.Format(hourLayout)
	end = ordinal(civil.Of(t, place))
	return end, known(end)
}

const hourLayout = "15:04"

// instants gives the first and the last moment at which clocks of a place show an
// hour of a day. There are two where they are put back that night, and none where
// they are put forward over it.
func instants(day civil.Day, at string, place *time.Location) (first, last time.Time, ok bool) {
	wall, err := time.Parse(time.DateOnly+" "+hourLayout, string(day)+" "+at)
	if err != nil {
		return first, last, false
	}
	for _, side := range []time.Duration{-24 * time.Hour, 24 * time.Hour} { // the time kept before the change, and after
		_, offset := wall.Add(side).In(place).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(place)
		if t.Format(time.DateOnly+hourLayout) != string(day)+at {
			continue
		}
		if last = t; !ok {
			first, ok = t, true
		}
	}
	return first, last, ok
}
