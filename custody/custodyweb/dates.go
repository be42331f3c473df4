package custodyweb

import (
	"context"
	"net/http"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

var dateFields = []string{"kind", "on", "at", "detail", "claim", "source", "said"}

// way is what the page of somebody's dates shows.
type way struct {
	Who      custody.Whereabouts
	Kinds    []dated
	Past     []custody.Milestone // that hold no more
	MayWrite bool
}

func (v way) path() string { return "/people/" + v.Who.ID + "/dates" }

// dated is all that is claimed about one kind of date.
type dated struct {
	Kind     custody.Kind
	Official []custody.Milestone
	Ours     []custody.Milestone // estimates
}

func (p *Pages) dates(w http.ResponseWriter, r *web.Request) error {
	return p.showDates(w, r, web.NewForm("claim", string(custody.Official)))
}

func (p *Pages) showDates(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return p.renderDates(w, r, f.Status(), f)
}

func (p *Pages) renderDates(w http.ResponseWriter, r *web.Request, status int, f *web.Form) error {
	who, err := p.person(r)
	if err != nil {
		return err
	}
	all, err := p.Custody.Milestones(r.Context(), r.Actor, who.ID)
	if err != nil {
		return err
	}
	v := way{Who: who, Kinds: byKind(all), MayWrite: r.Actor.May(custody.MayWrite)}
	if v.Past, err = p.Custody.Past(r.Context(), r.Actor, who.ID); err != nil {
		return err
	}
	return r.Render(w, status, layout.Page{Title: r.T("custody.dates.title"), Current: current, Form: f}, datesPage(v, f))
}

// byKind sets official dates beside our own, by what they are of.
func byKind(all []custody.Milestone) []dated {
	var out []dated
	for _, kind := range custody.Kinds() {
		d := dated{Kind: kind}
		for _, m := range all {
			switch {
			case m.Kind != kind:
			case m.Claim == custody.Estimate:
				d.Ours = append(d.Ours, m)
			default:
				d.Official = append(d.Official, m)
			}
		}
		if len(d.Official)+len(d.Ours) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// readDate reads the form of a date.
func (p *Pages) readDate(r *web.Request, personID string) (custody.NewMilestone, *web.Form, error) {
	f, err := r.ReadForm(dateFields...)
	if err != nil {
		return custody.NewMilestone{}, nil, err
	}
	n := custody.NewMilestone{
		PersonID: personID, Kind: custody.Kind(f.Text("kind")), At: f.Text("at"), Detail: f.Text("detail"), Claim: custody.Claim(f.Text("claim")),
		Source: f.Text("source"), SourceOn: r.Date(f, "said", partialdate.Gone),
	}
	lean := partialdate.Coming
	if n.Kind == custody.Arrested || n.Kind == custody.Sentenced {
		lean = partialdate.Gone
	}
	n.On = r.Date(f, "on", lean)
	return n, f, nil
}

func (p *Pages) addDate(w http.ResponseWriter, r *web.Request) error {
	who, err := p.person(r)
	if err != nil {
		return err
	}
	n, f, err := p.readDate(r, who.ID)
	if err != nil {
		return err
	}
	if !f.Failed() {
		_, err = p.Custody.SetMilestone(r.Context(), r.Actor, n)
	}
	if f.Take(err) || f.Failed() {
		return p.showDates(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+who.ID+"/dates")
}

// milestone finds the date of the address.
func (p *Pages) milestone(r *web.Request, personID string) (custody.Milestone, error) {
	all, err := p.Custody.Milestones(r.Context(), r.Actor, personID)
	if err != nil {
		return custody.Milestone{}, err
	}
	for _, m := range all {
		if m.ID == r.PathValue("date") {
			return m, nil
		}
	}
	return custody.Milestone{}, fault.New(fault.NotFound, "custodyweb: date")
}

func (p *Pages) askDate(w http.ResponseWriter, r *web.Request) error {
	who, err := p.person(r)
	if err != nil {
		return err
	}
	m, err := p.milestone(r, who.ID)
	if err != nil {
		return err
	}
	f := web.NewForm("kind", string(m.Kind), "on", m.On.String(), "at", m.At, "detail", m.Detail, "claim", string(m.Claim), "source", m.Source, "said", m.SourceOn.String())
	return p.showDate(w, r, who, m.ID, m.Rev, f)
}

func (p *Pages) showDate(w http.ResponseWriter, r *web.Request, who custody.Whereabouts, id, rev string, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("custody.date.title"), Current: current, Form: f}, datePage(who, id, rev, f))
}

func (p *Pages) changeDate(w http.ResponseWriter, r *web.Request) error {
	who, err := p.person(r)
	if err != nil {
		return err
	}
	n, f, err := p.readDate(r, who.ID)
	if err != nil {
		return err
	}
	id := r.PathValue("date")
	if !f.Failed() {
		_, err = p.Custody.ChangeMilestone(r.Context(), r.Actor, id, f.Rev(), n)
	}
	switch {
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.NotFound):
		f.Fail("", "custody.date.meanwhile")
		return p.renderDates(w, r, http.StatusConflict, f)
	case f.Take(err), f.Failed():
		return p.showDate(w, r, who, id, f.Rev(), f)
	case err != nil:
		return err
	}
	return r.Done(w, "/people/"+who.ID+"/dates")
}

func (p *Pages) endDate(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	date, err := r.PathID("date")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Custody.EndMilestone(r.Context(), r.Actor, id, date, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/dates")
}

func kindName(ctx context.Context, k custody.Kind) string {
	return i18n.T(ctx, "custody.kind."+string(k))
}

func claimName(ctx context.Context, c custody.Claim) string {
	return i18n.T(ctx, "custody.claim."+string(c))
}

// dateWords is the day of a date, about when it is ours, with the hour.
func dateWords(ctx context.Context, m custody.Milestone) string {
	return joined(day(ctx, m.On), m.At)
}

func kindOptions(ctx context.Context) []layout.Option {
	return layout.Options(custody.Kinds(), func(k custody.Kind) string { return kindName(ctx, k) })
}

func claimOptions(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, c := range []custody.Claim{custody.Official, custody.Estimate} {
		out = append(out, layout.Option{Value: string(c), Label: claimName(ctx, c), Hint: i18n.T(ctx, "custody.claim.hint."+string(c))})
	}
	return out
}
