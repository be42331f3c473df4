package grievancesweb

import (
	"context"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/rulepacks"
)

func (e eventForm) stepTitle() string {
	if step, ok := e.Version.Step(e.Of.Step); ok {
		return step.Title
	}
	return ""
}

// asks is the sentence that asks: the day the rule gives and the day that is asked for,
// as far as they are known.
func (e eventForm) asks(ctx context.Context) string {
	var due string
	for _, s := range e.Line.Stages {
		if c, ok := s.Clock(rulepacks.Filing); ok && s.ID == e.Of.Step && !c.Unlimited {
			due = i18n.LongDay(ctx, string(c.By))
		}
	}
	args := []any{"step", e.stepTitle(), "due", due, "until", i18n.LongDay(ctx, string(e.Of.Until))}
	switch {
	case due == "" && e.Of.Until == "":
		return i18n.T(ctx, "grievances.letter.asks", args...)
	case e.Of.Until == "":
		return i18n.T(ctx, "grievances.letter.asks.due", args...)
	case due == "":
		return i18n.T(ctx, "grievances.letter.asks.until", args...)
	}
	return i18n.T(ctx, "grievances.letter.asks.both", args...)
}
