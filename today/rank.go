package today

import (
	"cmp"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/tasks"
)

// Tier is how soon something is lost if it is not done (ux design 3.2).
type Tier int

// The tiers. Later is not shown.
const (
	Later    Tier = 0
	CantWait Tier = 1
	Now      Tier = 2
	Week     Tier = 3
	Quiet    Tier = 4
)

// DayEnds is the hour by which something without an hour of its own counts as
// due: the close of the working day.
const DayEnds = "17:00"

// Place is where something stands in the ranking. Less is sooner.
type Place struct {
	Tier        Tier
	Consequence string // the moment something is lost, "2026-03-02T16:00", local time
	Weight      int
	QuietDays   int // of the person, without word either way
	ID          string
}

// Compare orders places: tier ↑, consequence ↑, weight ↓, quiet days ↓, id ↑.
// No two things share an id, so the order is total.
func Compare(a, b Place) int {
	return cmp.Or(
		cmp.Compare(a.Tier, b.Tier),
		cmp.Compare(a.Consequence, b.Consequence),
		cmp.Compare(b.Weight, a.Weight),
		cmp.Compare(b.QuietDays, a.QuietDays),
		cmp.Compare(a.ID, b.ID),
	)
}

// Thing is what the ranking needs to know of a task or a date.
type Thing struct {
	ID        string
	Weight    int       // the row of the table it enters when it is most urgent
	Due       civil.Day // "" for no day
	Hour      string    // "16:00", or ""
	QuietDays int
}

// Rank places a thing on a day. off reports the days that are not worked at the
// facility concerned; nil knows weekends only.
//
// The day of a deadline stands whatever happens. For everything else a day that
// has passed counts as today's close: what is lost now is one more day, and the
// person who has been quiet longest comes first.
func Rank(t Thing, on civil.Day, off func(civil.Day) bool) Place {
	tier, weight := enter(t, on, off)
	day, hour := t.Due, cmp.Or(t.Hour, DayEnds)
	if tier != CantWait && day < on {
		day, hour = on, DayEnds
	}
	if day == "" { // raised, with no day: now
		day = on
	}
	return Place{Tier: tier, Consequence: string(day) + "T" + hour, Weight: weight, QuietDays: t.QuietDays, ID: t.ID}
}

// enter says in which tier a thing stands on a day, and with which weight: the
// table of ux design 3.2, row by row.
func enter(t Thing, on civil.Day, off func(civil.Day) bool) (Tier, int) {
	days := t.Due.Since(on)
	switch t.Weight {
	case tasks.WeightClock:
		return enterClock(on.WorkingDays(t.Due, off), t.Due)
	case tasks.WeightDeparture:
		return step(days, []limit{{2, CantWait, tasks.WeightDeparture}, {30, Week, tasks.WeightWeek}})
	case tasks.WeightSafety, tasks.WeightHouse:
		return CantWait, t.Weight
	case tasks.WeightPromise:
		return step(days, []limit{{0, CantWait, tasks.WeightPromise}, {7, Week, tasks.WeightWeek}})
	case tasks.WeightAppointment:
		if days < 0 { // it has been; what is left is to write it down
			return Now, tasks.WeightOwn
		}
		return step(days, []limit{{0, Now, tasks.WeightAppointment}, {7, Week, tasks.WeightWeek}})
	case tasks.WeightQuiet:
		return Quiet, tasks.WeightQuiet
	case tasks.WeightWeek:
		return step(days, []limit{{7, Week, tasks.WeightWeek}})
	}
	if t.Due == "" {
		return Later, t.Weight
	}
	return step(days, []limit{{0, Now, t.Weight}, {7, Week, tasks.WeightWeek}})
}

func enterClock(working int, due civil.Day) (Tier, int) {
	if due == "" {
		return Later, tasks.WeightClock
	}
	return step(working, []limit{{2, CantWait, tasks.WeightClock}, {5, Now, tasks.WeightOwn}, {10, Week, tasks.WeightWeek}})
}

// limit is one line of a row: up to so many days, this tier and weight.
type limit struct {
	days   int
	tier   Tier
	weight int
}

func step(days int, limits []limit) (Tier, int) {
	for _, l := range limits {
		if days <= l.days {
			return l.tier, l.weight
		}
	}
	return Later, 0
}

// Sort puts rows in the order of the ranking.
func Sort(rows []Row) {
	slices.SortFunc(rows, func(a, b Row) int { return Compare(a.Place, b.Place) })
}
