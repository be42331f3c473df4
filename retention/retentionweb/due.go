package retentionweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/retention"
)

// duePath is the page of what is due.
const duePath = "/retention"

// mostShown is how many of one schedule the page shows at once.
const mostShown = 100

// due is what the page of what is due shows.
type due struct {
	lists []retention.List
	holds []retention.Hold
	jump  retention.Jump
	key   string // of the schedule whose form was sent
	form  *form.Form
}

func (p *Pages) due(w http.ResponseWriter, r *web.Request) error { return p.showDue(w, r, due{}) }

func (p *Pages) showDue(w http.ResponseWriter, r *web.Request, d due) (err error) {
	if d.lists, err = p.Retention.Due(r.Context(), r.Actor); err != nil {
		return err
	}
	if d.holds, err = p.Retention.Waiting(r.Context(), r.Actor); err != nil {
		return err
	}
	if d.jump, err = p.Retention.Jumped(r.Context(), r.Actor); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("retention.due.title"), Current: "", Form: d.form}
	return r.Render(w, d.form.Status(), page, duePage(d))
}

// decide erases those chosen of a schedule, or keeps them longer.
func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	key := r.PathValue("key")
	f, err := r.ReadForm("id", "do", "sure", "until", "why")
	if err != nil {
		return err
	}
	chosen := f.All("id")
	if len(chosen) == 0 {
		f.Fail("", "retention.due.none-chosen")
	}
	until := r.Day(f, "until", partialdate.Coming)
	erase := f.Raw("do") != "keep"
	if erase && f.Raw("sure") == "" {
		f.Fail("sure", "retention.erase.sure.missing")
	}
	if !f.Failed() && erase {
		_, err = p.Retention.LetGo(r.Context(), r.Actor, key, chosen)
	} else if !f.Failed() {
		err = p.Retention.KeepLonger(r.Context(), r.Actor, key, chosen, until, f.Lines("why"))
	}
	if f.Take(err) || f.Failed() {
		return p.showDue(w, r, due{key: key, form: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, duePath)
}

// of is the form of a schedule: the one that was sent comes back.
func (d due) of(key string) *form.Form {
	if key == d.key {
		return d.form
	}
	return nil
}

// own gives a field of one of several forms an id of its own, unless the summary
// of what is wrong leads to it.
func own(f *form.Form, id string) string {
	if f.Failed() {
		return ""
	}
	return id
}

// row is one line of what is due.
func row(ctx context.Context, l retention.List, i retention.Item) layout.Row {
	x := layout.Row{
		Title: i.Name, When: layout.W{Words: i18n.Day(ctx, string(i.DueOn))},
		Why: i18n.T(ctx, "retention.event."+l.Key, "day", i18n.Day(ctx, string(i.Event))),
	}
	if i.Name == "" {
		x.Title = i18n.T(ctx, "retention.due.nobody")
	}
	if l.Of == retention.OfPeople || l.Of == retention.OfFacts {
		x.Href = "/people/" + i.ID
	}
	switch {
	case i.Held:
		x.Tags = []layout.TagText{{Text: i18n.T(ctx, "retention.due.held"), Tone: layout.Brick}}
	case i.Keep.Until != "":
		x.When = layout.W{Words: i18n.T(ctx, "retention.due.until", "day", i18n.Day(ctx, string(i.Keep.Until)))}
		x.Why = i18n.T(ctx, "retention.due.kept-why", "why", i.Keep.Why, "by", i.Keep.By)
	default:
		x.Pick = &layout.Pick{Name: "id", Value: i.ID, Label: x.Title}
	}
	return x
}

// todayPanel says that something waits: one line, however much it is.
func (p *Pages) todayPanel(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	n, err := p.Retention.Count(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	holds, err := p.Retention.Waiting(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	jump, err := p.Retention.Jumped(ctx, r.Actor)
	if err != nil || n == 0 && len(holds) == 0 && jump.ID == "" {
		return nil, err
	}
	return waiting(n, len(holds), jump.ID != ""), nil
}
