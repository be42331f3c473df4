// Package bundle puts the papers of a grievance into the order in which an ombudsman, a
// court or a neutral reads them: what it is about, what happened when, which levels
// were gone through and how we know, the forms, and every paper.
package bundle

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/paper"
)

// Part is one line of the index: what it is, its words, and the paper that belongs
// there, by its ID, or "".
type Part struct {
	Title  string
	Blocks []binder.Block
	FileID string
}

// Parts lists what a bundle holds, in its order.
func Parts(ctx context.Context, f grievances.File) []Part {
	parts := []Part{
		{Title: i18n.T(ctx, "grievances.bundle.about"), Blocks: about(ctx, f)},
		{Title: i18n.T(ctx, "grievances.bundle.course"), Blocks: course(ctx, f)},
		{Title: i18n.T(ctx, "grievances.exhaustion"), Blocks: levels(ctx, f)},
	}
	for _, d := range f.Forms {
		parts = append(parts, Part{Title: formTitle(d), Blocks: boxes(d)})
	}
	for _, p := range f.Papers {
		parts = append(parts, Part{Title: paperTitle(ctx, p), FileID: p.FileID})
	}
	return parts
}

// Make is the bundle, without the files: File of an item is nil until its paper is
// there.
func Make(ctx context.Context, f grievances.File, organisation, whom string, made time.Time) binder.Bundle {
	b := binder.Bundle{
		Size: paper.Size(i18n.From(ctx).Locale()), Made: made, Cover: cover(ctx, f, organisation, whom, made),
		Words: binder.Words{
			Index: i18n.T(ctx, "grievances.bundle.index"), Page: i18n.T(ctx, "grievances.bundle.page", "page", "{page}", "pages", "{pages}"),
			Apart: i18n.T(ctx, "grievances.bundle.apart", "title", "{title}"),
		},
	}
	for _, p := range Parts(ctx, f) {
		b.Items = append(b.Items, binder.Item{Title: p.Title, Blocks: p.Blocks})
	}
	return b
}

// lines gathers labelled lines, without those that hold nothing.
type lines struct {
	ctx  context.Context
	list []binder.Block
}

func (l *lines) line(key, text string) {
	if text != "" {
		l.list = append(l.list, binder.Block{Kind: binder.Line, Label: i18n.T(l.ctx, key), Text: text})
	}
}

func (l *lines) heading(text string) {
	l.list = append(l.list, binder.Block{Kind: binder.Heading, Text: text})
}

func (l *lines) para(text string) {
	if text != "" {
		l.list = append(l.list, binder.Block{Kind: binder.Para, Text: text})
	}
}

func cover(ctx context.Context, f grievances.File, organisation, whom string, made time.Time) []binder.Block {
	l := &lines{ctx: ctx}
	l.para(organisation)
	l.heading(f.Title)
	l.line("grievances.bundle.person", strings.TrimSuffix(f.Person.Name+", "+f.Person.Number, ", "))
	l.line("grievances.field.place", f.Place.Name)
	l.line("grievances.procedure", f.Version.Title+", "+f.Version.Agency)
	l.line("grievances.their-number", f.TheirNumber)
	l.line("grievances.bundle.ours", f.Code())
	l.line("grievances.bundle.whom", whom)
	l.line("grievances.bundle.made", i18n.PaperDayOf(ctx, made))
	return l.list
}

func about(ctx context.Context, f grievances.File) []binder.Block {
	l := &lines{ctx: ctx}
	l.line("grievances.happened", day(ctx, f.Incident.String()))
	l.line("grievances.discovered", day(ctx, f.Discovered.String()))
	l.line("grievances.unit", f.Unit)
	l.line("grievances.harm", f.Harm)
	l.para(f.What)
	if len(f.Wanted) > 0 {
		l.heading(i18n.T(ctx, "grievances.wanted"))
		for _, w := range f.Wanted {
			l.para("– " + w)
		}
	}
	return l.list
}

func day(ctx context.Context, date string) string {
	if date == "" {
		return ""
	}
	return i18n.PaperDay(ctx, date)
}

// course is what happened, the oldest first, each with how we know.
func course(ctx context.Context, f grievances.File) []binder.Block {
	l := &lines{ctx: ctx}
	for _, e := range f.Course.Events {
		step := ""
		if s, ok := f.Version.Step(e.Step); ok {
			step = s.Title
		}
		l.heading(strings.Trim(day(ctx, e.On.String())+" · "+eventWords(ctx, e)+" · "+step, " ·"))
		l.line("grievances.source", e.Source)
		l.line("grievances.receipt", e.Receipt)
		l.para(e.Words)
	}
	if len(l.list) == 0 {
		l.para(i18n.T(ctx, "grievances.level.not"))
	}
	return l.list
}

func eventWords(ctx context.Context, e way.Event) string {
	words := i18n.T(ctx, "grievances.event."+string(e.Kind))
	if e.Way != "" {
		words += ", " + i18n.T(ctx, "grievances.way."+string(e.Way))
	}
	return words
}

// levels is the checklist of exhaustion.
func levels(ctx context.Context, f grievances.File) []binder.Block {
	l := &lines{ctx: ctx}
	l.para(i18n.T(ctx, "grievances.bundle.levels", "count", f.Checklist.Complete, "all", len(f.Checklist.Levels)))
	for _, level := range f.Checklist.Levels {
		l.heading(level.Title)
		if level.Sent == nil {
			l.para(i18n.T(ctx, "grievances.level.not"))
			continue
		}
		l.line("grievances.event.submitted", day(ctx, level.Sent.On.String()))
		l.line("grievances.receipt", level.Sent.Receipt)
		if a := level.Answer; a != nil {
			l.line("grievances.event.answered", day(ctx, a.On.String())+", "+i18n.T(ctx, "grievances.way."+string(a.Way)))
		} else if level.Silent != "" {
			l.para(i18n.T(ctx, "grievances.silent", "day", day(ctx, string(level.Silent))))
		}
		for _, e := range level.Barred {
			l.para(eventWords(ctx, e) + ". " + e.Words)
		}
	}
	return l.list
}

func formTitle(d grievances.Drafted) string {
	if d.Step.Form.Name == "" {
		return d.Step.Title
	}
	return strings.TrimSuffix(d.Step.Form.Name+": "+d.Step.Form.Title, ": ")
}

// boxes are what stands on a form.
func boxes(d grievances.Drafted) []binder.Block {
	var list []binder.Block
	for _, b := range d.Boxes {
		if b.Text != "" {
			list = append(list, binder.Block{Kind: binder.Line, Label: b.Label, Text: b.Text})
		}
	}
	return list
}

// paperTitle says what a paper proves.
func paperTitle(ctx context.Context, p grievances.Paper) string {
	title := p.Name
	switch {
	case p.Event != nil:
		title = eventWords(ctx, *p.Event) + ", " + day(ctx, p.Event.On.String())
	case p.Need != nil:
		title = p.Need.Words
	}
	if p.Step != "" {
		return p.Step + ": " + title
	}
	return title
}
