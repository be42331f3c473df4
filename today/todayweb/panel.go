package todayweb

import (
	"context"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

// Panels puts what is to do about somebody beside their page, and the way to add
// to it into its menu.
func (p *Pages) Panels(to *web.Panels) {
	to.Person(web.Panel{
		ID: "todo", TitleKey: "today.todo", Needs: tasks.MayRead, Order: 10, LinkKey: "today.todo.new", Link: "/tasks/new?person={id}", Render: p.todo,
	})
	to.Action(web.Action{TitleKey: "today.add.task", Href: "/tasks/new?person={id}", Needs: tasks.MayWrite, Order: 30})
}

// todo lists the open tasks about a person, each with its button.
func (p *Pages) todo(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	list, err := p.Tasks.OfPerson(ctx, r.Actor, personID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	name, err := p.Tasks.Person(ctx, r.Actor, personID)
	if err != nil {
		return nil, err
	}
	v := p.view(r, r.Today(), "/people/"+personID)
	rows := make([]shownRow, len(list))
	for i, t := range list {
		kind := p.Tasks.Kinds.Of(t.Kind)
		row := today.Row{Kind: kind, Task: t, PersonID: personID, Person: name, WorkerID: t.WorkerID, ReasonKey: kind.ReasonKey, Reason: t.Reason}
		row.Place = today.Rank(today.Thing{ID: t.ID, Weight: kind.Weight, Due: t.DueOn, Hour: t.DueTime}, v.on, p.Today.Off)
		rows[i] = v.show(ctx, row)
		rows[i].line.Title = todoTitle(ctx, v, row)
		if rows[i].do.href == v.back { // which is where the reader is
			rows[i].do = act{text: i18n.T(ctx, "tasks.kind.task.action"), href: v.task(row, "done"), post: true}
		}
	}
	return todoList(rows), nil
}

// todoTitle names the task alone: whose page it is need not be said.
func todoTitle(ctx context.Context, v view, r today.Row) string {
	if r.Task.Title != "" {
		return r.Task.Title
	}
	return v.title(ctx, r)
}

// small is the button of a row in a narrow column.
func (r shownRow) small(ctx context.Context) layout.Btn {
	b := r.button(ctx)
	b.Kind = ""
	return b
}
