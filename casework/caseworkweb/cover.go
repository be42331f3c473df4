package caseworkweb

import (
	"net/http"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// coverView is the page of standing in for a colleague.
type coverView struct {
	covers     []casework.Cover
	form       *web.Form
	colleagues []layout.Option
	self       string
	lead       bool
}

func (p *Pages) covers(w http.ResponseWriter, r *web.Request) error {
	return p.showCovers(w, r, web.NewForm())
}

func (p *Pages) showCovers(w http.ResponseWriter, r *web.Request, f *web.Form) (err error) {
	v := coverView{form: f, self: r.Actor.ID, lead: r.Actor.May(casework.MayLead)}
	if v.colleagues, err = p.colleagues(r, ""); err != nil {
		return err
	}
	accounts := []string{r.Actor.ID}
	if v.lead {
		accounts = accounts[:0]
		for _, c := range v.colleagues {
			accounts = append(accounts, c.Value)
		}
	}
	seen := map[string]bool{}
	for _, id := range accounts {
		list, err := p.Cases.Covers(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		for _, c := range list {
			if !seen[c.ID] {
				seen[c.ID] = true
				v.covers = append(v.covers, c)
			}
		}
	}
	page := layout.Page{Title: r.T("casework.cover.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, coverPage(v))
}

func (p *Pages) setCover(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("worker", "by", "from", "until", "reason")
	if err != nil {
		return err
	}
	c := casework.Cover{
		WorkerID: f.ID("worker"), ByID: f.ID("by"), Reason: f.Text("reason"),
		From: r.Day(f, "from", partialdate.Coming), Until: r.Day(f, "until", partialdate.Coming),
	}
	if c.WorkerID == "" {
		c.WorkerID = r.Actor.ID
	}
	if !f.Failed() {
		_, err = p.Cases.SetCover(r.Context(), r.Actor, c)
	}
	if f.Take(err) {
		return p.showCovers(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/cover")
}

func (p *Pages) endCover(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(); err != nil {
		return err
	}
	if err := p.Cases.EndCover(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, "/cover")
}
