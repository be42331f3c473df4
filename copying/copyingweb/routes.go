// Package copyingweb holds the page on which somebody asks to take many people out
// of the record, and a second person agrees.
package copyingweb

import (
	"embed"
	"net/http"

	"github.com/throughcare/throughcare/copying"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// Locales are the words of the page.
//
//go:embed locales
var Locales embed.FS

// Pages is the page about copying.
type Pages struct{ Copying *copying.Service }

// place is the page, and where what is typed on it is kept until it is sent.
const place = "/copying"

// Routes lists the page with the permission each way needs.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /copying", Needs: people.MayRead, Handle: p.show},
		{Pattern: "POST /copying", Needs: people.MayRead, Handle: p.ask, Powerful: true},
		{Pattern: "GET /copying/limits", Needs: copying.MayAgree, Handle: p.askLimits},
		{Pattern: "POST /copying/limits", Needs: copying.MayAgree, Handle: p.setLimits, Powerful: true},
		{Pattern: "POST /copying/{row}/agree", Needs: copying.MayAgree, Handle: p.agree, Powerful: true},
	}
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request) error {
	f, _, err := r.Draft(place)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm()
	}
	return p.page(w, r, f)
}

func (p *Pages) page(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	v := view{form: f, reader: r.Actor}
	var err error
	if v.list, err = p.Copying.Wishes(r.Context(), r.Actor); err != nil {
		return err
	}
	if v.chosen, err = p.Copying.Chosen(r.Context()); err != nil {
		return err
	}
	v.now = v.chosen.Now(p.Copying.DB.Now())
	return r.Render(w, f.Status(), layout.Page{Title: r.T("copying.title"), Form: f}, copyingPage(v))
}

// view is what the page shows.
type view struct {
	form   *form.Form
	list   []copying.Wish
	chosen copying.Chosen
	now    copying.Limits
	reader authz.Actor
}

// ask asks a second person to agree.
func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("why")
	if err != nil {
		return err
	}
	_, err = p.Copying.Ask(r.Context(), r.Actor, f.Lines("why"))
	switch {
	case f.Take(err):
		return p.page(w, r, f)
	case err != nil:
		return err
	}
	return r.Done(w, place)
}

func (p *Pages) agree(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	if err := p.Copying.Agree(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, place)
}
