package peopleweb

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// tabs are the filters of the timeline with how much they hold.
func (f *file) tabs(ctx context.Context) []layout.Tab {
	tabs := []layout.Tab{{Text: i18n.T(ctx, "people.line.all"), Href: f.url("#line"), Count: i18n.Number(ctx, f.line.Total), Current: f.show == ""}}
	for _, g := range timeline.Groups() {
		if n := f.line.Counts[g]; n > 0 || f.show == g {
			tabs = append(tabs, layout.Tab{Text: i18n.T(ctx, "people.line."+g), Href: f.url("?show=" + g + "#line"), Count: i18n.Number(ctx, n), Current: f.show == g})
		}
	}
	return tabs
}

// emptyLine is what an empty timeline says: what to do, unless nothing is left to.
func (f *file) emptyLine(ctx context.Context) string {
	if f.Dead || !f.may.write {
		return i18n.T(ctx, "people.line.nothing")
	}
	return i18n.T(ctx, "people.line.empty")
}

// older is the address of what comes after the entries shown.
func (f *file) older() string {
	to := f.url("?before=" + f.line.Before)
	if f.show != "" {
		to += "&show=" + f.show
	}
	return to + "#line"
}

// coming is a point of the timeline that is to come.
type coming struct {
	on    string
	entry layout.Entry
}

// toCome are the dates ahead and what was arranged, the farthest first.
func (f *file) toCome(ctx context.Context) []layout.Entry {
	if f.Dead || f.before != "" || f.show != "" {
		return nil
	}
	var list []coming
	for _, m := range custody.Best(f.dates) {
		if f.ahead(m) {
			list = append(list, coming{first(m.On), layout.Entry{State: "to", Title: dateTitle(ctx, m), Date: f.far(ctx, m), Body: m.Detail, By: joinedWords(sourced(ctx, m.Source, m.SourceOn), claimWords(ctx, m))}})
		}
	}
	for _, t := range f.tasks {
		if t.DueOn > f.today && arranged(t) {
			list = append(list, coming{string(t.DueOn), layout.Entry{State: "to", Title: f.taskTitle(ctx, t), Date: joined(i18n.Day(ctx, string(t.DueOn)), t.DueTime), Body: t.Reason}})
		}
	}
	slices.SortStableFunc(list, func(a, b coming) int { return cmp.Compare(b.on, a.on) })
	out := make([]layout.Entry, len(list))
	for i, c := range list {
		out[i] = c.entry
	}
	return out
}

// arranged reports whether a task is somewhere to be at an hour rather than
// something to get done.
func arranged(t tasks.Task) bool {
	return t.Kind == tasks.KindVisit || t.Kind == tasks.KindCall || t.Kind == tasks.KindAppointment
}

// far is the date of a milestone with how far off it is.
func (f *file) far(ctx context.Context, m custody.Milestone) string {
	words := joined(i18n.Day(ctx, roughly(m).String()), m.At)
	if day, ok := m.On.Day(); ok && day > f.today {
		words += " · " + i18n.Due(ctx, string(day))
	}
	return words
}

// claimWords says when a date is ours and nobody's official one.
func claimWords(ctx context.Context, m custody.Milestone) string {
	if m.Claim != custody.Estimate {
		return ""
	}
	return i18n.T(ctx, "people.date.estimate")
}

// dueNow is what today asks for, at most three.
func (f *file) dueNow() []tasks.Task {
	var due []tasks.Task
	for _, t := range f.tasks {
		if t.DueOn != "" && t.DueOn <= f.today && len(due) < 3 {
			due = append(due, t)
		}
	}
	return due
}

// longestBody is how many characters of an entry the timeline shows: three lines.
const longestBody = 280

// point is an entry of the timeline as the page shows it.
func (f *file) point(ctx context.Context, e timeline.Entry) layout.Entry {
	kinds := f.pages.Timeline.Kinds
	out := layout.Entry{ID: "e-" + e.ID, Icon: kinds.Icon(e), Title: f.entryTitle(ctx, e), Date: f.entryDate(ctx, e), By: f.entryBy(ctx, e), Meant: e.ID == f.meant}
	if e.Stub {
		out.State = "shut"
		return out
	}
	if kinds.Kind(e.Kind).Bad {
		out.State = "bad"
	}
	out.Href = cmp.Or(kinds.Href(e), f.url("/entries/"+e.ID))
	if text := shortened(e.Body, longestBody); e.Kind == timeline.KindLetter && e.Direction == timeline.In {
		out.Quote = text
	} else {
		out.Body = text
	}
	if !e.EditedAt.IsZero() {
		out.Edited = i18n.T(ctx, "people.entry.edited", "on", i18n.DayOf(ctx, e.EditedAt))
	}
	return out
}

// entryTitle is what an entry is called.
func (f *file) entryTitle(ctx context.Context, e timeline.Entry) string {
	title := i18n.T(ctx, f.pages.Timeline.Kinds.TitleKey(e), i18n.Kept(ctx, e.TitleArgs, "name", f.Name)...)
	if e.Stub {
		return i18n.T(ctx, "people.stub."+string(e.Sight), "title", title)
	}
	return title
}

func (f *file) entryDate(ctx context.Context, e timeline.Entry) string {
	if e.On.IsZero() {
		return i18n.T(ctx, "people.entry.no-day")
	}
	return joined(i18n.Day(ctx, e.On.String()), e.At)
}

// entryBy says who wrote an entry down and how we know.
func (f *file) entryBy(ctx context.Context, e timeline.Entry) string {
	var parts []string
	if e.Source != "" {
		parts = append(parts, strings.TrimSuffix(e.Source, ".")+".")
	}
	if e.AuthorName != "" {
		parts = append(parts, i18n.T(ctx, "people.entry.by", "name", e.AuthorName))
	}
	if e.Stub {
		parts = append(parts, i18n.T(ctx, "people.stub.why"))
	} else if e.Sight != timeline.SightCase {
		parts = append(parts, i18n.T(ctx, "people.sight."+string(e.Sight))+".")
	}
	return strings.Join(parts, " ")
}

// shortened is the beginning of a text, cut between words.
func shortened(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
