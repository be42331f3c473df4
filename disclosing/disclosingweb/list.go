package disclosingweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/disclosing"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// mostShown is how many packets and disclosures the log shows.
const mostShown = 200

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	packets, err := p.Packets.Packets(r.Context(), r.Actor, mostShown)
	if err != nil {
		return err
	}
	left, err := p.Packets.Log(r.Context(), r.Actor, mostShown)
	if err != nil {
		return err
	}
	var drafts, made []disclosing.Packet
	for _, k := range packets {
		if k.State == disclosing.Made {
			made = append(made, k)
		} else {
			drafts = append(drafts, k)
		}
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("disclosing.list.title"), Current: "packets"}, listPage(drafts, made, left))
}

// whomIn names whom a packet is about.
func whomIn(ctx context.Context, k disclosing.Packet) string {
	var list []string
	for i, card := range k.People {
		if i == 5 && len(k.People) > 6 {
			return i18n.T(ctx, "disclosing.list.more", "names", strings.Join(list, ", "), "count", len(k.People)-5)
		}
		list = append(list, card.Name)
	}
	return i18n.List(ctx, list)
}

// groundWords say on which ground something left.
func groundWords(ctx context.Context, l disclosing.Left) string {
	if l.Basis.Kind == "" {
		return i18n.T(ctx, "disclosing.list.agreed")
	}
	return strings.TrimSuffix(i18n.T(ctx, "consent.basis."+string(l.Basis.Kind))+": "+l.Basis.Citation, ": ")
}

// coverFacts are what an order asks for.
func coverFacts(ctx context.Context, v reviewing) []layout.Fact {
	facts := []layout.Fact{
		{Term: i18n.T(ctx, "disclosing.audience"), Value: v.Ground.Audience},
		{Term: i18n.T(ctx, "disclosing.basis"), Value: i18n.Capital(i18n.T(ctx, "consent.basis."+string(v.Ground.Kind))), Note: v.Ground.Citation},
	}
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, layout.Fact{Term: i18n.T(ctx, key), Value: text})
		}
	}
	add("disclosing.reference", v.Ground.Reference)
	add("disclosing.ordered-on", i18n.Day(ctx, string(v.Ground.On)))
	add("disclosing.from", i18n.Day(ctx, string(v.Scope.From)))
	add("disclosing.until", i18n.Day(ctx, string(v.Scope.Until)))
	var kinds []string
	for _, kind := range v.Scope.Kinds {
		kinds = append(kinds, i18n.T(ctx, "told.kind."+kind))
	}
	add("disclosing.kinds", i18n.List(ctx, kinds))
	add("disclosing.reason", v.Ground.Reason)
	return facts
}
