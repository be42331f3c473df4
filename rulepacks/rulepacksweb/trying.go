package rulepacksweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
)

// trying is the page on which somebody tries a day.
type trying struct {
	rulepacks.Version
	book   *rulepacks.Book
	clocks []rulepacks.Clock
	form   *form.Form
	today  civil.Day
}

func (p *Pages) askTry(w http.ResponseWriter, r *web.Request) error {
	book, v, err := p.version(r)
	if err != nil {
		return err
	}
	return trying{Version: v, book: book, today: r.Today()}.show(w, r)
}

func (t trying) show(w http.ResponseWriter, r *web.Request) error {
	page := layout.Page{Title: r.T("clocks.try"), Current: current, Form: t.form}
	return r.Render(w, t.form.Status(), page, tryPage(t))
}

// try counts the clocks of a step from what was typed. Nothing is kept of it, so the
// answer is the form again with the clocks below.
func (p *Pages) try(w http.ResponseWriter, r *web.Request) error {
	book, v, err := p.version(r)
	if err != nil {
		return err
	}
	names := []string{"step", "track", "mail"}
	for _, e := range rulepacks.Events() {
		names = append(names, string(e))
	}
	f, err := r.ReadForm(names...)
	if err != nil {
		return err
	}
	t := trying{Version: v, book: book, form: f, today: r.Today()}
	ask := rulepacks.Ask{Procedure: v.Code, Step: f.Raw("step"), Track: rulepacks.Track(f.Raw("track")), Events: happened(r, f)}
	if f.Raw("mail") != "" {
		ask.MailDays = f.Int("mail", 0, 90)
	}
	if len(ask.Events) == 0 && !f.Failed() {
		f.Fail(string(rulepacks.Incident), "clocks.try.nothing")
	}
	if !f.Failed() {
		t.clocks, err = book.Due(ask)
	}
	if fault.Is(err, fault.NotFound) {
		f.Fail("step", "clocks.try.step")
	} else if err != nil && !f.Take(err) {
		return err
	}
	return t.show(w, r)
}

// happened reads the days that were typed.
func happened(r *web.Request, f *form.Form) map[rulepacks.Event]rulepacks.When {
	events := map[rulepacks.Event]rulepacks.When{}
	for _, e := range rulepacks.Events() {
		if f.Text(string(e)) != "" {
			if d := r.Date(f, string(e), partialdate.Gone); !d.IsZero() {
				events[e] = rulepacks.When{Date: d}
			}
		}
	}
	return events
}

// steps are the steps as answers.
func (t trying) steps() []layout.Option {
	var out []layout.Option
	for _, s := range t.Steps {
		out = append(out, layout.Option{Value: s.ID, Label: s.Title})
	}
	return out
}

// events are those that start a clock somewhere in the procedure.
func (t trying) events() []rulepacks.Event {
	var out []rulepacks.Event
	for _, e := range rulepacks.Events() {
		used := slices.ContainsFunc(t.Steps, func(s rulepacks.Step) bool {
			return slices.ContainsFunc(s.Limits, func(l rulepacks.Limit) bool { return slices.Contains(l.StartsOn, e) })
		})
		if used {
			out = append(out, e)
		}
	}
	return out
}

// strip is the counted days of a clock.
func (t trying) strip(ctx context.Context, c rulepacks.Clock) []layout.Day {
	days := t.book.Strip(c, nil)
	if len(days) > mostDays {
		return nil
	}
	out := make([]layout.Day, len(days))
	for i, d := range days {
		out[i] = layout.Day{On: string(d.On), Note: stripNote(ctx, d), Off: d.Off && d.Number == 0, Due: d.Due, Here: d.On == t.today, Left: d.Number == 0 && !d.Off}
	}
	return out
}

// mostDays is how long a strip of days still helps somebody.
const mostDays = 100

func stripNote(ctx context.Context, d rulepacks.Day) string {
	switch {
	case d.Number > 0:
		return strconv.Itoa(d.Number)
	case d.Holiday != "":
		return d.Holiday
	case d.Off:
		return "–"
	}
	return i18n.T(ctx, "clocks.strip.start")
}

func firstEvent(l rulepacks.Limit) string {
	if len(l.StartsOn) == 0 {
		return string(rulepacks.Incident)
	}
	return string(l.StartsOn[0])
}

func countFrom(l rulepacks.Limit) string {
	if l.CountFrom == "" {
		return rulepacks.NextDay
	}
	return l.CountFrom
}

func yearTabs(v calendarView) []layout.Tab {
	var tabs []layout.Tab
	for y := max(v.year-2, rulepacks.FirstYear); y <= min(v.year+2, rulepacks.LastYear); y++ {
		tabs = append(tabs, layout.Tab{Text: strconv.Itoa(y), Href: path + "/calendars/" + v.ID + "?year=" + strconv.Itoa(y), Current: y == v.year})
	}
	return tabs
}
