package peopleweb

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// The fields of the rows, as a clash names them.
var (
	nameParts     = []part{{"text", "people.name.text", nil}, {"kind", "people.name.kind", sayKindOfName}, {"lang", "people.name.lang", nil}, {"source", "people.source", nil}}
	numberParts   = []part{{"text", "people.number.text", nil}, {"issuer", "people.number.issuer", nil}, {"source", "people.source", nil}}
	languageParts = []part{{"lang", "people.language.lang", nil}, {"how", "people.language.how", sayHow}}
)

func sayKindOfName(ctx context.Context, kind string) string { return said(ctx, "people.name.", kind) }

func sayHow(ctx context.Context, how string) string { return said(ctx, "people.how.", how) }

// sayState words a state; nothing stands for what is known.
func sayState(ctx context.Context, s string) string { return said(ctx, "people.state.", s) }

// said is the message of a code below a stem; what has none is said as it is.
func said(ctx context.Context, stem, code string) string {
	if code == "" || !i18n.From(ctx).Has(stem+code) {
		return code
	}
	return i18n.T(ctx, stem+code)
}

func namesGroup() group {
	return group{
		key: "names",
		fields: func(*file) []string {
			return cells("names", "id", "text", "kind", "lang", "source", "public")
		},
		fill: func(r *web.Request, f *file) *form.Form {
			form := web.NewForm("rows", strconv.Itoa(len(f.Names)+spareRows))
			for i, n := range f.Names {
				form.Set(cell("names", i, "id"), n.ID)
				form.Set(cell("names", i, "text"), n.Text)
				form.Set(cell("names", i, "kind"), string(n.Kind))
				form.Set(cell("names", i, "lang"), languageText(r.Context(), n.Lang))
				form.Set(cell("names", i, "source"), n.Source)
				if n.Public {
					form.Set(cell("names", i, "public"), "1")
				}
			}
			return form
		},
		tag: func(f *file) string {
			var parts []string
			for _, n := range f.Names {
				parts = append(parts, n.ID, n.Rev)
			}
			return tagOf(parts...)
		},
		save: saveNames,
		view: func(f *file, form *form.Form) templ.Component { return namesInputs(f, form) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			var out []layout.Fact
			for _, n := range f.Names {
				out = append(out, layout.Fact{Term: i18n.T(ctx, "people.name."+string(n.Kind)), Value: n.Text, Note: n.Source})
			}
			return out
		},
		words: func(ctx context.Context, f *file, typed *form.Form) []labelled {
			return rowWords(ctx, typed, "names", len(f.Names), nameParts...)
		},
	}
}

func saveNames(p *Pages, r *web.Request, f *file, form *form.Form) error {
	revs := map[string]string{}
	for _, n := range f.Names {
		revs[n.ID] = n.Rev
	}
	var names []people.Name
	all, left := kept(form, "names", "text")
	for _, i := range all {
		n := people.Name{
			Text: form.Text(cell("names", i, "text")), Kind: people.NameKind(form.Raw(cell("names", i, "kind"))),
			Lang: languageTyped(form.Text(cell("names", i, "lang"))), Source: form.Text(cell("names", i, "source")), Public: form.Ticked(cell("names", i, "public")),
		}
		if id := form.ID(cell("names", i, "id")); revs[id] != "" { // one that was removed meanwhile is added anew
			n.ID, n.Rev = id, revs[id]
		}
		names = append(names, n)
		warnOfNames(r, form.Raw(cell("names", i, "text")), n.Text)
	}
	return replaced(p.People.SetNames(r.Context(), r.Actor, f.ID, names), "names", left)
}

func numbersGroup() group {
	return group{
		key: "numbers",
		fields: func(*file) []string {
			return append(cells("numbers", "id", "text", "issuer", "source"), "number_state")
		},
		fill: func(_ *web.Request, f *file) *form.Form {
			form := web.NewForm("rows", strconv.Itoa(len(f.Numbers)+spareRows), "number_state", string(f.NumberState))
			for i, n := range f.Numbers {
				form.Set(cell("numbers", i, "id"), n.ID)
				form.Set(cell("numbers", i, "text"), n.Text)
				form.Set(cell("numbers", i, "issuer"), n.Issuer)
				form.Set(cell("numbers", i, "source"), n.Source)
			}
			return form
		},
		tag: func(f *file) string {
			parts := []string{string(f.NumberState)}
			for _, n := range f.Numbers {
				parts = append(parts, n.ID, n.Rev)
			}
			return tagOf(parts...)
		},
		save: saveNumbers,
		view: func(_ *file, form *form.Form) templ.Component { return numbersInputs(form) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			if len(f.Numbers) == 0 {
				return []layout.Fact{{Term: i18n.T(ctx, "people.number.text"), Value: state(ctx, f.NumberState), Unknown: true}}
			}
			var out []layout.Fact
			for _, n := range f.Numbers {
				out = append(out, layout.Fact{Term: issuerWords(ctx, n.Issuer), Value: n.Text, Number: true, Note: n.Source})
			}
			return out
		},
		words: func(ctx context.Context, f *file, typed *form.Form) []labelled {
			return append(rowWords(ctx, typed, "numbers", len(f.Numbers), numberParts...),
				labelled{"number_state", i18n.T(ctx, "people.number.state"), sayState})
		},
	}
}

// issuerWords is who gave a number.
func issuerWords(ctx context.Context, issuer string) string {
	if issuer == "" {
		return i18n.T(ctx, "people.number.nobody")
	}
	return issuer
}

func saveNumbers(p *Pages, r *web.Request, f *file, form *form.Form) error {
	revs := map[string]string{}
	for _, n := range f.Numbers {
		revs[n.ID] = n.Rev
	}
	var numbers []people.Number
	all, left := kept(form, "numbers", "text")
	for _, i := range all {
		n := people.Number{Text: form.Text(cell("numbers", i, "text")), Issuer: form.Text(cell("numbers", i, "issuer")), Source: form.Text(cell("numbers", i, "source"))}
		if id := form.ID(cell("numbers", i, "id")); revs[id] != "" {
			n.ID, n.Rev = id, revs[id]
		}
		numbers = append(numbers, n)
	}
	return replaced(p.People.SetNumbers(r.Context(), r.Actor, f.ID, numbers, people.State(form.Raw("number_state"))), "numbers", left)
}

func languagesGroup() group {
	return group{
		key:    "languages",
		fields: func(*file) []string { return cells("languages", "id", "lang", "how") },
		fill: func(r *web.Request, f *file) *form.Form {
			form := web.NewForm("rows", strconv.Itoa(len(f.Languages)+spareRows))
			for i, l := range f.Languages {
				form.Set(cell("languages", i, "id"), l.ID)
				form.Set(cell("languages", i, "lang"), languageText(r.Context(), l.Lang))
				form.Set(cell("languages", i, "how"), string(l.How))
			}
			return form
		},
		tag: func(f *file) string {
			var parts []string
			for _, l := range f.Languages {
				parts = append(parts, l.ID, l.Rev)
			}
			return tagOf(parts...)
		},
		save: saveLanguages,
		view: func(_ *file, form *form.Form) templ.Component { return languagesInputs(form) },
		lines: func(ctx context.Context, f *file) []layout.Fact {
			var out []layout.Fact
			for _, l := range f.Languages {
				out = append(out, layout.Fact{Term: i18n.T(ctx, "people.how."+string(l.How)), Value: language(ctx, l.Lang)})
			}
			return out
		},
		words: func(ctx context.Context, f *file, typed *form.Form) []labelled {
			return rowWords(ctx, typed, "languages", len(f.Languages), languageParts...)
		},
	}
}

func saveLanguages(p *Pages, r *web.Request, f *file, form *form.Form) error {
	revs := map[string]string{}
	for _, l := range f.Languages {
		revs[l.ID] = l.Rev
	}
	var langs []people.Language
	all, left := kept(form, "languages", "lang")
	for _, i := range all {
		l := people.Language{Lang: languageTyped(form.Text(cell("languages", i, "lang"))), How: people.How(form.Raw(cell("languages", i, "how")))}
		if id := form.ID(cell("languages", i, "id")); revs[id] != "" {
			l.ID, l.Rev = id, revs[id]
		}
		langs = append(langs, l)
	}
	return replaced(p.People.SetLanguages(r.Context(), r.Actor, f.ID, langs), "languages", left)
}

// stateOptions are the ways a value can be missing; known is what the first
// answer says.
func stateOptions(ctx context.Context, known string) []layout.Option {
	return layout.Options(people.States(), func(s people.State) string {
		if s == people.Known {
			return known
		}
		return i18n.T(ctx, "people.state."+string(s))
	})
}
