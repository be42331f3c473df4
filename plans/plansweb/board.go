package plansweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

func (p *Pages) board(w http.ResponseWriter, r *web.Request) error {
	span := plans.Span(r.Query("span"))
	if !slices.Contains(plans.Spans(), span) {
		span = plans.ThisWeek
	}
	b, err := p.Plans.Board(r.Context(), r.Actor, span)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("plans.board.title"), Current: "going-home"}, boardPage(b, r.Actor.May(plans.MayWrite)))
}

func (p *Pages) tallies(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Plans.Tallies(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("plans.tallies.title"), Current: "going-home"}, talliesPage(list))
}

func (p *Pages) duty(w http.ResponseWriter, r *web.Request) error {
	today := i18n.Day(r.Context(), string(r.Today()))
	return p.showDuty(w, r, web.NewForm("from", today, "until", today))
}

func (p *Pages) showDuty(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	list, err := p.Plans.Duties(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	team, err := p.Team(r.Context())
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("plans.duty.title"), Current: "going-home", Form: f}, dutyPage(list, team, r.Actor.May(plans.MayDuty), f))
}

func (p *Pages) setDuty(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("owner", "from", "until")
	if err != nil {
		return err
	}
	d := plans.Duty{AccountID: f.ID("owner"), From: r.Day(f, "from", partialdate.Nearest), Until: r.Day(f, "until", partialdate.Nearest)}
	if !f.Failed() {
		err = p.Plans.SetDuty(r.Context(), r.Actor, d)
	}
	if f.Take(err) || f.Failed() {
		return p.showDuty(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/going-home/duty")
}

func (p *Pages) endDuty(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(); err != nil {
		return err
	}
	if err := p.Plans.EndDuty(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, "/going-home/duty")
}
