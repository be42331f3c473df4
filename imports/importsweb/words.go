package importsweb

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/imports"
	"github.com/throughcare/throughcare/imports/reading"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func word(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// Reason says why a row was refused, in the reader's language.
func Reason(ctx context.Context, r imports.Refusal) string {
	args := []any{"value", r.Value}
	for name, value := range r.Args {
		args = append(args, name, value)
	}
	return i18n.T(ctx, r.Key, args...)
}

// FieldName is what a field is called.
func FieldName(ctx context.Context, f reading.Field) string {
	if f == reading.LeaveOut {
		return word(ctx, "imports.field.leave-out")
	}
	return word(ctx, "imports.field."+string(f))
}

// fieldOptions are the fields a column can mean, as a note and left out last.
func fieldOptions(ctx context.Context, what string) []layout.Option {
	var list []layout.Option
	for _, t := range reading.Targets() {
		if t.Cases && what != imports.Cases {
			continue
		}
		list = append(list, layout.Option{Value: string(t.Field), Label: FieldName(ctx, t.Field)})
	}
	return append(list, layout.Option{Value: leaveOut, Label: FieldName(ctx, reading.LeaveOut)})
}

// leaveOut stands for the empty field in the form.
const leaveOut = "leave-out"

// day is a stored date as people read it, or its text when it is none.
func day(ctx context.Context, text string) string {
	if on, err := partialdate.Parse(text); err == nil && text != "" {
		return i18n.Day(ctx, on.String())
	}
	return text
}

// thing is what a difference is about.
func thing(ctx context.Context, d imports.Difference) string {
	return word(ctx, "imports.thing."+d.What)
}

// said is one side of a difference, as people read it.
func said(ctx context.Context, d imports.Difference, text string) string {
	switch {
	case text == "":
		return ""
	case d.What == "language":
		return tongues.Name(i18n.From(ctx).Locale(), text)
	case d.What == "case":
		return word(ctx, "imports.state."+text)
	case dated[d.What]:
		return day(ctx, text)
	}
	return text
}

var dated = map[string]bool{"born": true, "release": true, "sentenced": true, "hearing": true, "contact": true}

// why says why what we have stays.
func why(ctx context.Context, d imports.Difference) string {
	return word(ctx, d.Kept, "to", said(ctx, d, d.To), "count", d.Days)
}

// months is the month somebody came into the record: "March 2024".
func month(ctx context.Context, micros int64) string {
	return i18n.Day(ctx, time.UnixMicro(micros).UTC().Format("2006-01"))
}

// agrees reports whether a text of a candidate is one that the row has too.
func agrees(c imports.Candidate, text string) bool {
	for _, same := range c.Same {
		if same == text {
			return text != ""
		}
	}
	return false
}

// alike reports whether anything a row may be agrees with it in a thing.
func alike(l imports.Line, what string) bool {
	for _, c := range l.Detail.Maybe {
		switch what {
		case "number":
			for _, n := range c.Numbers {
				if agrees(c, n) && n != "" {
					return true
				}
			}
		case "born", "at":
			if agrees(c, what) {
				return true
			}
		}
	}
	return false
}

// first is the first name of somebody, for an answer that has little room.
func first(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}

// plain is a number as forms and addresses hold it.
func plain(n int) string { return strconv.Itoa(n) }

// checkTitle says what there is to look at.
func checkTitle(ctx context.Context, c checking) string {
	if c.Stage == imports.Saved {
		return word(ctx, "imports.check.later", "count", c.Open)
	}
	return word(ctx, "imports.check.heading", "count", c.Counts.Rows)
}

// noteHead is what the file calls a note, and noteText what it says.
func noteHead(ctx context.Context, note string) string {
	if head, _, ok := strings.Cut(note, ": "); ok {
		return head
	}
	return word(ctx, "imports.fact.note")
}

func noteText(note string) string {
	if _, text, ok := strings.Cut(note, ": "); ok {
		return text
	}
	return note
}
