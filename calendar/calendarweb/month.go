package calendarweb

import (
	"net/http"

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
	view := monthView{First: first, Weeks: weeks, Today: r.Today(), On: map[civil.Day][]layout.Row{}}
	for _, d := range p.lines(r.Context(), list) {
		view.On[d.On] = d.Lines
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("calendar.title"), Current: "calendar"}, monthPage(view))
}

type monthView struct {
	First civil.Day
	Weeks [][]civil.Day
	On    map[civil.Day][]layout.Row
	Today civil.Day
}

// Before is the first day of the month before.
func (v monthView) Before() civil.Day { return v.First.Add(-1)[:len("2006-01")] + "-01" }

// After is the first day of the next month.
func (v monthView) After() civil.Day { return v.First.Add(31)[:len("2006-01")] + "-01" }
