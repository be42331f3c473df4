// Package exchangeweb holds the pages on which groups hand facility rules to one
// another: what came in and went out, a file that is made, and one that is looked at
// before anything of it is taken.
package exchangeweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/exchange"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
)

// Locales are the words of these pages, and of what is wrong with a file.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of the exchange.
type Pages struct{ Exchange *exchange.Service }

const (
	path     = "/facilities/exchange"
	makePath = path + "/make"
	current  = "facilities" // in the navigation
)

func filePath(id string) string { return path + "/files/" + id }

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const share, take = exchange.MayShare, exchange.MayTake
	return []web.Route{
		{Pattern: "GET " + path, Needs: share, Handle: p.overview},
		{Pattern: "POST " + path, Needs: take, Handle: p.receive, Class: web.Uploads, Body: exchange.MaxFile + 64<<10},
		{Pattern: "GET " + makePath, Needs: share, Handle: p.askMake},
		{Pattern: "POST " + makePath, Needs: share, Handle: p.make},
		{Pattern: "GET " + path + "/files/{id}", Needs: take, Handle: p.look},
		{Pattern: "POST " + path + "/files/{id}", Needs: take, Handle: p.accept},
		{Pattern: "POST " + path + "/files/{id}/places/{n}", Needs: take, Handle: p.decide},
	}
}

// From says whom a rule is from, in the words of ctx; for exchange.Service.From.
func From(ctx context.Context, origin, source string) string {
	if source == "" {
		return i18n.T(ctx, "exchange.from.bare", "origin", origin)
	}
	return i18n.T(ctx, "exchange.from", "origin", origin, "source", source)
}
