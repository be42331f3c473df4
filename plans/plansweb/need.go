package plansweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

// fresh is the row of a form for something that is not there yet.
const fresh = "new"

// loadNeed gives the need a form is about; a zero one for a new one.
func (p *Pages) loadNeed(r *web.Request) (v page, n plans.Need, err error) {
	if v, err = p.load(r); err != nil {
		return v, n, err
	}
	if v.Team, err = p.Team(r.Context()); err != nil {
		return v, n, err
	}
	row := r.PathValue("row")
	if row == fresh {
		return v, plans.Need{State: plans.Todo, Due: "0d", OwnerID: v.WorkerID}, nil
	}
	i := slices.IndexFunc(v.Needs, func(n plans.Need) bool { return n.ID == row })
	if i < 0 {
		return v, n, fault.New(fault.NotFound, "plansweb: need")
	}
	return v, v.Needs[i], nil
}

func (p *Pages) askNeed(w http.ResponseWriter, r *web.Request) error {
	v, n, err := p.loadNeed(r)
	if err != nil {
		return err
	}
	owner := n.OwnerName
	if n.OwnerID != "" {
		owner = ""
	}
	f := web.NewForm("title", n.Title, "due", string(n.Due), "owner", n.OwnerID, "owner_name", owner, "state", string(n.State), "note", n.Note)
	if n.SupplyDays > 0 {
		f.Set("supply", layout.Number(n.SupplyDays))
	}
	if n.Must {
		f.Set("must", "1")
	}
	return p.showNeed(w, r, v, n, f)
}

func (p *Pages) showNeed(w http.ResponseWriter, r *web.Request, v page, n plans.Need, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("plans.need"), Current: "people", Form: f}, needPage(v, n, f))
}

func (p *Pages) saveNeed(w http.ResponseWriter, r *web.Request) error {
	v, n, err := p.loadNeed(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("kind", "title", "due", "owner", "owner_name", "state", "note", "supply", "must")
	if err != nil {
		return err
	}
	in := plans.NeedForm{
		Title: f.Text("title"), Due: plans.Offset(f.Text("due")), Must: f.Ticked("must"), OwnerID: f.ID("owner"), OwnerName: f.Text("owner_name"),
		State: plans.NeedState(f.Text("state")), Note: f.Lines("note"),
	}
	if in.OwnerName != "" {
		in.OwnerID = ""
	}
	if f.Text("supply") != "" {
		in.SupplyDays = f.Int("supply", 0, 999)
	}
	if !f.Failed() {
		err = p.putNeed(r, v, n, f, in)
	}
	if f.Take(err) || f.Failed() {
		return p.showNeed(w, r, v, n, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path())
}

func (p *Pages) putNeed(r *web.Request, v page, n plans.Need, f *web.Form, in plans.NeedForm) error {
	if n.ID == "" {
		return p.Plans.AddNeed(r.Context(), r.Actor, v.PersonID, f.Text("kind"), in)
	}
	return p.Plans.ChangeNeed(r.Context(), r.Actor, v.PersonID, n.ID, f.Rev(), in)
}

func (p *Pages) settle(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	row, err := r.PathID("row")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Plans.Settle(r.Context(), r.Actor, id, row, f.Rev(), plans.NeedState(r.PathValue("state"))); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/plan")
}
