// Package mailroomweb holds the pages of the mail desk: finding whose letter it is, the
// verdict, logging with one key, the queues, the packing table, and what came back.
package mailroomweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
)

// Locales are the words of these pages and of the post.
//
//go:embed locales
var Locales embed.FS

// Sender is somebody a letter may be from.
type Sender struct {
	ID   string
	Name layout.Name
	At   string // where they are, "" when not known
	Sure bool   // a number, or the whole name, is theirs
}

// Pages are the pages of the mail desk.
type Pages struct {
	Mail *mailroom.Service
	// Find looks for the people that words, a name or a number may mean, the likeliest
	// first.
	Find func(ctx context.Context, actor authz.Actor, words string, limit int) ([]Sender, error)
	// From is the return address of the group, a line each; nil when nobody wrote it down.
	From func(ctx context.Context) []string
	// Printers lists the printers that are set up, for those who may use one; nil when
	// labels are printed from the browser alone.
	Printers func(ctx context.Context, actor authz.Actor) ([]printers.Printer, error)
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	work := mailroom.MayWork
	routes := []web.Route{
		{Pattern: "GET /mail", Needs: work, Handle: p.desk},
		{Pattern: "POST /mail", Needs: work, Handle: p.seek, Class: web.Search},
		{Pattern: "GET /mail/people/{id}", Needs: work, Handle: p.person},
		{Pattern: "POST /mail/people/{id}", Needs: work, Handle: p.log},
		{Pattern: "GET /mail/people/{id}/back", Needs: work, Handle: p.askBack},
		{Pattern: "GET /mail/unknown/new", Needs: work, Handle: p.askUnknown},
		{Pattern: "POST /mail/unknown/new", Needs: work, Handle: p.logUnknown},
		{Pattern: "GET /mail/letters/{id}", Needs: work, Handle: p.letter},
		{Pattern: "POST /mail/letters/{id}/answer", Needs: work, Handle: p.answer},
		{Pattern: "POST /mail/letters/{id}/whose", Needs: work, Handle: p.whose, Class: web.Search},
		{Pattern: "POST /mail/letters/{id}/belongs", Needs: work, Handle: p.belongs},
		{Pattern: "GET /mail/pack/{id}", Needs: work, Handle: p.packing},
		{Pattern: "POST /mail/pack/{id}", Needs: work, Handle: p.send},
		{Pattern: "POST /mail/pack/{id}/place", Needs: work, Handle: p.place},
		{Pattern: "POST /mail/pack/{id}/drop", Needs: work, Handle: p.drop},
		{Pattern: "GET /mail/pack/{id}/slip", Needs: work, Handle: p.slip},
		{Pattern: "GET /mail/parcels/{id}", Needs: work, Handle: p.parcel},
		{Pattern: "POST /mail/parcels/{id}", Needs: work, Handle: p.returned},
		{Pattern: "GET /mail/offers", Needs: mailroom.MayChange, Handle: p.offers},
		{Pattern: "POST /mail/offers", Needs: mailroom.MayChange, Handle: p.saveOffer},
	}
	return append(routes, p.listRoutes()...)
}

// Nav is the entry of the navigation: how much waits to be packed or answered.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{
		ID: "mail", Group: 1, Order: 30, TitleKey: "mail.title", Icon: "mail", Href: "/mail", Needs: mailroom.MayWork,
		Count: func(ctx context.Context, r *web.Request) (int, bool, error) {
			c, err := p.Mail.Counts(ctx, r.Actor)
			return c.Queue + c.Waiting + c.Unknown, false, err
		},
	}}
}

// Panels puts the post of somebody on their page.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{ID: "mail", TitleKey: "mail.title", Needs: mailroom.MayWork, Order: 35, Render: p.panel})
	to.Action(web.Action{TitleKey: "mail.log-letter", Href: "/mail/people/{id}", Needs: mailroom.MayWork, Order: 45})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	waiting, sent, err := p.Mail.OfPerson(ctx, r.Actor, personID)
	if err != nil || len(waiting)+len(sent) == 0 {
		return nil, err
	}
	return personPanel(waiting, sent[:min(len(sent), 3)]), nil
}
