package penpalsweb

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/penpals"
)

// languages names languages by their codes.
func languages(ctx context.Context, codes []string) []string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = tongues.Name(i18n.From(ctx).Locale(), code)
	}
	return names
}

// reason says in words what speaks for two.
func reason(ctx context.Context, r penpals.Reason) string {
	words := r.Words
	if r.Key == penpals.ByLanguage {
		words = languages(ctx, words)
	}
	return i18n.T(ctx, "penpals.reason."+r.Key, "count", r.Days, "what", i18n.List(ctx, words))
}

func because(ctx context.Context, list []penpals.Reason) string {
	said := make([]string, len(list))
	for i, r := range list {
		said[i] = reason(ctx, r)
	}
	return strings.Join(said, " ")
}

// about is what somebody on a list says of themselves, in a line.
func about(ctx context.Context, p penpals.Profile) string {
	said := languages(ctx, p.Languages)
	if len(p.Interests) > 0 {
		said = append(said, strings.Join(p.Interests, ", "))
	}
	return strings.Join(said, " · ")
}

// since is how long somebody has been on a list, with what they say of themselves.
func since(ctx context.Context, p penpals.Profile) string {
	return strings.TrimSuffix(i18n.T(ctx, "penpals.since", "day", i18n.Day(ctx, string(p.AskedOn)))+" · "+about(ctx, p), " · ")
}

// facts are what one of two says of themselves.
func facts(ctx context.Context, p penpals.Profile, first ...layout.Fact) []layout.Fact {
	add := func(key, value string) {
		f := layout.Fact{Term: i18n.T(ctx, key), Value: value}
		if value == "" {
			f.Value, f.Unknown = i18n.T(ctx, "penpals.none"), true
		}
		first = append(first, f)
	}
	add("penpals.languages", i18n.List(ctx, languages(ctx, p.Languages)))
	add("penpals.interests", strings.Join(p.Interests, ", "))
	if p.Wishes != "" {
		add("penpals.wishes.short", p.Wishes)
	}
	return first
}

func crumbs(ctx context.Context) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "penpals.title"), Href: root}}
}

// way says from whom to whom a letter went.
func way(ctx context.Context, person, writer string, w penpals.Way) string {
	if w == penpals.Out {
		person, writer = writer, person
	}
	return i18n.T(ctx, "penpals.from-to", "from", person, "to", writer)
}

func passed(ctx context.Context, l penpals.Letter) string {
	if l.ForwardedOn == "" {
		return i18n.T(ctx, "penpals.lies")
	}
	return i18n.T(ctx, "penpals.passed", "day", i18n.Day(ctx, string(l.ForwardedOn)))
}

// orNone says that something is not known.
func orNone(ctx context.Context, text string) string {
	if text == "" {
		return i18n.T(ctx, "penpals.none")
	}
	return text
}

func writerLink(ctx context.Context, s showing) layout.Link {
	if !s.may {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "penpals.change"), Href: writersPath + "/" + s.WriterID, Hidden: s.Writer}
}

func ways(ctx context.Context, v penpals.View) []layout.Option {
	return layout.Options(penpals.Ways(), func(w penpals.Way) string { return way(ctx, v.Person, v.Writer, w) })
}

func abouts(ctx context.Context, v penpals.View) []layout.Option {
	names := map[penpals.About]string{penpals.AboutInside: v.Person, penpals.AboutWriter: v.Writer}
	return layout.Options(penpals.Abouts(), func(a penpals.About) string {
		if names[a] != "" {
			return names[a]
		}
		return i18n.T(ctx, "penpals.about."+string(a))
	})
}

func writerAction(wr writerForm) string {
	if wr.isNew {
		return writersPath + "/new"
	}
	return writersPath + "/" + wr.ID
}

// suggestedWords says where the days come from that an organisation begins with.
func suggestedWords(ctx context.Context) string {
	s := penpals.Suggestion
	said := i18n.T(ctx, "penpals.settings.suggested", "nudge", s.NudgeDays, "rematch", s.RematchDays, "source", s.Citation, "mark", i18n.T(ctx, "penpals.mark."+s.Mark))
	if s.VerifiedOn != "" {
		said += " " + i18n.T(ctx, "penpals.settings.verified", "day", i18n.Day(ctx, s.VerifiedOn))
	}
	return said
}

// askLead says what asking does, to whoever is on no list yet.
func askLead(ctx context.Context, i insideForm) string {
	if i.Listed != nil {
		return i18n.T(ctx, "penpals.since", "day", i18n.Day(ctx, string(i.Listed.AskedOn)))
	}
	return i18n.T(ctx, "penpals.ask.lead")
}
