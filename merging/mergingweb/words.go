package mergingweb

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// pair is two records side by side, with what the form takes over.
type pair struct {
	merging.Comparison
	form  *web.Form
	take  []string
	kinds *timeline.Kinds
}

func (p *Pages) pair(c merging.Comparison, f *web.Form) pair {
	return pair{Comparison: c, form: f, take: taken(c, f), kinds: p.Kinds}
}

func (p pair) href() string   { return mergeHref(p.Keep.ID, p.Gone.ID) }
func (p pair) turned() string { return mergeHref(p.Gone.ID, p.Keep.ID) }

// crumbs lead back to the likely doubles.
func crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "people.crumb.people"), Href: "/people"}, {Text: i18n.T(ctx, "merging.doubles.title"), Href: "/people/duplicates"}}
}

func mergeHref(keep, gone string) string { return "/people/merge?a=" + keep + "&b=" + gone }

// term names a field.
func term(ctx context.Context, f merging.Field) string {
	switch {
	case f.Fact && !slices.Contains(people.FactKinds(), f.Key):
		return f.Key // the organisation's own word
	case f.Fact:
		return i18n.T(ctx, "people.fact."+f.Key)
	}
	return i18n.T(ctx, "merging.field."+f.Key)
}

// says is a value in words.
func says(ctx context.Context, f merging.Field, v merging.Value) string {
	switch {
	case v.Text == "" && v.State != people.Known:
		return i18n.T(ctx, "people.state."+string(v.State))
	case f.Fact:
		return v.Text
	case f.Key == people.TakePronoun:
		return i18n.T(ctx, "people.pronoun."+cmp.Or(v.Text, "none"))
	case f.Key == people.TakeKind:
		return i18n.T(ctx, "people.kind."+cmp.Or(v.Text, "supported"))
	case f.Key == people.TakeDied && v.Text == "":
		return i18n.T(ctx, "merging.alive")
	case v.Text == merging.Dead:
		return i18n.T(ctx, "people.died.day-unknown")
	case v.Text == "":
		return i18n.T(ctx, "merging.unknown")
	case f.Key == people.TakeBorn || f.Key == people.TakeDied:
		return i18n.Day(ctx, v.Text)
	}
	return v.Text
}

// evidence says where a value is known from, and since when.
func evidence(ctx context.Context, v merging.Value) string {
	var parts []string
	if v.Source != "" {
		parts = append(parts, v.Source)
	}
	if !v.On.IsZero() {
		parts = append(parts, i18n.Day(ctx, v.On.String()))
	}
	if v.State == people.Contested {
		parts = append(parts, i18n.T(ctx, "people.state.contested"))
	}
	return strings.Join(parts, ", ")
}

func options(ctx context.Context, f merging.Field) []layout.Option {
	return []layout.Option{
		{Value: fromKeep, Label: says(ctx, f, f.Keep), Hint: evidence(ctx, f.Keep)},
		{Value: fromGone, Label: says(ctx, f, f.Gone), Hint: evidence(ctx, f.Gone)},
	}
}

// known are the facts about one of the two that are all kept.
func known(ctx context.Context, f people.Full, has merging.Standing) []layout.Fact {
	facts := []layout.Fact{
		fact(ctx, "merging.names", nameList(f.Names), false), fact(ctx, "merging.numbers", numberList(f.Numbers), true),
		fact(ctx, "merging.born", dayOf(ctx, f), false), fact(ctx, "merging.languages", languageList(ctx, f.Languages), false),
		care(ctx, f.TakeCare),
	}
	facts = append(facts,
		layout.Fact{Term: i18n.T(ctx, "merging.entries"), Value: i18n.Number(ctx, has.Entries)},
		layout.Fact{Term: i18n.T(ctx, "merging.cases"), Value: i18n.Number(ctx, has.Cases)},
		layout.Fact{Term: i18n.T(ctx, "merging.added"), Value: i18n.DayOf(ctx, f.CreatedAt)},
	)
	return facts
}

func fact(ctx context.Context, key, value string, number bool) layout.Fact {
	if value == "" {
		return layout.Fact{Term: i18n.T(ctx, key), Value: i18n.T(ctx, "merging.unknown"), Unknown: true}
	}
	return layout.Fact{Term: i18n.T(ctx, key), Value: value, Number: number}
}

func dayOf(ctx context.Context, f people.Full) string {
	if f.Born.IsZero() {
		return ""
	}
	return i18n.Day(ctx, f.Born.String())
}

// list joins texts, each once.
func list[T any](all []T, text func(T) string) string {
	var out []string
	for _, x := range all {
		if s := text(x); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, "; ")
}

func nameList(names []people.Name) string {
	return list(names, func(n people.Name) string { return n.Text })
}

func numberList(numbers []people.Number) string {
	return list(numbers, func(n people.Number) string { return n.Text })
}

func languageList(ctx context.Context, langs []people.Language) string {
	return list(langs, func(l people.Language) string { return tongues.Name(i18n.From(ctx).Locale(), l.Lang) })
}

func care(ctx context.Context, lines []people.Care) layout.Fact {
	said := list(lines, func(c people.Care) string { return c.Line })
	return layout.Fact{Term: i18n.T(ctx, "merging.care"), Value: cmp.Or(said, i18n.T(ctx, "merging.nothing"))}
}

// result is what the two will be together, as the form stands.
func (p pair) result(ctx context.Context) []layout.Fact {
	both := append(slices.Clone(p.Keep.Names), p.Gone.Names...)
	numbers := append(slices.Clone(p.Keep.Numbers), p.Gone.Numbers...)
	var out []layout.Fact
	for _, f := range p.Fields {
		v := f.Keep
		if slices.Contains(p.take, f.Take) {
			v = f.Gone
		}
		out = append(out, layout.Fact{Term: term(ctx, f), Value: says(ctx, f, v), Note: evidence(ctx, v)})
	}
	return append(out,
		fact(ctx, "merging.names", nameList(both), false), fact(ctx, "merging.numbers", numberList(numbers), true),
		fact(ctx, "merging.languages", languageList(ctx, append(slices.Clone(p.Keep.Languages), p.Gone.Languages...)), false),
		care(ctx, append(slices.Clone(p.Keep.TakeCare), p.Gone.TakeCare...)),
		layout.Fact{Term: i18n.T(ctx, "merging.entries"), Value: i18n.Number(ctx, p.KeepHas.Entries+p.GoneHas.Entries)},
		layout.Fact{Term: i18n.T(ctx, "merging.cases"), Value: i18n.Number(ctx, p.KeepHas.Cases+p.GoneHas.Cases)},
	)
}

// warnings are what to think of before the two become one.
func (p pair) warnings(ctx context.Context) []string {
	a, b := p.KeepHas, p.GoneHas
	var out []string
	warn := func(when bool, key string, args ...any) {
		if when {
			out = append(out, i18n.T(ctx, key, args...))
		}
	}
	warn(p.DistinctBefore, "merging.warn.distinct")
	warn(a.Deadlines > 0 && b.Deadlines > 0, "merging.warn.deadlines", "keep", i18n.Number(ctx, a.Deadlines), "gone", i18n.Number(ctx, b.Deadlines))
	warn(a.Cases > 0 && b.Cases > 0, "merging.warn.cases")
	warn(a.Held && b.Held, "merging.warn.held")
	warn(a.Shut+b.Shut > 0, "merging.warn.shut", "count", a.Shut+b.Shut)
	warn(a.Conflicts+b.Conflicts > 0, "merging.warn.conflicts", "count", a.Conflicts+b.Conflicts)
	warn(a.Restrict != b.Restrict, "merging.warn.restricted")
	warn(len(p.Keep.TakeCare)+len(p.Gone.TakeCare) > people.MostCare, "merging.warn.care", "most", people.MostCare)
	return out
}

// points are both timelines as one, newest first, each with whose it was.
func (p pair) points(ctx context.Context) []layout.Entry {
	all := append(slices.Clone(p.KeepTimeline), p.GoneTimeline...)
	slices.SortStableFunc(all, func(a, b timeline.Entry) int {
		return cmp.Or(strings.Compare(first(b), first(a)), b.RecordedAt.Compare(a.RecordedAt))
	})
	out := make([]layout.Entry, len(all))
	for i, e := range all {
		out[i] = p.point(ctx, e)
	}
	return out
}

func first(e timeline.Entry) string {
	day, _ := e.On.Bounds()
	return string(day)
}

func (p pair) point(ctx context.Context, e timeline.Entry) layout.Entry {
	name, whose, tone := p.Keep.Name, "merging.of.keep", layout.Sky
	if e.PersonID == p.Gone.ID {
		name, whose, tone = p.Gone.Name, "merging.of.gone", layout.Sun
	}
	args := []any{"name", name}
	for key, value := range e.TitleArgs {
		args = append(args, key, value)
	}
	x := layout.Entry{
		Icon: p.kinds.Icon(e), Title: i18n.T(ctx, p.kinds.TitleKey(e), args...), By: e.AuthorName, Body: e.Body,
		Tags: []layout.TagText{{Text: i18n.T(ctx, whose), Tone: tone}},
	}
	if !e.On.IsZero() {
		x.Date = i18n.Day(ctx, e.On.String())
	}
	if e.Stub {
		x.State = "shut"
	}
	return x
}
