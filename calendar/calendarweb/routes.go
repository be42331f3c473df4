// Package calendarweb holds the pages of the calendar: the agenda, the sheet of
// a month, and the addresses of feeds.
package calendarweb

import (
	"embed"
	"net/http"

	"github.com/throughcare/throughcare/calendar"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/tasks"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Part names the calendar where an organisation says what it uses.
const Part web.Part = "calendar"

// Pages are the pages of the calendar.
type Pages struct {
	Calendar  *calendar.Service
	Kinds     *tasks.Kinds
	Catalogue func() *i18n.Catalogue // for feeds, which are read without a session
	Locale    func(r *http.Request) string
}

// Routes lists the pages with the permission each needs. A feed is open to
// whoever holds its address.
func (p *Pages) Routes() []web.Route {
	return Part.Routes([]web.Route{
		{Pattern: "GET /calendar", Needs: calendar.MayRead, Handle: p.agenda},
		{Pattern: "GET /calendar/month", Needs: calendar.MayRead, Handle: p.month},
		{Pattern: "GET /calendar/feeds", Needs: calendar.MayRead, Handle: p.feeds},
		{Pattern: "POST /calendar/feeds", Needs: calendar.MayRead, Handle: p.newFeed},
		{Pattern: "POST /calendar/feeds/{id}/end", Needs: calendar.MayRead, Handle: p.endFeed},
		{Pattern: "GET /feeds/{token}", Needs: authz.Public, Class: web.Exports, Handle: p.feed},
	})
}

// Nav is the calendar's place in the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{
		ID: "calendar", Group: 1, Order: 40, TitleKey: "calendar.nav", Icon: "calendar", Href: "/calendar",
		Needs: calendar.MayRead, Phone: true, Part: Part,
	}}
}
