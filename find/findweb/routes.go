// Package findweb is the page behind the one field at the top of every page.
package findweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"

	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// Locales are the words of the page.
//
//go:embed locales
var Locales embed.FS

// Pages is the page.
type Pages struct{ Find *find.Service }

// Routes lists it. What is asked is posted and kept with the session: names
// never stand in an address.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /find", Needs: find.MayFind, Handle: p.show, Class: web.Search},
		{Pattern: "POST /find", Needs: find.MayFind, Handle: p.ask, Class: web.Search},
	}
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("q")
	if err != nil {
		return err
	}
	return r.KeepView(w, "/find", url.Values{"q": {f.Text("q")}})
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request) error {
	text := r.View().Get("q")
	answer, err := p.Find.Ask(r.Context(), r.Actor, text, 0)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("find.title")}, findPage(text, answer))
}

// filterWords says how a word was taken: "Farsi: language".
func filterWords(ctx context.Context, f find.Filter) string {
	label := f.Label
	if f.Kind == find.Knows {
		label = people.LanguageName(i18n.From(ctx).Locale(), f.Label)
	}
	return i18n.T(ctx, "find.filter."+f.Kind, "label", label)
}

// because words why somebody was found: matches "Joseph Kareem", sounds alike.
func because(ctx context.Context, why []search.Why) string {
	var parts []string
	for _, w := range why {
		var how []string
		for _, reason := range w.Reasons {
			if reason != search.Exact {
				how = append(how, i18n.T(ctx, "find.because."+string(reason)))
			}
		}
		part := i18n.T(ctx, "find.matches."+string(w.Field), "text", w.Text)
		if len(how) > 0 {
			part += " (" + strings.Join(how, ", ") + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

// excerpt is the beginning of a note, as much as a list shows.
func excerpt(body string) string {
	const most = 180
	runes := []rune(body)
	if len(runes) <= most {
		return body
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}
