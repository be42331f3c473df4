package retentionweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/retention"
)

// schedulesPath is the page of the schedules.
const schedulesPath = "/settings/retention"

func (p *Pages) schedules(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Retention.Schedules(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	jump, err := p.Retention.Jumped(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("retention.schedules.title"), Current: "settings"}, schedulesPage(list, jump, r.Actor))
}

func (p *Pages) confirmClock(w http.ResponseWriter, r *web.Request) error {
	if err := p.Retention.ConfirmClock(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.Done(w, schedulesPath)
}

// one is the schedule an address names.
func (p *Pages) one(r *web.Request) (retention.Schedule, error) {
	list, err := p.Retention.Schedules(r.Context(), r.Actor)
	for _, s := range list {
		if s.Key == r.PathValue("key") {
			return s, err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "retention: schedule")
	}
	return retention.Schedule{}, err
}

func (p *Pages) schedule(w http.ResponseWriter, r *web.Request) error {
	s, err := p.one(r)
	if err != nil {
		return err
	}
	return p.showSchedule(w, r, s, nil)
}

func (p *Pages) showSchedule(w http.ResponseWriter, r *web.Request, s retention.Schedule, f *form.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("retention.schedules.title"), Current: "settings", Form: f}, schedulePage(s, f))
}

func (p *Pages) setSchedule(w http.ResponseWriter, r *web.Request) error {
	s, err := p.one(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("amount", "unit", "mode", "reason", "citation", "verified")
	if err != nil {
		return err
	}
	n := s
	n.Rev, n.Unit, n.Reason, n.Citation = f.Rev(), retention.Unit(f.Raw("unit")), f.Lines("reason"), f.Text("citation")
	n.Used, n.Automatic = f.Raw("mode") != modeNever, f.Raw("mode") == modeItself
	n.VerifiedOn = r.Day(f, "verified", partialdate.Gone)
	if n.Amount, err = strconv.Atoi(f.Text("amount")); err != nil {
		f.Fail("amount", "retention.schedule.amount.wrong")
	}
	err = nil
	if !f.Failed() {
		err = p.Retention.SetSchedule(r.Context(), r.Actor, n)
	}
	if f.Take(err) || f.Failed() {
		return p.showSchedule(w, r, s, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, schedulesPath)
}

// How a schedule runs.
const (
	modeNever  = "never"
	modeAsk    = "ask"
	modeItself = "itself"
)

func mode(s retention.Schedule) string {
	switch {
	case !s.Used:
		return modeNever
	case s.Automatic:
		return modeItself
	}
	return modeAsk
}

// long says after how long: "after 24 months".
func long(ctx context.Context, s retention.Schedule) string {
	if s.Amount == 0 {
		return i18n.T(ctx, "retention.after.none")
	}
	return i18n.T(ctx, "retention.after."+string(s.Unit), "count", s.Amount)
}

// why is the reason of a schedule, in the organisation's words or in ours.
func why(ctx context.Context, s retention.Schedule) string {
	if s.Reason != "" {
		return s.Reason
	}
	return i18n.T(ctx, "retention.because."+s.Key)
}
