// Package mergingweb is the pages about records that may be of one person: the
// likely doubles, two records side by side, and what a record is made of.
package mergingweb

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Locales holds the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages about records of one person.
type Pages struct {
	Merging *merging.Service
	People  *people.Service
	Kinds   *timeline.Kinds
	Jobs    *jobs.Runner
}

// Routes are the pages and actions.
func (p *Pages) Routes() []web.Route {
	const may = merging.MayMerge
	return []web.Route{
		{Pattern: "GET /people/duplicates", Needs: may, Handle: p.doubles},
		{Pattern: "POST /people/duplicates", Needs: may, Handle: p.decide},
		{Pattern: "POST /people/duplicates/search", Needs: may, Handle: p.search},
		{Pattern: "GET /people/merge", Needs: may, Handle: p.ask},
		{Pattern: "POST /people/merge", Needs: may, Handle: p.merge},
		{Pattern: "POST /people/merge/find", Needs: may, Handle: p.find, Class: web.Search},
		{Pattern: "GET /people/{id}/merges", Needs: may, Handle: p.merges},
		{Pattern: "POST /people/{id}/merges/{merge}", Needs: may, Handle: p.part},
	}
}

// Panels puts the way here into the menu of the person page, and says there
// what a record is made of.
func (p *Pages) Panels(to *web.Panels) {
	to.Action(web.Action{TitleKey: "merging.menu", Href: "/people/merge?a={id}", Needs: merging.MayMerge, Order: 80})
	to.Settings(web.Panel{ID: "doubles", TitleKey: "merging.doubles.title", Needs: merging.MayMerge, Order: 40, Render: settings})
	to.Person(web.Panel{ID: "merges", TitleKey: "merging.panel", Needs: merging.MayMerge, Order: 95, Render: p.panel})
}

// jobKind is what the comparison of everybody is called among the jobs, and
// everyone what it works on: there is never more than one.
const jobKind, everyone = "merging.search", "everyone"

// Results says where the doubles are that a comparison found.
func (p *Pages) Results() map[string]string {
	return map[string]string{jobKind: "/people/duplicates"}
}

const current = "people"

func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	list, err := p.Merging.Of(ctx, r.Actor, personID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return mergesPanel(personID, list), nil
}

// settings leads to the likely doubles.
func settings(context.Context, *web.Request, string) (templ.Component, error) {
	return settingsPanel(), nil
}

func (p *Pages) merges(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	list, err := p.Merging.Of(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	f, err := p.People.Person(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("merging.merges.title"), Current: current}, mergesPage(f, list))
}

func (p *Pages) part(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	merge, err := r.PathID("merge")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(); err != nil {
		return err
	}
	if _, err := p.Merging.Part(r.Context(), r.Actor, merge); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id)
}

// Moved is where an address below /people leads when its record became part of
// another that the reader sees, "" for nowhere.
func (p *Pages) Moved(ctx context.Context, actor authz.Actor, path string) string {
	rest, below := strings.CutPrefix(path, "/people/")
	id, page, deeper := strings.Cut(rest, "/")
	if !below || !ids.Valid(id) {
		return ""
	}
	kept, err := p.Merging.Kept(ctx, actor, id)
	if err != nil {
		return "" // as if there were nothing
	}
	if deeper {
		kept += "/" + page
	}
	return "/people/" + kept
}
