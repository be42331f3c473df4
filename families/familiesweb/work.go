package familiesweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// mostCalls is how many calls the page shows.
const mostCalls = 100

func (p *Pages) calls(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Families.Calls(r.Context(), r.Actor, mostCalls)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("families.calls"), Current: "family"}, callsPage(list, r.Actor.May(families.MayWrite)))
}

func (p *Pages) askCall(w http.ResponseWriter, r *web.Request) error {
	return p.showCall(w, r, web.NewForm())
}

func (p *Pages) showCall(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.call.new"), Current: "family", Form: f}, callPage(f))
}

func (p *Pages) logCall(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("about", "caller", "words", "follow")
	if err != nil {
		return err
	}
	c := families.Call{About: families.About(f.Text("about")), Caller: f.Text("caller"), Words: f.Lines("words"), FollowOn: r.Day(f, "follow", partialdate.Nearest)}
	if !f.Failed() {
		_, err = p.Families.Log(r.Context(), r.Actor, c)
	}
	if f.Take(err) || f.Failed() {
		return p.showCall(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/calls")
}

func (p *Pages) trips(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Families.Trips(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("families.trips"), Current: "family"}, tripsPage(list, r.Today(), r.Actor.May(families.MayWrite)))
}

func (p *Pages) askTrip(w http.ResponseWriter, r *web.Request) error {
	f := web.NewForm("seats", "12")
	if id := r.Query("row"); id != "" {
		t, _, err := p.Families.Trip(r.Context(), r.Actor, id)
		if err != nil {
			return err
		}
		f = web.NewForm("row", t.ID, "facility", t.FacilityID, "on", i18n.Day(r.Context(), string(t.On)), "at", t.At, "meet", t.Meet, "seats", layout.Number(t.Seats))
	}
	return p.showTripForm(w, r, f)
}

func (p *Pages) showTripForm(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	prisons, err := p.Prisons(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.trip.new"), Current: "family", Form: f}, tripForm(prisons, f))
}

func (p *Pages) planTrip(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("row", "facility", "on", "at", "meet", "seats")
	if err != nil {
		return err
	}
	t := families.Trip{ID: f.ID("row"), FacilityID: f.ID("facility"), On: r.Day(f, "on", partialdate.Nearest), At: f.Text("at"), Meet: f.Text("meet"), Seats: f.Int("seats", 1, 200)}
	id := t.ID
	if !f.Failed() {
		made, failed := p.Families.PlanTrip(r.Context(), r.Actor, "", t)
		if err = failed; made != "" {
			id = made
		}
	}
	if f.Take(err) || f.Failed() {
		return p.showTripForm(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/trips/"+id)
}

func (p *Pages) trip(w http.ResponseWriter, r *web.Request) error {
	return p.showTrip(w, r, web.NewForm(), nil)
}

func (p *Pages) showTrip(w http.ResponseWriter, r *web.Request, f *web.Form, options []layout.Option) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	t, seats, err := p.Families.Trip(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	may := r.Actor.May(families.MayWrite) && t.On >= r.Today()
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.trip"), Current: "family", Form: f}, tripPage(t, seats, may, f, options))
}

func (p *Pages) book(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("person", "who")
	if err != nil {
		return err
	}
	who, _, options, err := p.pick(r, f, false)
	if err != nil {
		return err
	}
	switch {
	case f.Failed():
	case who == "":
		f.Fail("who", "families.pick.missing")
	default:
		err = p.Families.Book(r.Context(), r.Actor, id, who)
	}
	if f.Take(err) || f.Failed() {
		return p.showTrip(w, r, f, options)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/trips/"+id)
}

func (p *Pages) unbook(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	seat, err := r.PathID("seat")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	err = p.Families.Unbook(r.Context(), r.Actor, id, seat)
	if f.Take(err) {
		return p.showTrip(w, r, f, nil)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/trips/"+id)
}

func (p *Pages) programmes(w http.ResponseWriter, r *web.Request) error {
	return p.showProgrammes(w, r, web.NewForm("weeks", "8"))
}

func (p *Pages) showProgrammes(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	list, err := p.Families.Programmes(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.programmes"), Current: "family", Form: f}, programmesPage(list, r.Actor.May(families.MayWrite), f))
}

func (p *Pages) saveProgramme(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "about", "weeks")
	if err != nil {
		return err
	}
	one := families.Programme{Name: f.Text("name"), About: f.Lines("about"), Weeks: f.Int("weeks", 1, 104)}
	id := ""
	if !f.Failed() {
		id, err = p.Families.SaveProgramme(r.Context(), r.Actor, "", one)
	}
	if f.Take(err) || f.Failed() {
		return p.showProgrammes(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/programmes/"+id)
}

func (p *Pages) programme(w http.ResponseWriter, r *web.Request) error {
	return p.showProgramme(w, r, web.NewForm(), nil)
}

func (p *Pages) showProgramme(w http.ResponseWriter, r *web.Request, f *web.Form, options []layout.Option) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	one, list, result, err := p.Families.Programme(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	shown := course{Programme: one, List: list, Result: result, Today: r.Today(), MayWrite: r.Actor.May(families.MayWrite), Options: options}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.programme"), Current: "family", Form: f}, programmePage(shown, f))
}

func (p *Pages) enrol(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("person", "who", "began", "start")
	if err != nil {
		return err
	}
	who, _, options, err := p.pick(r, f, false)
	if err != nil {
		return err
	}
	began, start := r.Day(f, "began", partialdate.Nearest), scoreOf(f, "start")
	switch {
	case f.Failed():
	case who == "":
		f.Fail("who", "families.pick.missing")
	default:
		err = p.Families.Enrol(r.Context(), r.Actor, id, who, began, start)
	}
	if f.Take(err) || f.Failed() {
		return p.showProgramme(w, r, f, options)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/programmes/"+id)
}

// scoreOf reads a score; none when nothing was typed.
func scoreOf(f *web.Form, field string) int {
	if f.Text(field) == "" {
		return families.NoScore
	}
	return f.Int(field, 0, 100)
}

func (p *Pages) loadScore(r *web.Request) (one families.Programme, e families.Enrolment, err error) {
	id, err := r.PathID("row")
	if err != nil {
		return one, e, err
	}
	one, list, _, err := p.Families.Programme(r.Context(), r.Actor, id)
	if err != nil {
		return one, e, err
	}
	who := r.PathValue("who")
	i := slices.IndexFunc(list, func(e families.Enrolment) bool { return e.ID == who })
	if i < 0 {
		return one, e, fault.New(fault.NotFound, "familiesweb: enrolment")
	}
	return one, list[i], nil
}

func (p *Pages) askScore(w http.ResponseWriter, r *web.Request) error {
	one, e, err := p.loadScore(r)
	if err != nil {
		return err
	}
	f := web.NewForm()
	for field, n := range map[string]int{"start": e.Start, "mid": e.Mid, "end": e.End} {
		if n != families.NoScore {
			f.Set(field, layout.Number(n))
		}
	}
	return p.showScore(w, r, one, e, f)
}

func (p *Pages) showScore(w http.ResponseWriter, r *web.Request, one families.Programme, e families.Enrolment, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("families.scores"), Current: "family", Form: f}, scorePage(one, e, f))
}

func (p *Pages) score(w http.ResponseWriter, r *web.Request) error {
	one, e, err := p.loadScore(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("start", "mid", "end", "why")
	if err != nil {
		return err
	}
	start, mid, end := scoreOf(f, "start"), scoreOf(f, "mid"), scoreOf(f, "end")
	switch {
	case f.Failed():
	case f.Text("why") != "":
		err = p.Families.Leave(r.Context(), r.Actor, e.ID, f.Rev(), f.Text("why"))
	default:
		err = p.Families.Score(r.Context(), r.Actor, e.ID, f.Rev(), start, mid, end)
	}
	if f.Take(err) || f.Failed() {
		return p.showScore(w, r, one, e, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/family/programmes/"+one.ID)
}
