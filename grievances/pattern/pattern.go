// Package pattern says what several people tell of one place without pointing at any of
// them: whole quarters, and no small numbers.
package pattern

import (
	"fmt"

	"github.com/throughcare/throughcare/internal/civil"
)

// fewest is how many people a number must stand for to be shown (security design, P23):
// a smaller one could be put to a name by somebody who knows the place.
const fewest = 5

// Number counts people or matters where a small one could point at somebody.
type Number int

// Few reports whether the number is too small to be shown; none at all is no secret.
func (n Number) Few() bool { return n > 0 && n < fewest }

// Quarter is three months of a year: "2026-Q3".
type Quarter string

// QuarterOf is the quarter of a day.
func QuarterOf(day civil.Day) Quarter {
	t := day.Time()
	return Quarter(fmt.Sprintf("%d-Q%d", t.Year(), (int(t.Month())+2)/3))
}

// Span gives the first and the last day of a quarter. It returns false for what is none.
func (q Quarter) Span() (from, to civil.Day, ok bool) {
	var year, n int
	if _, err := fmt.Sscanf(string(q), "%4d-Q%1d", &year, &n); err != nil || year < 1 || n < 1 || n > 4 || string(q) != fmt.Sprintf("%04d-Q%d", year, n) {
		return "", "", false
	}
	from = civil.Day(fmt.Sprintf("%04d-%02d-01", year, 3*n-2))
	next := civil.Day(fmt.Sprintf("%04d-%02d-01", year, 3*n+1))
	if n == 4 {
		next = civil.Day(fmt.Sprintf("%04d-01-01", year+1))
	}
	return from, next.Add(-1), true
}

// Before is the quarter before.
func (q Quarter) Before() Quarter {
	from, _, _ := q.Span()
	return QuarterOf(from.Add(-1))
}

// Row is how many people told of one theme at one facility in a quarter, by the day
// on which it was opened, and in the quarter before.
type Row struct {
	FacilityID, Facility string
	Topic                string // of a grievance
	People, Matters      Number
	Before               Number // people in the quarter before
}

// Alike is what others told of the same theme at the same facility within half a year: how
// many, whatever became of it.
type Alike struct {
	Others int // people beside this one
	Since  civil.Day
}
