package facilitiesweb

import (
	"context"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// listed is a place as one directory lists it: the number it has there, and
// what is said of it.
type listed struct {
	facilities.Code
	claim *facilities.ClaimView // nil when only the number is known
}

// directories lists the directories a place stands in now, with their numbers.
func (v view) directories() []listed {
	out := make([]listed, len(v.Codes))
	for i, c := range v.Codes {
		out[i].Code = c
		at := slices.IndexFunc(v.Claims, func(x facilities.ClaimView) bool { return !x.Ended && x.Source == c.Source && x.Code == c.Code })
		if at >= 0 {
			out[i].claim = &v.Claims[at]
		}
	}
	return out
}

// when says of which day the directory is.
func (d listed) when(ctx context.Context) string {
	if d.claim == nil {
		return i18n.T(ctx, "facilities.said.nothing")
	}
	return saidWhen(ctx, *d.claim)
}

// factLine is one fact as each of several directories gives it.
type factLine struct {
	term string
	says []string
}

// differ reports whether two of them say different things.
func (l factLine) differ() bool {
	first := ""
	for _, s := range l.says {
		switch {
		case s == "":
		case first == "":
			first = s
		case s != first:
			return true
		}
	}
	return false
}

// shownFacts are the facts that are compared, in the order shown.
var shownFacts = []string{"name", "place", "county", "kind", "level", "agency", "security", "holds", "capacity", "population", "phone", "website", "status", "closed_on"}

// sideBySide lays what directories say next to each other, fact by fact.
func sideBySide(ctx context.Context, list []listed) []factLine {
	var out []factLine
	for _, column := range shownFacts {
		line, known := factLine{term: i18n.T(ctx, "facilities.fact."+column)}, false
		for _, d := range list {
			said := ""
			if d.claim != nil {
				said = factWords(ctx, column, d.claim.Facts[column])
			}
			line.says = append(line.says, said)
			known = known || said != ""
		}
		if known {
			out = append(out, line)
		}
	}
	return out
}

// saidBefore lists what directories said that say something else now.
func (v view) saidBefore() []facilities.ClaimView {
	return slices.DeleteFunc(slices.Clone(v.Claims), func(c facilities.ClaimView) bool { return !c.Ended })
}

// said words what a directory says.
func said(ctx context.Context, c facilities.ClaimView) []layout.Fact {
	var out []layout.Fact
	for _, column := range shownFacts {
		if value := c.Facts[column]; value != "" {
			out = append(out, layout.Fact{Term: i18n.T(ctx, "facilities.fact."+column), Value: factWords(ctx, column, value)})
		}
	}
	return out
}

func factWords(ctx context.Context, column, value string) string {
	if value == "" {
		return ""
	}
	switch column {
	case "kind":
		return kindName(ctx, facilities.Kind(value))
	case "level":
		return levelName(ctx, facilities.Level(value))
	case "status":
		return statusName(ctx, facilities.Status(value))
	case "holds":
		return holdsName(ctx, value)
	case "capacity", "population":
		if n, err := strconv.Atoi(value); err == nil {
			return i18n.Number(ctx, n)
		}
	case "closed_on":
		return i18n.Day(ctx, value)
	}
	return value
}

// saidWhen says when a directory said it.
func saidWhen(ctx context.Context, c facilities.ClaimView) string {
	if c.SaidOn == "" {
		return i18n.T(ctx, "facilities.said.recorded", "day", i18n.DayOf(ctx, c.RecordedAt))
	}
	return i18n.T(ctx, "facilities.said.on", "day", i18n.Day(ctx, c.SaidOn))
}
