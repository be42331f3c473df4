// Package disclosingweb holds the pages of what leaves the record: somebody's own
// record for themselves, what an order covers, the log of all of it, and what a
// person has to say to what stands about them.
package disclosingweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Locales are the words of these pages and of the papers.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of what leaves.
type Pages struct {
	Packets   *disclosing.Service
	People    *people.Service
	Timeline  *timeline.Service
	Catalogue func() *i18n.Catalogue // for paper in another language than the reader's
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	may := disclosing.MayDisclose
	return []web.Route{
		{Pattern: "GET /packets", Needs: may, Handle: p.list},
		{Pattern: "GET /packets/new", Needs: may, Handle: p.askOrder},
		{Pattern: "POST /packets/new", Needs: may, Handle: p.order},
		{Pattern: "GET /packets/{id}", Needs: may, Handle: p.review},
		{Pattern: "POST /packets/{id}", Needs: may, Handle: p.decide},
		{Pattern: "POST /packets/{id}/make", Needs: may, Handle: p.make, Class: web.Exports, Powerful: true},
		{Pattern: "POST /packets/{id}/drop", Needs: may, Handle: p.drop},
		{Pattern: "GET /people/{id}/record", Needs: may, Handle: p.askOwn},
		{Pattern: "POST /people/{id}/record", Needs: may, Handle: p.own},
		{Pattern: "GET /people/{id}/entries/{entry}/statement", Needs: timeline.MayWrite, Handle: p.askStatement},
		{Pattern: "POST /people/{id}/entries/{entry}/statement", Needs: timeline.MayWrite, Handle: p.state},
	}
}

// Nav puts the log of what left into the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: "packets", Group: 9, Order: 5, TitleKey: "disclosing.nav", Icon: "scales", Href: "/packets", Needs: disclosing.MayDisclose}}
}

// Panels puts somebody's own record into the menu of their page.
func (p *Pages) Panels(to *web.Panels) {
	to.Action(web.Action{TitleKey: "disclosing.own.action", Href: "/people/{id}/record", Needs: disclosing.MayDisclose, Order: 90})
}

// printer prints in the language of a paper.
func (p *Pages) printer(ctx context.Context, lang string) *i18n.Printer {
	mine := i18n.From(ctx)
	if mine.Locale() == lang {
		return mine
	}
	return p.Catalogue().Printer(lang)
}
