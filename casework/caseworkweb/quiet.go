package caseworkweb

import (
	"net/http"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// quiet lists the cases that have been without word for so long that setting
// them aside is suggested. Nothing happens unless somebody chooses it.
func (p *Pages) quiet(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Cases.Quieted(r.Context(), r.Actor, r.Actor.ID, casework.MaxBulk)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("casework.quiet.title"), Current: "people"}
	return r.Render(w, http.StatusOK, page, quietPage(list, r.Actor.May(casework.MayWrite)))
}
