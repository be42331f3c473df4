// Package custodyweb holds the pages of where people are: a move of one person
// or of many at once, the history of stays with who claims each, and the dates
// on somebody's way, official ones beside our own.
package custodyweb

import (
	"embed"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/web"
)

// Locales are the words of these pages, of the timeline entries a move makes,
// and of the kinds of dates.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of custody.
type Pages struct {
	Custody    *custody.Service
	Facilities *facilities.Service
	// Follows says, as keys of messages, what other capabilities do when
	// somebody moves; each that hears custody.Moved adds its line.
	Follows []string
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const read, write = custody.MayRead, custody.MayWrite
	return []web.Route{
		{Pattern: "GET /people/move", Needs: write, Handle: p.askMany},
		{Pattern: "POST /people/move", Needs: write, Handle: p.moveMany},
		{Pattern: "GET /people/{id}/move", Needs: write, Handle: p.askOne},
		{Pattern: "POST /people/{id}/move", Needs: write, Handle: p.moveOne},
		{Pattern: "GET /people/{id}/stays", Needs: read, Handle: p.stays},
		{Pattern: "POST /people/{id}/stays/{stay}/confirm", Needs: write, Handle: p.confirm},
		{Pattern: "POST /people/{id}/stays/{stay}/prefer", Needs: write, Handle: p.prefer},
		{Pattern: "GET /people/{id}/dates", Needs: read, Handle: p.dates},
		{Pattern: "POST /people/{id}/dates", Needs: write, Handle: p.addDate},
		{Pattern: "GET /people/{id}/dates/{date}", Needs: write, Handle: p.askDate},
		{Pattern: "POST /people/{id}/dates/{date}", Needs: write, Handle: p.changeDate},
		{Pattern: "POST /people/{id}/dates/{date}/end", Needs: write, Handle: p.endDate},
	}
}

// Panels puts where somebody is, and what there is to do about it, on the
// person page.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{
		ID: "where", TitleKey: "custody.where.title", Needs: custody.MayRead, Order: 15,
		LinkKey: "custody.where.all", Link: "/people/{id}/stays", Render: p.where,
	})
	to.Action(
		web.Action{TitleKey: "custody.move.action", Href: "/people/{id}/move", Needs: custody.MayWrite, Order: 20},
		web.Action{TitleKey: "custody.dates.action", Href: "/people/{id}/dates", Needs: custody.MayRead, Order: 25},
	)
}

// current names the entry of the navigation these pages belong to.
const current = "people"

// person reads whom the address is about, with where they are. Hidden and
// missing are both NotFound.
func (p *Pages) person(r *web.Request) (custody.Whereabouts, error) {
	id, err := r.PathID("id")
	if err != nil {
		return custody.Whereabouts{}, err
	}
	list, err := p.Custody.Whereabouts(r.Context(), r.Actor, []string{id})
	if err == nil && len(list) == 0 {
		err = nobody()
	}
	if err != nil {
		return custody.Whereabouts{}, err
	}
	return list[0], nil
}
