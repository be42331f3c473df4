package facilitiesweb

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
)

// now is what a field of a record holds in this moment.
type now struct{ name, labelKey, value string }

// clash makes of a Conflict one that shows what somebody else wrote meanwhile
// beside what was typed. rev lets the reader save theirs over it.
func clash(ctx context.Context, err error, rev string, fields []now) error {
	c := &web.Clash{Err: err, Rev: rev}
	for _, f := range fields {
		c.Fields = append(c.Fields, web.ClashField{Name: f.name, Label: i18n.T(ctx, f.labelKey), Now: f.value})
	}
	return c
}

// again reads the facility anew when somebody else was faster; any other fault
// is returned as it is.
func (p *Pages) again(r *web.Request, id string, err error) (facilities.Full, error) {
	if !fault.Is(err, fault.Conflict) {
		return facilities.Full{}, err
	}
	return p.Facilities.Facility(r.Context(), r.Actor, id)
}

// placeClash shows how the facility stands now.
func (p *Pages) placeClash(r *web.Request, id string, conflict error) error {
	f, err := p.again(r, id, conflict)
	if err != nil {
		return err
	}
	ctx := r.Context()
	return clash(ctx, conflict, f.Rev, []now{
		{"name", "facilities.name", f.Name}, {"kind", "facilities.kind", kindName(ctx, f.Kind)},
		{"town", "facilities.place", f.Town}, {"county", "facilities.county", f.County},
		{"region", "facilities.region", regionName(f.Facility)}, {"country", "facilities.country", f.Country},
		{"status", "facilities.status", statusName(ctx, f.Status)}, {"level", "facilities.level", levelName(ctx, f.Level)},
		{"agency", "facilities.agency", f.Agency}, {"holds", "facilities.holds", holdsName(ctx, f.Holds)},
		{"security", "facilities.security", f.Security}, {"capacity", "facilities.capacity", numberOrNothing(f.Capacity)},
		{"population", "facilities.population", numberOrNothing(f.Population)}, {"phone", "facilities.phone", f.Phone},
		{"website", "facilities.website", f.Website}, {"opened", "facilities.opened", f.OpenedOn.String()}, {"closed", "facilities.closed", f.ClosedOn.String()},
	})
}

// ruleClash shows the rule that took the place of the one the form was made
// from. A rule that ended without another cannot be written over.
func (p *Pages) ruleClash(r *web.Request, was facilities.Rule, conflict error) error {
	f, err := p.again(r, was.FacilityID, conflict)
	if err != nil {
		return err
	}
	ctx := r.Context()
	rule, ok := standing(f, was.ID)
	if !ok {
		return conflict
	}
	return clash(ctx, conflict, rule.Rev, []now{
		{"topic", "facilities.rule.topic", topicName(ctx, rule.Topic)}, {"says", "facilities.rule.says", rule.Says},
		{"source", "facilities.source", rule.Source}, {"checked", "facilities.source.on", rule.CheckedOn.String()},
		{"mark", "facilities.rule.mark", markName(ctx, rule.Mark)},
	})
}

// standing finds the rule that holds now in the place of one that was.
func standing(f facilities.Full, id string) (facilities.Rule, bool) {
	for _, r := range f.Rules {
		for at := r.ID; at != ""; at = follows(f, at) {
			if at == id {
				return r, true
			}
		}
	}
	return facilities.Rule{}, false
}

func follows(f facilities.Full, id string) string {
	all := slices.Concat(f.Rules, f.Past)
	if i := slices.IndexFunc(all, func(r facilities.Rule) bool { return r.ID == id }); i >= 0 {
		return all[i].Follows
	}
	return ""
}

// postClash shows how the post stands now.
func (p *Pages) postClash(r *web.Request, was facilities.Post, conflict error) error {
	f, err := p.again(r, was.FacilityID, conflict)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(f.Posts, func(x facilities.Post) bool { return x.ID == was.ID })
	if i < 0 {
		return conflict
	}
	post := f.Posts[i]
	return clash(r.Context(), conflict, post.Rev, []now{
		{"title", "facilities.post.name", post.Title}, {"contact", "facilities.post.contact", post.Contact},
		{"source", "facilities.source", post.Source}, {"checked", "facilities.source.on", post.CheckedOn.String()},
	})
}
