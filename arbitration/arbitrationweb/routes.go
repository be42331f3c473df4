// Package arbitrationweb holds the pages of arbitration: the matters with the sittings to
// come, one matter with both sides, and what is entered of it.
package arbitrationweb

import (
	"context"
	"embed"
	"io"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/arbitration"
	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// Locales are the words of these pages and of arbitration.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of arbitration.
type Pages struct {
	Arbitration *arbitration.Service
	People      *people.Service
	Files       *files.Service
	// Team lists the accounts there are.
	Team func(ctx context.Context) ([]layout.Option, error)
	// Paper opens a file for somebody before whom it lies, whatever they see of the person.
	Paper func(ctx context.Context, fileID string) (name string, content io.ReadCloser, err error)
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	read, write := arbitration.MayRead, arbitration.MayWrite
	return []web.Route{
		{Pattern: "GET /arbitration", Needs: read, Handle: p.list},
		{Pattern: "GET /arbitration/new", Needs: write, Handle: p.askNew},
		{Pattern: "POST /arbitration/new", Needs: write, Handle: p.open},
		{Pattern: "GET /arbitration/{id}", Needs: read, Handle: p.view},
		{Pattern: "GET /arbitration/{id}/{deed}", Needs: write, Handle: p.ask},
		{Pattern: "POST /arbitration/{id}/{deed}", Needs: write, Handle: p.do},
		{Pattern: "GET /arbitration/{id}/papers/{paper}", Needs: read, Handle: p.paper, Class: web.Exports},
	}
}

// Nav is the entry of the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: "arbitration", Group: 2, Order: 25, TitleKey: "arbitration.title", Icon: "people", Href: "/arbitration", Needs: arbitration.MayRead}}
}

// Panels puts the matters of somebody on their page.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{ID: "arbitration", TitleKey: "arbitration.title", Needs: arbitration.MayRead, Order: 42, Render: p.panel})
	to.Action(web.Action{TitleKey: "arbitration.new", Href: "/arbitration/new?person={id}", Needs: arbitration.MayWrite, Order: 55})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	rows, err := p.Arbitration.OfPerson(ctx, r.Actor, personID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return panel(rows), nil
}
