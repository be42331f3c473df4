package custodyweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// history is what the page of somebody's stays shows.
type history struct {
	Who      custody.Whereabouts
	Line     []custody.Stay // the present one first
	Beside   []custody.Stay // claims that contradict it
	Today    civil.Day
	MayWrite bool
}

func (h history) path() string { return "/people/" + h.Who.ID }

// now is the present stay, if there is one.
func (h history) now() *custody.Stay {
	if len(h.Line) > 0 && h.Line[0].Current {
		return &h.Line[0]
	}
	return nil
}

// before are the stays that are over.
func (h history) before() []custody.Stay {
	return slices.DeleteFunc(slices.Clone(h.Line), func(s custody.Stay) bool { return s.Current })
}

func (p *Pages) history(r *web.Request, who custody.Whereabouts) (history, error) {
	h := history{Who: who, Today: r.Today(), MayWrite: r.Actor.May(custody.MayWrite)}
	all, err := p.Custody.Stays(r.Context(), r.Actor, who.ID)
	for _, s := range all {
		if s.Beside {
			h.Beside = append(h.Beside, s)
		} else {
			h.Line = append(h.Line, s)
		}
	}
	return h, err
}

func (p *Pages) stays(w http.ResponseWriter, r *web.Request) error {
	return p.showStays(w, r, web.NewForm())
}

func (p *Pages) showStays(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return p.renderStays(w, r, f.Status(), f)
}

func (p *Pages) renderStays(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	who, err := p.person(r)
	if err != nil {
		return err
	}
	h, err := p.history(r, who)
	if err != nil {
		return err
	}
	return r.Render(w, status, layout.Page{Title: r.T("custody.stays.title"), Current: current, Form: f}, staysPage(h, f))
}

// confirm notes that the present stay was said again.
func (p *Pages) confirm(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	stay, err := r.PathID("stay")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("source", "said", "confidence")
	if err != nil {
		return err
	}
	c := custody.Confirmation{
		PersonID: id, StayID: stay, Rev: f.Rev(), Source: f.Text("source"), SourceOn: r.Date(f, "said", partialdate.Gone),
		Confidence: custody.Confidence(f.Text("confidence")),
	}
	if f.Text("source") == "" {
		f.Fail("source", "custody.source.missing")
	}
	if !f.Failed() {
		err = p.Custody.Confirm(r.Context(), r.Actor, c)
	}
	if fault.Is(err, fault.Conflict) {
		f.Fail("", "custody.stay.meanwhile")
		f.Values.Del(form.RevField) // the form is one of the stay as it is now
		return p.renderStays(w, r, http.StatusConflict, f)
	}
	if f.Take(err) || f.Failed() {
		return p.showStays(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/stays")
}

// prefer makes a claim kept beside the line the present stay.
func (p *Pages) prefer(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	stay, err := r.PathID("stay")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Custody.Prefer(r.Context(), r.Actor, id, stay, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/stays")
}

// where is the panel of the person page: where somebody is by what claim, what
// contradicts it, and where they were before.
func (p *Pages) where(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	list, err := p.Custody.Whereabouts(ctx, r.Actor, []string{personID})
	if fault.Is(err, fault.Forbidden) || err == nil && len(list) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	h, err := p.history(r, list[0])
	if err != nil || len(h.Line)+len(h.Beside) == 0 && !h.MayWrite {
		return nil, err
	}
	return wherePanel(h), nil
}

// fewStays is how many earlier stays the panel shows.
const fewStays = 2
