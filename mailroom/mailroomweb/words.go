package mailroomweb

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/mailroom"
	"github.com/throughcare/throughcare/mailroom/verdict"
)

// verdictTitle is a verdict in a line: "OK to send books", "Wait until 2 December".
func verdictTitle(ctx context.Context, j mailroom.Judged) string {
	key := "mail.verdict." + string(j.Verdict.Sort)
	if j.Verdict.Sort == verdict.Wait && j.Verdict.Until == "" {
		key += ".open"
	}
	return i18n.T(ctx, key, "what", j.Name, "day", i18n.LongDay(ctx, string(j.Verdict.Until)))
}

// verdictClass is the look of a verdict.
func verdictClass(s verdict.Sort) string {
	switch s {
	case verdict.Never:
		return "verdict stop"
	case verdict.Wait, verdict.Check:
		return "verdict wait"
	}
	return "verdict"
}

// because lists why, in words; of something that may go, since when it was free.
func because(ctx context.Context, j mailroom.Judged) []string {
	var list []string
	for _, r := range j.Verdict.Reasons {
		list = append(list, reason(ctx, r))
	}
	if len(list) == 0 && j.Verdict.Free != "" {
		list = append(list, i18n.T(ctx, "mail.why.free", "day", i18n.Day(ctx, string(j.Verdict.Free))))
	}
	return list
}

// reason is one reason in words: its days are written out, its numbers with their units.
func reason(ctx context.Context, r verdict.Reason) string {
	args := []any{}
	for _, k := range slices.Sorted(maps.Keys(r.Args)) {
		v := r.Args[k]
		switch k {
		case "last", "next", "since", "day":
			v = i18n.Day(ctx, v)
		case "unit":
			v = i18n.T(ctx, "facilities.unit."+unitOr(v))
		case "is", "n":
			if r.Key == "weight" {
				v = grams(ctx, v)
			}
		}
		args = append(args, k, v)
	}
	return i18n.T(ctx, "mail.why."+r.Key, args...)
}

func unitOr(unit string) string {
	if unit == "" {
		return "day"
	}
	return unit
}

func grams(ctx context.Context, n string) string {
	g, err := strconv.Atoi(n)
	if err != nil {
		return n
	}
	return i18n.T(ctx, "mail.grams", "n", i18n.Number(ctx, g))
}

// limits are the rules of the facility as tags, those that changed of late in red.
func limits(ctx context.Context, rules []facilities.Rule, today civil.Day) []layout.TagText {
	var list []layout.TagText
	for _, r := range rules {
		t := layout.TagText{Text: limit(ctx, r)}
		if since := civil.Of(r.RecordedAt, nil); r.Follows != "" && today.Since(since) < 30 {
			t.Tone = layout.Late
			t.Text = i18n.T(ctx, "mail.limit.since", "rule", t.Text, "day", i18n.Day(ctx, string(since)))
		}
		list = append(list, t)
	}
	return list
}

// limit is a rule in a few words.
func limit(ctx context.Context, r facilities.Rule) string {
	t := r.Test
	unit := ""
	if t.Unit != "" {
		unit = i18n.T(ctx, "facilities.unit."+t.Unit)
	}
	switch {
	case t.Sort == facilities.InWords:
		first, _, _ := strings.Cut(r.Says, "\n")
		return first
	case len(t.Sort.Values()) > 0:
		return i18n.T(ctx, "facilities.test."+string(t.Sort)+"."+t.Value)
	case t.Sort == facilities.Wrapping || t.Sort == facilities.Content:
		return t.Value
	}
	return i18n.T(ctx, "mail.limit."+string(t.Sort), "n", t.Written(), "unit", unit)
}

// state is how a request stands, in words.
func state(ctx context.Context, q mailroom.Request) string {
	switch {
	case q.State == mailroom.Held && q.FillOn != "":
		return i18n.T(ctx, "mail.fill-on", "day", i18n.Day(ctx, string(q.FillOn)))
	case q.State == mailroom.Held:
		return i18n.T(ctx, "mail.held."+why(q))
	case q.State == mailroom.Stopped:
		return i18n.T(ctx, "mail.stopped."+why(q))
	case q.State == mailroom.Queued && q.Label == mailroom.LabelQueued:
		return i18n.T(ctx, "mail.label.queued")
	}
	return i18n.T(ctx, "mail.state."+string(q.State))
}

// why is the reason that a request keeps, as far as the lists have words for it.
func why(q mailroom.Request) string {
	known := map[mailroom.State][]string{
		mailroom.Held: {"transit", "back"}, mailroom.Stopped: {"home", "nothing"},
	}
	if slices.Contains(known[q.State], q.Why) {
		return q.Why
	}
	return "other"
}

// heeds are the lines that hurt somebody when they are forgotten.
func heeds(d *mailroom.Desk) []layout.Care {
	var list []layout.Care
	for _, c := range d.Person.TakeCare {
		list = append(list, layout.Care{Strong: c.Line, Text: c.Detail})
	}
	return list
}
