package plansweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

// page is what the page of a plan shows.
type page struct {
	plans.View
	MayWrite bool
	Team     []layout.Option
}

func (v page) path() string { return "/people/" + v.PersonID + "/plan" }

// works reports whether the reader may still enter something.
func (v page) works() bool { return v.MayWrite && v.Known && v.State == plans.Open }

// toDo are the needs that something is still to be done for.
func (v page) toDo() []plans.Need {
	return slices.DeleteFunc(slices.Clone(v.Needs), func(n plans.Need) bool { return !n.State.Open() })
}

// settled are the others.
func (v page) settled() []plans.Need {
	return slices.DeleteFunc(slices.Clone(v.Needs), func(n plans.Need) bool { return n.State.Open() })
}

// below are the needs of a heading.
func below(list []plans.Need, heading string) []plans.Need {
	return slices.DeleteFunc(slices.Clone(list), func(n plans.Need) bool { return n.Heading != heading })
}

func (p *Pages) load(r *web.Request) (v page, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return v, err
	}
	v.MayWrite = r.Actor.May(plans.MayWrite)
	v.View, err = p.Plans.View(r.Context(), r.Actor, id)
	return v, err
}

func (p *Pages) view(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return p.show(w, r, v, web.NewForm())
}

// show shows a plan, or the form for one where there is none.
func (p *Pages) show(w http.ResponseWriter, r *web.Request, v page, f *web.Form) error {
	body := planPage(v, f)
	if !v.Known || v.State == plans.Closed && r.Query("new") == "1" {
		body = makePage(v, p.outline(r, f), f)
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("plans.title"), Current: "people", Form: f}, body)
}

// outline is the one that was chosen, or the one of the country whose English the reader
// uses.
func (p *Pages) outline(r *web.Request, f *web.Form) plans.Outline {
	all := plans.Outlines()
	for _, key := range []string{f.Text("outline"), r.Query("outline"), r.T("plans.outline.default")} {
		if i := slices.IndexFunc(all, func(o plans.Outline) bool { return o.Key == key }); i >= 0 {
			return all[i]
		}
	}
	return all[0]
}

func (p *Pages) make(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("outline", "needs")
	if err != nil {
		return err
	}
	_, err = p.Plans.Make(r.Context(), r.Actor, plans.New{PersonID: v.PersonID, Outline: f.Text("outline"), Needs: f.All("needs")})
	if f.Take(err) {
		v.Known = false
		return p.show(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path())
}

func (p *Pages) close(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("why")
	if err != nil {
		return err
	}
	err = p.Plans.Close(r.Context(), r.Actor, v.PersonID, f.Rev(), f.Text("why"))
	if f.Take(err) {
		return p.show(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path())
}

// paper is what somebody carries: a card in large type, and their plan.
func (p *Pages) paper(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	trail.Saw(r.Context(), trail.Print, v.PersonID)
	name := ""
	if p.Organisation != nil {
		name = p.Organisation(r.Context())
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("plans.paper.title"), Current: "people"}, paperPage(v, name))
}
