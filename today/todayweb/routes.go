// Package todayweb holds the pages of the day: Today, what is done with a task,
// the day sheet on paper, and the hand-over.
package todayweb

import (
	"context"
	"embed"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages are the pages of the day.
type Pages struct {
	Today  *today.Service
	Tasks  *tasks.Service
	Cases  *casework.Service
	Others *web.Panels // what other capabilities show on Today; may be nil
}

// Routes lists the pages with the permission each needs.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /{$}", Needs: authz.SignedIn, Handle: p.home},
		{Pattern: "GET /today", Needs: tasks.MayRead, Handle: p.day},
		{Pattern: "GET /today/choose", Needs: tasks.MayRead, Handle: p.choose},
		{Pattern: "GET /day-sheet", Needs: tasks.MayRead, Handle: p.sheet},
		{Pattern: "GET /tasks/new", Needs: tasks.MayWrite, Handle: p.newTask},
		{Pattern: "POST /tasks/new", Needs: tasks.MayWrite, Handle: p.addTask},
		{Pattern: "POST /tasks/{id}/done", Needs: tasks.MayWrite, Handle: p.done},
		{Pattern: "POST /tasks/{id}/tomorrow", Needs: tasks.MayWrite, Handle: p.tomorrow},
		{Pattern: "GET /tasks/{id}/later", Needs: tasks.MayWrite, Handle: p.later},
		{Pattern: "POST /tasks/{id}/later", Needs: tasks.MayWrite, Handle: p.putOff},
		{Pattern: "GET /tasks/{id}/hand-over", Needs: tasks.MayWrite, Handle: p.toWhom},
		{Pattern: "POST /tasks/{id}/hand-over", Needs: tasks.MayWrite, Handle: p.handOver},
		{Pattern: "GET /tasks/{id}/lost", Needs: tasks.MayWrite, Handle: p.whyLost},
		{Pattern: "POST /tasks/{id}/lost", Needs: tasks.MayWrite, Handle: p.lose},
		{Pattern: "GET /handover", Needs: casework.MayRead, Handle: p.handover},
		{Pattern: "POST /handover", Needs: casework.MayWrite, Handle: p.addLine},
		{Pattern: "GET /handover/pack", Needs: casework.MayRead, Handle: p.pack},
	}
}

// Nav is Today's place in the navigation, with what cannot wait.
func (p *Pages) Nav() []web.Nav {
	return []web.Nav{{
		ID: "today", Group: 1, Order: 10, TitleKey: "today.nav", Icon: "today", Href: "/", Needs: tasks.MayRead, Phone: true, HotKey: "today.urgent",
		Count: p.urgent,
	}}
}

// urgent is what cannot wait, beside Today in the navigation.
func (p *Pages) urgent(ctx context.Context, r *web.Request) (n int, hot bool, err error) {
	if !r.Actor.May(casework.MayRead) {
		return 0, false, nil
	}
	if n, known := ctx.Value(urgentKey{}).(int); known {
		return n, true, nil
	}
	n, err = p.Today.Urgent(ctx, r.Actor)
	return n, true, err
}

type urgentKey struct{}

// know keeps what the page itself has counted, so that the navigation does not
// count it again.
func know(r *web.Request, urgent int) {
	r.Request = r.WithContext(context.WithValue(r.Context(), urgentKey{}, urgent))
}

// Adds is what these pages let people add.
func (p *Pages) Adds() []web.Add {
	return []web.Add{{Order: 40, TitleKey: "today.add.task", Icon: "task", Href: "/tasks/new", Needs: tasks.MayWrite}}
}

// colleagues lists whom work can be given to, without the actor.
func (p *Pages) colleagues(ctx context.Context, actor authz.Actor) (list []layout.Option, err error) {
	all, err := p.Cases.Colleagues(ctx, actor)
	for _, c := range all {
		if c.ID != actor.ID {
			list = append(list, layout.Option{Value: c.ID, Label: c.Name})
		}
	}
	return list, err
}
