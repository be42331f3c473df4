package peopleweb

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// about picks the message of a stem for a person's pronoun; without one the name stands
// in the sentence.
func (f *file) about(ctx context.Context, stem string) string {
	pronoun := f.Pronoun
	if pronoun == "" {
		pronoun = "none"
	}
	return i18n.T(ctx, stem+pronoun, "name", isolate(f.Name))
}

// pronoun is the word the person goes by, as a sentence of its own.
func (f *file) pronoun(ctx context.Context) string {
	if f.Pronoun == "" {
		return ""
	}
	return i18n.T(ctx, "people.pronoun."+f.Pronoun) + "."
}

// aliases are the other names somebody may be met under, as sentences. A former
// name may hurt to hear: it stands on the page of names alone.
func (f *file) aliases(ctx context.Context) string {
	var out []string
	for _, n := range f.Names {
		switch n.Kind {
		case people.NameUsed, people.NameScript, people.NameFormer:
		default:
			out = append(out, i18n.T(ctx, "people.alias."+string(n.Kind), "name", isolate(n.Text)))
		}
	}
	return strings.Join(out, " ")
}

// isolate keeps the direction of a name from turning the sentence around it.
func isolate(name string) string { return "\u2068" + name + "\u2069" }

// state words why something is not known.
func state(ctx context.Context, s people.State) string {
	if s == people.Known {
		s = people.Unknown
	}
	return i18n.T(ctx, "people.state."+string(s))
}

// reads lists the languages to write to somebody in.
func (f *file) reads(ctx context.Context) string {
	var words []string
	for _, l := range f.Languages {
		switch l.How {
		case people.Reads:
			words = append(words, language(ctx, l.Lang))
		case people.ReadsSome:
			words = append(words, i18n.T(ctx, "people.some", "language", language(ctx, l.Lang)))
		}
	}
	return strings.Join(words, ", ")
}

// language names a language in the reader's own.
func language(ctx context.Context, tag string) string {
	return tongues.Name(i18n.From(ctx).Locale(), tag)
}

// sourced is how we know something: the source and its day.
func sourced(ctx context.Context, source string, on partialdate.Date) string {
	switch {
	case on.IsZero():
		return source
	case source == "":
		return i18n.Day(ctx, on.String())
	}
	return source + ", " + i18n.Day(ctx, on.String())
}

// whereWords is where somebody is when it is no facility.
func whereWords(ctx context.Context, s custody.Stay) string {
	if s.ID == "" {
		return i18n.T(ctx, "people.at.none")
	}
	return i18n.T(ctx, "people.at."+string(s.State))
}

// staleAfter is after how many days a claim about a place wants to be checked.
const staleAfter = 90

// howWeKnow says where a stay is known from, and when that is long ago.
func (f *file) howWeKnow(ctx context.Context) string {
	if f.stay.ID == "" {
		return ""
	}
	words := sourced(ctx, f.stay.Source, f.stay.SourceOn)
	if words == "" {
		words = i18n.T(ctx, "people.confidence."+string(f.stay.Confidence))
	}
	if days, known := f.stay.Age(f.today); known && days > staleAfter && !f.released() {
		words += ". " + i18n.T(ctx, "people.at.old", "count", days)
	}
	return words
}

// worker says whose case it is, and since when.
func (f *file) worker(ctx context.Context) string {
	c, open := f.work()
	switch {
	case !open:
		return ""
	case c.WorkerID == "":
		return i18n.T(ctx, "people.worker.nobody")
	}
	name := c.Worker
	if c.WorkerID == f.self {
		name = i18n.T(ctx, "people.worker.you")
	}
	if len(c.OpenedOn) < len("2006-01") {
		return name
	}
	return i18n.T(ctx, "people.worker.since", "name", name, "month", i18n.Day(ctx, string(c.OpenedOn)[:len("2006-01")]))
}

// taskTitle is what is to be done, in somebody's own words or the kind's.
func (f *file) taskTitle(ctx context.Context, t tasks.Task) string {
	if t.Title != "" {
		return t.Title
	}
	return i18n.T(ctx, f.pages.Kinds.Of(t.Kind).TitleKey, i18n.Kept(ctx, t.Args, "name", f.Name)...)
}

// taskWhen is the day of a task as its words and their urgency.
func taskWhen(ctx context.Context, t tasks.Task, today civil.Day, title string) layout.W {
	if t.DueOn == "" {
		return layout.W{Words: i18n.T(ctx, "people.todo.any-day"), Note: title}
	}
	w := layout.W{Words: strings.TrimSpace(i18n.Due(ctx, string(t.DueOn)) + " " + t.DueTime), Note: title}
	switch {
	case t.DueOn <= today:
		w.Tone = layout.Late
	case t.DueOn.Since(today) <= soonDays:
		w.Tone = layout.Soon
	}
	return w
}

// soonDays is how near a day has to be to stand out.
const soonDays = 14

// bornNote says what of the date of birth is not known, or the age.
func (f *file) bornNote(ctx context.Context) string {
	switch {
	case f.BornState == people.Contested:
		return i18n.T(ctx, "people.state.contested")
	case f.Born.Precision() == partialdate.Year || f.Born.Precision() == partialdate.Month:
		return i18n.T(ctx, "people.born.day-unknown")
	}
	if n, ok := yearsOld(f.Born, f.today); ok && !f.Dead {
		return i18n.T(ctx, "people.born.age", "count", n)
	}
	return ""
}
