package consentweb

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// title is what a purpose is called, with whom it is for: "Share with their
// lawyer: J. Prewitt".
func title(ctx context.Context, purpose string, to consent.Audience) string {
	name := i18n.T(ctx, "consent.purpose."+purpose)
	if to.Name == "" {
		return name
	}
	return i18n.T(ctx, "consent.title.to", "purpose", name, "whom", to.Name)
}

// classWords names what a set of classes holds: "what stands on an envelope and
// casework".
func classWords(ctx context.Context, s consent.Classes) string {
	var words []string
	for _, c := range s.List() {
		words = append(words, i18n.T(ctx, "consent.class."+string(c[1:])))
	}
	return i18n.List(ctx, words)
}

func language(ctx context.Context, code string) string {
	return tongues.Name(i18n.From(ctx).Locale(), code)
}

// textWords says which version of a text somebody was shown.
func textWords(ctx context.Context, t consent.Text) string {
	switch {
	case t.ID == "":
		return i18n.T(ctx, "consent.shown.none")
	case t.Own():
		return i18n.T(ctx, "consent.shown.own", "version", t.Version, "language", language(ctx, t.Lang))
	}
	return i18n.T(ctx, "consent.shown.standard", "version", t.Version, "language", language(ctx, t.Lang))
}

// tone repeats in colour what the words of a state say.
func tone(s consent.State) layout.Tone {
	switch s {
	case consent.InForce:
		return layout.OK
	case consent.EndsSoon:
		return layout.Sun
	case consent.Refused, consent.Withdrawn:
		return layout.Brick
	}
	return layout.Quiet
}

// paragraphs splits a text where its author left a line empty.
func paragraphs(text string) []string {
	var list []string
	for _, one := range strings.Split(text, "\n\n") {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}

// Answers of the forms, in the order offered.

func purposeOptions(ctx context.Context, list []consent.Purpose, keep string) []layout.Option {
	var out []layout.Option
	for _, p := range list {
		if p.Used || p.Key == keep {
			out = append(out, layout.Option{Value: p.Key, Label: i18n.T(ctx, "consent.purpose."+p.Key)})
		}
	}
	return out
}

// classOptions leaves out what is public anyway.
func classOptions(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, c := range consent.AllClasses()[1:] {
		key := "consent.class." + string(c[1:])
		out = append(out, layout.Option{Value: string(c), Label: i18n.Capital(i18n.T(ctx, key)), Hint: i18n.T(ctx, key+".hint")})
	}
	return out
}

func howOptions(ctx context.Context) []layout.Option {
	return layout.Options(consent.Hows(), func(h consent.How) string { return i18n.Capital(i18n.T(ctx, "consent.how."+string(h))) })
}

func actOptions(ctx context.Context) []layout.Option {
	return []layout.Option{
		{Value: string(consent.Give), Label: i18n.T(ctx, "consent.act.given")},
		{Value: string(consent.Refuse), Label: i18n.T(ctx, "consent.act.refused")},
	}
}

// aroundOptions are the people around somebody, by who they are.
func aroundOptions(f consent.File) []layout.Option {
	var out []layout.Option
	for _, r := range f.Person.Around {
		out = append(out, layout.Option{Value: r.Other.ID, Label: r.Other.Name})
	}
	return out
}

// languageOptions lists languages, those somebody reads or speaks first.
func languageOptions(ctx context.Context, f consent.File) []layout.Option {
	var codes []string
	seen := map[string]bool{}
	add := func(code string) {
		if !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	for _, l := range f.Person.Languages {
		add(l.Lang)
	}
	for _, code := range tongues.Codes() {
		add(code)
	}
	out := make([]layout.Option, len(codes))
	for i, code := range codes {
		out[i] = layout.Option{Value: code, Label: language(ctx, code)}
	}
	return out
}

// reads is the language somebody reads best, "en" when nobody asked.
func reads(f consent.File) string {
	for _, how := range []people.How{people.Reads, people.ReadsSome, people.Speaks} {
		for _, l := range f.Person.Languages {
			if l.How == how {
				return l.Lang
			}
		}
	}
	return "en"
}

// crumbs lead back to the ledger.
func (v view) crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "consent.title"), Href: v.url("")}}
}

// recipients are names typed before, to be offered again.
func (v view) recipients() []string {
	var names []string
	for _, c := range v.Consents {
		if n := c.Audience.Name; n != "" && c.Audience.PersonID == "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// draft is the place of what is being typed; a correction keeps none.
func (a asked) draft() string {
	if a.correct {
		return ""
	}
	return a.action
}

// mistakeLead says what marking a line as a mistake does.
func mistakeLead(ctx context.Context, a asked, line string) string {
	if a.of.Withdrawal != nil && a.of.Withdrawal.ID == line {
		return i18n.T(ctx, "consent.mistake.lead.withdrawal")
	}
	return i18n.T(ctx, "consent.mistake.lead")
}
