// Package draft checks a form before it is printed: whether what is written fits into
// its boxes, on its pages, and into its week. A form that is refused for a line too
// many costs the days it took to come back.
package draft

import (
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/rulepacks"
)

// Box is a box of a form with what stands in it.
type Box struct {
	rulepacks.Field
	Text  string
	Typed bool // somebody typed it; otherwise it comes from the record
}

// Said is what a form is checked by beside its boxes.
type Said struct {
	Extra  int  // pages that are attached
	Single bool // somebody said that it tells of one matter only
	Week   int  // forms that the person put in within the last seven days, without this one
}

// perLine is how many characters of handwriting stand on a line of a form whose lines
// are counted and whose characters nobody counted. It is for a warning only.
const perLine = 80

// Lines is how many lines a text takes when so many characters fit on one.
func Lines(text string, per int) int {
	n := 0
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		n += max(1, (utf8.RuneCountInString(line)+per-1)/per)
	}
	return n
}

// Check returns what would have a form refused, by the names of its boxes: "box." and
// the id, "extra", "single" or "" for the whole.
func Check(f rulepacks.Form, boxes []Box, s Said) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	for _, b := range boxes {
		chars, lines := utf8.RuneCountInString(b.Text), Lines(b.Text, perLine)
		problem(b.Chars > 0 && chars > b.Chars, "box."+b.ID, "grievances.draft.chars", "label", b.Label, "count", chars-b.Chars, "most", b.Chars)
		problem(b.Lines > 0 && b.Chars == 0 && lines > b.Lines, "box."+b.ID, "grievances.draft.lines", "label", b.Label, "count", lines, "most", b.Lines)
	}
	problem(f.ExtraPages >= 0 && s.Extra > f.ExtraPages && f.ExtraPages > 0, "extra", "grievances.draft.extra", "count", f.ExtraPages)
	problem(f.ExtraPages == 0 && s.Extra > 0 && f.Name != "", "extra", "grievances.draft.extra.none")
	problem(f.OneIssue && !s.Single, "single", "grievances.draft.single")
	problem(f.PerWeek > 0 && s.Week >= f.PerWeek, "", "grievances.draft.week", "count", s.Week, "most", f.PerWeek)
	return bad
}

// Plain are the boxes of a form that nobody has described yet.
func Plain() []rulepacks.Field {
	list := make([]rulepacks.Field, 0, len(plain))
	for _, from := range plain {
		list = append(list, rulepacks.Field{ID: strings.ReplaceAll(from, "_", "-"), From: from})
	}
	return list
}

var plain = []string{"name", "number", "facility", "unit", "incident_on", "about", "tried", "wanted"}
