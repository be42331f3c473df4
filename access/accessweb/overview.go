package accessweb

import (
	"net/http"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// glassDays is how far back the list of broken glass reaches.
const glassDays = 90

// overall is what the page about the whole organisation shows.
type overall struct {
	chapters   []access.Chapter
	offers     []access.Offer
	glass      []access.Glass
	colleagues []layout.Option
	founding   *form.Form
	arranges   bool
}

func (p *Pages) overview(w http.ResponseWriter, r *web.Request) error {
	return p.showOverview(w, r, web.NewForm())
}

func (p *Pages) showOverview(w http.ResponseWriter, r *web.Request, f *web.Form) (err error) {
	ctx := r.Context()
	v := overall{founding: f, arranges: r.Actor.Chapter == ""}
	if v.chapters, err = p.Access.Chapters(ctx, r.Actor); err != nil {
		return err
	}
	if v.offers, err = p.Access.Offers(ctx, r.Actor); err != nil {
		return err
	}
	if v.glass, err = p.Access.Broken(ctx, r.Actor, glassDays); err != nil {
		return err
	}
	if v.colleagues, err = p.colleagues(r); err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("access.overview.title"), Current: "settings", Form: f}, overviewPage(v))
}

func (p *Pages) found(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name")
	if err != nil {
		return err
	}
	if _, err = p.Access.Found(r.Context(), r.Actor, f.Text("name")); f.Take(err) {
		return p.showOverview(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings/access")
}

func (p *Pages) setChapter(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("account", "chapter")
	if err != nil {
		return err
	}
	err = p.Access.SetChapter(r.Context(), r.Actor, f.ID("account"), f.ID("chapter"))
	if f.Take(err) {
		return p.showOverview(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings/access")
}

func (p *Pages) answer(take bool) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		row, err := r.PathID("row")
		if err != nil {
			return err
		}
		if err := p.Access.Answer(r.Context(), r.Actor, row, take); err != nil {
			return err
		}
		return r.Done(w, "/settings/access")
	}
}

func (p *Pages) askGlass(w http.ResponseWriter, r *web.Request) error {
	return p.showGlass(w, r, web.NewForm())
}

func (p *Pages) showGlass(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("access.glass.title"), Current: "people", Form: f}, glassPage(f))
}

func (p *Pages) breakGlass(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("who", "why")
	if err != nil {
		return err
	}
	g, err := p.Access.Break(r.Context(), r.Actor, f.Text("who"), f.Text("why"))
	if f.Take(err) {
		return p.showGlass(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+g.PersonID)
}

func (p *Pages) mend(w http.ResponseWriter, r *web.Request) error {
	if err := p.Access.Mend(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.Done(w, "/")
}
