package grievancesweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

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
		{Name: "at", LabelKey: "grievances.column.at", BlankKey: "grievances.filter.any"},
		{Name: "rules", LabelKey: "grievances.procedure", BlankKey: "grievances.filter.any", Rare: true},
		{Name: "topic", LabelKey: "grievances.about", BlankKey: "grievances.filter.any", Answers: topicAnswers()},
	},
	Columns: []table.Column[grievances.Row]{
		{Key: "title", TitleKey: "grievances.column.title", Head: true, Text: titleOf, Cell: func(ctx context.Context, r grievances.Row) templ.Component {
			return layout.Anchor("/grievances/"+r.ID, titleOf(ctx, r))
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
		Which: which, Words: s.Get("q"), Facility: s.Get("at"), Rules: s.Get("rules"), Topic: grievances.Topic(s.Get("topic")), Sort: s.Sort, Desc: s.Desc, Limit: s.Limit,
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
	options, err := p.options(r)
	if err != nil {
		return err
	}
	body := byClock.View(r.Context(), r, s, table.List[grievances.Row]{Rows: rows, Total: total, Tabs: tabs, Options: options})
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("grievances.title"), Current: "grievances"},
		listPage(body, r.Actor.May(grievances.MayWrite), r.Actor.May(grievances.MayPatterns)))
}

// options are the facilities and the procedures of the grievances in sight.
func (p *Pages) options(r *web.Request) (map[string][]layout.Option, error) {
	at, rules, err := p.Grievances.Choices(r.Context(), r.Actor)
	return map[string][]layout.Option{"at": byLabel(at), "rules": byLabel(rules)}, err
}

// byLabel are the choices of a map from values to labels, in the order of the labels.
func byLabel(labels map[string]string) []layout.Option {
	var list []layout.Option
	for value, label := range labels {
		list = append(list, layout.Option{Value: value, Label: label})
	}
	slices.SortFunc(list, func(a, b layout.Option) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value))
	})
	return list
}
