package todayweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

// home is the page everybody begins with: their day, or for those who do no
// casework the page of everything.
func (p *Pages) home(w http.ResponseWriter, r *web.Request) error {
	if !r.Actor.May(tasks.MayRead) || !r.Actor.May(casework.MayRead) {
		return r.Go(w, "/menu")
	}
	return p.showDay(w, r, "", "/")
}

// day is somebody else's day or the team's, and with "all" every row of it.
func (p *Pages) day(w http.ResponseWriter, r *web.Request) error {
	whose := worker(r)
	if r.Query("all") != "" {
		return p.showAll(w, r, whose)
	}
	if whose == "" {
		return r.Go(w, "/")
	}
	return p.showDay(w, r, whose, at("/today", whose))
}

// allRows is how many rows of today stand on one page.
const allRows = 100

// showAll is the page behind "All nine".
func (p *Pages) showAll(w http.ResponseWriter, r *web.Request, whose string) error {
	shown, err := strconv.Atoi(r.Query("all"))
	if err != nil || shown < allRows {
		shown = allRows
	}
	shown = min(shown, 10*allRows)
	d, err := p.Today.All(r.Context(), r.Actor, whose, "", shown)
	if err != nil {
		return err
	}
	q := "?all="
	if whose != "" {
		q = "?for=" + whose + "&all="
	}
	v := p.view(r, d.On, "/today"+q+strconv.Itoa(shown))
	v.team = whose == today.Team
	a := allPage{Day: d, rows: v.showAll(r.Context(), d.Today), up: at("/today", whose)}
	if len(d.Today) < d.TodayAll && shown < 10*allRows {
		a.next = "/today" + q + strconv.Itoa(shown+allRows)
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("today.all.title"), Current: "today"}, allView(a))
}

// allPage is every row of today.
type allPage struct {
	today.Day
	rows []shownRow
	next string // where more of them are
	up   string // the day they belong to
}

func (p *Pages) view(r *web.Request, on civil.Day, back string) view {
	return view{on: on, clock: r.Now.In(zone(r)).Format("15:04"), back: back, may: r.Actor.May(tasks.MayWrite), off: p.Today.Off}
}

func zone(r *web.Request) *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

func (p *Pages) showDay(w http.ResponseWriter, r *web.Request, worker, back string) error {
	d, err := p.Today.Day(r.Context(), r.Actor, worker, "")
	if err != nil {
		return err
	}
	if worker == "" {
		know(r, len(d.CantWait))
	}
	h := p.homePage(r, d, back)
	if p.Others != nil && worker == "" {
		if h.panels, err = p.Others.OfToday(r.Context(), r); err != nil {
			return err
		}
	}
	title := r.T("today.title")
	if h.other {
		title = r.T("today.other.title")
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: title, Current: "today"}, homeView(h))
}

// homePage is a day made ready for its template.
type homePage struct {
	today.Day
	hour               int // of the clock, for the greeting
	first              string
	other              bool   // somebody else's day
	back               string // this page
	urgent, now, later []shownRow
	weeks              []week
	may                bool // set what comes next, and add
	panels             []web.Shown
}

func (p *Pages) homePage(r *web.Request, d today.Day, back string) homePage {
	ctx, v := r.Context(), p.view(r, d.On, back)
	v.team = d.WorkerID == today.Team
	return homePage{
		Day: d, hour: r.Now.In(zone(r)).Hour(), first: firstName(d.Worker), other: d.WorkerID != r.Actor.ID, back: back,
		urgent: v.showAll(ctx, d.CantWait), now: v.showAll(ctx, d.Today), later: v.showAll(ctx, d.Week),
		weeks: runway(d.On, d.Home), may: v.may,
	}
}

// week is one column of the weeks ahead.
type week struct {
	monday civil.Day
	month  bool // the first of its month shown, so that it is named
	going  []today.Home
}

const runwayWeeks = 8

// runway sorts the people going home into eight weeks.
func runway(on civil.Day, home []today.Home) []week {
	weeks := make([]week, runwayWeeks)
	for i := range weeks {
		weeks[i].monday = on.Monday().Add(7 * i)
		weeks[i].month = i == 0 || weeks[i].monday.Time().Month() != weeks[i-1].monday.Time().Month()
	}
	for _, h := range home {
		first, _ := h.On.Bounds()
		if i := max(first, on).Since(on.Monday()) / 7; i >= 0 && i < runwayWeeks {
			weeks[i].going = append(weeks[i].going, h)
		}
	}
	return weeks
}

// estimated counts those whose day is only our estimate.
func estimated(home []today.Home) int {
	n := 0
	for _, h := range home {
		if h.Claim != custody.Official {
			n++
		}
	}
	return n
}

func firstName(name string) string {
	for i, r := range name {
		if r == ' ' && i > 0 {
			return name[:i]
		}
	}
	return name
}

// greeting is said by the hour.
func (h homePage) greeting(ctx context.Context) string {
	switch {
	case h.WorkerID == today.Team:
		return i18n.T(ctx, "today.team.hello")
	case h.other:
		return i18n.T(ctx, "today.other.hello", "name", h.Worker)
	case h.hour < 12:
		return i18n.T(ctx, "today.hello.morning", "name", h.first)
	case h.hour < 18:
		return i18n.T(ctx, "today.hello.afternoon", "name", h.first)
	}
	return i18n.T(ctx, "today.hello.evening", "name", h.first)
}

// mark is the count of what cannot wait, in words.
func (h homePage) mark(ctx context.Context) string {
	if len(h.urgent) == 0 {
		return i18n.T(ctx, "today.mark.none")
	}
	return i18n.T(ctx, "today.mark", "count", len(h.urgent), "word", i18n.Capital(i18n.CountWord(ctx, len(h.urgent))))
}

// lead is the rest of the day in a sentence.
func (h homePage) lead(ctx context.Context) string {
	parts := []string{counted(ctx, h.TodayAll, "today.lead.today", "today.lead.today.none"), counted(ctx, h.WeekAll, "today.lead.week", "today.lead.week.none")}
	if !h.Short {
		parts = append(parts, i18n.T(ctx, "today.lead.people", "count", h.Active))
	}
	return i18n.T(ctx, "today.lead", "day", i18n.Capital(i18n.LongDay(ctx, string(h.On))), "rest", i18n.Capital(strings.Join(parts, ", ")))
}

// counted says a number of things in words, or that there are none.
func counted(ctx context.Context, n int, some, none string) string {
	if n == 0 {
		return i18n.T(ctx, none)
	}
	return i18n.T(ctx, some, "word", i18n.CountWord(ctx, n))
}

// weekWords says what the fold holds: "12 letters to answer, 6 releases".
func (h homePage) weekWords(ctx context.Context) string {
	parts := make([]string, len(h.WeekKinds))
	for i, k := range h.WeekKinds {
		parts[i] = i18n.T(ctx, k.Kind.CountKey, "count", k.Count)
	}
	return i18n.List(ctx, parts)
}

func (h homePage) side() []web.Shown { return web.In(h.panels, false) }
func (h homePage) main() []web.Shown { return web.In(h.panels, true) }

// choose asks whose day to open: for a lead anybody's and the team's, for others
// that of whom they stand in for.
func (p *Pages) choose(w http.ResponseWriter, r *web.Request) error {
	ctx := r.Context()
	var open []layout.Option
	if r.Actor.May(casework.MayLead) {
		list, err := p.colleagues(ctx, r.Actor)
		if err != nil {
			return err
		}
		open = append([]layout.Option{{Value: today.Team, Label: r.T("today.team")}}, list...)
	}
	covers, err := p.Cases.Covers(ctx, r.Actor, r.Actor.ID)
	if err != nil {
		return err
	}
	covers = slices.DeleteFunc(covers, func(c casework.Cover) bool { return c.ByID != r.Actor.ID })
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("today.choose.title"), Current: "today"}, chooseView(open, covers, r.Today()))
}
