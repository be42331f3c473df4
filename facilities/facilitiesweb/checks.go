package facilitiesweb

import (
	"context"
	"net/http"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// mostChecks is how many old rules stand on one page: a morning's telephone
// calls.
const mostChecks = 50

// checks is the list of rules to ask about again.
func (p *Pages) checks(w http.ResponseWriter, r *web.Request) error {
	list, total, err := p.oldRules(r, mostChecks)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("facilities.checks.title"), Current: current}
	return r.Render(w, http.StatusOK, page, checksPage(list, total, r.Today(), r.Actor.May(facilities.MayWrite)))
}

func (p *Pages) oldRules(r *web.Request, limit int) ([]facilities.Check, int, error) {
	known, err := p.Custody.CountAt(r.Context(), r.Actor)
	if err != nil {
		return nil, 0, err
	}
	return p.Facilities.Checks(r.Context(), r.Actor, r.Today(), known, limit)
}

// checkRow is a rule of the list: how old, what about and where, what it says.
func checkRow(ctx context.Context, c facilities.Check, today civil.Day) layout.Row {
	row := layout.Row{
		When:  layout.W{Words: i18n.T(ctx, "facilities.rule.age", "count", c.Age(today)), Tone: layout.Soon},
		Title: topicName(ctx, c.Topic) + ", " + c.Facility, Href: "/facilities/" + c.FacilityID + "#rules", Why: c.Says + " " + knownFrom(ctx, c.Source, c.CheckedOn),
		Tags: []layout.TagText{{Text: markName(ctx, c.Mark), Tone: markTone(c.Mark)}},
	}
	if c.People > 0 {
		row.Tags = append(row.Tags, layout.TagText{Text: i18n.T(ctx, "facilities.checks.people", "count", c.People), Tone: layout.Sky})
	}
	return row
}
