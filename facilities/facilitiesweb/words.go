package facilitiesweb

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// named gives the words for a value of an enumeration, "" for none.
func named(ctx context.Context, prefix, value string) string {
	if value == "" {
		return ""
	}
	return i18n.T(ctx, prefix+value)
}

func kindName(ctx context.Context, k facilities.Kind) string {
	return named(ctx, "facilities.kind.", string(k))
}

func levelName(ctx context.Context, l facilities.Level) string {
	return named(ctx, "facilities.level.", string(l))
}

func statusName(ctx context.Context, s facilities.Status) string {
	return named(ctx, "facilities.status.", string(s))
}

func holdsName(ctx context.Context, h string) string { return named(ctx, "facilities.holds.", h) }

func purposeName(ctx context.Context, p facilities.Purpose) string {
	return named(ctx, "facilities.purpose.", string(p))
}

func topicName(ctx context.Context, topic string) string {
	return named(ctx, "facilities.topic.", topic)
}

func markName(ctx context.Context, m facilities.Mark) string {
	return named(ctx, "facilities.mark.", string(m))
}

// countryName names the countries whose directories we know; others by code.
func countryName(ctx context.Context, code string) string {
	switch code {
	case "US", "GB":
		return named(ctx, "facilities.country.", code)
	}
	return code
}

// regionName names a region as on an envelope; one nobody lists is as written.
func regionName(f facilities.Facility) string {
	if r, ok := facilities.RegionOf(f.Country, f.Region); ok {
		return r.Name
	}
	return f.Region
}

// whereIs is town, county and region in one line.
func whereIs(f facilities.Facility) string {
	var parts []string
	for _, s := range []string{f.Town, regionName(f)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func countOrNothing(ctx context.Context, n int) string {
	if n == 0 {
		return ""
	}
	return i18n.Number(ctx, n)
}

func joinLines(lines []string) string { return strings.Join(lines, ", ") }

// sourceName is what a directory calls itself; "" is by hand.
func sourceName(ctx context.Context, source string) string {
	if source == "" {
		return i18n.T(ctx, "facilities.source.hand")
	}
	return facilities.SourceTitle(source)
}

// markOptions are the marks with what each means.
func markOptions(ctx context.Context) []layout.Option {
	out := layout.Worded(ctx, "facilities.mark.", facilities.Marks())
	for i := range out {
		out[i].Hint = i18n.T(ctx, "facilities.mark.hint."+out[i].Value)
	}
	return out
}

// regionNames are offered while a region is typed.
func regionNames() []string {
	var out []string
	for _, r := range facilities.Regions() {
		out = append(out, r.Name)
	}
	return out
}

// back leads to the page of the facility a form is about.
func back(f facilities.Facility) []layout.Link {
	return []layout.Link{{Text: f.Name, Href: "/facilities/" + f.ID}}
}

func placePath(f facilities.Facility) string {
	if f.ID == "" {
		return "/facilities/new"
	}
	return "/facilities/" + f.ID + "/edit"
}

// rowPath is the form of a row of a facility, or of a new one.
func rowPath(f facilities.Facility, sort, id string) string {
	path := "/facilities/" + f.ID + "/" + sort
	if id == "" {
		return path
	}
	return path + "/" + id
}

func numberOrNothing(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// ruleLead says what happens to the rule that stands.
func ruleLead(ctx context.Context, r facilities.Rule) string {
	if r.ID == "" {
		return i18n.T(ctx, "facilities.rule.lead.new")
	}
	return i18n.T(ctx, "facilities.rule.lead.change")
}
