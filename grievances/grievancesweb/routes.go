// Package grievancesweb holds the pages of grievances: by clock, opening one with its
// clock as the day is typed, the grievance with its way, what happened, the form to
// sign, and the checklist of exhaustion.
package grievancesweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/people"
)

// Locales are the words of these pages and of grievances.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of grievances.
type Pages struct {
	Grievances *grievances.Service
	Places     *facilities.Service
	People     *people.Service
	Files      *files.Service

	Organisation func(context.Context) string
	Binder       func(context.Context, binder.Bundle) (binder.Bound, error)
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	read, write := grievances.MayRead, grievances.MayWrite
	return []web.Route{
		{Pattern: "GET /grievances", Needs: read, Handle: p.list},
		{Pattern: "POST /grievances", Needs: read, Handle: byClock.Filter},
		{Pattern: "GET /grievances/patterns", Needs: grievances.MayPatterns, Handle: p.patterns},
		{Pattern: "POST /grievances/patterns", Needs: grievances.MayPatterns, Handle: byTheme.Filter},
		{Pattern: "GET /grievances/new", Needs: write, Handle: p.askNew},
		{Pattern: "POST /grievances/new", Needs: write, Handle: p.open},
		{Pattern: "GET /grievances/{id}", Needs: read, Handle: p.page},
		{Pattern: "GET /grievances/{id}/bundle", Needs: write, Handle: p.askBundle},
		{Pattern: "POST /grievances/{id}/bundle", Needs: write, Handle: p.makeBundle, Class: web.Exports},
		{Pattern: "GET /grievances/{id}/event", Needs: write, Handle: p.askEvent},
		{Pattern: "POST /grievances/{id}/event", Needs: write, Handle: p.record},
		{Pattern: "GET /grievances/{id}/events/{event}", Needs: write, Handle: p.askCorrection},
		{Pattern: "POST /grievances/{id}/events/{event}", Needs: write, Handle: p.correct},
		{Pattern: "GET /grievances/{id}/events/{event}/letter", Needs: write, Handle: p.letter},
		{Pattern: "POST /grievances/{id}/events/{event}/strike", Needs: write, Handle: p.strike},
		{Pattern: "GET /grievances/{id}/need", Needs: write, Handle: p.askNeed},
		{Pattern: "POST /grievances/{id}/need", Needs: write, Handle: p.setNeed},
		{Pattern: "GET /grievances/{id}/say", Needs: write, Handle: p.askSay},
		{Pattern: "POST /grievances/{id}/say", Needs: write, Handle: p.say},
		{Pattern: "GET /grievances/{id}/end", Needs: write, Handle: p.askEnd},
		{Pattern: "POST /grievances/{id}/end", Needs: write, Handle: p.end},
		{Pattern: "POST /grievances/{id}/reopen", Needs: write, Handle: p.reopen},
		{Pattern: "POST /grievances/{id}/looked", Needs: write, Handle: p.looked},
		{Pattern: "GET /grievances/{id}/forms/{step}", Needs: write, Handle: p.draft},
		{Pattern: "POST /grievances/{id}/forms/{step}", Needs: write, Handle: p.saveDraft},
		{Pattern: "GET /grievances/{id}/forms/{step}/paper", Needs: read, Handle: p.paper},
	}
}

// Nav is the entry of the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{
		ID: "grievances", Group: 2, Order: 20, TitleKey: "grievances.title", Icon: "scales", Href: "/grievances", Needs: grievances.MayRead,
		Count: func(ctx context.Context, r *web.Request) (int, bool, error) {
			n, err := p.Grievances.OpenCount(ctx, r.Actor)
			return n, false, err
		},
	}}
}

// Panels puts the grievances of somebody on their page.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{ID: "grievances", TitleKey: "grievances.title", Needs: grievances.MayRead, Order: 40, Render: p.panel})
	to.Action(web.Action{TitleKey: "grievances.new", Href: "/grievances/new?person={id}", Needs: grievances.MayWrite, Order: 50})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	rows, err := p.Grievances.OfPerson(ctx, r.Actor, personID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return panel(rows, r.Today()), nil
}
