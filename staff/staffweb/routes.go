// Package staffweb is the pages of accounts: signing in and out, the locked
// screen, one's own settings, the organisation's settings, the people who work
// here, and the steps of set-up that come after the record was made.
package staffweb

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/keys"
	"github.com/throughcare/throughcare/internal/settings"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/staff"
)

// Locales holds the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Capability is one an organisation can do without.
type Capability struct {
	Key               string // as settings.Choices.Uses asks for
	TitleKey, HintKey string // messages
}

// More is a page of settings that belongs to another capability, led to from
// the organisation's settings.
type More struct {
	ID                  string // of its heading, unique on the page
	TitleKey, RemarkKey string // messages
	Href                string
	Needs               authz.Permission
}

// Pages is what the pages need. Recovery, RecordPhrase, LockRecord and
// LastBackup may be nil: what depends on them is then not shown.
type Pages struct {
	Staff        *staff.Service
	Settings     *settings.Store
	Secure       bool   // pages are reached by https
	Site         string // the name the server was told to have, "" for none: passkeys hold there and on localhost
	Capabilities []Capability
	More         []More
	// Recovery makes a new recovery sheet of the record, in place of the one
	// before.
	Recovery func(context.Context, authz.Actor) (keys.Sheet, error)
	// RecordPhrase gives the record another pass phrase.
	RecordPhrase func(ctx context.Context, actor authz.Actor, phrase string) error
	// LockRecord locks the whole record: the program begins anew, locked. It is
	// called when the answer is on its way, and need not return.
	LockRecord func()
	// LastBackup is when the newest backup was made, or the zero time.
	LastBackup func(context.Context) (time.Time, error)
	// Beside is what others show beside the settings; it may be nil.
	Beside func(context.Context, *web.Request) ([]web.Shown, error)

	mu    sync.Mutex
	sheet *sheet // the recovery sheet that waits to be confirmed
}

// Routes are the pages. Those that see a pass phrase are secret: what is typed
// there is never kept.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		{Pattern: "GET " + web.SignInPath, Needs: authz.Public, Handle: p.askName, Class: web.Reserved},
		{Pattern: "POST " + web.SignInPath, Needs: authz.Public, Handle: p.signIn, Class: web.Reserved, Secret: true},
		{Pattern: "POST /sign-in/code", Needs: authz.Public, Handle: p.code, Class: web.Reserved, Secret: true},
		{Pattern: "POST /sign-out", Needs: authz.Public, Handle: p.signOut, Class: web.Reserved},
		{Pattern: "GET /enter/{token}", Needs: authz.Public, Handle: p.enter, Class: web.Reserved, Secret: true},
		{Pattern: "GET /welcome/{token}", Needs: authz.Public, Handle: p.welcome, Class: web.Reserved, Secret: true},
		{Pattern: "POST /welcome/{token}", Needs: authz.Public, Handle: p.choose, Class: web.Reserved, Secret: true},
		{Pattern: "POST /lock", Needs: authz.Public, Handle: p.lock, Class: web.Reserved},
		{Pattern: "GET " + web.LockedPath, Needs: authz.Public, Handle: p.locked, Class: web.Reserved},
		{Pattern: "POST " + web.LockedPath, Needs: authz.Public, Handle: p.unlock, Class: web.Reserved, Secret: true},
		{Pattern: "GET " + web.LockedPath + "/yet", Needs: authz.Public, Handle: p.lockedYet, Class: web.Reserved},
		{Pattern: "GET " + web.ProvePath, Needs: authz.SignedIn, Handle: p.askProof, Class: web.Reserved},
		{Pattern: "POST " + web.ProvePath, Needs: authz.SignedIn, Handle: p.proveSelf, Class: web.Reserved, Secret: true},

		{Pattern: "GET /me", Needs: authz.SignedIn, Handle: p.me},
		{Pattern: "POST /me", Needs: authz.SignedIn, Handle: p.prefer},
		{Pattern: "POST /me/phrase", Needs: authz.SignedIn, Handle: p.changePhrase, Secret: true},
		{Pattern: "GET /me/codes", Needs: authz.SignedIn, Handle: p.askCodes, Secret: true},
		{Pattern: "POST /me/codes", Needs: authz.SignedIn, Handle: p.confirmCodes, Secret: true},
		{Pattern: "POST /me/codes/new", Needs: authz.SignedIn, Handle: p.renewCodes, Secret: true},
		{Pattern: "POST /me/codes/drop", Needs: authz.SignedIn, Handle: p.dropCodes, Secret: true},
		{Pattern: "POST /me/sessions/{id}/end", Needs: authz.SignedIn, Handle: p.endSession},
		{Pattern: "POST /me/sessions/end", Needs: authz.SignedIn, Handle: p.endOthers},
		{Pattern: "POST /me/browsers/forget", Needs: authz.SignedIn, Handle: p.forgetBrowsers},
		{Pattern: "GET /me/changes", Needs: authz.SignedIn, Handle: p.changes},

		{Pattern: "GET /settings", Needs: settings.Manage, Handle: p.settings},
		{Pattern: "POST /settings/organisation", Needs: settings.Manage, Handle: p.saveOrganisation},
		{Pattern: "POST /settings/words", Needs: settings.Manage, Handle: p.saveWords},
		{Pattern: "POST /settings/capabilities", Needs: settings.Manage, Handle: p.saveCapabilities},
		{Pattern: "GET /settings/people-here", Needs: staff.Help, Handle: p.peopleHere},
		{Pattern: "POST /settings/people-here", Needs: staff.Manage, Handle: p.addAccount, Powerful: true},
		{Pattern: "GET /settings/people-here/{id}", Needs: staff.Help, Handle: p.account},
		{Pattern: "POST /settings/people-here/{id}/name", Needs: staff.Manage, Handle: p.rename},
		{Pattern: "POST /settings/people-here/{id}/role", Needs: staff.Manage, Handle: p.setRole, Powerful: true},
		{Pattern: "POST /settings/people-here/{id}/reset", Needs: staff.Help, Handle: p.reset, Powerful: true},
		{Pattern: "POST /settings/people-here/{id}/end", Needs: staff.Manage, Handle: p.endAccount},

		{Pattern: "POST /settings/second/{id}/agree", Needs: staff.Help, Handle: p.agree, Powerful: true},
		{Pattern: "POST /settings/second/{id}/refuse", Needs: staff.Help, Handle: p.refuse},
		{Pattern: "POST /settings/passkeys", Needs: settings.Manage, Handle: p.passkeysForPower, Powerful: true},

		{Pattern: "GET /setup/capabilities", Needs: settings.Manage, Handle: p.askCapabilities},
		{Pattern: "POST /setup/capabilities", Needs: settings.Manage, Handle: p.setUpCapabilities},
		{Pattern: "GET /setup/words", Needs: settings.Manage, Handle: p.askWords},
		{Pattern: "POST /setup/words", Needs: settings.Manage, Handle: p.setUpWords},
		{Pattern: "POST /setup/over", Needs: settings.Manage, Handle: p.setUpOver},
	}
	return slices.Concat(routes, p.passkeyRoutes(), p.guarded())
}

// guarded are the pages of what a program without keys, such as the demo, does
// not have.
func (p *Pages) guarded() (routes []web.Route) {
	if p.Recovery != nil {
		routes = append(routes,
			web.Route{Pattern: "GET /setup/recovery", Needs: settings.Manage, Handle: p.askRecovery, Secret: true},
			web.Route{Pattern: "POST /setup/recovery", Needs: settings.Manage, Handle: p.confirmRecovery, Secret: true},
			web.Route{Pattern: "POST /setup/recovery/new", Needs: settings.Manage, Handle: p.newRecovery, Secret: true, Powerful: true},
			web.Route{Pattern: "GET /setup/recovery/print", Needs: settings.Manage, Handle: p.printRecovery, Secret: true},
		)
	}
	if p.RecordPhrase != nil {
		routes = append(routes,
			web.Route{Pattern: "GET /settings/record", Needs: settings.Manage, Handle: p.askRecordPhrase, Secret: true, Powerful: true},
			web.Route{Pattern: "POST /settings/record", Needs: settings.Manage, Handle: p.changeRecordPhrase, Secret: true, Powerful: true},
		)
	}
	if p.LockRecord != nil {
		routes = append(routes,
			web.Route{Pattern: "GET " + web.LockRecordPath, Needs: staff.LockRecord, Handle: p.askLockRecord, Class: web.Reserved},
			web.Route{Pattern: "POST " + web.LockedPath + "/record", Needs: authz.Public, Handle: p.lockRecordToo, Class: web.Reserved},
			web.Route{Pattern: "POST " + web.LockRecordPath, Needs: staff.LockRecord, Handle: p.lockRecord, Class: web.Reserved},
		)
	}
	return routes
}

// Nav is the entry of the settings.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: "settings", Group: 9, Order: 9, TitleKey: "settings.nav", Icon: "settings", Href: "/settings", Needs: settings.Manage}}
}

// Panels adds what comes next after set-up to Today.
func (p *Pages) Panels(to *web.Panels) {
	to.Today(web.Panel{ID: "next-steps", TitleKey: "setup.next", Needs: settings.Manage, Order: 0, Main: true, Render: p.next})
	to.Today(web.Panel{ID: "second", TitleKey: "staff.second.title", Needs: staff.Help, Order: 2, Main: true, Render: p.secondPanel})
}

// cookie keeps something in the browser, under the same rules as the session.
func (p *Pages) cookie(w http.ResponseWriter, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: p.cookieName(name), Value: value, Path: "/", Secure: p.Secure, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds())})
}

func (p *Pages) cookieName(name string) string {
	if p.Secure {
		return "__Host-" + name
	}
	return name
}
