package calendarweb

import (
	"context"
	"net/http"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/tasks"
)

// fortnight is how many days the agenda shows at once.
const fortnight = 14

// agenda shows two weeks, from today or from the day asked for.
func (p *Pages) agenda(w http.ResponseWriter, r *web.Request) error {
	from := day(r, "from", r.Today())
	only := source(r)
	list, err := p.Calendar.Agenda(r.Context(), r.Actor, calendar.Range{
		WorkerID: r.Actor.ID, From: from, To: from.Add(fortnight - 1), Only: only,
	})
	if err != nil {
		return err
	}
	view := agendaView{Days: p.days(r.Context(), list, r.Today()), From: from, Only: only}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("calendar.title"), Current: "calendar"}, agendaPage(view))
}

// day reads a day of the query, which a page of ours wrote; anything else is
// the fallback.
func day(r *web.Request, name string, fallback civil.Day) civil.Day {
	if d := civil.Day(r.Query(name)); d.Valid() {
		return d
	}
	return fallback
}

func source(r *web.Request) calendar.Source {
	switch s := calendar.Source(r.Query("only")); s {
	case calendar.FromTask, calendar.FromMilestone:
		return s
	}
	return ""
}

type agendaView struct {
	Days []dayLines
	From civil.Day
	Only calendar.Source
}

// address is this view moved to another day or source.
func (v agendaView) address(from civil.Day, only calendar.Source) string {
	to := "/calendar?from=" + string(from)
	if only != "" {
		to += "&only=" + string(only)
	}
	return to
}

func (v agendaView) tabs(ctx context.Context) []layout.Tab {
	var tabs []layout.Tab
	for _, s := range []calendar.Source{"", calendar.FromTask, calendar.FromMilestone} {
		key := "calendar.only." + string(s)
		if s == "" {
			key = "calendar.only.all"
		}
		tabs = append(tabs, layout.Tab{Text: i18n.T(ctx, key), Href: v.address(v.From, s), Current: s == v.Only})
	}
	return tabs
}

// dayLines is one day: what stands in it, and whom to be in touch with.
type dayLines struct {
	On       civil.Day
	Today    bool
	Lines    []layout.Row
	Contacts []layout.Link
}

// all is how many things stand in the day.
func (d dayLines) all() int { return len(d.Lines) + len(d.Contacts) }

func (p *Pages) days(ctx context.Context, list []calendar.Item, today civil.Day) []dayLines {
	days := make([]dayLines, 0, fortnight)
	for _, d := range calendar.ByDay(list) {
		dl := dayLines{On: d.On, Today: d.On == today}
		for _, it := range d.Items {
			if it.Kind == tasks.KindContact && it.Title == "" && it.At == "" {
				dl.Contacts = append(dl.Contacts, layout.Link{Text: it.PersonName, Href: p.href(it)})
			} else {
				dl.Lines = append(dl.Lines, p.line(ctx, it))
			}
		}
		days = append(days, dl)
	}
	return days
}

// line words one item: when, what, and for a milestone whether it is official.
func (p *Pages) line(ctx context.Context, it calendar.Item) layout.Row {
	row := layout.Row{When: layout.W{Words: it.At, Tone: layout.Quiet}, Title: p.title(ctx, it), Href: p.href(it)}
	if it.At == "" {
		row.When.Words = i18n.T(ctx, "calendar.all-day")
	}
	if it.Until != "" {
		row.When.Note = i18n.T(ctx, "calendar.until", "time", it.Until)
	}
	if it.Kind == tasks.KindDeadline {
		row.When.Tone = layout.Late
	}
	row.Why = p.kind(ctx, it)
	if it.Claim != "" {
		row.Why += ", " + i18n.T(ctx, "calendar.claim."+it.Claim)
	}
	return row
}

func (p *Pages) title(ctx context.Context, it calendar.Item) string {
	switch {
	case it.Title != "":
		return it.Title
	case it.Source == calendar.FromTask:
		return i18n.T(ctx, p.Kinds.Of(it.Kind).TitleKey, i18n.Kept(ctx, it.Args, "name", it.PersonName)...)
	}
	return i18n.T(ctx, "calendar.milestone", "kind", p.kind(ctx, it), "name", it.PersonName)
}

// kind is the sort of thing in a word: all that a feed says of it.
func (p *Pages) kind(ctx context.Context, it calendar.Item) string {
	if it.Source == calendar.FromMilestone {
		return i18n.T(ctx, "calendar.way."+it.Kind)
	}
	return i18n.T(ctx, "calendar.kind."+word(it.Kind))
}

// word is the kind's own word, or that of an ordinary task for a kind whose
// capability brings none.
func word(kind string) string {
	switch kind {
	case tasks.KindContact, tasks.KindAppointment, tasks.KindCall, tasks.KindVisit, tasks.KindPromise, tasks.KindDeadline:
		return kind
	}
	return "task"
}

func (p *Pages) href(it calendar.Item) string {
	if it.PersonID == "" {
		return ""
	}
	return "/people/" + it.PersonID
}
