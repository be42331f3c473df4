package retentionweb

import (
	"context"
	"net/http"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/retention"
)

func (p *Pages) askErase(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	return p.showErase(w, r, id, nil)
}

// showErase says what would go; for somebody who is held it says that instead.
func (p *Pages) showErase(w http.ResponseWriter, r *web.Request, id string, f *form.Form) error {
	name, err := p.who(r, id)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("retention.erase.title"), Current: "people", Form: f}
	preview, err := p.Retention.Preview(r.Context(), r.Actor, id)
	if fault.Is(err, fault.Conflict) {
		return r.Render(w, http.StatusConflict, page, heldPage(name, id))
	}
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), page, erasePage(name, id, f, preview))
}

func (p *Pages) erase(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("reason", "sure")
	if err != nil {
		return err
	}
	if f.Raw("sure") == "" {
		f.Fail("sure", "retention.erase.sure.missing")
	}
	reason := retention.Reason(f.Raw("reason"))
	if reason == "" {
		f.Fail("reason", "retention.reason.missing")
	}
	if !f.Failed() {
		err = p.Retention.Erase(r.Context(), r.Actor, retention.Erasing{PersonID: id, Reason: reason})
	}
	if f.Take(err) || f.Failed() || fault.Is(err, fault.Conflict) {
		return p.showErase(w, r, id, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people")
}

func (p *Pages) holds(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	return p.showHolds(w, r, id, nil)
}

func (p *Pages) showHolds(w http.ResponseWriter, r *web.Request, id string, f *form.Form) error {
	name, err := p.who(r, id)
	if err != nil {
		return err
	}
	list, err := p.Retention.HoldsOf(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("retention.hold.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, holdPage(name, id, f, list, r.Actor))
}

func (p *Pages) askHold(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("why", "review")
	if err != nil {
		return err
	}
	return p.holdForm(w, r, f, func(id string) error {
		return p.Retention.AskHold(r.Context(), r.Actor, id, f.Lines("why"), r.Day(f, "review", partialdate.Coming))
	})
}

func (p *Pages) keepHold(w http.ResponseWriter, r *web.Request) error {
	row, err := r.PathID("row")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("review")
	if err != nil {
		return err
	}
	return p.holdForm(w, r, f, func(id string) error {
		return p.Retention.KeepHold(r.Context(), r.Actor, id, row, r.Day(f, "review", partialdate.Coming))
	})
}

// holdForm does what a form of the page says, or shows it again.
func (p *Pages) holdForm(w http.ResponseWriter, r *web.Request, f *form.Form, do func(id string) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	r.Day(f, "review", partialdate.Coming) // a day nobody can read stops the form
	if !f.Failed() {
		err = do(id)
	}
	if f.Take(err) || f.Failed() {
		return p.showHolds(w, r, id, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/hold")
}

// step is a button of a hold. Whoever is to confirm what they asked for is told
// on the page.
func (p *Pages) step(do func(context.Context, authz.Actor, string, string) error) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
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
		err = do(r.Context(), r.Actor, id, row)
		if f.Take(err) {
			return p.showHolds(w, r, id, f)
		}
		if err != nil {
			return err
		}
		return r.Done(w, "/people/"+id+"/hold")
	}
}
