package caseworkweb

import (
	"context"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
)

type (
	column  = table.Column[casework.Row]
	row     = casework.Row
	subject = casework.Subject
)

// tableOf is the definition of a list: its columns, filters and what can be done
// with its rows depend on which list it is and on who reads it.
func (p *Pages) tableOf(r *web.Request, l listed) *table.Table[row] {
	t := &table.Table[row]{
		ID: "people", TitleKey: "casework.list.table", EmptyKey: emptyKey(l.which), Sort: order(l), Filters: filters,
		Columns: columns(l.which, r.URL.Query().Get("whose") != "" || r.View().Get("whose") != "" || len(l.saved.Values["whose"]) > 0),
		Row:     func(_ context.Context, c row) (string, string) { return c.Key(), c.Name },
	}
	if l.saved.ID != "" {
		t.Begin = l.saved.Values
	}
	if r.Actor.May(casework.MayWrite) {
		t.BulkAction, t.Bulk = "/people/choose", bulkOptions
	}
	if r.Actor.May(casework.MayLog) {
		t.Fold = p.foldOf(l.which)
	}
	return t
}

// filters stand above every list. Free words are put away with the session.
var filters = []table.Filter{
	{Name: "q", LabelKey: "casework.filter.words", Words: true},
	{Name: "at", LabelKey: "casework.filter.at", BlankKey: "casework.filter.at.any"},
	{Name: "reads", LabelKey: "casework.filter.reads", BlankKey: "casework.filter.reads.any"},
	{Name: "home", LabelKey: "casework.filter.home", BlankKey: "casework.filter.any", Answers: []table.Answer{
		{Value: "30", LabelKey: "casework.filter.days.30"}, {Value: "90", LabelKey: "casework.filter.days.90"},
		{Value: "365", LabelKey: "casework.filter.days.365"}, {Value: "unknown", LabelKey: "casework.filter.unknown"},
	}},
	{Name: "quiet", Rare: true, LabelKey: "casework.filter.quiet", BlankKey: "casework.filter.any", Answers: []table.Answer{
		{Value: "30", LabelKey: "casework.filter.days.30"}, {Value: "90", LabelKey: "casework.filter.days.90"}, {Value: "180", LabelKey: "casework.filter.days.180"},
		{Value: "0-30", LabelKey: "casework.filter.band.0-30"}, {Value: "31-60", LabelKey: "casework.filter.band.31-60"},
		{Value: "61-90", LabelKey: "casework.filter.band.61-90"}, {Value: "91", LabelKey: "casework.filter.band.91"},
	}},
	{Name: "whose", Rare: true, LabelKey: "casework.filter.whose", BlankKey: "casework.whose.mine"},
	{Name: "programme", Rare: true, LabelKey: "casework.filter.programme", BlankKey: "casework.filter.programme.any"},
	{Name: "stage", Rare: true, LabelKey: "casework.filter.stage", BlankKey: "casework.filter.stage.any"},
}

// order is the sort a list begins with: what hurts most if it is missed.
func order(l listed) string {
	if kept := l.saved.Values["sort"]; len(kept) > 0 {
		return kept[0]
	}
	switch l.which {
	case casework.Everyone:
		return string(casework.SortName)
	case casework.QuietFor:
		return string(casework.SortLast)
	case casework.Home:
		return string(casework.SortHome)
	case casework.Waits:
		return string(casework.SortSince)
	case casework.Ended:
		return "-" + string(casework.SortSince)
	}
	return string(casework.SortNext)
}

func emptyKey(w casework.Which) string {
	if w == casework.All {
		return "casework.list.empty.all"
	}
	return "casework.list.empty." + string(w)
}

// columns of a list. Whose case it is stands there when it is not plain.
func columns(w casework.Which, whose bool) []column {
	off := w == casework.Waits || w == casework.Ended // the books, so nothing comes next
	return []column{
		{Key: "name", TitleKey: "casework.column.name", Head: true, Sort: string(casework.SortName),
			Text: func(_ context.Context, c row) string { return c.Name }, Cell: func(_ context.Context, c row) templ.Component { return nameCell(c) }},
		{Key: "script", TitleKey: "casework.column.script", Sheet: true, Text: func(_ context.Context, c row) string { return c.ScriptName }},
		{Key: "number", TitleKey: "casework.column.number", Sheet: true, Text: func(_ context.Context, c row) string { return c.Number }},
		{Key: "at", TitleKey: "casework.column.at", Bare: true, Sort: string(casework.SortAt),
			Text: func(_ context.Context, c row) string { return c.Facility }, Cell: func(_ context.Context, c row) templ.Component { return placeCell(c) }},
		{Key: "unit", TitleKey: "casework.column.unit", Sheet: true, Text: func(_ context.Context, c row) string { return c.Unit }},
		{Key: "last", TitleKey: "casework.column.last", Sort: string(casework.SortLast),
			Text: func(_ context.Context, c row) string { return string(c.LastOn) }, Cell: func(_ context.Context, c row) templ.Component { return lastCell(c) }},
		{Key: "how", TitleKey: "casework.column.how", Sheet: true, Text: func(ctx context.Context, c row) string { return channelName(ctx, c.LastHow) }},
		{Key: "next", TitleKey: "casework.column.next", Bare: true, Sort: string(casework.SortNext), Hidden: off,
			Text: func(_ context.Context, c row) string { return string(c.NextOn) },
			Cell: func(ctx context.Context, c row) templ.Component { return layout.When(nextWords(ctx, c)) }},
		{Key: "what", TitleKey: "casework.column.what", Sheet: true, Text: func(_ context.Context, c row) string { return c.NextTitle }},
		{Key: "since", TitleKey: sinceKey(w), Sort: sinceSort(w), Hidden: !off,
			Text: func(_ context.Context, c row) string { return string(c.Since) },
			Cell: func(ctx context.Context, c row) templ.Component { return daysCell(string(c.Since)) }},
		{Key: "reason", TitleKey: "casework.column.reason", Hidden: w != casework.Ended, Text: func(_ context.Context, c row) string { return c.Reason }},
		{Key: "home", TitleKey: "casework.column.home", Sort: string(casework.SortHome), Hidden: w == casework.Ended,
			Text: func(_ context.Context, c row) string { return c.HomeOn }, Cell: func(_ context.Context, c row) templ.Component { return homeCell(c) }},
		{Key: "state", TitleKey: "casework.column.state", Hidden: w != casework.Everyone, Text: func(ctx context.Context, c row) string { return stateName(ctx, c.State) }},
		{Key: "worker", TitleKey: "casework.column.worker", Hidden: !whose && w != casework.Everyone, Text: func(_ context.Context, c row) string { return c.Worker }},
	}
}

func sinceKey(w casework.Which) string {
	if w == casework.Ended {
		return "casework.column.closed"
	}
	return "casework.column.since"
}

func sinceSort(w casework.Which) string {
	if w == casework.Ended || w == casework.Waits {
		return string(casework.SortSince)
	}
	return ""
}

// foldOf is what opens below a row: a contact to log, or a waiting case to take
// up.
func (p *Pages) foldOf(w casework.Which) *table.Fold[row] {
	if w == casework.Waits {
		return &table.Fold[row]{
			First: "f-next",
			Link:  func(ctx context.Context, c row) (string, string) { return i18n.T(ctx, "casework.take-up"), c.Name },
			Body:  func(_ context.Context, c row, back string) templ.Component { return takeUpForm(c, back) },
		}
	}
	return &table.Fold[row]{
		First: "f-channel",
		Link: func(ctx context.Context, c row) (string, string) {
			return i18n.T(ctx, "casework.log"), i18n.T(ctx, "casework.log.with", "name", c.Name)
		},
		Body: func(_ context.Context, c row, back string) templ.Component { return contactFold(c, back) },
	}
}

// bulkOptions are what can be done with many at once.
func bulkOptions(ctx context.Context, r *web.Request) []layout.Option {
	list := []layout.Option{}
	for _, what := range []string{doNext, doTransfer, doMove, doAside, doClose} {
		if what != doMove || r.Actor.May(custody.MayWrite) {
			list = append(list, layout.Option{Value: what, Label: i18n.T(ctx, "casework.do."+what)})
		}
	}
	return list
}
