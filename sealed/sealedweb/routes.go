// Package sealedweb holds the pages of sealed matters: one's own list, one
// matter, the recovery sheets and their use. What is typed here is kept nowhere,
// no draft and no form that waits: such things are locked with keys of the record.
package sealedweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"time"

	"filippo.io/age"
	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/sealed"
)

// Locales holds the words of these pages, and of the capability.
//
//go:embed locales
var Locales embed.FS

// Team is what the pages need of the accounts: the private half that a session
// carries, and the pass phrase that puts it there. staff.Service is one.
type Team interface {
	OwnKey(ctx context.Context, token string) (*age.HybridIdentity, error)
	CarryKey(ctx context.Context, account, phrase, token string) error
	Prove(ctx context.Context, actor authz.Actor, phrase, field string) error
}

// Pages are the pages about sealed matters.
type Pages struct {
	Sealed       *sealed.Service
	Team         Team
	Organisation func(context.Context) string              // what stands on the sheets
	Picture      func(text string) (url string, err error) // a text as a QR code, as a data: URL

	pending pending // sheets that wait to be read back
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	const read, write, arrange, recover = sealed.MayRead, sealed.MayWrite, sealed.MayArrange, sealed.MayRecover
	routes := []web.Route{
		{Pattern: "GET /sealed", Needs: read, Handle: p.with(p.list)},
		{Pattern: "GET /sealed/key", Needs: read, Handle: p.askKey},
		{Pattern: "POST /sealed/key", Needs: read, Handle: p.takeKey},
		{Pattern: "GET /sealed/new", Needs: write, Handle: p.with(p.ask)},
		{Pattern: "POST /sealed/new", Needs: write, Handle: p.with(p.begin)},
		{Pattern: "GET /sealed/{id}", Needs: read, Handle: p.with(p.matter)},
		{Pattern: "POST /sealed/{id}", Needs: write, Handle: p.with(p.write)},
		{Pattern: "POST /sealed/{id}/name", Needs: write, Handle: p.with(p.name)},
		{Pattern: "POST /sealed/{id}/unname/{row}", Needs: write, Handle: p.with(p.unname)},
		{Pattern: "POST /sealed/{id}/about", Needs: write, Handle: p.with(p.about)},
		{Pattern: "POST /sealed/{id}/about/{row}/drop", Needs: write, Handle: p.with(p.notAbout)},
		{Pattern: "POST /sealed/{id}/against", Needs: write, Handle: p.with(p.against)},
		{Pattern: "POST /sealed/{id}/against/{row}/drop", Needs: write, Handle: p.with(p.notAgainst)},
		{Pattern: "POST /sealed/{id}/sheets", Needs: write, Handle: p.with(p.takeSheets)},
		{Pattern: "GET /sealed/recover", Needs: recover, Handle: p.askRecover, Powerful: true},
		{Pattern: "POST /sealed/recover", Needs: recover, Handle: p.recover, Powerful: true},
		{Pattern: "GET /settings/safeguarding", Needs: arrange, Handle: p.arranging},
		{Pattern: "POST /settings/safeguarding", Needs: arrange, Handle: p.makeSheets, Powerful: true},
		{Pattern: "GET /settings/safeguarding/sheets", Needs: arrange, Handle: p.sheets, Powerful: true},
		{Pattern: "POST /settings/safeguarding/sheets", Needs: arrange, Handle: p.confirm, Powerful: true},
	}
	for i := range routes {
		routes[i].Secret = true
	}
	return routes
}

// Nav leads here, for everybody: that somebody has the line says nothing.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: "sealed", Group: 9, Order: 8, TitleKey: "sealed.nav", Icon: "lock", Href: "/sealed", Needs: sealed.MayRead}}
}

// Panels says on Today that something waits, and that recovery sheets were used;
// it leads here from the menu of a person and from the settings.
func (p *Pages) Panels(to *web.Panels) {
	to.Today(web.Panel{ID: "sealed", TitleKey: "sealed.nav", Needs: sealed.MayRead, Order: 2, Render: p.news})
	to.Today(web.Panel{ID: "sealed-used", TitleKey: "sealed.used", Needs: sealed.MayRecover, Order: 3, Render: p.used})
	to.Settings(web.Panel{ID: "safeguarding", TitleKey: "sealed.sheets.title", Needs: sealed.MayArrange, Order: 15, Render: p.settings})
	to.Action(web.Action{TitleKey: "sealed.menu", Href: "/sealed/new?about={id}", Needs: sealed.MayWrite, Order: 90})
}

func (p *Pages) news(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	waits, err := p.Sealed.News(ctx, r.Actor)
	if err != nil || !waits {
		return nil, err
	}
	return newsPanel(), nil
}

// lately is for how long a use of the sheets stands on Today.
const lately = 30 * 24 * time.Hour

func (p *Pages) used(ctx context.Context, r *web.Request, _ string) (templ.Component, error) {
	uses, err := p.Sealed.Uses(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	for i, u := range uses {
		if r.Now.Sub(u.At) > lately {
			uses = uses[:i]
			break
		}
	}
	if len(uses) == 0 {
		return nil, nil
	}
	return usesList(uses), nil
}

func (p *Pages) settings(ctx context.Context, _ *web.Request, _ string) (templ.Component, error) {
	now, err := p.Sealed.Recovery(ctx)
	return settingsPanel(now), err
}

// handler is a page that needs the reader's key.
type handler func(w http.ResponseWriter, r *web.Request, who sealed.Reader) error

// with opens the reader's key for one request. A session that does not carry it
// is led to the page that asks for the pass phrase; a form that was sent from it
// is shown once more to its author, since it is kept nowhere.
func (p *Pages) with(h handler) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error {
		half, err := p.Team.OwnKey(r.Context(), r.Token())
		if fault.Is(err, fault.NotFound) {
			return p.keyless(w, r)
		}
		if err != nil {
			return err
		}
		return h(w, r, sealed.Reader{Actor: r.Actor, Half: half})
	}
}

func keyPath(to string) string { return "/sealed/key?" + url.Values{"to": {to}}.Encode() }
