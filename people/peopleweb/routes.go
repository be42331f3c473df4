// Package peopleweb is the pages about one person: their page with its line,
// adding somebody, changing what is known, who is around them, and one entry of
// their timeline. What other capabilities know of a person stands in panels
// they contribute; the record's own are asked through the small interfaces here.
package peopleweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Locales holds the words of these pages, and of people and timelines.
//
//go:embed locales
var Locales embed.FS

// Custody says where somebody is, and which dates lie on their way.
type Custody interface {
	Current(ctx context.Context, actor authz.Actor, personID string) (custody.Stay, error)
	Milestones(ctx context.Context, actor authz.Actor, personID string) ([]custody.Milestone, error)
}

// Tasks is what is to be done for a person.
type Tasks interface {
	OfPerson(ctx context.Context, actor authz.Actor, personID string) ([]tasks.Task, error)
	Add(ctx context.Context, actor authz.Actor, t tasks.Task) (tasks.Task, error)
	Done(ctx context.Context, actor authz.Actor, id, rev string) error
}

// Cases is the work with a person.
type Cases interface {
	OfPerson(ctx context.Context, actor authz.Actor, personID string) ([]casework.Full, error)
	Beside(ctx context.Context, actor authz.Actor, personID string) (casework.Beside, error)
	Programmes(ctx context.Context, actor authz.Actor) ([]casework.Programme, error)
	Colleagues(ctx context.Context, actor authz.Actor) ([]staff.Colleague, error)
	LogContact(ctx context.Context, actor authz.Actor, c casework.Contact) error
	Intake(ctx context.Context, actor authz.Actor, idx people.Index, n people.NewPerson, c *casework.NewCase) (people.Person, error)
}

// Places is the directory of prisons, for how to write to somebody there.
type Places interface {
	Facility(ctx context.Context, actor authz.Actor, id string) (facilities.Full, error)
}

// Pages are the pages about one person.
type Pages struct {
	People   *people.Service
	Timeline *timeline.Service
	Custody  Custody
	Tasks    Tasks
	Kinds    *tasks.Kinds
	Cases    Cases
	Places   Places
	Panels   *web.Panels
	Names    func(context.Context) (map[string]string, error) // of all accounts, by id
}

// Routes are the pages and actions.
func (p *Pages) Routes() []web.Route {
	read, write := people.MayRead, people.MayWrite
	return []web.Route{
		{Pattern: "GET /people/new", Needs: write, Handle: p.askNew},
		{Pattern: "POST /people/new", Needs: write, Handle: p.add},
		{Pattern: "POST /people/new/likely", Needs: write, Handle: p.likely, Class: web.Search},
		{Pattern: "GET /people/{id}", Needs: read, Handle: p.person},
		{Pattern: "POST /people/{id}", Needs: timeline.MayWrite, Handle: p.compose},
		{Pattern: "POST /people/{id}/tasks/{task}/done", Needs: tasks.MayWrite, Handle: p.done},
		{Pattern: "GET /people/{id}/entries/{entry}", Needs: read, Handle: p.entry},
		{Pattern: "POST /people/{id}/entries/{entry}", Needs: timeline.MayWrite, Handle: p.correct},
		{Pattern: "POST /people/{id}/entries/{entry}/sight", Needs: timeline.MayWrite, Handle: p.setSight},
		{Pattern: "GET /people/{id}/edit", Needs: write, Handle: p.groups},
		{Pattern: "GET /people/{id}/edit/{group}", Needs: write, Handle: p.askEdit},
		{Pattern: "POST /people/{id}/edit/{group}", Needs: write, Handle: p.edit},
		{Pattern: "GET /people/{id}/facts/{fact}", Needs: read, Handle: p.history},
		{Pattern: "GET /people/{id}/around", Needs: read, Handle: p.around},
		{Pattern: "POST /people/{id}/around", Needs: write, Handle: p.relate},
		{Pattern: "GET /people/{id}/around/{relation}", Needs: write, Handle: p.askRelation},
		{Pattern: "POST /people/{id}/around/{relation}", Needs: write, Handle: p.changeRelation},
	}
}

// Adds are the lines of the page that asks what to add.
func (p *Pages) Adds() []web.Add {
	return []web.Add{{Order: 1, TitleKey: "people.new.title", Icon: "person", Href: "/people/new", Needs: people.MayWrite}}
}
