package plansweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

func (p *Pages) loadCondition(r *web.Request) (v page, c plans.Condition, err error) {
	if v, err = p.load(r); err != nil {
		return v, c, err
	}
	row := r.PathValue("row")
	if row == fresh {
		return v, plans.Condition{PersonID: v.PersonID}, nil
	}
	i := slices.IndexFunc(v.Conditions, func(c plans.Condition) bool { return c.ID == row })
	if i < 0 {
		return v, c, fault.New(fault.NotFound, "plansweb: condition")
	}
	return v, v.Conditions[i], nil
}

func (p *Pages) askCondition(w http.ResponseWriter, r *web.Request) error {
	v, c, err := p.loadCondition(r)
	if err != nil {
		return err
	}
	day := func(d string) string { return i18n.Day(r.Context(), d) }
	f := web.NewForm("words", c.Words, "kind", string(c.Kind), "source", c.Source)
	if c.From != "" {
		f.Set("from", day(string(c.From)))
	}
	if c.Until != "" {
		f.Set("until", day(string(c.Until)))
	}
	return p.showCondition(w, r, v, c, f)
}

func (p *Pages) showCondition(w http.ResponseWriter, r *web.Request, v page, c plans.Condition, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("plans.condition"), Current: "people", Form: f}, conditionPage(v, c, f))
}

func (p *Pages) saveCondition(w http.ResponseWriter, r *web.Request) error {
	v, c, err := p.loadCondition(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("words", "kind", "from", "until", "source")
	if err != nil {
		return err
	}
	c.Words, c.Kind, c.Source = f.Lines("words"), plans.ConditionKind(f.Text("kind")), f.Text("source")
	c.From, c.Until = r.Day(f, "from", partialdate.Nearest), r.Day(f, "until", partialdate.Nearest)
	if !f.Failed() {
		err = p.Plans.SaveCondition(r.Context(), r.Actor, f.Rev(), c)
	}
	if f.Take(err) || f.Failed() {
		return p.showCondition(w, r, v, c, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path()+"#conditions")
}

func (p *Pages) endCondition(w http.ResponseWriter, r *web.Request) error {
	v, c, err := p.loadCondition(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Plans.EndCondition(r.Context(), r.Actor, v.PersonID, c.ID, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, v.path()+"#conditions")
}

func (p *Pages) loadPaper(r *web.Request) (v page, one plans.Paper, err error) {
	if v, err = p.load(r); err != nil {
		return v, one, err
	}
	row := r.PathValue("row")
	if row == fresh {
		return v, plans.Paper{PersonID: v.PersonID}, nil
	}
	i := slices.IndexFunc(v.Papers, func(one plans.Paper) bool { return one.ID == row })
	if i < 0 {
		return v, one, fault.New(fault.NotFound, "plansweb: paper")
	}
	return v, v.Papers[i], nil
}

func (p *Pages) askPaper(w http.ResponseWriter, r *web.Request) error {
	v, one, err := p.loadPaper(r)
	if err != nil {
		return err
	}
	return p.showPaper(w, r, v, one, web.NewForm("place", one.Place))
}

func (p *Pages) showPaper(w http.ResponseWriter, r *web.Request, v page, one plans.Paper, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("plans.paper"), Current: "people", Form: f}, onePaperPage(v, one, f))
}

func (p *Pages) savePaper(w http.ResponseWriter, r *web.Request) error {
	v, one, err := p.loadPaper(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("kind", "title", "holder", "place", "note", "on")
	if err != nil {
		return err
	}
	m := plans.PaperMove{What: f.Text("holder"), Note: f.Text("note"), On: r.Day(f, "on", partialdate.Gone)}
	switch {
	case f.Failed():
	case one.ID == "":
		one.Kind, one.Title, one.Holder, one.Place = plans.PaperKind(f.Text("kind")), f.Text("title"), plans.Holder(m.What), f.Text("place")
		err = p.Plans.AddPaper(r.Context(), r.Actor, one, m.Note)
		one.ID = ""
	default:
		err = p.Plans.Hand(r.Context(), r.Actor, v.PersonID, one.ID, f.Rev(), m, f.Text("place"))
	}
	if f.Take(err) || f.Failed() {
		return p.showPaper(w, r, v, one, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path()+"#papers")
}
