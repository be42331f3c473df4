package release

import "github.com/throughcare/throughcare/internal/civil"

// dayOfRelease is the rule about the day of the week somebody walks out on.
type dayOfRelease struct {
	rule      `yaml:",inline"`
	Since     civil.Day `yaml:"since"`          // the day before a day off is avoided from this day on
	DayBefore bool      `yaml:"day_before_too"` // a day before a day off is as bad as one
	Note      string    `yaml:"note"`

	since day
}

// out moves a release earlier, and never later: off a day off and, where the rule
// says so, off the day before one. Weekends are known for ever; off knows the
// holidays, too.
func (r *dayOfRelease) out(d day, off func(civil.Day) bool) day {
	for n := 0; n < 14; n++ { // there is no longer row of days off
		if !off(d.civil()) && (!r.DayBefore || d < r.since || !off((d + 1).civil())) {
			return d
		}
		d--
	}
	return d
}
