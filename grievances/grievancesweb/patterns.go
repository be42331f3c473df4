package grievancesweb

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/pattern"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
)

// byTheme lists what was told of the facilities in a quarter. Small numbers are left
// out of it everywhere, so that it can be shown to others.
var byTheme = &table.Table[pattern.Row]{
	ID: "grievance-patterns", TitleKey: "grievances.patterns", EmptyKey: "grievances.patterns.empty",
	Filters: []table.Filter{{Name: "quarter", LabelKey: "grievances.patterns.quarter", BlankKey: "grievances.patterns.now"}},
	Columns: []table.Column[pattern.Row]{
		{Key: "at", TitleKey: "grievances.column.at", Head: true, Text: func(_ context.Context, p pattern.Row) string { return p.Facility },
			Cell: func(_ context.Context, p pattern.Row) templ.Component { return layout.Anchor(told(p), p.Facility) }},
		{Key: "about", TitleKey: "grievances.about", Text: func(ctx context.Context, p pattern.Row) string { return topic(ctx, grievances.Topic(p.Topic)) }},
		{Key: "people", TitleKey: "grievances.patterns.people", Right: true, Text: func(ctx context.Context, p pattern.Row) string { return number(ctx, p.People) }},
		{Key: "matters", TitleKey: "grievances.patterns.matters", Right: true, Text: func(ctx context.Context, p pattern.Row) string {
			if p.People.Few() {
				return number(ctx, p.People)
			}
			return number(ctx, p.Matters)
		}},
		{Key: "before", TitleKey: "grievances.patterns.before", Right: true, Text: func(ctx context.Context, p pattern.Row) string { return number(ctx, p.Before) }},
	},
}

// told leads to the grievances that a pattern is of.
func told(p pattern.Row) string {
	return "/grievances?" + url.Values{"list": {string(grievances.Every)}, "at": {p.FacilityID}, "topic": {p.Topic}}.Encode()
}

func number(ctx context.Context, n pattern.Number) string {
	if n.Few() {
		return i18n.T(ctx, "grievances.patterns.few")
	}
	return i18n.Number(ctx, int(n))
}

func (p *Pages) patterns(w http.ResponseWriter, r *web.Request) error {
	s, err := byTheme.Read(r)
	if err != nil {
		return err
	}
	quarters, err := p.Grievances.Quarters(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	quarter := pattern.Quarter(s.Get("quarter"))
	if quarter == "" {
		quarter = quarters[0]
	}
	rows, err := p.Grievances.Patterns(r.Context(), r.Actor, quarter)
	if err != nil {
		return err
	}
	if s.CSV {
		return byTheme.Sheet(w, r, s, "grievances-"+strings.ToLower(string(quarter)), rows)
	}
	var options []layout.Option
	for _, q := range quarters[1:] {
		options = append(options, layout.Option{Value: string(q), Label: quarterWords(r.Context(), q)})
	}
	body := byTheme.View(r.Context(), r, s, table.List[pattern.Row]{
		Rows: rows, Total: len(rows), Options: map[string][]layout.Option{"quarter": options}, Fixed: []layout.Option{{Label: quarterWords(r.Context(), quarter)}},
	})
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("grievances.patterns"), Current: "grievances"}, patternsPage(body))
}

// quarterWords is a quarter in words: "July to September 2026".
func quarterWords(ctx context.Context, q pattern.Quarter) string {
	year, n, _ := strings.Cut(string(q), "-Q")
	return i18n.T(ctx, "grievances.quarter."+n, "year", year)
}

// alikeWords says that others told of the same.
func (v page) alikeWords(ctx context.Context) string {
	return i18n.T(ctx, "grievances.alike.words", "count", v.Alike.Others, "at", v.Place.Name, "topic", topic(ctx, v.Topic), "day", i18n.Day(ctx, string(v.Alike.Since)))
}

// alike reports whether enough others told of the same to call it a pattern.
func (v page) alike() bool { return v.Alike.Others >= fewestAlike }

// fewestAlike is how many others make a pattern worth comparing.
const fewestAlike = 2
