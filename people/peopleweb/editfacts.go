package peopleweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

func waysGroup() group {
	return group{
		key:    "ways",
		fields: func(*file) []string { return []string{"say_it", "sort_as", "pronoun", "kind"} },
		fill: func(_ *web.Request, f *file) *form.Form {
			return web.NewForm("say_it", f.SayIt, "sort_as", f.SortAs, "pronoun", f.Pronoun, "kind", string(f.Kind))
		},
		tag: func(f *file) string { return f.Ways().Tag() },
		save: func(p *Pages, r *web.Request, f *file, form *form.Form) error {
			return p.People.SetWays(r.Context(), r.Actor, f.ID, form.Rev(), people.Ways{
				SayIt: form.Text("say_it"), SortAs: form.Text("sort_as"), Pronoun: form.Raw("pronoun"), Kind: people.Kind(form.Raw("kind")),
			})
		},
		view: func(_ *file, form *form.Form) templ.Component { return waysInputs(form) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			lines := []layout.Fact{{Term: i18n.T(ctx, "people.kind.label"), Value: i18n.T(ctx, "people.kind."+kindWord(f.Kind))}}
			for _, l := range []layout.Fact{{Term: i18n.T(ctx, "people.say.label"), Value: f.SayIt}, {Term: i18n.T(ctx, "people.sort-as"), Value: f.SortAs}} {
				if l.Value != "" {
					lines = append(lines, l)
				}
			}
			if f.Pronoun != "" {
				lines = append(lines, layout.Fact{Term: i18n.T(ctx, "people.pronoun.label"), Value: i18n.T(ctx, "people.pronoun."+f.Pronoun)})
			}
			return lines
		},
		words: func(ctx context.Context, _ *file, _ *form.Form) []labelled {
			return []labelled{
				{"say_it", i18n.T(ctx, "people.say.label"), nil}, {"sort_as", i18n.T(ctx, "people.sort-as"), nil},
				{"pronoun", i18n.T(ctx, "people.pronoun.label"), sayPronoun}, {"kind", i18n.T(ctx, "people.kind.label"), sayKind},
			}
		},
	}
}

func sayPronoun(ctx context.Context, pronoun string) string {
	return said(ctx, "people.pronoun.", cmp.Or(pronoun, "none"))
}

func sayKind(ctx context.Context, kind string) string {
	return said(ctx, "people.kind.", kindWord(people.Kind(kind)))
}

// lifeFields are those of a date of somebody's life.
var lifeFields = []string{"on", "state", "source", "known_on"}

func bornGroup() group {
	return group{
		key:    "born",
		fields: func(*file) []string { return lifeFields },
		fill:   func(r *web.Request, f *file) *form.Form { return lifeForm(r, f, people.FactBorn, f.Born, f.BornState) },
		tag:    func(f *file) string { return tagOf(f.Born.String(), string(f.BornState), factRev(f, people.FactBorn)) },
		save: func(p *Pages, r *web.Request, f *file, form *form.Form) error {
			life := p.readLife(r, form)
			if form.Failed() {
				return nil
			}
			life.Rev = factRev(f, people.FactBorn)
			return p.People.SetBorn(r.Context(), r.Actor, f.ID, life)
		},
		view: func(_ *file, form *form.Form) templ.Component { return lifeInputs(form, "people.strip.born", true) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			return []layout.Fact{f.bornFact(ctx)}
		},
		words: lifeWords,
	}
}

func diedGroup() group {
	return group{
		key:    "died",
		fields: func(*file) []string { return append(slices.Clone(lifeFields), "dead") },
		fill: func(r *web.Request, f *file) *form.Form {
			form := lifeForm(r, f, people.FactDied, f.Died, people.Known)
			if f.Dead {
				form.Set("dead", "1")
			}
			return form
		},
		tag: func(f *file) string {
			return tagOf(strconv.FormatBool(f.Dead), f.Died.String(), factRev(f, people.FactDied))
		},
		save: func(p *Pages, r *web.Request, f *file, form *form.Form) error {
			life := p.readLife(r, form)
			life.Rev = factRev(f, people.FactDied)
			switch {
			case form.Failed():
				return nil
			case form.Ticked("dead"):
				return p.People.SetDied(r.Context(), r.Actor, f.ID, life)
			case f.Dead:
				return p.People.SetAlive(r.Context(), r.Actor, f.ID, life.Rev)
			}
			return fault.Bad("peopleweb: died", "dead", "people.died.untick")
		},
		view: func(_ *file, form *form.Form) templ.Component { return diedInputs(form) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			if !f.Dead {
				return nil
			}
			return []layout.Fact{{Term: i18n.T(ctx, "people.fact.died"), Value: f.diedWords(ctx)}}
		},
		words: lifeWords,
	}
}

func lifeWords(ctx context.Context, _ *file, _ *form.Form) []labelled {
	return []labelled{
		{"on", i18n.T(ctx, "people.entry.on"), nil}, {"state", i18n.T(ctx, "people.state.label"), sayState},
		{"source", i18n.T(ctx, "people.source"), nil}, {"known_on", i18n.T(ctx, "people.known-on"), nil},
	}
}

func lifeForm(r *web.Request, f *file, kind string, on partialdate.Date, s people.State) *form.Form {
	fact, _ := f.Fact(kind)
	return web.NewForm("on", dateText(r, on), "state", string(s), "source", fact.Source, "known_on", dateText(r, fact.KnownOn))
}

func (p *Pages) readLife(r *web.Request, form *form.Form) people.Life {
	return people.Life{
		On: p.date(r, form, "on", partialdate.Gone), State: people.State(form.Raw("state")), Source: form.Text("source"),
		KnownOn: p.date(r, form, "known_on", partialdate.Gone),
	}
}

func factRev(f *file, kind string) string {
	fact, _ := f.Fact(kind)
	return fact.Rev
}

// factsAsked lists the facts the form of facts asks for: those we have words for,
// and those of the organisation's own that are known; none that the reader may
// not read.
func factsAsked(f *file) []people.Fact {
	var list []people.Fact
	for _, kind := range people.FactKinds() {
		if people.Special(kind) && !f.Special {
			continue
		}
		fact, _ := f.Fact(kind)
		fact.Kind = kind
		list = append(list, fact)
	}
	for _, fact := range f.Facts {
		if fact.Kind != people.FactBorn && fact.Kind != people.FactDied && !slices.Contains(people.FactKinds(), fact.Kind) {
			list = append(list, fact)
		}
	}
	return list
}

func factsGroup() group {
	return group{
		key: "facts",
		fields: func(f *file) []string {
			return append(cells("facts", "value", "state"), "own_kind", "own_value", "source", "known_on")
		},
		fill: func(_ *web.Request, f *file) *form.Form {
			form := web.NewForm()
			for i, fact := range factsAsked(f) {
				form.Set(cell("facts", i, "value"), fact.Value)
				form.Set(cell("facts", i, "state"), string(fact.State))
			}
			return form
		},
		tag: func(f *file) string {
			var parts []string
			for _, fact := range f.Facts {
				if fact.Kind != people.FactBorn && fact.Kind != people.FactDied {
					parts = append(parts, fact.ID, fact.Rev)
				}
			}
			return tagOf(parts...)
		},
		save: saveFacts,
		view: func(f *file, form *form.Form) templ.Component { return factsInputs(f, form) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			var out []layout.Fact
			for _, fact := range f.Facts {
				if fact.Kind != people.FactBorn && fact.Kind != people.FactDied {
					out = append(out, factLine(ctx, fact))
				}
			}
			return out
		},
		words: func(ctx context.Context, f *file, _ *form.Form) []labelled {
			var out []labelled
			for i, fact := range factsAsked(f) {
				name := factName(ctx, fact.Kind)
				out = append(out, labelled{cell("facts", i, "value"), name, nil}, labelled{cell("facts", i, "state"), name + ": " + i18n.T(ctx, "people.state.label"), sayState})
			}
			return append(out, labelled{"own_kind", i18n.T(ctx, "people.fact.own"), nil}, labelled{"own_value", i18n.T(ctx, "people.fact.own.value"), nil},
				labelled{"source", i18n.T(ctx, "people.source"), nil}, labelled{"known_on", i18n.T(ctx, "people.known-on"), nil})
		},
	}
}

// saveFacts keeps the facts that were changed, with the source and day that were
// given for them.
func saveFacts(p *Pages, r *web.Request, f *file, form *form.Form) error {
	source, knownOn := form.Text("source"), p.date(r, form, "known_on", partialdate.Gone)
	var changed []people.Fact
	var fields []int
	for i, old := range factsAsked(f) {
		value, state := form.Text(cell("facts", i, "value")), people.State(form.Raw(cell("facts", i, "state")))
		if value != old.Value || state != old.State {
			changed = append(changed, people.Fact{Rev: old.Rev, Kind: old.Kind, Value: value, State: state, Source: source, KnownOn: knownOn})
			fields = append(fields, i)
		}
	}
	if kind, value := form.Text("own_kind"), form.Text("own_value"); kind != "" || value != "" {
		if kind = factTyped(r.Context(), kind); kind == "" {
			form.Fail("own_kind", "people.fact.kind.missing")
		}
		if value == "" {
			form.Fail("own_value", "people.fact.value.missing")
		}
		changed = append(changed, people.Fact{Kind: kind, Value: value, Source: source, KnownOn: knownOn, Rev: factRev(f, kind)})
	}
	if form.Failed() || len(changed) == 0 {
		return nil
	}
	return replaced(p.People.SetFacts(r.Context(), r.Actor, f.ID, changed), "facts", fields)
}

// factTyped is the kind we know for what was typed in the reader's language, or
// the text itself.
func factTyped(ctx context.Context, text string) string {
	for _, known := range people.FactKinds() {
		if search.Fold(i18n.T(ctx, "people.fact."+known)) == search.Fold(text) {
			return known
		}
	}
	return text
}

// history is what was ever recorded of one kind of fact.
func (p *Pages) history(w http.ResponseWriter, r *web.Request) error {
	f, err := p.head(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("fact")
	if err != nil {
		return err
	}
	facts, err := p.People.FactHistory(r.Context(), r.Actor, f.ID, id)
	if err != nil {
		return err
	}
	names, err := p.Names(r.Context())
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("people.history.title"), Current: "people"}, historyPage(f, facts, names))
}
