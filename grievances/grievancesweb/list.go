package grievancesweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
)

// byClock is the list of grievances: what cannot wait first.
var byClock = &table.Table[grievances.Row]{
	ID: "grievances", TitleKey: "grievances.title", EmptyKey: "grievances.empty", Sort: "clock",
	Filters: []table.Filter{
		{Name: "q", LabelKey: "grievances.filter.words", Words: true},
		{Name: "topic", LabelKey: "grievances.about", BlankKey: "grievances.filter.any", Answers: topicAnswers()},
	},
	Columns: []table.Column[grievances.Row]{
		{Key: "title", TitleKey: "grievances.column.title", Head: true, Text: titleOf, Cell: func(ctx context.Context, r grievances.Row) templ.Component {
			return link("/grievances/"+r.ID, titleOf(ctx, r))
		}},
		{Key: "person", TitleKey: "grievances.column.person", Sort: "person",
			Text: func(_ context.Context, r grievances.Row) string { return r.Person },
			Cell: func(_ context.Context, r grievances.Row) templ.Component {
				return layout.PersonName(layout.Name{Text: r.Person, Href: "/people/" + r.PersonID, Script: r.ScriptName, Lang: r.ScriptLang})
			}},
		{Key: "at", TitleKey: "grievances.column.at", Sort: "at", Text: func(_ context.Context, r grievances.Row) string { return r.Facility }},
		{Key: "about", TitleKey: "grievances.about", Text: func(ctx context.Context, r grievances.Row) string { return topic(ctx, r.Topic) }},
		{Key: "step", TitleKey: "grievances.column.step", Text: func(_ context.Context, r grievances.Row) string { return r.Step }},
		{Key: "clock", TitleKey: "grievances.column.clock", Sort: "clock", Text: clockText, Cell: func(ctx context.Context, r grievances.Row) templ.Component {
			return layout.When(rowWhen(ctx, r))
		}},
		{Key: "safe", TitleKey: "grievances.column.safe", Text: func(ctx context.Context, r grievances.Row) string {
			if r.Clock == nil || !r.Clock.For.Ours() {
				return ""
			}
			return i18n.Day(ctx, string(r.Clock.Safe))
		}},
		{Key: "worker", TitleKey: "grievances.column.worker", Text: func(_ context.Context, r grievances.Row) string { return r.Worker }},
	},
}

func topicAnswers() []table.Answer {
	var list []table.Answer
	for _, t := range grievances.Topics() {
		list = append(list, table.Answer{Value: string(t), LabelKey: "grievances.topic." + string(t)})
	}
	return list
}

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	s, err := byClock.Read(r)
	if err != nil {
		return err
	}
	which := grievances.Which(s.List)
	rows, total, err := p.Grievances.List(r.Context(), r.Actor, grievances.Filter{
		Which: which, Words: s.Get("q"), Topic: grievances.Topic(s.Get("topic")), Sort: s.Sort, Desc: s.Desc, Limit: s.Limit,
	})
	if err != nil {
		return err
	}
	if s.CSV {
		return byClock.Sheet(w, r, s, "grievances", rows)
	}
	counts, err := p.Grievances.Counts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	var tabs []layout.Tab
	for _, one := range grievances.Lists() {
		href, key := "/grievances?list="+string(one), "grievances.list."+string(one)
		if one == grievances.AllOpen {
			href, key = "/grievances", "grievances.list.all"
		}
		tabs = append(tabs, layout.Tab{Text: r.T(key), Href: href, Count: i18n.Number(r.Context(), counts[one]), Current: one == which})
	}
	body := byClock.View(r.Context(), r, s, table.List[grievances.Row]{Rows: rows, Total: total, Tabs: tabs})
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("grievances.title"), Current: "grievances"}, listPage(body, r.Actor.May(grievances.MayWrite)))
}
