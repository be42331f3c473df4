package custodyweb

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// joined puts commas between what there is.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// dotted puts dots between what there is.
func dotted(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// placeWords says where a stay is: the facility and the unit, or the state.
func placeWords(ctx context.Context, s custody.Stay) string {
	switch {
	case s.ID == "":
		return i18n.T(ctx, "custody.where.nothing")
	case s.State == custody.Held:
		return joined(s.Facility, s.Unit)
	}
	return stateName(ctx, s.State)
}

func stateName(ctx context.Context, s custody.State) string {
	return i18n.T(ctx, "custody.state."+string(s))
}

func confidenceName(ctx context.Context, c custody.Confidence) string {
	return i18n.T(ctx, "custody.confidence."+string(c))
}

func confidenceTone(c custody.Confidence) layout.Tone {
	switch c {
	case custody.Confirmed:
		return layout.OK
	case custody.Guessed:
		return layout.Sun
	}
	return layout.Quiet
}

// day is a partial date as it is read, "" when it is not known.
func day(ctx context.Context, d partialdate.Date) string {
	if d.IsZero() {
		return ""
	}
	return i18n.Day(ctx, d.String())
}

// spanWords says from when to when a stay lasted.
func spanWords(ctx context.Context, s custody.Stay) string {
	switch since, until := day(ctx, s.Since), day(ctx, s.Until); {
	case since != "" && until != "":
		return i18n.T(ctx, "custody.stay.span", "since", since, "until", until)
	case since != "":
		return i18n.T(ctx, "custody.stay.since", "since", since)
	case until != "":
		return i18n.T(ctx, "custody.stay.until", "until", until)
	}
	return i18n.T(ctx, "custody.stay.undated")
}

// saidWords says who says so, and when.
func saidWords(ctx context.Context, source string, on partialdate.Date) string {
	switch said := day(ctx, on); {
	case source != "" && said != "":
		return i18n.T(ctx, "custody.said.by", "source", source, "day", said)
	case said != "":
		return i18n.T(ctx, "custody.said.on", "day", said)
	case source != "":
		return source
	}
	return i18n.T(ctx, "custody.said.nobody")
}

// recordedWords says when a claim was written down.
func recordedWords(ctx context.Context, s custody.Stay) string {
	return i18n.T(ctx, "custody.recorded", "day", i18n.DayOf(ctx, s.RecordedAt))
}

// staleAfter is after how many days a claim about a place wants to be checked.
const staleAfter = 90

// stale reports whether somebody should ask whether a stay still holds.
func stale(s custody.Stay, today civil.Day) bool {
	age, known := s.Age(today)
	return s.Current && s.State != custody.Released && (!known || age > staleAfter || s.Confidence == custody.Guessed)
}

// stayTags say how sure a stay is, and what is to be done about it.
func stayTags(ctx context.Context, s custody.Stay, today civil.Day) []layout.TagText {
	tags := []layout.TagText{{Text: confidenceName(ctx, s.Confidence), Tone: confidenceTone(s.Confidence)}}
	if s.Beside {
		tags = append(tags, layout.TagText{Text: i18n.T(ctx, "custody.stay.beside"), Tone: layout.Plum})
	}
	if age, known := s.Age(today); s.Current && known && age > staleAfter && s.State != custody.Released {
		tags = append(tags, layout.TagText{Text: i18n.T(ctx, "custody.stay.old", "count", age), Tone: layout.Sun})
	}
	return tags
}

func stateOptions(ctx context.Context) []layout.Option {
	return layout.Options(custody.States(), func(s custody.State) string { return stateName(ctx, s) })
}

func confidenceOptions(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, c := range custody.Confidences() {
		out = append(out, layout.Option{Value: string(c), Label: confidenceName(ctx, c), Hint: i18n.T(ctx, "custody.confidence.hint."+string(c))})
	}
	return out
}

// sources are offered while one types how a move is known.
func sources(ctx context.Context) []string {
	var out []string
	for _, key := range []string{"custody.source.returned", "custody.source.letter", "custody.source.locator", "custody.source.roster", "custody.source.family", "custody.source.phone"} {
		out = append(out, i18n.T(ctx, key))
	}
	return out
}

// back leads to the person a page is about.
func back(ctx context.Context, x custody.Whereabouts) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "custody.people"), Href: "/people"}, {Text: x.Name, Href: "/people/" + x.ID}}
}

// manyCrumbs lead to where the form of several began.
func manyCrumbs(ctx context.Context, m moving) []layout.Link {
	if m.From == "" {
		return []layout.Link{{Text: i18n.T(ctx, "custody.people"), Href: "/people"}}
	}
	return []layout.Link{{Text: m.Name, Href: "/facilities/" + m.From}}
}

func manyLead(ctx context.Context, m moving) string {
	if m.From == "" {
		return i18n.T(ctx, "custody.move.many.lead", "count", len(m.People))
	}
	return i18n.T(ctx, "custody.move.many.lead.from", "count", len(m.People), "name", m.Name)
}

func (m moving) ticked(id string) bool { return slices.Contains(m.Chosen, id) }

// firstOf gives the first of several inputs the id the summary links to.
func firstOf(i int, name string) templ.Attributes {
	if i > 0 {
		return nil
	}
	return templ.Attributes{"id": form.FieldID(name)}
}

// facilityPath leads to where a stay is, "" when that is no facility.
func facilityPath(s custody.Stay) string {
	if s.FacilityID == "" {
		return ""
	}
	return "/facilities/" + s.FacilityID
}

// whereIs says where somebody on the form is: of people at one facility, in
// which unit.
func (m moving) whereIs(ctx context.Context, s custody.Stay) string {
	if m.From != "" && s.FacilityID == m.From {
		return s.Unit
	}
	return placeWords(ctx, s)
}
