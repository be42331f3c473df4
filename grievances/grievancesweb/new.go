package grievancesweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/timeline"
)

// opening is what the form of a new grievance shows.
type opening struct {
	Person               people.Full
	Place                grievances.Place
	Unit, Twin           string
	Choices              []layout.Option // facilities the typed name may mean
	Procedures           []layout.Option
	Procedure            string
	Questions            []rulepacks.Question
	Incident, Discovered string // how the days were understood
	Counted              bool
	Preview              grievances.Preview
}

func (p *Pages) askNew(w http.ResponseWriter, r *web.Request) error {
	f := web.NewForm()
	if r.Query("person") == "" {
		return p.showWho(w, r, f)
	}
	f.Set("person", r.Query("person"))
	f.Set("twin", r.Query("twin"))
	n, _, err := p.opening(r, f)
	if err != nil {
		return err
	}
	f.Values.Del("facility")
	return p.showNew(w, r, n, web.NewForm("procedure", n.Procedure))
}

func (p *Pages) showWho(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("grievances.new"), Current: "grievances", Form: f}, whoPage(f))
}

func (p *Pages) showNew(w http.ResponseWriter, r *web.Request, n opening, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("grievances.new"), Current: "grievances", Form: f}, newPage(n, f))
}

// open opens the grievance, or counts its clock when that button was pressed.
func (p *Pages) open(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if f.Text("person") == "" {
		return p.findWho(w, r, f)
	}
	n, entered, err := p.opening(r, f)
	if err != nil {
		return err
	}
	if f.Failed() || f.Ticked("_count") {
		return p.showNew(w, r, n, f)
	}
	id, err := p.Grievances.Open(r.Context(), r.Actor, entered)
	if f.Take(err) {
		return p.showNew(w, r, n, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/grievances/"+id)
}

func (p *Pages) findWho(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	list, err := p.Grievances.Called(r.Context(), r.Actor, f.Text("who"))
	if err != nil {
		return err
	}
	if len(list) != 1 {
		f.Fail("who", "grievances.who.nobody")
		return p.showWho(w, r, f)
	}
	return r.Go(w, "/grievances/new?person="+list[0].ID)
}

// opening reads the form and what can be chosen for it.
func (p *Pages) opening(r *web.Request, f *web.Form) (n opening, in grievances.New, err error) {
	ctx := r.Context()
	id := f.ID("person")
	if n.Person, err = p.People.Person(ctx, r.Actor, id); err != nil {
		return n, in, err
	}
	if n.Place, n.Unit, err = p.Grievances.Where(ctx, r.Actor, id); err != nil {
		return n, in, err
	}
	n.Twin = f.ID("twin")
	in = grievances.New{
		PersonID: id, FacilityID: n.Place.ID, Title: f.Text("title"), Topic: grievances.Topic(f.Text("topic")), What: f.Lines("what"),
		Incident: r.Date(f, "incident", partialdate.Gone), IncidentAt: f.Text("at"), Discovered: r.Date(f, "discovered", partialdate.Gone), Unit: f.Text("unit"),
		Wanted: strings.Split(f.Lines("wanted"), "\n"), Harm: f.Lines("harm"), Reprisal: grievances.Reprisal(f.Text("reprisal")),
		TheirNumber: f.Text("their_number"), Procedure: f.Text("procedure"), Sight: timeline.Sight(f.Text("sight")), TwinID: n.Twin, Answers: map[string]string{},
	}
	if err := p.place(r, f, &n, &in); err != nil {
		return n, in, err
	}
	return n, in, p.rules(r, f, &n, &in)
}

// place finds the facility that was typed. Where a name may mean several the form
// offers them.
func (p *Pages) place(r *web.Request, f *web.Form, n *opening, in *grievances.New) error {
	typed := f.Text("place")
	if typed == "" || typed == n.Place.Name {
		return nil
	}
	in.FacilityID = ""
	guesses, err := p.Places.Meant(r.Context(), r.Actor, typed, "")
	for _, g := range guesses {
		n.Choices = append(n.Choices, layout.Option{Value: g.FacilityID, Label: g.Name, Hint: g.Town})
		if g.FacilityID == f.Text("facility") || len(guesses) == 1 {
			in.FacilityID = g.FacilityID
		}
	}
	if err == nil && in.FacilityID == "" && len(n.Choices) == 0 {
		f.Fail("place", "grievances.facility.missing")
	}
	return err
}

// rules offers the procedures, and counts the first clock when there is enough.
func (p *Pages) rules(r *web.Request, f *web.Form, n *opening, in *grievances.New) error {
	here, others, err := p.Grievances.Procedures(r.Context(), r.Actor, in.FacilityID, in.Incident)
	if err != nil {
		return err
	}
	for _, v := range append(here, others...) {
		n.Procedures = append(n.Procedures, layout.Option{Value: v.Code, Label: v.Title + " · " + v.Agency})
		if in.Procedure == "" {
			in.Procedure = v.Code
		}
		if v.Code == in.Procedure {
			n.Questions = v.Questions
		}
	}
	n.Procedure = in.Procedure
	for _, q := range n.Questions {
		in.Answers[q.ID] = f.Text("q." + q.ID)
	}
	n.Incident, n.Discovered = echo(r.Context(), in.Incident), echo(r.Context(), in.Discovered)
	if in.FacilityID == "" || in.Procedure == "" || in.Incident.IsZero() && in.Discovered.IsZero() || f.Failed() {
		return nil
	}
	n.Preview, err = p.Grievances.Preview(r.Context(), r.Actor, *in)
	n.Counted = err == nil
	if f.Take(err) {
		return nil
	}
	return err
}

func echo(ctx context.Context, d partialdate.Date) string {
	if d.IsZero() {
		return ""
	}
	return i18n.LongDay(ctx, d.String())
}

func answers(q rulepacks.Question) []layout.Option {
	var list []layout.Option
	for _, a := range q.Answers {
		list = append(list, layout.Option{Value: a.ID, Label: a.Says})
	}
	return list
}

func reprisals(ctx context.Context) []layout.Option {
	return layout.Options(grievances.Reprisals(), func(v grievances.Reprisal) string { return i18n.T(ctx, "grievances.reprisal."+reprisalKey(v)) })
}

func sights(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "grievances.sight.", timeline.Sights())
}

func stepTitle(v rulepacks.Version, c way.Clock) string {
	if step, ok := v.Step(c.Step); ok {
		return step.Title
	}
	return ""
}
