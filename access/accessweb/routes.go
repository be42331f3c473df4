// Package accessweb holds the pages about who may see whom: of one person, of
// the organisation with its chapters, and the one where the glass is broken.
package accessweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/people"
)

// Locales holds the words of these pages, and of the capability.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages about access.
type Pages struct {
	Access *access.Service
	People *people.Service
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const read, give, manage, records = people.MayRead, access.MayGive, access.MayManage, access.MayRecords
	return []web.Route{
		{Pattern: "GET /people/{id}/access", Needs: read, Handle: p.person},
		{Pattern: "POST /people/{id}/access/give", Needs: give, Handle: p.give},
		{Pattern: "POST /people/{id}/access/take/{row}", Needs: give, Handle: p.take},
		{Pattern: "POST /people/{id}/access/conflict", Needs: give, Handle: p.bar},
		{Pattern: "POST /people/{id}/access/conflict/{row}/lift", Needs: manage, Handle: p.lift},
		{Pattern: "POST /people/{id}/access/restrict", Needs: records, Handle: p.restrict},
		{Pattern: "POST /people/{id}/access/release", Needs: records, Handle: p.release},
		{Pattern: "POST /people/{id}/access/minor", Needs: people.MayWrite, Handle: p.mark(true)},
		{Pattern: "POST /people/{id}/access/minor/end", Needs: people.MayWrite, Handle: p.mark(false)},
		{Pattern: "POST /people/{id}/access/offer", Needs: give, Handle: p.offer},
		{Pattern: "POST /people/{id}/access/offer/{row}/withdraw", Needs: give, Handle: p.withdraw},
		{Pattern: "GET /break-glass", Needs: access.MayBreak, Handle: p.askGlass, Powerful: true},
		{Pattern: "POST /break-glass", Needs: access.MayBreak, Handle: p.breakGlass, Powerful: true},
		{Pattern: "POST /break-glass/end", Needs: authz.SignedIn, Handle: p.mend},
		{Pattern: "GET /settings/access", Needs: manage, Handle: p.overview},
		{Pattern: "POST /settings/access/chapters", Needs: manage, Handle: p.found},
		{Pattern: "POST /settings/access/workers", Needs: manage, Handle: p.setChapter},
		{Pattern: "POST /settings/access/offers/{row}/take", Needs: manage, Handle: p.answer(true)},
		{Pattern: "POST /settings/access/offers/{row}/refuse", Needs: manage, Handle: p.answer(false)},
	}
}

// Panels puts the way here into the menu of the person page, and says on Today
// that the glass is broken.
func (p *Pages) Panels(to *web.Panels) {
	to.Action(web.Action{TitleKey: "access.menu", Href: "/people/{id}/access", Needs: people.MayRead, Order: 70})
	to.Today(web.Panel{ID: "glass", TitleKey: "access.glass.open", Needs: people.MayRead, Order: 1, Main: true, Render: p.glassPanel})
}

func (p *Pages) glassPanel(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	open, err := p.Access.Open(ctx, r.Actor)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	return glassOpen(open), nil
}
