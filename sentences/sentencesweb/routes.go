// Package sentencesweb holds the page of somebody's release: the official date with
// its source, the estimate beside it with its workings, and the sentence it is
// made of.
package sentencesweb

import (
	"embed"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/sentences"
)

// Locales are the words of these pages and of the task they bring.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of sentences.
type Pages struct {
	Sentences *sentences.Service
	Custody   *custody.Service
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/release", Needs: sentences.MayRead, Handle: p.show},
		{Pattern: "POST /people/{id}/release", Needs: sentences.MayWrite, Handle: p.record},
		{Pattern: "POST /people/{id}/release/end", Needs: sentences.MayWrite, Handle: p.end},
	}
}

// Panels puts when somebody gets out on the person page.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{
		ID: "release", TitleKey: "sentences.panel", Needs: sentences.MayRead, Order: 16,
		LinkKey: "sentences.panel.all", Link: "/people/{id}/release", Render: p.panel,
	})
}
