package consentweb

import (
	"context"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// ticked reports whether a purpose is in use, as typed or as it stands.
func (a asking) ticked(p consent.Purpose) bool {
	if len(a.form.Values) == 0 {
		return p.Used
	}
	return a.form.Has("used", p.Key)
}

// orShown is what a hidden field of the form said, or the given value.
func orShown(a asking, name, value string) string {
	if a.form.Values.Has(name) {
		return a.form.Raw(name)
	}
	return value
}

// languagesOf names the languages a purpose is explained in.
func languagesOf(ctx context.Context, list []consent.Text, purpose string) string {
	var names []string
	for _, code := range consent.Languages(list, purpose) {
		names = append(names, language(ctx, code))
	}
	return i18n.List(ctx, names)
}

func allLanguages(ctx context.Context, codes []string) []layout.Option {
	out := make([]layout.Option, len(codes))
	for i, code := range codes {
		out[i] = layout.Option{Value: code, Label: language(ctx, code)}
	}
	return out
}

// languageTabs lead to the texts of each language there is one in.
func languageTabs(ctx context.Context, v wording) []layout.Tab {
	var tabs []layout.Tab
	for _, code := range consent.Languages(v.texts, v.key) {
		tabs = append(tabs, layout.Tab{
			Text: language(ctx, code), Href: "/settings/consent/" + v.key + "?lang=" + code, Count: itoa(len(v.versions(code))), Current: code == v.lang,
		})
	}
	return tabs
}

// newestWords say which version is shown now.
func newestWords(ctx context.Context, v wording) string {
	if v.from.ID == "" {
		return i18n.T(ctx, "consent.texts.first")
	}
	return i18n.T(ctx, "consent.texts.now", "version", v.from.Version)
}

// madeWords say who wrote a version, and when.
func madeWords(ctx context.Context, t consent.Text) string {
	if !t.Own() {
		return i18n.T(ctx, "consent.texts.standard")
	}
	return t.MadeBy + ", " + i18n.DayOf(ctx, t.MadeAt)
}
