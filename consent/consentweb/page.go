package consentweb

import (
	"context"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// when says how a consent stands, and until or since when.
func when(ctx context.Context, c consent.Consent) layout.W {
	w := layout.W{Words: i18n.T(ctx, "consent.state."+string(c.State))}
	switch c.State {
	case consent.InForce:
		w.Note = i18n.T(ctx, "consent.until", "day", i18n.Day(ctx, string(c.Until)))
	case consent.EndsSoon:
		w.Words, w.Tone = i18n.Due(ctx, string(c.Until)), layout.Soon
		w.Note = i18n.T(ctx, "consent.ends", "day", i18n.Day(ctx, string(c.Until)))
	case consent.Ended:
		w.Note = i18n.Day(ctx, string(c.Until))
	case consent.Withdrawn:
		w.Tone, w.Note = layout.Late, i18n.Day(ctx, string(c.Withdrawal.From))
	case consent.Refused:
		w.Tone, w.Note = layout.Late, i18n.Day(ctx, string(c.From))
	default:
		w.Note = i18n.Day(ctx, string(c.From))
	}
	return w
}

// facts are how we know: who said it, how, in which language, to which text, and
// what was written about it since.
func facts(ctx context.Context, v view, c consent.Consent) []layout.Fact {
	list := []layout.Fact{
		{Term: i18n.T(ctx, "consent.fact.said"), Value: i18n.T(ctx, "consent.act."+string(c.Act)), Note: i18n.Day(ctx, string(c.From)) + ", " + i18n.T(ctx, "consent.how."+string(c.How))},
		{Term: i18n.T(ctx, "consent.fact.language"), Value: language(ctx, c.Lang)},
		{Term: i18n.T(ctx, "consent.fact.text"), Value: textWords(ctx, v.Text(c.TextID)), Unknown: c.TextID == ""},
	}
	if c.Witness != "" {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "consent.fact.witness"), Value: c.Witness})
	}
	list = append(list, layout.Fact{Term: i18n.T(ctx, "consent.fact.recorded"), Value: c.RecordedName, Note: i18n.Instant(ctx, c.RecordedAt)})
	for _, e := range c.Earlier {
		list = append(list, written(ctx, "consent.fact.before", e, said(ctx, e)))
	}
	if c.Note != "" {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "consent.fact.corrected"), Value: c.Note})
	}
	for _, e := range c.Slips {
		list = append(list, written(ctx, "consent.fact.slip", e, i18n.T(ctx, "consent.how."+string(e.How))))
	}
	if c.Withdrawal != nil {
		list = append(list, written(ctx, "consent.fact.withdrawn", *c.Withdrawal, i18n.T(ctx, "consent.how."+string(c.Withdrawal.How))))
		if c.Withdrawal.Note != "" {
			list = append(list, layout.Fact{Term: i18n.T(ctx, "consent.fact.words"), Value: c.Withdrawal.Note})
		}
	}
	return list
}

// written is what a line says, with who wrote it, and when.
func written(ctx context.Context, termKey string, e consent.Entry, says string) layout.Fact {
	return layout.Fact{Term: i18n.T(ctx, termKey), Value: says, Note: e.RecordedName + ", " + i18n.Instant(ctx, e.RecordedAt)}
}

// said is an answer in a few words.
func said(ctx context.Context, e consent.Entry) string {
	words := i18n.T(ctx, "consent.act."+string(e.Act))
	if e.Act != consent.Give {
		return words
	}
	return words + ", " + classWords(ctx, e.Classes) + ", " + i18n.T(ctx, "consent.until", "day", i18n.Day(ctx, string(e.Until)))
}

// more is what else can be done about a consent.
func more(ctx context.Context, v view, c consent.Consent) []layout.Item {
	last, text := c.ID, "consent.mistake.never"
	if c.Withdrawal != nil {
		last, text = c.Withdrawal.ID, "consent.mistake.withdrawal"
	}
	return []layout.Item{
		{Text: i18n.T(ctx, "consent.correct"), Href: v.url("/lines/" + c.ID + "/correct")},
		{Text: i18n.T(ctx, text), Href: v.url("/lines/" + last + "/mistake")},
	}
}

func formMenu(ctx context.Context, v view, f consent.Form) []layout.Item {
	items := []layout.Item{{Text: i18n.T(ctx, "consent.form.again"), Href: v.url("/forms/" + f.ID)}}
	if v.Write {
		items = append(items, layout.Item{Text: i18n.T(ctx, "consent.form.lost"), Href: v.url("/forms/" + f.ID + "/lost"), Post: true})
	}
	return items
}

func leftRemark(ctx context.Context, v view) string {
	if len(v.Disclosures) == 0 {
		return ""
	}
	return i18n.T(ctx, "consent.left.count", "count", len(v.Disclosures))
}
