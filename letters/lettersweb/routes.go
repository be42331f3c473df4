// Package lettersweb holds the pages of letters: templates, one letter, and runs of many
// with their papers.
package lettersweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/letters"
)

// Locales are the words of these pages and of letters.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of letters.
type Pages struct {
	Letters *letters.Service
	Jobs    *jobs.Runner
	// Printers lists the printers that are set up, for those who may use one.
	Printers func(ctx context.Context, actor authz.Actor) ([]printers.Printer, error)
	// Purposes are the keys of what people can be asked to agree to; nil asks nothing.
	Purposes []string
}

// Where the pages are.
const (
	templatesPath = "/letters/templates"
	newPath       = "/letters/new"
	runsPath      = "/mail/runs"
)

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const write, many, change = letters.MayWrite, letters.MayRun, letters.MayChange
	return []web.Route{
		{Pattern: "GET " + templatesPath, Needs: write, Handle: p.templates},
		{Pattern: "POST " + templatesPath, Needs: change, Handle: p.addTemplate},
		{Pattern: "GET " + templatesPath + "/{id}", Needs: write, Handle: p.template},
		{Pattern: "POST " + templatesPath + "/{id}", Needs: change, Handle: p.saveTemplate},
		{Pattern: "POST " + templatesPath + "/{id}/words", Needs: change, Handle: p.saveWords},
		{Pattern: "POST " + templatesPath + "/{id}/words/{version}/drop", Needs: change, Handle: p.dropWords},
		{Pattern: "GET " + newPath, Needs: write, Handle: p.ask},
		{Pattern: "POST " + newPath, Needs: write, Handle: p.write},
		{Pattern: "GET " + runsPath, Needs: write, Handle: p.runs},
		{Pattern: "GET " + runsPath + "/new", Needs: many, Handle: p.askRun},
		{Pattern: "POST " + runsPath + "/new", Needs: many, Handle: p.makeRun},
		{Pattern: "GET " + runsPath + "/{id}", Needs: write, Handle: p.run},
		{Pattern: "GET " + runsPath + "/{id}/piece/{piece}", Needs: write, Handle: p.piece},
		{Pattern: "GET " + runsPath + "/{id}/plain", Needs: write, Handle: p.plain},
		{Pattern: "GET " + runsPath + "/{id}/{paper}/{batch}", Needs: write, Handle: p.paper},
		{Pattern: "POST " + runsPath + "/{id}/posted", Needs: write, Handle: p.posted},
		{Pattern: "POST " + runsPath + "/{id}/drop", Needs: write, Handle: p.drop},
	}
}

// Nav is the entry of the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: "letters", Group: 1, Order: 31, TitleKey: "letters.runs", Icon: "letter-out", Href: runsPath, Needs: letters.MayWrite}}
}

// Panels leads to a letter from the page of a person.
func (p *Pages) Panels(to *web.Panels) {
	to.Action(web.Action{TitleKey: "letters.write", Href: newPath + "?to={id}", Needs: letters.MayWrite, Order: 46})
}

// Results leads from the making of a run to its page.
func (p *Pages) Results() map[string]string { return map[string]string{runJob: runsPath + "/{id}"} }
