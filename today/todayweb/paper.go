package todayweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/today"
)

// worker is whose day an address asks for, "" for one's own.
func worker(r *web.Request) string {
	if id := r.Query("for"); (ids.Valid(id) || id == today.Team) && id != r.Actor.ID {
		return id
	}
	return ""
}

// at is a page of somebody's, as its address.
func at(path, worker string) string {
	if worker == "" {
		return path
	}
	return path + "?for=" + worker
}

// sheetPage is a day on paper.
type sheetPage struct {
	today.Sheet
	timed, untimed []shownRow
}

// sheet is the day sheet: a page that is meant to be printed.
func (p *Pages) sheet(w http.ResponseWriter, r *web.Request) error {
	s, err := p.Today.Sheet(r.Context(), r.Actor, worker(r), "")
	if err != nil {
		return err
	}
	if s.WorkerID == today.Team {
		s.Worker = r.T("today.team")
	}
	v := p.view(r, s.On, "/day-sheet")
	v.paper = true
	page := sheetPage{Sheet: s, timed: v.showAll(r.Context(), s.Timed), untimed: v.showAll(r.Context(), s.Untimed)}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("today.sheet"), Current: "today"}, sheetView(page))
}

// packPage is what a colleague needs to stand in: people with something of their
// own to do, and those to be in touch with as a table.
type packPage struct {
	today.Pack
	view     view
	Contacts []today.Packed
}

func (p *Pages) pack(w http.ResponseWriter, r *web.Request) error {
	whose := worker(r)
	if whose == today.Team { // nobody stands in for everybody
		whose = ""
	}
	pack, err := p.Today.Pack(r.Context(), r.Actor, whose)
	if err != nil {
		return err
	}
	page := packPage{Pack: pack, view: p.view(r, pack.On, "/handover/pack")}
	page.view.paper = true
	page.People = nil
	for _, x := range pack.People {
		if x.Contact() {
			page.Contacts = append(page.Contacts, x)
		} else {
			page.People = append(page.People, x)
		}
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("today.pack.title"), Current: "today"}, packView(page))
}

// since are the moments a hand-over can begin at.
func since(r *web.Request) (time.Time, string) {
	start := r.Today().Start(zone(r))
	switch which := r.Query("since"); which {
	case "today":
		return start, which
	case "yesterday":
		return start.AddDate(0, 0, -1), which
	case "week":
		return start.AddDate(0, 0, -7), which
	}
	return time.Time{}, ""
}

// changedPage is one person of a hand-over as the page shows them.
type changedPage struct {
	today.Changed
	lines []deedLine
	rest  int // changes that are not shown
}

// deedLine is what somebody did once or several times, at last at a moment.
type deedLine struct {
	text, by string
	at       time.Time
	times    int
}

// linesEach is how many lines of a hand-over one person fills.
const linesEach = 4

// shortened says the same thing once, and not more than a shift will read.
func shortened(ctx context.Context, c today.Changed) changedPage {
	page := changedPage{Changed: c}
	for _, e := range c.Deeds {
		line := deedLine{text: web.Sentence(ctx, e.Action, e.Args, false), by: e.ActorName, at: e.At, times: 1}
		same := slices.IndexFunc(page.lines, func(l deedLine) bool { return l.text == line.text && l.by == line.by })
		switch {
		case same >= 0:
			page.lines[same].times++
		case len(page.lines) < linesEach:
			page.lines = append(page.lines, line)
		default:
			page.rest++
		}
	}
	return page
}

func (p *Pages) handover(w http.ResponseWriter, r *web.Request) error {
	return p.showHandover(w, r, web.NewForm())
}

func (p *Pages) showHandover(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	from, which := since(r)
	h, err := p.Today.Handover(r.Context(), r.Actor, from)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("today.handover.title"), Current: "today", Form: f}
	people := make([]changedPage, len(h.People))
	for i, c := range h.People {
		people[i] = shortened(r.Context(), c)
	}
	return r.Render(w, f.Status(), page, handoverView(h, people, which, f))
}

func (p *Pages) addLine(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("line", "person")
	if err != nil {
		return err
	}
	err = p.Today.AddLine(r.Context(), r.Actor, f.ID("person"), f.Lines("line"))
	if f.Take(err) {
		return p.showHandover(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/handover")
}
