package rosterweb

import (
	"context"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/roster"
)

// claimFacts are what we thought and what the list says, side by side.
func claimFacts(ctx context.Context, c roster.Claim) (facts []layout.Fact) {
	for _, f := range []struct{ key, value string }{
		{"roster.claims.from", c.From}, {"roster.claims.to", c.Place}, {"roster.claims.name", c.NameSaid}, {"roster.claims.number", c.NumberSaid},
	} {
		if f.value != "" {
			facts = append(facts, layout.Fact{Term: i18n.T(ctx, f.key), Value: f.value})
		}
	}
	return facts
}
