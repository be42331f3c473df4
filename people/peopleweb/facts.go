package peopleweb

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// relationWords says who somebody is; the organisation's own words stand as typed.
func relationWords(ctx context.Context, relation string) string {
	key := "people.relation." + relation
	if i18n.From(ctx).Has(key) {
		return i18n.T(ctx, key)
	}
	return relation
}

// calling says when somebody may be called, and whether that was agreed.
func (f *file) calling(ctx context.Context, r people.Relation) string {
	var parts []string
	if r.WhenToCall != "" {
		parts = append(parts, i18n.T(ctx, "people.around.call", "when", r.WhenToCall))
	}
	switch r.Agreed {
	case people.AgreedYes:
		parts = append(parts, i18n.T(ctx, "people.around.agreed", "on", i18n.Day(ctx, r.AgreedOn.String())))
	case people.AgreedNo:
		parts = append(parts, i18n.T(ctx, "people.around.refused", "on", i18n.Day(ctx, r.AgreedOn.String())))
	default:
		parts = append(parts, i18n.T(ctx, "people.around.not-asked"))
	}
	return strings.Join(parts, " ")
}

// factName is what a kind of fact is called.
func factName(ctx context.Context, kind string) string {
	key := "people.fact." + kind
	if i18n.From(ctx).Has(key) {
		return i18n.T(ctx, key)
	}
	return kind
}

// factLine is a fact as the page shows it.
func factLine(ctx context.Context, f people.Fact) layout.Fact {
	l := layout.Fact{Term: factName(ctx, f.Kind), Value: f.Value, Note: sourced(ctx, f.Source, f.KnownOn)}
	switch {
	case f.Shut:
		l.Value, l.Unknown = i18n.T(ctx, "people.fact.shut"), true
	case f.Value == "":
		l.Value, l.Unknown = state(ctx, f.State), true
	case f.State == people.Contested:
		l.Value = i18n.T(ctx, "people.fact.contested", "value", f.Value)
	}
	return l
}

// factText is what a fact says in one line.
func factText(ctx context.Context, f people.Fact) string {
	if f.Kind == people.FactBorn || f.Kind == people.FactDied {
		if f.Value != "" {
			return i18n.Day(ctx, f.Value)
		}
	}
	return factLine(ctx, f).Value
}

// told are the facts the reader may read.
func (f *file) told() []people.Fact {
	return slices.DeleteFunc(slices.Clone(f.Facts), func(fact people.Fact) bool { return fact.Shut })
}

// recordedBy says who wrote a fact down.
func recordedBy(ctx context.Context, name string) string {
	if name == "" {
		return ""
	}
	return i18n.T(ctx, "people.history.by", "name", name)
}

// facts are those of the side column: further numbers, what is spoken, and what
// was recorded. Born and died stand in the head.
func (f *file) facts(ctx context.Context) []layout.Fact {
	var out []layout.Fact
	for i, n := range f.Numbers {
		if i > 0 {
			out = append(out, layout.Fact{Term: i18n.T(ctx, "people.number.other"), Value: n.Text, Number: true, Note: joined(n.Issuer, n.Source)})
		}
	}
	for _, l := range f.Languages {
		switch l.How {
		case people.Speaks, people.SpeaksSome, people.Interpreter:
			out = append(out, layout.Fact{Term: i18n.T(ctx, "people.how."+string(l.How)), Value: language(ctx, l.Lang)})
		}
	}
	for _, fact := range f.Facts {
		if fact.Kind != people.FactBorn && fact.Kind != people.FactDied {
			out = append(out, factLine(ctx, fact))
		}
	}
	return out
}

func joined(parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, ", ")
}
