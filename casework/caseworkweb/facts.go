package caseworkweb

import (
	"context"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// caseFacts says how a case stands, with the last word where its page is.
func caseFacts(ctx context.Context, f casework.Full, last bool) []layout.Fact {
	t := func(key string, args ...any) string { return i18n.T(ctx, "casework.fact."+key, args...) }
	facts := []layout.Fact{{Term: t("state"), Value: i18n.Capital(stateName(ctx, f.State)), Note: stateNote(ctx, f.Case)}}
	if f.State == casework.Active {
		facts = append(facts, nextFact(ctx, f.Case))
	}
	facts = append(facts, stageFact(ctx, f)...)
	if last {
		facts = append(facts, lastFact(ctx, f.Case))
	}
	if f.State != casework.Closed {
		facts = append(facts, layout.Fact{Term: t("interval"), Value: t("interval.days", "count", interval(f))})
	}
	return append(facts, workerFact(ctx, f))
}

func stateNote(ctx context.Context, c casework.Case) string {
	switch c.State {
	case casework.Waiting:
		return i18n.T(ctx, "casework.since", "day", i18n.Day(ctx, string(c.WaitingSince)))
	case casework.Closed:
		return i18n.T(ctx, "casework.fact.closed", "day", i18n.Day(ctx, string(c.ClosedOn)), "reason", c.ClosingReason)
	}
	return i18n.T(ctx, "casework.fact.opened", "day", i18n.Day(ctx, string(c.OpenedOn)))
}

func nextFact(ctx context.Context, c casework.Case) layout.Fact {
	fact := layout.Fact{Term: i18n.T(ctx, "casework.next"), Value: i18n.T(ctx, "casework.unset"), Unknown: true}
	if c.NextOn != "" {
		fact.Value, fact.Note, fact.Unknown = i18n.Day(ctx, string(c.NextOn)), i18n.Due(ctx, string(c.NextOn)), false
	}
	return fact
}

func stageFact(ctx context.Context, f casework.Full) []layout.Fact {
	if len(f.Programme.Stages) == 0 {
		return nil
	}
	fact := layout.Fact{Term: i18n.T(ctx, "casework.stage"), Value: f.Programme.Stage(f.StageID).Name}
	if fact.Value == "" {
		fact.Value, fact.Unknown = i18n.T(ctx, "casework.stage.none"), true
	}
	return []layout.Fact{fact}
}

func lastFact(ctx context.Context, c casework.Case) layout.Fact {
	fact := layout.Fact{Term: i18n.T(ctx, "casework.column.last"), Value: i18n.T(ctx, "casework.last.never"), Unknown: true}
	if c.LastContactOn != "" {
		fact.Value, fact.Note, fact.Unknown = i18n.Day(ctx, string(c.LastContactOn)), channelName(ctx, c.LastContactHow), false
	}
	return fact
}

func workerFact(ctx context.Context, f casework.Full) layout.Fact {
	fact := layout.Fact{Term: i18n.T(ctx, "casework.column.worker"), Value: f.Worker}
	if f.Worker == "" {
		fact.Value, fact.Unknown = i18n.T(ctx, "casework.nobody"), true
	}
	return fact
}

// interval is how often to be in touch, in days.
func interval(f casework.Full) int {
	if f.IntervalDays > 0 {
		return f.IntervalDays
	}
	return f.Programme.IntervalDays
}

func stages(p casework.Programme) []layout.Option {
	list := make([]layout.Option, len(p.Stages))
	for i, s := range p.Stages {
		list[i] = layout.Option{Value: s.ID, Label: s.Name}
	}
	return list
}

// answerFacts are the questions with their answers.
func answerFacts(ctx context.Context, v caseView) []layout.Fact {
	facts := make([]layout.Fact, len(v.Programme.Questions))
	for i, q := range v.Programme.Questions {
		words, unknown := answerWords(ctx, q, v.Answers[q.ID])
		facts[i] = layout.Fact{Term: q.Name, Value: words, Unknown: unknown}
	}
	return facts
}

// actionTitle names what can be done to a case: a waiting one is taken up, a
// dormant one woken.
func actionTitle(ctx context.Context, v caseView, action string) string {
	switch {
	case action == "activate" && v.State == casework.Dormant:
		return i18n.T(ctx, "casework.wake")
	case action == "activate":
		return i18n.T(ctx, "casework.take-up")
	}
	return i18n.T(ctx, "casework.act."+action)
}
