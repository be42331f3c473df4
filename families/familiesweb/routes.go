// Package familiesweb holds the pages of families: households, the helpline, trips,
// programmes, and the counter of a visitor centre.
package familiesweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Locales are the words of these pages and of families.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of families.
type Pages struct {
	Families *families.Service
	// Find finds people by what is typed, of those the actor sees.
	Find func(ctx context.Context, actor authz.Actor, words string) ([]layout.Option, error)
	// Prisons lists the prisons there are, for trips and the counter.
	Prisons func(ctx context.Context, actor authz.Actor) ([]layout.Option, error)
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	read, write, count := families.MayRead, families.MayWrite, families.MayCount
	return []web.Route{
		{Pattern: "GET /family", Needs: read, Handle: p.list},
		{Pattern: "GET /family/new", Needs: write, Handle: p.askNew},
		{Pattern: "POST /family/new", Needs: write, Handle: p.open},
		{Pattern: "GET /family/caps", Needs: read, Handle: p.caps},
		{Pattern: "POST /family/caps", Needs: families.MayExceed, Handle: p.saveCap},
		{Pattern: "GET /family/{id}", Needs: read, Handle: p.view},
		{Pattern: "GET /family/{id}/{deed}", Needs: write, Handle: p.ask},
		{Pattern: "POST /family/{id}/{deed}", Needs: write, Handle: p.do},
		{Pattern: "GET /family/calls", Needs: read, Handle: p.calls},
		{Pattern: "GET /family/calls/new", Needs: write, Handle: p.askCall},
		{Pattern: "POST /family/calls/new", Needs: write, Handle: p.logCall},
		{Pattern: "GET /family/trips", Needs: read, Handle: p.trips},
		{Pattern: "GET /family/trips/new", Needs: write, Handle: p.askTrip},
		{Pattern: "POST /family/trips/new", Needs: write, Handle: p.planTrip},
		{Pattern: "GET /family/trips/{row}", Needs: read, Handle: p.trip},
		{Pattern: "POST /family/trips/{row}", Needs: write, Handle: p.book},
		{Pattern: "POST /family/trips/{row}/seats/{seat}", Needs: write, Handle: p.unbook},
		{Pattern: "GET /family/programmes", Needs: read, Handle: p.programmes},
		{Pattern: "POST /family/programmes", Needs: write, Handle: p.saveProgramme},
		{Pattern: "GET /family/programmes/{row}", Needs: read, Handle: p.programme},
		{Pattern: "POST /family/programmes/{row}", Needs: write, Handle: p.enrol},
		{Pattern: "GET /family/programmes/{row}/scores/{who}", Needs: write, Handle: p.askScore},
		{Pattern: "POST /family/programmes/{row}/scores/{who}", Needs: write, Handle: p.score},
		{Pattern: "GET /family/counter", Needs: count, Handle: p.counters},
		{Pattern: "GET /family/counter/{row}", Needs: count, Handle: p.counter},
		{Pattern: "POST /family/counter/{row}", Needs: count, Handle: p.tap},
	}
}

// Nav is the entry of the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{
		{ID: "family", Group: 2, Order: 32, TitleKey: "families.title", Icon: "people", Href: "/family", Needs: families.MayRead},
		{ID: "counter", Group: 2, Order: 33, TitleKey: "families.counter", Icon: "visits", Href: "/family/counter", Needs: families.MayCount},
	}
}

// Adds are lines of the Add menu.
func (p *Pages) Adds() []web.Add {
	return []web.Add{{Order: 45, TitleKey: "families.call.new", Icon: "call", Href: "/family/calls/new", Needs: families.MayWrite}}
}

// Panels puts the households of somebody on their page, for those who see them.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{ID: "families", TitleKey: "families.title", Needs: families.MayRead, Order: 46, Render: p.panel})
	to.Action(web.Action{TitleKey: "families.new", Href: "/family/new?person={id}", Needs: families.MayWrite, Order: 65})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	list, err := p.Families.OfPerson(ctx, r.Actor, personID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return panel(list), nil
}
