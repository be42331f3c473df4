// Package rosterweb shows what the lists of prison systems claim about our
// people, to be accepted or put aside.
package rosterweb

import (
	"context"
	"embed"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/roster"
)

// Locales holds the words of custody watch.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of custody watch.
type Pages struct{ Roster *roster.Service }

// Routes are the page and what is decided on it.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /claims", Needs: roster.MayRead, Handle: p.claims},
		{Pattern: "POST /claims/{id}/accept", Needs: roster.MayDecide, Handle: p.accept},
		{Pattern: "POST /claims/{id}/confirm", Needs: roster.MayDecide, Handle: p.confirm},
		{Pattern: "POST /claims/{id}/dismiss", Needs: roster.MayDecide, Handle: p.dismiss},
	}
}

// Panels says on Today that claims wait, and leads to the page from the settings.
func (p *Pages) Panels(to *web.Panels) {
	to.Today(web.Panel{ID: "claims", TitleKey: "roster.claims.title", Needs: roster.MayRead, Order: 4, Render: p.today})
	to.Settings(web.Panel{ID: "claims", TitleKey: "roster.claims.title", Needs: roster.MayRead, Order: 41, Render: settings})
}

// mostClaims is how many stand on the page, and mostRuns how many lists; the next
// claims come as these are decided.
const (
	mostClaims = 50
	mostToday  = 3
	mostRuns   = 10
)

func (p *Pages) claims(w http.ResponseWriter, r *web.Request) error {
	list, total, err := p.Roster.Open(r.Context(), r.Actor, mostClaims)
	if err != nil {
		return err
	}
	runs, err := p.Roster.Runs(r.Context(), r.Actor, mostRuns)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("roster.claims.title"), Current: "people"}
	return r.Render(w, http.StatusOK, page, claimsPage(list, total, runs, r.Actor.May(roster.MayDecide)))
}

func (p *Pages) accept(w http.ResponseWriter, r *web.Request) error {
	return p.decide(w, r, func(id, rev string) error {
		_, err := p.Roster.Accept(r.Context(), r.Actor, id, rev)
		return err
	})
}

func (p *Pages) confirm(w http.ResponseWriter, r *web.Request) error {
	return p.decide(w, r, func(id, rev string) error { return p.Roster.Confirm(r.Context(), r.Actor, id, rev) })
}

func (p *Pages) dismiss(w http.ResponseWriter, r *web.Request) error {
	return p.decide(w, r, func(id, rev string) error { return p.Roster.Dismiss(r.Context(), r.Actor, id, rev) })
}

func (p *Pages) decide(w http.ResponseWriter, r *web.Request, do func(id, rev string) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("as")
	if err != nil {
		return err
	}
	if err := do(id, f.ID("as")); err != nil {
		return err
	}
	return r.Done(w, "/claims")
}

func (p *Pages) today(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	list, total, err := p.Roster.Open(ctx, r.Actor, mostToday)
	if err != nil || total == 0 {
		return nil, err
	}
	return todayPanel(list, total), nil
}

func settings(context.Context, *web.Request, string) (templ.Component, error) {
	return settingsPanel(), nil
}

// isQuestion reports whether a claim is one that somebody has to look into.
func isQuestion(c roster.Claim) bool { return c.Kind == roster.Unsure || c.Kind == roster.NotSeen }

// listed is what a list is called; the key of its layout where it is no more known.
func listed(layout string) string {
	if l, err := roster.LayoutOf(layout); err == nil {
		return l.Title
	}
	return layout
}
