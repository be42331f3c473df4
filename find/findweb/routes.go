// Package findweb is the page behind the one field at the top of every page.
package findweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/find"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/tongues"
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
		{Pattern: "POST /find/now", Needs: find.MayFind, Handle: p.suggest, Class: web.Search},
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
	page := layout.Page{Title: r.T("find.title")}
	if text == "" {
		recent, err := p.Find.Recent(r.Context(), r.Actor, recentPeople)
		if err != nil {
			return err
		}
		return r.Render(w, http.StatusOK, page, askPage(recent))
	}
	answer, err := p.Find.Ask(r.Context(), r.Actor, text, 0)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, page, findPage(text, answer, r.Actor.May(people.MayWrite)))
}

// Limits of what is suggested while somebody types.
const (
	suggestedPeople = 6
	suggestedPlaces = 2
	leastTyped      = 2
	recentPeople    = 5
)

// suggest answers each pause in typing with the first hits; Enter leads to the
// whole page.
func (p *Pages) suggest(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("q")
	if err != nil {
		return err
	}
	text := f.Text("q")
	if !r.Fragment() {
		return r.KeepView(w, "/find", url.Values{"q": {text}})
	}
	list, places, err := p.first(r, text)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("find.title")}, suggestions(list, places))
}

// first is what is suggested: whoever was looked at last while nothing is typed,
// and then the first hits.
func (p *Pages) first(r *web.Request, text string) (list []find.Person, places []facilities.Guess, err error) {
	switch n := len([]rune(text)); {
	case n == 0:
		list, err = p.Find.Recent(r.Context(), r.Actor, recentPeople)
	case n >= leastTyped:
		if list, _, err = p.Find.People(r.Context(), r.Actor, text, suggestedPeople); err == nil {
			places, err = p.Find.Places(r.Context(), r.Actor, text, suggestedPlaces)
		}
	}
	return list, places, err
}

// filterWords says how a word was taken: "Farsi: language".
func filterWords(ctx context.Context, f find.Filter) string {
	label := f.Label
	if f.Kind == find.Knows {
		label = tongues.Name(i18n.From(ctx).Locale(), f.Label)
	}
	return i18n.T(ctx, "find.filter."+f.Kind, "label", label)
}

// because words why somebody was found: matches "Joseph Kareem", sounds alike.
// That the name shown is the one asked for need not be said.
func because(ctx context.Context, p find.Person) string {
	var parts []string
	for _, w := range p.Why {
		if w.Field == search.Name && w.Text == p.Name && slices.Equal(w.Reasons, []search.Reason{search.Exact}) {
			continue
		}
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

// placesFirst reports whether nothing but a place was asked for: the place itself
// is meant more often than those who are there.
func placesFirst(a find.Answer) bool {
	return len(a.Places) > 0 && !slices.ContainsFunc(a.People, func(p find.Person) bool { return len(p.Why) > 0 })
}

func howMany(ctx context.Context, list []find.Person) string {
	if len(list) == find.MostPeople {
		return i18n.T(ctx, "find.first", "count", len(list))
	}
	return i18n.T(ctx, "find.count", "count", len(list))
}

// line is what tells namesakes apart: number and place.
func line(p find.Person) string {
	parts := p.Numbers[:min(len(p.Numbers), 1)]
	if p.Facility != "" {
		parts = append(slices.Clone(parts), p.Facility)
	}
	return strings.Join(parts, " · ")
}

func townOf(g facilities.Guess) string { return strings.Trim(g.Town+", "+g.Region, ", ") }

// excerpt is the beginning of a note, as much as a list shows.
func excerpt(body string) string {
	const most = 180
	runes := []rune(body)
	if len(runes) <= most {
		return body
	}
	return strings.TrimSpace(string(runes[:most])) + "…"
}
