package rulepacksweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/internal/web/table"
	"github.com/throughcare/throughcare/rulepacks"
)

// listTable lists the procedures as they are in force today.
var listTable = &table.Table[rulepacks.Version]{
	ID: "clocks", TitleKey: "clocks.title", EmptyKey: "clocks.empty", Sort: "where",
	Columns: []table.Column[rulepacks.Version]{
		{Key: "title", TitleKey: "clocks.procedure", Head: true, Sort: "title",
			Text: func(_ context.Context, v rulepacks.Version) string { return v.Title }, Cell: procedureCell},
		{Key: "agency", TitleKey: "clocks.agency", Sort: "agency", Text: func(_ context.Context, v rulepacks.Version) string { return v.Agency }},
		{Key: "where", TitleKey: "clocks.where", Sort: "where", Text: func(_ context.Context, v rulepacks.Version) string { return v.Pack.Jurisdiction }},
		{Key: "since", TitleKey: "clocks.since", Sort: "since", Text: sinceText},
		{Key: "steps", TitleKey: "clocks.steps", Right: true, Text: func(ctx context.Context, v rulepacks.Version) string { return i18n.Number(ctx, len(v.Steps)) }},
		{Key: "mark", TitleKey: "clocks.mark", Text: func(ctx context.Context, v rulepacks.Version) string { return markName(ctx, doubtful(v)) }, Cell: markCell},
		{Key: "code", TitleKey: "clocks.code", Hidden: true, Text: func(_ context.Context, v rulepacks.Version) string { return v.Code }},
		{Key: "pack", TitleKey: "clocks.pack", Hidden: true, Text: func(_ context.Context, v rulepacks.Version) string { return v.Pack.Name + " " + v.Pack.Version }},
	},
}

func procedureCell(_ context.Context, v rulepacks.Version) templ.Component { return procedureLink(v) }

func markCell(ctx context.Context, v rulepacks.Version) templ.Component {
	m := doubtful(v)
	return layout.Tag(markName(ctx, m), markTone(m))
}

func sinceText(ctx context.Context, v rulepacks.Version) string {
	if v.EffectiveFrom == "" {
		return i18n.T(ctx, "clocks.since.always")
	}
	return i18n.Day(ctx, string(v.EffectiveFrom))
}

func markName(ctx context.Context, m rulepacks.Mark) string {
	return i18n.T(ctx, "rulepacks.mark."+string(m))
}

// markTone makes doubt visible, and nothing of what is sure.
func markTone(m rulepacks.Mark) layout.Tone {
	switch m {
	case rulepacks.Unverified:
		return layout.Sun
	case rulepacks.Secondary:
		return layout.Sky
	}
	return layout.Quiet
}

// doubtful is the least sure mark of all that a procedure says.
func doubtful(v rulepacks.Version) rulepacks.Mark {
	worst := v.Mark
	for _, s := range v.Steps {
		for _, l := range s.Limits {
			if slices.Index(rulepacks.Marks(), l.Mark) > slices.Index(rulepacks.Marks(), worst) {
				worst = l.Mark
			}
		}
	}
	return worst
}

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	s, err := listTable.Read(r)
	if err != nil {
		return err
	}
	book, err := p.Rules.Rules(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	var rows []rulepacks.Version
	for _, code := range book.Codes() {
		if v, ok := book.InForce(code, r.Today()); ok && !v.Pack.Template {
			rows = append(rows, v)
		}
	}
	sortVersions(rows, s.Sort, s.Desc)
	if s.CSV {
		return listTable.Sheet(w, r, s, "clocks", rows)
	}
	body := listTable.View(r.Context(), r, s, table.List[rulepacks.Version]{Rows: rows, Total: len(rows)})
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("clocks.title"), Current: current}, listPage(body, book.Calendars(), r.Actor))
}

func sortVersions(rows []rulepacks.Version, by string, desc bool) {
	key := func(v rulepacks.Version) string {
		switch by {
		case "title":
			return v.Title
		case "agency":
			return v.Agency
		case "since":
			return string(v.EffectiveFrom)
		}
		return v.Pack.Jurisdiction
	}
	slices.SortStableFunc(rows, func(a, b rulepacks.Version) int {
		c := cmp.Or(strings.Compare(key(a), key(b)), strings.Compare(a.Code, b.Code))
		if desc {
			return -c
		}
		return c
	})
}
