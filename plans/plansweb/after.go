package plansweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

func (p *Pages) loadCall(r *web.Request) (v page, c plans.Call, err error) {
	if v, err = p.load(r); err != nil {
		return v, c, err
	}
	row := r.PathValue("row")
	i := slices.IndexFunc(v.Calls, func(c plans.Call) bool { return c.ID == row })
	if i < 0 {
		return v, c, fault.New(fault.NotFound, "plansweb: call")
	}
	return v, v.Calls[i], nil
}

func (p *Pages) askCall(w http.ResponseWriter, r *web.Request) error {
	v, c, err := p.loadCall(r)
	if err != nil {
		return err
	}
	return p.showCall(w, r, v, c, web.NewForm("state", string(c.State), "note", c.Note))
}

func (p *Pages) showCall(w http.ResponseWriter, r *web.Request, v page, c plans.Call, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("plans.call"), Current: "people", Form: f}, callPage(v, c, f))
}

func (p *Pages) sayCall(w http.ResponseWriter, r *web.Request) error {
	v, c, err := p.loadCall(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("state", "note")
	if err != nil {
		return err
	}
	err = p.Plans.Say(r.Context(), r.Actor, v.PersonID, c.ID, f.Rev(), plans.CallState(f.Text("state")), f.Lines("note"))
	if f.Take(err) {
		return p.showCall(w, r, v, c, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path())
}

func (p *Pages) loadOutcome(r *web.Request) (v page, o plans.Outcome, err error) {
	if v, err = p.load(r); err != nil {
		return v, o, err
	}
	row := r.PathValue("row")
	i := slices.IndexFunc(v.Outcomes, func(o plans.Outcome) bool { return o.ID == row })
	if i < 0 {
		return v, o, fault.New(fault.NotFound, "plansweb: outcome")
	}
	return v, v.Outcomes[i], nil
}

func (p *Pages) askOutcome(w http.ResponseWriter, r *web.Request) error {
	v, o, err := p.loadOutcome(r)
	if err != nil {
		return err
	}
	return p.showOutcome(w, r, v, o, web.NewForm("contact", string(o.Contact), "living", string(o.Living), "income", string(o.Income), "note", o.Note))
}

func (p *Pages) showOutcome(w http.ResponseWriter, r *web.Request, v page, o plans.Outcome, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("plans.outcome"), Current: "people", Form: f}, outcomePage(v, o, f))
}

func (p *Pages) sayOutcome(w http.ResponseWriter, r *web.Request) error {
	v, o, err := p.loadOutcome(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("contact", "living", "income", "note")
	if err != nil {
		return err
	}
	in := plans.Outcome{ID: o.ID, Contact: plans.Contact(f.Text("contact")), Living: plans.Living(f.Text("living")), Income: plans.Income(f.Text("income")), Note: f.Lines("note")}
	err = p.Plans.SayOutcome(r.Context(), r.Actor, v.PersonID, f.Rev(), in)
	if f.Take(err) {
		return p.showOutcome(w, r, v, o, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path())
}
