package caseworkweb

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// What can be done with many at once.
const (
	doNext     = "next"
	doTransfer = "transfer"
	doMove     = "move"
	doAside    = "aside"
	doClose    = "close"
)

// bulk is an action and whom it is about.
type bulk struct {
	do         string
	able, left []casework.Subject // left out, since the action means nothing for them
	form       *web.Form
	back       string
	colleagues []layout.Option
	reasons    []layout.Option
}

// choose takes the rows chosen in a list and shows who and what. A move goes on
// to the page of moves, with the people it is about.
func (p *Pages) choose(w http.ResponseWriter, r *web.Request) error {
	l, err := p.read(r)
	if err != nil {
		return err
	}
	do, keys, all, err := l.table.Chosen(r)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{doNext, doTransfer, doMove, doAside, doClose}, do) {
		return fault.New(fault.NotFound, "caseworkweb: choose")
	}
	list, err := p.subjects(r, l, keys, all)
	if err != nil {
		return err
	}
	back := r.Back(l.state.Address())
	if len(list) == 0 {
		r.Warn("casework.bulk.none")
		return r.Done(w, back)
	}
	if do == doMove {
		return r.KeepView(w, "/people/move", url.Values{"person": personsOf(list)})
	}
	return p.showBulk(w, r, bulkOf(r, do, list, web.NewForm(), back))
}

// subjects are those chosen: the rows, or everybody in the list as it was seen.
func (p *Pages) subjects(r *web.Request, l listed, keys []string, all bool) ([]casework.Subject, error) {
	if !all {
		return p.Cases.Chosen(r.Context(), r.Actor, keys)
	}
	list, err := p.Cases.Everybody(r.Context(), r.Actor, l.filter)
	if len(list) > casework.MaxBulk {
		return nil, fault.New(fault.TooLarge, "caseworkweb: everybody of a list")
	}
	return list, err
}

func personsOf(list []casework.Subject) []string {
	persons := make([]string, len(list))
	for i, s := range list {
		persons[i] = s.PersonID
	}
	slices.Sort(persons)
	return slices.Compact(persons)
}

// bulkOf tells those an action can be done to from the others.
func bulkOf(r *web.Request, do string, list []casework.Subject, f *web.Form, back string) bulk {
	b := bulk{do: do, form: f, back: back}
	for _, s := range list {
		if able(r, do, s) {
			b.able = append(b.able, s)
		} else {
			b.left = append(b.left, s)
		}
	}
	return b
}

// able reports whether an action means anything for somebody.
func able(r *web.Request, do string, s casework.Subject) bool {
	if s.CaseID == "" {
		return false
	}
	switch do {
	case doNext:
		return s.State == casework.Active
	case doTransfer:
		return s.State != casework.Closed && (s.WorkerID == r.Actor.ID || s.WorkerID == "" || r.Actor.May(casework.MayLead))
	case doAside:
		return s.State.May(casework.Dormant)
	}
	return s.State.May(casework.Closed)
}

func (p *Pages) showBulk(w http.ResponseWriter, r *web.Request, b bulk) (err error) {
	if b.colleagues, err = p.colleagues(r, ""); err != nil {
		return err
	}
	if b.reasons, err = p.reasons(r); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("casework.do." + b.do), Current: "people", Form: b.form}
	return r.Render(w, b.form.Status(), page, bulkPage(b))
}

// reasons are the closing reasons of all programmes, once each.
func (p *Pages) reasons(r *web.Request) ([]layout.Option, error) {
	list, err := p.Cases.Programmes(r.Context(), r.Actor)
	var options []layout.Option
	seen := map[string]bool{}
	for _, one := range list {
		for _, reason := range one.Reasons {
			if !seen[reason.Name] {
				seen[reason.Name] = true
				options = append(options, layout.Option{Value: reason.Name, Label: reason.Name})
			}
		}
	}
	return options, err
}

// bulkFields are what the page of a bulk action posts.
var bulkFields = []string{"do", "id", "next", "next_on", "to", "why", "reason", "other_reason", "last_word"}

// do does what was shown to those who were shown, in one change.
func (p *Pages) do(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(bulkFields...)
	if err != nil {
		return err
	}
	keys := f.All("id")
	list, err := p.Cases.Chosen(r.Context(), r.Actor, keys)
	if err != nil {
		return err
	}
	b := bulkOf(r, f.Raw("do"), list, f, r.Back(listPath))
	if len(b.able) != len(keys) { // somebody else was here first: show again who is left
		f.Fail("", "casework.bulk.changed", "count", len(b.able))
	}
	if !f.Failed() {
		err = p.doAll(r, b)
	}
	if f.Take(err) {
		if len(b.able) == 0 {
			r.Warn("casework.bulk.nobody")
			return r.Done(w, b.back)
		}
		return p.showBulk(w, r, b)
	}
	if err != nil {
		return err
	}
	return r.Done(w, b.back)
}

func (p *Pages) doAll(r *web.Request, b bulk) error {
	ctx, f := r.Context(), b.form
	cases := make([]string, len(b.able))
	for i, s := range b.able {
		cases[i] = s.CaseID
	}
	switch b.do {
	case doNext:
		next := p.next(r, f)
		if f.Failed() {
			return nil
		}
		return p.Cases.SetNextAll(ctx, r.Actor, cases, next)
	case doTransfer:
		return p.Cases.Transfer(ctx, r.Actor, cases, f.ID("to"), f.Lines("why"))
	case doAside:
		return p.Cases.SetAsideAll(ctx, r.Actor, cases, f.Lines("why"))
	case doClose:
		return p.Cases.CloseAll(ctx, r.Actor, cases, closing(f))
	}
	return fault.New(fault.NotFound, "caseworkweb: do")
}

// closing reads how a case ends: for a reason of its programme, or another one.
func closing(f *web.Form) casework.Closing {
	c := casework.Closing{Reason: f.Text("reason"), LastWord: f.Lines("last_word")}
	if other := f.Text("other_reason"); other != "" {
		c.Reason = other
	}
	return c
}
