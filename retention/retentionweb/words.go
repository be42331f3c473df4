package retentionweb

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/retention"
)

func lines(text string) []string { return strings.Split(text, "\n") }

// mayConfirm reports whether somebody is the second person that what was said
// waits for.
func mayConfirm(actor authz.Actor, first retention.Said) bool {
	return actor.ID != first.By || actor.Role == authz.Solo
}

// said are who asked for a hold, confirmed and ended it.
func said(ctx context.Context, h retention.Hold) []layout.Fact {
	var facts []layout.Fact
	for _, s := range []struct {
		term string
		said retention.Said
	}{
		{i18n.T(ctx, "retention.hold.asked"), h.Asked}, {i18n.T(ctx, "retention.hold.confirmed"), h.Confirmed},
		{i18n.T(ctx, "retention.hold.ending"), h.End}, {i18n.T(ctx, "retention.hold.ended"), h.EndedBy},
	} {
		if !s.said.At.IsZero() {
			facts = append(facts, layout.Fact{Term: s.term, Value: s.said.Name, Note: i18n.DayOf(ctx, s.said.At)})
		}
	}
	if h.State != retention.Ended {
		facts = append(facts, layout.Fact{Term: i18n.T(ctx, "retention.hold.review.label"), Value: i18n.Day(ctx, string(h.ReviewOn))})
	}
	return facts
}
