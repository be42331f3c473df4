package disclosingweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/timeline"
)

// stating is an entry somebody has something to say to.
type stating struct {
	whose
	entry timeline.Entry
}

func (s stating) here() string { return s.url("/entries/" + s.entry.ID + "/statement") }

func (p *Pages) stating(r *web.Request) (s stating, err error) {
	if s.whose, err = p.whose(r); err != nil {
		return s, err
	}
	id, err := r.PathID("entry")
	if err != nil {
		return s, err
	}
	if s.entry, _, err = p.Timeline.Entry(r.Context(), r.Actor, id); err != nil {
		return s, err
	}
	if s.entry.PersonID != s.ID {
		return s, fault.New(fault.NotFound, "disclosingweb: statement")
	}
	return s, nil
}

func (p *Pages) askStatement(w http.ResponseWriter, r *web.Request) error {
	s, err := p.stating(r)
	if err != nil {
		return err
	}
	f, _, err := r.Draft(s.here())
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm("on", "today", "how", "letter")
	}
	return showStatement(w, r, s, f)
}

func showStatement(w http.ResponseWriter, r *web.Request, s stating, f *form.Form) error {
	page := layout.Page{Title: r.T("disclosing.statement.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, statementPage(s, f))
}

// state keeps what somebody has to say to an entry.
func (p *Pages) state(w http.ResponseWriter, r *web.Request) error {
	s, err := p.stating(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("body", "how", "on")
	if err != nil {
		return err
	}
	on := r.Date(f, "on", partialdate.Gone)
	if f.Failed() {
		return showStatement(w, r, s, f)
	}
	err = p.Timeline.State(r.Context(), r.Actor, timeline.Statement{EntryID: s.entry.ID, Body: f.Lines("body"), How: f.Raw("how"), On: on}, r.Today())
	switch {
	case f.Take(err):
		return showStatement(w, r, s, f)
	case err != nil:
		return err
	}
	return r.Done(w, s.url("/entries/"+s.entry.ID))
}
