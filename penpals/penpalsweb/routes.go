// Package penpalsweb holds the pages of pen pals: both lists with the pairs, one pair with
// its letters, writers, who is kept apart, the post of the box, and what a writer is told.
package penpalsweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/penpals"
)

// Locales are the words of these pages and of pen pals.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of pen pals.
type Pages struct {
	Penpals *penpals.Service
	// Team lists the accounts there are, for who minds the pairs and who is a writer.
	Team func(ctx context.Context) ([]layout.Option, error)
	// Printers lists the printers that are set up, for those who may use one; nil when
	// labels are printed from the browser alone.
	Printers func(ctx context.Context, actor authz.Actor) ([]printers.Printer, error)
	// Used keeps where the sheet of a printer goes on.
	Used func(ctx context.Context, actor authz.Actor, printer string, next int) error
}

// Where the pages are.
const (
	root         = "/penpals"
	writersPath  = root + "/writers"
	peoplePath   = root + "/people"
	blocksPath   = root + "/blocks"
	postPath     = root + "/post"
	minePath     = root + "/mine"
	sheetsPath   = root + "/sheets"
	settingsPath = "/settings/penpals"
)

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const read, write = penpals.MayRead, penpals.MayWrite
	return []web.Route{
		{Pattern: "GET " + root, Needs: read, Handle: p.board},
		{Pattern: "GET " + minePath, Needs: penpals.MayReadOwn, Handle: p.mine},
		{Pattern: "GET " + writersPath + "/{id}", Needs: write, Handle: p.askWriter},
		{Pattern: "POST " + writersPath + "/{id}", Needs: write, Handle: p.saveWriter},
		{Pattern: "GET " + writersPath + "/{id}/forget", Needs: penpals.MayManage, Handle: p.askForget},
		{Pattern: "POST " + writersPath + "/{id}/forget", Needs: penpals.MayManage, Handle: p.forget},
		{Pattern: "GET " + peoplePath + "/{id}", Needs: write, Handle: p.askInside},
		{Pattern: "POST " + peoplePath + "/{id}", Needs: write, Handle: p.saveInside},
		{Pattern: "GET " + peoplePath + "/{id}/choose", Needs: write, Handle: p.choose},
		{Pattern: "POST " + peoplePath + "/{id}/propose", Needs: write, Handle: p.propose},
		{Pattern: "GET " + blocksPath, Needs: read, Handle: p.blocks},
		{Pattern: "GET " + blocksPath + "/new", Needs: write, Handle: p.askBlock},
		{Pattern: "POST " + blocksPath + "/new", Needs: write, Handle: p.keep},
		{Pattern: "POST " + blocksPath + "/{id}/lift", Needs: penpals.MayReadBlocks, Handle: p.lift},
		{Pattern: "GET " + postPath, Needs: read, Handle: p.post},
		{Pattern: "GET " + postPath + "/labels", Needs: read, Handle: p.labels, Class: web.Exports},
		{Pattern: "POST " + postPath + "/printed", Needs: write, Handle: p.printed},
		{Pattern: "POST " + postPath + "/{id}", Needs: write, Handle: p.passOn},
		{Pattern: "GET " + sheetsPath + "/{id}", Needs: read, Handle: p.sheet},
		{Pattern: "POST " + root + "/incidents/{id}/close", Needs: penpals.MayReadIncidents, Handle: p.closeIncident},
		{Pattern: "GET " + root + "/{id}", Needs: read, Handle: p.pair},
		{Pattern: "GET " + root + "/{id}/{deed}", Needs: write, Handle: p.ask},
		{Pattern: "POST " + root + "/{id}/{deed}", Needs: write, Handle: p.do},
		{Pattern: "GET " + settingsPath, Needs: penpals.MayManage, Handle: p.settings},
		{Pattern: "POST " + settingsPath, Needs: penpals.MayManage, Handle: p.saveSettings},
	}
}

// Nav is the entry of the navigation: for whoever brings people together, and for
// volunteers, who may be writers.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{
		{ID: "penpals", Group: 1, Order: 33, TitleKey: "penpals.title", Icon: "letter-in", Href: root, Needs: penpals.MayRead},
		{ID: "penpals-mine", Group: 1, Order: 34, TitleKey: "penpals.mine", Icon: "letter-in", Href: minePath, Needs: penpals.MayReadOwn},
	}
}

// Adds is a line of Add.
func (p *Pages) Adds() []web.Add {
	return []web.Add{{Order: 70, TitleKey: "penpals.writer.new", Icon: "letter-in", Href: writersPath + "/new", Needs: penpals.MayWrite}}
}

// Panels puts the pen pals of somebody on their page.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{ID: "penpals", TitleKey: "penpals.title", Needs: penpals.MayRead, Order: 37, Render: p.panel})
	to.Action(web.Action{TitleKey: "penpals.ask", Href: peoplePath + "/{id}", Needs: penpals.MayWrite, Order: 48})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	listed, pairs, err := p.Penpals.OfPerson(ctx, r.Actor, personID)
	if err != nil || listed == nil && len(pairs) == 0 {
		return nil, err
	}
	return panel(listed, pairs, r.Actor.May(penpals.MayWrite)), nil
}
