package facilitiesweb

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// lead says in a line what and where the place is.
func (v view) lead(ctx context.Context) string {
	return dotted(kindName(ctx, v.Kind), whereIs(v.Facility))
}

// dotted joins what there is with a dot between.
func dotted(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// strip is the row of facts one asks for first.
func (v view) strip(ctx context.Context) []layout.Fact {
	out := []layout.Fact{{Term: i18n.T(ctx, "facilities.status"), Value: statusName(ctx, v.Status)}}
	if v.Status == "" {
		out[0] = layout.Fact{Term: out[0].Term, Value: i18n.T(ctx, "facilities.unknown"), Unknown: true}
	}
	if v.Phone != "" {
		out = append(out, layout.Fact{Term: i18n.T(ctx, "facilities.phone"), Value: v.Phone, Number: true})
	}
	add := func(key, value string) {
		if value != "" {
			out = append(out, layout.Fact{Term: i18n.T(ctx, key), Value: value})
		}
	}
	add("facilities.security", v.Security)
	add("facilities.holds", holdsName(ctx, v.Holds))
	if v.MaySeePeople {
		add("facilities.people", i18n.Number(ctx, v.PeopleAll))
	}
	return out
}

// cares is what hurts somebody when it is forgotten.
func (v view) cares(ctx context.Context) []layout.Care {
	if v.Status == facilities.Closed {
		return []layout.Care{{Text: i18n.T(ctx, "facilities.is-closed")}}
	}
	return nil
}

// link leads to a form, for those who may write.
func (v view) link(ctx context.Context, key, path string) layout.Link {
	if !v.MayWrite {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, key), Href: v.Path + path}
}

// mergeLink leads to the search for another entry of the same place.
func (v view) mergeLink(ctx context.Context) layout.Link {
	if !v.MayMerge {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "facilities.merge.link"), Href: v.Path + "/merge"}
}

// list is the address of the list of everybody in the record who is here, with a
// case or without.
func (v view) list(more string) string {
	return "/people?list=" + string(casework.Everyone) + "&at=" + v.ID + "&whose=all" + more
}

// moveLink leads to the move of somebody who is here.
func (v view) moveLink(ctx context.Context) layout.Link {
	if !v.MayMove || v.PeopleAll == 0 {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "facilities.people.move"), Href: "/people/move?from=" + v.ID}
}

// facts are the short facts of the side column.
func (v view) facts(ctx context.Context) []layout.Fact {
	var out []layout.Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, layout.Fact{Term: i18n.T(ctx, key), Value: value})
		}
	}
	add("facilities.level", levelName(ctx, v.Level))
	add("facilities.agency", v.Agency)
	add("facilities.capacity", countOrNothing(ctx, v.Capacity))
	add("facilities.population", countOrNothing(ctx, v.Population))
	add("facilities.county", v.County)
	add("facilities.country", countryName(ctx, v.Country))
	add("facilities.time-zone", v.TimeZone)
	if v.Website != "" {
		out = append(out, layout.Fact{Term: i18n.T(ctx, "facilities.website"), Value: v.Website, Href: v.Website})
	}
	if !v.OpenedOn.IsZero() {
		add("facilities.opened", i18n.Day(ctx, v.OpenedOn.String()))
	}
	if !v.ClosedOn.IsZero() {
		add("facilities.closed", i18n.Day(ctx, v.ClosedOn.String()))
	}
	add("facilities.checked", checkedText(ctx, row{Facility: v.Facility}))
	return out
}

// knownFrom says where an address, rule or post is known from, and since when.
func knownFrom(ctx context.Context, source string, checked partialdate.Date) string {
	named := sourceName(ctx, source)
	if checked.IsZero() {
		return i18n.T(ctx, "facilities.known.unchecked", "source", named)
	}
	return i18n.T(ctx, "facilities.known", "source", named, "day", i18n.Day(ctx, checked.String()))
}

// ruleAge is what a rule is about and how old its check is.
func (v view) ruleAge(ctx context.Context, r facilities.Rule) layout.W {
	w := layout.W{Words: topicName(ctx, r.Topic), Note: i18n.T(ctx, "facilities.rule.age", "count", r.Age(v.Today))}
	if r.Stale(v.Today) {
		w.Tone = layout.Soon
	}
	return w
}

// ruleTags say how sure a rule is, and that it wants a new check.
func (v view) ruleTags(ctx context.Context, r facilities.Rule) []layout.TagText {
	tags := []layout.TagText{{Text: markName(ctx, r.Mark), Tone: markTone(r.Mark)}}
	if r.Stale(v.Today) {
		tags = append(tags, layout.TagText{Text: i18n.T(ctx, "facilities.check-again"), Tone: layout.Sun})
	}
	return tags
}

// before lists what a rule said before, newest first, without mere checks that
// changed no word.
func (v view) before(r facilities.Rule) []facilities.Rule {
	var out []facilities.Rule
	for said, id := r.Says, r.Follows; id != ""; {
		at := slices.IndexFunc(v.Past, func(p facilities.Rule) bool { return p.ID == id })
		if at < 0 {
			break
		}
		if v.Past[at].Says != said {
			out = append(out, v.Past[at])
		}
		said, id = v.Past[at].Says, v.Past[at].Follows
	}
	return out
}

// gone lists the rules that ended without another in their place.
func (v view) gone() []facilities.Rule {
	followed := map[string]bool{}
	for _, r := range slices.Concat(v.Rules, v.Past) {
		followed[r.Follows] = true
	}
	return slices.DeleteFunc(slices.Clone(v.Past), func(r facilities.Rule) bool { return followed[r.ID] })
}

// writtenBy names who wrote a rule down.
func writtenBy(ctx context.Context, r facilities.Rule) string {
	if r.RecordedBy == "" {
		return ""
	}
	return " · " + i18n.T(ctx, "facilities.by", "name", r.RecordedBy)
}

// ended says until when something held.
func ended(ctx context.Context, t time.Time) string {
	return i18n.T(ctx, "facilities.ended", "day", i18n.DayOf(ctx, t))
}

// otherNames lists the names beside the one shown.
func (v view) otherNames() []facilities.NameOf {
	return slices.DeleteFunc(slices.Clone(v.Names), func(n facilities.NameOf) bool { return n.Text == v.Name })
}

// markTone repeats in colour what a mark says.
func markTone(m facilities.Mark) layout.Tone {
	switch m {
	case facilities.Verified:
		return layout.OK
	case facilities.Contested:
		return layout.Brick
	}
	return layout.Quiet
}

// sinceWords says since when somebody is there.
func sinceWords(ctx context.Context, x custody.There) string {
	if x.Since.IsZero() {
		return ""
	}
	return i18n.Day(ctx, x.Since.String())
}

// presentHolder is the name of whoever holds a post now.
func presentHolder(post facilities.Post) string {
	for _, h := range post.Holders {
		if h.EndedAt.IsZero() {
			return h.Name
		}
	}
	return ""
}

// holderSince says since when somebody holds a post, and how to reach them.
func holderSince(ctx context.Context, h facilities.Holder) string {
	since := ""
	if !h.Since.IsZero() {
		since = ", " + i18n.T(ctx, "facilities.since", "day", i18n.Day(ctx, h.Since.String()))
	}
	if h.Contact == "" {
		return since
	}
	return since + ", " + h.Contact
}
