// Package plansweb holds the pages of going home: the board of the releases, somebody's
// plan with what is entered of it, and the paper they carry.
package plansweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

// Locales are the words of these pages and of plans.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of plans.
type Pages struct {
	Plans *plans.Service
	// Team lists the accounts there are.
	Team func(ctx context.Context) ([]layout.Option, error)
	// Organisation is what we are called, for the paper that is carried; nil is nothing.
	Organisation func(context.Context) string
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	read, write := plans.MayRead, plans.MayWrite
	at := "/people/{id}/plan"
	return []web.Route{
		{Pattern: "GET /going-home", Needs: read, Handle: p.board},
		{Pattern: "GET /going-home/outcomes", Needs: read, Handle: p.tallies},
		{Pattern: "GET /going-home/duty", Needs: read, Handle: p.duty},
		{Pattern: "POST /going-home/duty", Needs: plans.MayDuty, Handle: p.setDuty},
		{Pattern: "POST /going-home/duty/{row}/end", Needs: plans.MayDuty, Handle: p.endDuty},
		{Pattern: "GET " + at, Needs: read, Handle: p.view},
		{Pattern: "POST " + at, Needs: write, Handle: p.make},
		{Pattern: "GET " + at + "/paper", Needs: read, Handle: p.paper},
		{Pattern: "POST " + at + "/close", Needs: write, Handle: p.close},
		{Pattern: "GET " + at + "/needs/{row}", Needs: write, Handle: p.askNeed},
		{Pattern: "POST " + at + "/needs/{row}", Needs: write, Handle: p.saveNeed},
		{Pattern: "POST " + at + "/needs/{row}/{state}", Needs: write, Handle: p.settle},
		{Pattern: "GET " + at + "/calls/{row}", Needs: write, Handle: p.askCall},
		{Pattern: "POST " + at + "/calls/{row}", Needs: write, Handle: p.sayCall},
		{Pattern: "GET " + at + "/outcomes/{row}", Needs: write, Handle: p.askOutcome},
		{Pattern: "POST " + at + "/outcomes/{row}", Needs: write, Handle: p.sayOutcome},
		{Pattern: "GET " + at + "/conditions/{row}", Needs: write, Handle: p.askCondition},
		{Pattern: "POST " + at + "/conditions/{row}", Needs: write, Handle: p.saveCondition},
		{Pattern: "POST " + at + "/conditions/{row}/end", Needs: write, Handle: p.endCondition},
		{Pattern: "GET " + at + "/papers/{row}", Needs: write, Handle: p.askPaper},
		{Pattern: "POST " + at + "/papers/{row}", Needs: write, Handle: p.savePaper},
	}
}

// Nav is the entry of the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: "going-home", Group: 2, Order: 28, TitleKey: "plans.nav", Icon: "house", Href: "/going-home", Needs: plans.MayRead}}
}

// Panels puts the plan on the page of the person, and leads to it.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{ID: "plan", TitleKey: "plans.panel", Needs: plans.MayRead, Order: 17, LinkKey: "plans.panel.all", Link: "/people/{id}/plan", Render: p.panel})
	to.Action(web.Action{TitleKey: "plans.title", Href: "/people/{id}/plan", Needs: plans.MayRead, Order: 45})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	v, err := p.Plans.View(ctx, r.Actor, personID)
	if err != nil || !v.Known {
		return nil, err
	}
	return panel(v), nil
}
