package verdict

import (
	"strconv"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
)

// last is the day on which something that counts was sent last, or "".
func (a Ask) last() (day civil.Day) {
	for _, s := range a.Sent {
		if s.counts() && s.On <= a.Today {
			day = max(day, s.On)
		}
	}
	return day
}

// free is the first day on which the next one may go by the intervals, or "" when they
// never had any.
func (a Ask) free() (day civil.Day) {
	last := a.last()
	if last == "" {
		return ""
	}
	day = last
	if a.Every.N > 0 {
		day = max(day, last.Later(a.Every.N, a.Every.Unit))
	}
	for _, r := range a.tests(facilities.Interval) {
		day = max(day, last.Later(r.Test.N, r.Test.Unit))
	}
	return day
}

// often says that it is too soon: by the group's interval, by the number in a year, and
// by the facility's. What goes in place of something that came back keeps its turn.
func (a Ask) often() []Reason {
	if a.Again {
		return nil
	}
	var out []Reason
	last := a.last()
	if next := last.Later(a.Every.N, a.Every.Unit); a.Every.N > 0 && next > a.Today {
		out = append(out, Reason{Sort: Wait, Key: "ours", Until: next, Args: map[string]string{"last": string(last), "next": string(next), "n": strconv.Itoa(a.Every.N), "unit": a.Every.Unit}})
	}
	if n := a.inYear(); a.Every.AYear > 0 && n >= a.Every.AYear {
		year, _, _ := a.Today.Date()
		next := civil.Day(strconv.Itoa(year+1) + "-01-01")
		out = append(out, Reason{Sort: Wait, Key: "year", Until: next, Args: map[string]string{"n": strconv.Itoa(n), "next": string(next)}})
	}
	for _, r := range a.tests(facilities.Interval) {
		next := last.Later(r.Test.N, r.Test.Unit)
		if next <= a.Today {
			continue
		}
		w := broken(r, Wait, "theirs", map[string]string{
			"last": string(last), "next": string(next), "n": strconv.Itoa(r.Test.N), "unit": r.Test.Unit, "at": a.Where.Facility,
		})
		if w.Sort == Wait {
			w.Until = next
		}
		out = append(out, w)
	}
	return out
}

// inYear counts what was sent in the calendar year of today.
func (a Ask) inYear() (n int) {
	year, _, _ := a.Today.Date()
	for _, s := range a.Sent {
		if y, _, _ := s.On.Date(); y == year && s.counts() && s.On <= a.Today {
			n++
		}
	}
	return n
}
