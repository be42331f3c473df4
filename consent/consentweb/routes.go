// Package consentweb holds the pages of consent: a person's ledger, the forms to
// record, correct and withdraw, the paper that is signed inside, and what an
// organisation asks about and in which words.
package consentweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of consent.
type Pages struct {
	Consent      *consent.Service
	Custody      *custody.Service             // says where somebody is; may be nil
	Catalogue    func() *i18n.Catalogue       // for paper in the language of who signs it
	Organisation func(context.Context) string // its name, for paper
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/consent", Needs: consent.MayRead, Handle: p.ledger},
		{Pattern: "GET /people/{id}/consent/new", Needs: consent.MayWrite, Handle: p.askAnswer},
		{Pattern: "POST /people/{id}/consent/new", Needs: consent.MayWrite, Handle: p.answer},
		{Pattern: "GET /people/{id}/consent/share", Needs: consent.MayWrite, Handle: p.askShare},
		{Pattern: "POST /people/{id}/consent/share", Needs: consent.MayWrite, Handle: p.share},
		{Pattern: "GET /people/{id}/consent/form", Needs: consent.MayWrite, Handle: p.askForm},
		{Pattern: "POST /people/{id}/consent/form", Needs: consent.MayWrite, Handle: p.makeForm},
		{Pattern: "GET /people/{id}/consent/forms/{form}", Needs: consent.MayRead, Handle: p.paper},
		{Pattern: "POST /people/{id}/consent/forms/{form}/lost", Needs: consent.MayWrite, Handle: p.giveUp},
		{Pattern: "GET /people/{id}/consent/lines/{line}/correct", Needs: consent.MayWrite, Handle: p.askCorrection},
		{Pattern: "POST /people/{id}/consent/lines/{line}/correct", Needs: consent.MayWrite, Handle: p.correct},
		{Pattern: "GET /people/{id}/consent/lines/{line}/withdraw", Needs: consent.MayWrite, Handle: p.askWithdrawal},
		{Pattern: "POST /people/{id}/consent/lines/{line}/withdraw", Needs: consent.MayWrite, Handle: p.withdraw},
		{Pattern: "GET /people/{id}/consent/lines/{line}/mistake", Needs: consent.MayWrite, Handle: p.askMistake},
		{Pattern: "POST /people/{id}/consent/lines/{line}/mistake", Needs: consent.MayWrite, Handle: p.mistake},

		{Pattern: "GET /settings/consent", Needs: consent.MayManage, Handle: p.purposes},
		{Pattern: "POST /settings/consent", Needs: consent.MayManage, Handle: p.savePurposes},
		{Pattern: "GET /settings/consent/{purpose}", Needs: consent.MayManage, Handle: p.texts},
		{Pattern: "POST /settings/consent/{purpose}", Needs: consent.MayManage, Handle: p.saveText},
	}
}

// Panels puts consent on the page of a person.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{
		ID: "consent", TitleKey: "consent.title", Needs: consent.MayRead, Order: 45, Render: p.panel,
		LinkKey: "consent.panel.all", Link: "/people/{id}/consent",
	})
	to.Action(web.Action{TitleKey: "consent.answer.record", Href: "/people/{id}/consent/new", Needs: consent.MayWrite, Order: 60})
}
