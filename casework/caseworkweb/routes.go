// Package caseworkweb is the pages of the work over months and years: the
// lists of people and what is done with many at once, logging a contact without
// leaving a list, cases and the programmes they are in, standing in for a
// colleague, and the numbers.
package caseworkweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/casework/saved"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/people"
)

// Locales holds the words of these pages and of casework.
//
//go:embed locales
var Locales embed.FS

// People tells what hurts somebody if it is forgotten, for the head of a page.
type People interface {
	Person(ctx context.Context, actor authz.Actor, id string) (people.Full, error)
}

// Finder finds people by words: names, numbers, places, languages.
type Finder interface {
	People(ctx context.Context, actor authz.Actor, text string, limit int) ([]find.Person, []find.Filter, error)
}

// Pages are the pages of casework.
type Pages struct {
	Cases  *casework.Service
	Saved  *saved.Service
	People People
	Find   Finder
}

// Routes are the pages and actions.
func (p *Pages) Routes() []web.Route {
	read, write, define := casework.MayRead, casework.MayWrite, casework.MayProgrammes
	return []web.Route{
		{Pattern: "GET /people", Needs: read, Handle: p.list},
		{Pattern: "POST /people", Needs: read, Handle: p.filter},
		{Pattern: "GET /waiting", Needs: read, Handle: p.waiting},
		{Pattern: "GET /lists", Needs: read, Handle: p.savedLists},
		{Pattern: "GET /lists/new", Needs: read, Handle: p.askList},
		{Pattern: "POST /lists/new", Needs: read, Handle: p.saveList},
		{Pattern: "POST /lists/{id}", Needs: read, Handle: p.changeList},
		{Pattern: "POST /lists/{id}/remove", Needs: read, Handle: p.removeList},

		{Pattern: "POST /people/choose", Needs: write, Handle: p.choose},
		{Pattern: "POST /people/do", Needs: write, Handle: p.do},
		{Pattern: "GET /people/quiet", Needs: read, Handle: p.quiet},
		{Pattern: "GET /people/numbers", Needs: read, Handle: p.numbers},
		{Pattern: "POST /people/numbers", Needs: read, Handle: p.count},

		{Pattern: "GET /people/{id}/log", Needs: casework.MayLog, Handle: p.askContact},
		{Pattern: "POST /people/{id}/log", Needs: casework.MayLog, Handle: p.logContact},
		{Pattern: "GET /people/{id}/cases/new", Needs: write, Handle: p.askCase},
		{Pattern: "POST /people/{id}/cases/new", Needs: write, Handle: p.openCase},
		{Pattern: "GET /cases/{id}", Needs: read, Handle: p.caseFile},
		{Pattern: "POST /cases/{id}/next", Needs: write, Handle: p.setNext},
		{Pattern: "POST /cases/{id}/activate", Needs: write, Handle: p.activate},
		{Pattern: "POST /cases/{id}/aside", Needs: write, Handle: p.setAside},
		{Pattern: "POST /cases/{id}/close", Needs: write, Handle: p.closeCase},
		{Pattern: "POST /cases/{id}/reopen", Needs: write, Handle: p.reopen},
		{Pattern: "POST /cases/{id}/stage", Needs: write, Handle: p.setStage},
		{Pattern: "POST /cases/{id}/transfer", Needs: write, Handle: p.transfer},
		{Pattern: "POST /cases/{id}/answers", Needs: write, Handle: p.saveAnswers},

		{Pattern: "GET /cover", Needs: write, Handle: p.covers},
		{Pattern: "POST /cover", Needs: write, Handle: p.setCover},
		{Pattern: "POST /cover/{id}/end", Needs: write, Handle: p.endCover},

		{Pattern: "GET /settings/programmes", Needs: define, Handle: p.programmes},
		{Pattern: "GET /settings/programmes/new", Needs: define, Handle: p.askProgramme},
		{Pattern: "POST /settings/programmes/new", Needs: define, Handle: p.saveProgramme},
		{Pattern: "GET /settings/programmes/{id}", Needs: define, Handle: p.askProgramme},
		{Pattern: "POST /settings/programmes/{id}", Needs: define, Handle: p.saveProgramme},
		{Pattern: "POST /settings/programmes/{id}/end", Needs: define, Handle: p.endProgramme},
	}
}

// Nav is the entry of the lists, with the number of the reader's active cases.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{
		{ID: "people", Group: 1, Order: 20, TitleKey: "casework.nav", Icon: "people", Href: "/people", Needs: casework.MayRead, Phone: true, Count: p.own},
		{ID: "programmes", Group: 9, Order: 5, TitleKey: "casework.programmes.nav", Icon: "list", Href: "/settings/programmes", Needs: casework.MayProgrammes},
	}
}

func (p *Pages) own(ctx context.Context, r *web.Request) (int, bool, error) {
	counts, err := p.Cases.Count(ctx, r.Actor, r.Actor.ID, casework.All)
	return counts[casework.All], false, err
}

// Panels adds the work to the page of a person, and to its menu.
func (p *Pages) Panels(to *web.Panels) {
	to.Action(web.Action{TitleKey: "casework.open.title", Href: "/people/{id}/cases/new", Needs: casework.MayWrite, Order: 30})
	to.Person(web.Panel{ID: "work", TitleKey: "casework.panel", Needs: casework.MayRead, Order: 5, Render: p.panel})
}
