package rosterweb

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/roster"
)

// claimFacts are what we thought and what the list says, side by side.
func claimFacts(ctx context.Context, c roster.Claim) (facts []layout.Fact) {
	from, to := c.From, cmp.Or(c.To, c.Place)
	if state := custody.State(from); slices.Contains(custody.States(), state) {
		from = i18n.T(ctx, "custody.state."+from)
	}
	if c.Kind == roster.NewDate { // where they are is not in question
		if from, to = "", i18n.Day(ctx, string(c.On)); !c.Had.IsZero() {
			from = i18n.Day(ctx, c.Had.String())
		}
	}
	for _, f := range []struct{ key, value string }{
		{"roster.claims.from", from}, {"roster.claims.to", to}, {"roster.claims.name", c.NameSaid}, {"roster.claims.number", c.NumberSaid},
	} {
		if f.value != "" {
			facts = append(facts, layout.Fact{Term: i18n.T(ctx, f.key), Value: f.value})
		}
	}
	return facts
}

// adds says what "yes, this is them" brings into the record.
func adds(ctx context.Context, c roster.Claim) string {
	switch number, name := c.Adds(); {
	case number != "":
		return i18n.T(ctx, "roster.adds.number", "number", number)
	case name != "":
		return i18n.T(ctx, "roster.adds.name", "name", name)
	}
	return i18n.T(ctx, "roster.adds.none")
}
