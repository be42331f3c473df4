package caseworkweb

import (
	"net/http"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// openView is the form that opens a case.
type openView struct {
	who        who
	form       *web.Form
	programmes []layout.Option
	workers    []layout.Option
	self       string
}

func (p *Pages) askCase(w http.ResponseWriter, r *web.Request) error {
	return p.showOpen(w, r, web.NewForm())
}

func (p *Pages) showOpen(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	v := openView{form: f, self: r.Actor.ID}
	if v.who, err = p.who(r, id); err != nil {
		return err
	}
	list, err := p.Cases.Programmes(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.EndedAt.IsZero() {
			v.programmes = append(v.programmes, layout.Option{Value: one.ID, Label: one.Name, Hint: one.About})
		}
	}
	if v.workers, err = p.colleagues(r, ""); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("casework.open.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, openPage(v))
}

func (p *Pages) openCase(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("programme", "state", "worker", "waiting_since", "next", "next_on")
	if err != nil {
		return err
	}
	n := casework.NewCase{
		PersonID: id, ProgrammeID: f.ID("programme"), State: casework.State(f.Text("state")), WorkerID: f.ID("worker"),
		WaitingSince: r.Day(f, "waiting_since", partialdate.Gone), Next: p.next(r, f),
	}
	if n.State != casework.Waiting {
		n.State, n.WaitingSince = casework.Active, ""
	}
	var c casework.Case
	if !f.Failed() {
		c, err = p.Cases.OpenCase(r.Context(), r.Actor, n)
	}
	if f.Take(err) {
		return p.showOpen(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/cases/"+c.ID)
}
