package caseworkweb

import (
	"context"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// panel is the work with a person on their page: every case that is not closed,
// else the last one.
func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	cases, err := p.Cases.OfPerson(ctx, r.Actor, personID)
	if err != nil {
		return nil, err
	}
	var shown []casework.Full
	for i, c := range cases {
		if c.State != casework.Closed || i == 0 {
			shown = append(shown, c)
		}
	}
	mayWrite := r.Actor.May(casework.MayWrite)
	if len(shown) == 0 && !mayWrite {
		return nil, nil
	}
	return workPanel(personID, shown, len(cases)-len(shown), mayWrite), nil
}

// panelLinks are what is done most often to a case, from the page of its person;
// whoever only logs contacts finds that one.
func panelLinks(ctx context.Context, c casework.Full, mayWrite bool) []layout.Link {
	link := func(key, action string) layout.Link {
		return layout.Link{Text: i18n.T(ctx, key), Href: "/cases/" + c.ID + "?do=" + action + "#" + action}
	}
	log := layout.Link{Text: i18n.T(ctx, "casework.log"), Href: "/people/" + c.PersonID + "/log?case=" + c.ID}
	switch {
	case !mayWrite && c.State == casework.Closed:
		return nil
	case !mayWrite:
		return []layout.Link{log}
	}
	switch c.State {
	case casework.Waiting:
		return []layout.Link{link("casework.take-up", "activate"), log}
	case casework.Dormant:
		return []layout.Link{link("casework.wake", "activate"), log}
	case casework.Closed:
		return []layout.Link{link("casework.act.reopen", "reopen")}
	}
	return []layout.Link{log, link("casework.act.next", "next"), link("casework.act.close", "close")}
}

func openWords(ctx context.Context, cases int) string {
	if cases == 0 {
		return i18n.T(ctx, "casework.open.title")
	}
	return i18n.T(ctx, "casework.open.another")
}
