// Package facilitiesweb holds the pages of the directory: the list, a facility
// with its addresses, rules and posts, the card for the binder, and the import
// of published directories with the doubtful pairs it leaves.
package facilitiesweb

import (
	"embed"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/web"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of the directory.
type Pages struct {
	Facilities *facilities.Service
	Custody    *custody.Service // for the people we know there
	Jobs       *jobs.Runner     // for directories that take longer than a page may
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const read, write, take = facilities.MayRead, facilities.MayWrite, facilities.MayImport
	return []web.Route{
		{Pattern: "GET /facilities", Needs: read, Handle: p.list},
		{Pattern: "POST /facilities", Needs: read, Handle: listTable.Filter},
		{Pattern: "GET /facilities/new", Needs: write, Handle: p.askNew},
		{Pattern: "POST /facilities/new", Needs: write, Handle: p.add},
		{Pattern: "GET /facilities/checks", Needs: read, Handle: p.checks},
		{Pattern: "GET /facilities/{id}", Needs: read, Handle: p.facility},
		{Pattern: "GET /facilities/{id}/card", Needs: read, Handle: p.card},
		{Pattern: "GET /facilities/{id}/edit", Needs: write, Handle: p.askEdit},
		{Pattern: "POST /facilities/{id}/edit", Needs: write, Handle: p.edit},
		{Pattern: "GET /facilities/{id}/merge", Needs: take, Handle: p.askMerge},
		{Pattern: "POST /facilities/{id}/merge", Needs: take, Handle: p.findMerge},
		{Pattern: "POST /facilities/{id}/merge/{other}", Needs: take, Handle: p.merge},
		{Pattern: "GET /facilities/{id}/address", Needs: write, Handle: p.askAddress},
		{Pattern: "POST /facilities/{id}/address", Needs: write, Handle: p.putAddress},
		{Pattern: "GET /facilities/{id}/address/{row}", Needs: write, Handle: p.askAddress},
		{Pattern: "POST /facilities/{id}/address/{row}", Needs: write, Handle: p.putAddress},
		{Pattern: "POST /facilities/{id}/address/{row}/end", Needs: write, Handle: p.endAddress},
		{Pattern: "GET /facilities/{id}/rule", Needs: write, Handle: p.askRule},
		{Pattern: "POST /facilities/{id}/rule", Needs: write, Handle: p.putRule},
		{Pattern: "GET /facilities/{id}/rule/{row}", Needs: write, Handle: p.askRule},
		{Pattern: "POST /facilities/{id}/rule/{row}", Needs: write, Handle: p.putRule},
		{Pattern: "POST /facilities/{id}/rule/{row}/same", Needs: write, Handle: p.sameRule},
		{Pattern: "POST /facilities/{id}/rule/{row}/end", Needs: write, Handle: p.endRule},
		{Pattern: "GET /facilities/{id}/post", Needs: write, Handle: p.askPost},
		{Pattern: "POST /facilities/{id}/post", Needs: write, Handle: p.putPost},
		{Pattern: "GET /facilities/{id}/post/{row}", Needs: write, Handle: p.askPost},
		{Pattern: "POST /facilities/{id}/post/{row}", Needs: write, Handle: p.putPost},
		{Pattern: "POST /facilities/{id}/post/{row}/end", Needs: write, Handle: p.endPost},
		{Pattern: "GET /facilities/{id}/post/{row}/holder", Needs: write, Handle: p.askHolder},
		{Pattern: "POST /facilities/{id}/post/{row}/holder", Needs: write, Handle: p.putHolder},
		{Pattern: "POST /facilities/{id}/holder/{row}/end", Needs: write, Handle: p.endHolder},
		{Pattern: "GET /directories", Needs: take, Handle: p.askImport},
		{Pattern: "POST /directories", Needs: take, Handle: p.takeIn, Class: web.Imports, Body: maxUpload},
		{Pattern: "GET /directories/{id}", Needs: take, Handle: p.report},
		{Pattern: "GET /directories/pairs", Needs: take, Handle: p.pairs},
		{Pattern: "POST /directories/pairs/{id}", Needs: take, Handle: p.decide},
	}
}

// jobKind is what the import of a directory is called among the jobs.
const jobKind = "facilities.import"

// Results says where the report of an import is.
func (p *Pages) Results() map[string]string {
	return map[string]string{jobKind: "/directories/{id}"}
}

// Nav is the directory's place in the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{
		ID: current, Group: 6, Order: 10, TitleKey: "facilities.nav", Icon: "facility", Href: "/facilities", Needs: facilities.MayRead,
	}}
}

// Adds is the directory's line of the page that asks what to add.
func (p *Pages) Adds() []web.Add {
	return []web.Add{{Order: 60, TitleKey: "facilities.add", Icon: "facility", Href: "/facilities/new", Needs: facilities.MayWrite}}
}

// current names these pages in the navigation.
const current = "facilities"
