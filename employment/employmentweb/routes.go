// Package employmentweb holds the pages of work: what is on offer, employers, who may fit,
// jobs and whether they last, and somebody's own work.
package employmentweb

import (
	"context"
	"embed"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/internal/web"
)

// Locales are the words of these pages and of work.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of work.
type Pages struct{ Employment *employment.Service }

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	read, write := employment.MayRead, employment.MayWrite
	return []web.Route{
		{Pattern: "GET /work", Needs: read, Handle: p.board},
		{Pattern: "GET /work/employers/new", Needs: write, Handle: p.askEmployer},
		{Pattern: "POST /work/employers/new", Needs: write, Handle: p.saveEmployer},
		{Pattern: "GET /work/employers/{row}", Needs: read, Handle: p.employer},
		{Pattern: "POST /work/employers/{row}", Needs: write, Handle: p.say},
		{Pattern: "GET /work/employers/{row}/change", Needs: write, Handle: p.askEmployer},
		{Pattern: "POST /work/employers/{row}/change", Needs: write, Handle: p.saveEmployer},
		{Pattern: "GET /work/employers/{row}/letter", Needs: read, Handle: p.askLetter},
		{Pattern: "POST /work/employers/{row}/letter", Needs: read, Handle: p.letter},
		{Pattern: "GET /work/employers/{row}/vacancy", Needs: write, Handle: p.askVacancy},
		{Pattern: "POST /work/employers/{row}/vacancy", Needs: write, Handle: p.saveVacancy},
		{Pattern: "GET /work/vacancies/{row}", Needs: read, Handle: p.vacancy},
		{Pattern: "POST /work/vacancies/{row}", Needs: write, Handle: p.putForward},
		{Pattern: "GET /work/vacancies/{row}/candidates/{who}", Needs: write, Handle: p.askCandidate},
		{Pattern: "POST /work/vacancies/{row}/candidates/{who}", Needs: write, Handle: p.moveCandidate},
		{Pattern: "GET /work/placements/{row}", Needs: read, Handle: p.placement},
		{Pattern: "POST /work/placements/{row}/{deed}", Needs: write, Handle: p.do},
		{Pattern: "GET /people/{id}/work", Needs: read, Handle: p.person},
		{Pattern: "POST /people/{id}/work", Needs: write, Handle: p.seek},
		{Pattern: "POST /people/{id}/work/arrived", Needs: write, Handle: p.arrived},
		{Pattern: "GET /people/{id}/work/start", Needs: write, Handle: p.askStart},
		{Pattern: "POST /people/{id}/work/start", Needs: write, Handle: p.start},
		{Pattern: "GET /people/{id}/work/disclosure", Needs: employment.MayJudge, Handle: p.disclosure},
		{Pattern: "POST /people/{id}/work/disclosure", Needs: employment.MayJudge, Handle: p.disclosure},
	}
}

// Nav is the entry of the navigation.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{ID: "work", Group: 2, Order: 30, TitleKey: "employment.title", Icon: "work", Href: "/work", Needs: employment.MayRead}}
}

// Panels puts the work of somebody on their page, and leads to it.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{ID: "work", TitleKey: "employment.title", Needs: employment.MayRead, Order: 44, LinkKey: "employment.panel.all", Link: "/people/{id}/work", Render: p.panel})
	to.Action(web.Action{TitleKey: "employment.title", Href: "/people/{id}/work", Needs: employment.MayRead, Order: 60})
}

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	w, err := p.Employment.OfPerson(ctx, r.Actor, personID)
	if err != nil || w.Seeker.ID == "" && len(w.Placements)+len(w.Candidates) == 0 {
		return nil, err
	}
	return panel(w), nil
}
