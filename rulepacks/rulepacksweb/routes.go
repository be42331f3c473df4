// Package rulepacksweb holds the pages of the rules for deadlines: the procedures,
// the sheet of one with where every rule stands, a place to try a day, corrections
// for a facility, calendars, and the packs that are installed.
package rulepacksweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/rulepacks"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Places finds the facility that is meant.
type Places interface {
	Find(ctx context.Context, actor authz.Actor, text string, limit int) ([]facilities.Guess, error)
	Facility(ctx context.Context, actor authz.Actor, id string) (facilities.Full, error)
}

// Pages are the pages of the rules.
type Pages struct {
	Rules  *rulepacks.Service
	Places Places
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const read, correct, install = rulepacks.MayRead, rulepacks.MayCorrect, rulepacks.MayInstall
	return []web.Route{
		{Pattern: "GET /clocks", Needs: read, Handle: p.list},
		{Pattern: "GET /clocks/procedures/{code}", Needs: read, Handle: p.procedure},
		{Pattern: "GET /clocks/procedures/{code}/try", Needs: read, Handle: p.askTry},
		{Pattern: "POST /clocks/procedures/{code}/try", Needs: read, Handle: p.try},
		{Pattern: "GET /clocks/procedures/{code}/correct", Needs: correct, Handle: p.askCorrection},
		{Pattern: "POST /clocks/procedures/{code}/correct", Needs: correct, Handle: p.correct},
		{Pattern: "POST /clocks/corrections/{id}/end", Needs: correct, Handle: p.endCorrection},
		{Pattern: "GET /clocks/calendars/{id}", Needs: read, Handle: p.calendar},
		{Pattern: "POST /clocks/calendars/{id}", Needs: correct, Handle: p.addDay},
		{Pattern: "POST /clocks/days/{id}/end", Needs: correct, Handle: p.endDay},
		{Pattern: "GET /clocks/packs", Needs: read, Handle: p.packs},
		{Pattern: "POST /clocks/packs", Needs: install, Handle: p.install, Body: rulepacks.MaxFile + 64<<10},
		{Pattern: "GET " + schemaPath, Needs: read, Handle: p.schema},
		{Pattern: "GET /clocks/packs/{id}", Needs: read, Handle: p.file},
		{Pattern: "POST /clocks/packs/{id}/withdraw", Needs: install, Handle: p.withdraw},
		{Pattern: "POST /clocks/packs/{id}/restore", Needs: install, Handle: p.restore},
	}
}

// Nav is the place of the rules in the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: current, Group: 6, Order: 20, TitleKey: "clocks.nav", Icon: "clock", Href: path, Needs: rulepacks.MayRead}}
}

// current names these pages in the navigation.
const current = "clocks"

const path = "/clocks"

func procedurePath(code string) string { return path + "/procedures/" + code }
