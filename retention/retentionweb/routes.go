// Package retentionweb is the pages about letting go: erasing somebody, holds,
// what is due, and the schedules.
package retentionweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/retention"
)

// Locales holds the words of these pages, and of the capability.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages about letting go.
type Pages struct {
	Retention *retention.Service
	People    *people.Service
}

// Routes lists the pages with the permission each needs. What cannot be taken
// back asks for a proof of who does it.
func (p *Pages) Routes() []web.Route {
	const erase, hold, schedule = retention.MayErase, retention.MayHold, retention.MaySchedule
	return []web.Route{
		{Pattern: "GET " + duePath, Needs: erase, Handle: p.due, Powerful: true},
		{Pattern: "POST " + duePath + "/{key}", Needs: erase, Handle: p.decide, Powerful: true},
		{Pattern: "GET " + schedulesPath, Needs: schedule, Handle: p.schedules},
		{Pattern: "POST " + schedulesPath + "/clock", Needs: schedule, Handle: p.confirmClock},
		{Pattern: "GET " + schedulesPath + "/{key}", Needs: schedule, Handle: p.schedule},
		{Pattern: "POST " + schedulesPath + "/{key}", Needs: schedule, Handle: p.setSchedule},
		{Pattern: "GET /people/{id}/erase", Needs: erase, Handle: p.askErase, Powerful: true},
		{Pattern: "POST /people/{id}/erase", Needs: erase, Handle: p.erase, Powerful: true},
		{Pattern: "GET /people/{id}/hold", Needs: hold, Handle: p.holds},
		{Pattern: "POST /people/{id}/hold", Needs: hold, Handle: p.askHold},
		{Pattern: "POST /people/{id}/hold/{row}/confirm", Needs: hold, Handle: p.step(p.Retention.ConfirmHold)},
		{Pattern: "POST /people/{id}/hold/{row}/drop", Needs: hold, Handle: p.step(p.Retention.DropHold)},
		{Pattern: "POST /people/{id}/hold/{row}/ending", Needs: hold, Handle: p.step(p.Retention.AskEnd)},
		{Pattern: "POST /people/{id}/hold/{row}/end", Needs: hold, Handle: p.step(p.Retention.EndHold)},
		{Pattern: "POST /people/{id}/hold/{row}/keep", Needs: hold, Handle: p.keepHold},
	}
}

// Panels puts the ways here into the menu of the person page, and says there
// that somebody is held.
func (p *Pages) Panels(to *web.Panels) {
	to.Action(
		web.Action{TitleKey: "retention.hold.menu", Href: "/people/{id}/hold", Needs: retention.MayHold, Order: 85},
		web.Action{TitleKey: "retention.erase.menu", Href: "/people/{id}/erase", Needs: retention.MayErase, Order: 99},
	)
	to.Today(web.Panel{ID: "retention", TitleKey: "retention.today", Needs: retention.MayErase, Order: 30, Render: p.todayPanel})
	to.Person(web.Panel{ID: "hold", TitleKey: "retention.hold.panel", Needs: retention.MayHold, Order: 1, Main: true, LinkKey: "retention.hold.open", Link: "/people/{id}/hold", Render: p.holdPanel})
}

func (p *Pages) holdPanel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	list, err := p.Retention.HoldsOf(ctx, r.Actor, personID)
	if err != nil || len(list) == 0 || list[0].State == retention.Ended {
		return nil, err
	}
	return holdBanner(list[0]), nil
}

// who reads how somebody is shown at the top of a page about them.
func (p *Pages) who(r *web.Request, id string) (layout.Name, error) {
	var person people.Person
	err := p.People.DB.Read(r.Context(), func(tx *database.Tx) (err error) {
		person, err = people.Head(r.Context(), tx, r.Actor, id)
		return err
	})
	return layout.Name{Text: person.Name, Href: "/people/" + id, Script: person.ScriptName, Lang: person.ScriptLang, Number: person.Number}, err
}
