// Package askingweb holds the pages on which somebody asks to read an entry
// that is kept from them, and on which its author answers.
package askingweb

import (
	"context"
	"embed"
	"net/http"

	"github.com/throughcare/throughcare/asking"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/timeline"
)

// Locales holds the words of these pages, and of the capability.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages about asking to read.
type Pages struct{ Asking *asking.Service }

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/entries/{entry}/ask", Needs: asking.May, Handle: p.ask},
		{Pattern: "POST /people/{id}/entries/{entry}/ask", Needs: asking.May, Handle: p.send},
		{Pattern: "GET /people/{id}/asks/{ask}", Needs: asking.May, Handle: p.view},
		{Pattern: "POST /people/{id}/asks/{ask}/allow", Needs: asking.May, Handle: p.allow},
		{Pattern: "POST /people/{id}/asks/{ask}/refuse", Needs: asking.May, Handle: p.refuse},
	}
}

// two reads the ids of a path: whose it is about, and the inner one.
func two(r *web.Request, inner string) (person, id string, err error) {
	if person, err = r.PathID("id"); err != nil {
		return "", "", err
	}
	id, err = r.PathID(inner)
	return person, id, err
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	return p.showAsk(w, r, web.NewForm())
}

func (p *Pages) showAsk(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	person, id, err := two(r, "entry")
	if err != nil {
		return err
	}
	e, open, err := p.Asking.Stub(r.Context(), r.Actor, person, id)
	if err != nil {
		return err
	}
	if open != nil {
		return r.Go(w, href(*open))
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("asking.title"), Current: "people", Form: f}, askPage(f, e, p.title(r.Context(), e)))
}

func (p *Pages) send(w http.ResponseWriter, r *web.Request) error {
	person, id, err := two(r, "entry")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("why")
	if err != nil {
		return err
	}
	ask, err := p.Asking.Ask(r.Context(), r.Actor, person, id, f.Lines("why"))
	if f.Take(err) {
		return p.showAsk(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+person+"/asks/"+ask)
}

// both are the forms of whoever answers.
type both struct{ allow, refuse *web.Form }

func (p *Pages) view(w http.ResponseWriter, r *web.Request) error {
	return p.showView(w, r, both{}, web.NewForm())
}

func (p *Pages) showView(w http.ResponseWriter, r *web.Request, f both, failed *web.Form) error {
	person, id, err := two(r, "ask")
	if err != nil {
		return err
	}
	v, err := p.Asking.View(r.Context(), r.Actor, person, id)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("asking.title"), Current: "people", Form: failed}
	return r.Render(w, failed.Status(), page, viewPage(v, f, p.title(r.Context(), v.Entry)))
}

func (p *Pages) allow(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("until")
	if err != nil {
		return err
	}
	until := r.Day(f, "until", partialdate.Coming)
	if f.Failed() {
		return p.showView(w, r, both{allow: f}, f)
	}
	return p.answer(w, r, f, both{allow: f}, func(person, id string) error {
		return p.Asking.Allow(r.Context(), r.Actor, person, id, until)
	})
}

func (p *Pages) refuse(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("answer")
	if err != nil {
		return err
	}
	return p.answer(w, r, f, both{refuse: f}, func(person, id string) error {
		return p.Asking.Refuse(r.Context(), r.Actor, person, id, f.Lines("answer"))
	})
}

// answer does what a form says, or shows the page again with what is wrong.
func (p *Pages) answer(w http.ResponseWriter, r *web.Request, f *web.Form, again both, do func(person, id string) error) error {
	person, id, err := two(r, "ask")
	if err != nil {
		return err
	}
	err = do(person, id)
	if f.Take(err) {
		return p.showView(w, r, again, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+person+"/asks/"+id)
}

// title names an entry by its kind and day, as its stub does.
func (p *Pages) title(ctx context.Context, e timeline.Entry) string {
	if e.ID == "" {
		return ""
	}
	e.Stub = true
	words := i18n.T(ctx, p.Asking.Kinds.TitleKey(e))
	if e.On.IsZero() {
		return words
	}
	return words + ", " + i18n.Day(ctx, e.On.String())
}

func href(a asking.Ask) string { return "/people/" + a.PersonID + "/asks/" + a.ID }

func entryHref(a asking.Ask) string { return "/people/" + a.PersonID + "/entries/" + a.EntryID }
