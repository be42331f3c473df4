package calendarweb

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// month shows how much stands on each day, as a sheet for the wall.
func (p *Pages) month(w http.ResponseWriter, r *web.Request) error {
	first := day(r, "from", r.Today())[:len("2006-01")] + "-01"
	weeks := calendar.Weeks(first)
	last := weeks[len(weeks)-1]
	list, err := p.Calendar.Agenda(r.Context(), r.Actor, calendar.Range{WorkerID: r.Actor.ID, From: weeks[0][0], To: last[len(last)-1]})
	if err != nil {
		return err
	}
	view := monthView{First: first, Weeks: weeks, Today: r.Today(), On: map[civil.Day]dayLines{}}
	for _, d := range p.days(r.Context(), list, view.Today) {
		view.On[d.On] = d
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("calendar.title"), Current: "calendar"}, monthPage(view))
}

type monthView struct {
	First civil.Day
	Weeks [][]civil.Day
	On    map[civil.Day]dayLines
	Today civil.Day
}

// inDay is how many things stand in the square of a day.
const inDay = 3

// shown are the first of a day, those with an hour before the others, and the
// contacts as one of them.
func (d dayLines) shown() []layout.Row {
	room := inDay
	if len(d.Contacts) > 0 {
		room--
	}
	lines := slices.Clone(d.Lines)
	slices.SortStableFunc(lines, func(a, b layout.Row) int { return cmp.Compare(noHour(a), noHour(b)) })
	return lines[:min(room, len(lines))]
}

func noHour(line layout.Row) int {
	if hourOf(line) == "" {
		return 1
	}
	return 0
}

// rest is how many lines have no room in the square.
func (d dayLines) rest() int { return len(d.Lines) - len(d.shown()) }

// out reports whether a day belongs to the month before or after.
func (v monthView) out(d civil.Day) bool { return d[:7] != v.First[:7] }

// Before is the first day of the month before.
func (v monthView) Before() civil.Day { return v.First.Add(-1)[:len("2006-01")] + "-01" }

// After is the first day of the next month.
func (v monthView) After() civil.Day { return v.First.Add(31)[:len("2006-01")] + "-01" }

// agendaFrom is where the agenda begins that the month leads back to: today in
// this month, else its first day.
func (v monthView) agendaFrom() civil.Day {
	if v.out(v.Today) {
		return v.First
	}
	return v.Today
}

// hourOf is the hour of a line, "" for all day.
func hourOf(line layout.Row) string {
	if civil.ValidHour(line.When.Words) {
		return line.When.Words
	}
	return ""
}
