package employmentweb

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// job is a placement as its page shows it.
type job struct {
	employment.Placement
	Today    civil.Day
	MayWrite bool
}

func (p *Pages) placement(w http.ResponseWriter, r *web.Request) error {
	return p.showJob(w, r, web.NewForm())
}

func (p *Pages) showJob(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	j := job{Today: r.Today(), MayWrite: r.Actor.May(employment.MayWrite)}
	if j.Placement, err = p.Employment.Placement(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.placement"), Current: "work", Form: f}, jobPage(j, f))
}

// do proves, files or ends a job.
func (p *Pages) do(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("days", "kind", "on", "hours", "wages", "filed", "last", "why")
	if err != nil {
		return err
	}
	switch deed := r.PathValue("deed"); deed {
	case "prove":
		x := employment.Proof{Days: f.Int("days", 1, 3660), Kind: f.Text("kind"), On: r.Day(f, "on", partialdate.Gone)}
		hours := 0
		if f.Text("hours") != "" {
			hours = f.Int("hours", 0, 10_000)
		}
		if !f.Failed() {
			err = p.Employment.Prove(r.Context(), r.Actor, id, x, hours, f.Money("wages"))
		}
	case "file":
		day := r.Day(f, "filed", partialdate.Gone)
		if !f.Failed() {
			err = p.Employment.File(r.Context(), r.Actor, id, day)
		}
	case "end":
		last := r.Day(f, "last", partialdate.Gone)
		if !f.Failed() {
			err = p.Employment.End(r.Context(), r.Actor, id, f.Rev(), last, f.Text("why"))
		}
	default:
		return fault.New(fault.NotFound, "employmentweb: deed")
	}
	if f.Take(err) || f.Failed() {
		return p.showJob(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/work/placements/"+id)
}

// own is somebody's work as their page shows it.
type own struct {
	employment.Person
	MayWrite, MayJudge bool
	Today              civil.Day
}

func (o own) path() string { return "/people/" + o.ID + "/work" }

func (p *Pages) loadPerson(r *web.Request) (o own, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return o, err
	}
	o.MayWrite, o.MayJudge, o.Today = r.Actor.May(employment.MayWrite), r.Actor.May(employment.MayJudge), r.Today()
	o.Person, err = p.Employment.OfPerson(r.Context(), r.Actor, id)
	return o, err
}

func (p *Pages) person(w http.ResponseWriter, r *web.Request) error {
	o, err := p.loadPerson(r)
	if err != nil {
		return err
	}
	k := o.Seeker
	f := web.NewForm("wants", k.Wants, "can", k.Can)
	if k.Hours > 0 {
		f.Set("hours", layout.Number(k.Hours))
	}
	if k.From != "" {
		f.Set("from", i18n.Day(r.Context(), string(k.From)))
	}
	for _, paper := range k.Papers {
		f.Values.Add("papers", paper)
	}
	for _, bar := range k.Bars {
		f.Values.Add("bars", bar)
	}
	if k.BarsSaid {
		f.Set("said", "1")
	}
	if k.EndedOn != "" {
		f.Set("ended", "1")
	}
	return p.showPerson(w, r, o, f)
}

func (p *Pages) showPerson(w http.ResponseWriter, r *web.Request, o own, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.title"), Current: "people", Form: f}, personPage(o, f))
}

func (p *Pages) seek(w http.ResponseWriter, r *web.Request) error {
	o, err := p.loadPerson(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("wants", "can", "hours", "from", "papers", "bars", "said", "ended")
	if err != nil {
		return err
	}
	k := employment.Seeker{PersonID: o.ID, Wants: f.Text("wants"), Can: f.Lines("can"), From: r.Day(f, "from", partialdate.Nearest), Papers: f.All("papers"), Bars: f.All("bars"), BarsSaid: f.Ticked("said")}
	if f.Text("hours") != "" {
		k.Hours = f.Int("hours", 0, 80)
	}
	if f.Ticked("ended") {
		k.EndedOn = o.Today
	}
	if !f.Failed() {
		err = p.Employment.Seek(r.Context(), r.Actor, f.Rev(), k)
	}
	if f.Take(err) || f.Failed() {
		return p.showPerson(w, r, o, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, o.path())
}

// arrived begins the days of somebody who came to a halfway house.
func (p *Pages) arrived(w http.ResponseWriter, r *web.Request) error {
	o, err := p.loadPerson(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("arrived")
	if err != nil {
		return err
	}
	on := r.Day(f, "arrived", partialdate.Gone)
	if !f.Failed() {
		err = p.Employment.Arrived(r.Context(), r.Actor, o.ID, on)
	}
	if f.Take(err) || f.Failed() {
		return p.showPerson(w, r, o, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, o.path())
}

func (p *Pages) askStart(w http.ResponseWriter, r *web.Request) error {
	o, err := p.loadPerson(r)
	if err != nil {
		return err
	}
	f := web.NewForm("vacancy", r.Query("vacancy"), "on", i18n.Day(r.Context(), string(o.Today)))
	for _, c := range o.Candidates {
		if c.VacancyID == r.Query("vacancy") {
			f.Set("title", c.Vacancy)
		}
	}
	return p.showStart(w, r, o, f)
}

func (p *Pages) showStart(w http.ResponseWriter, r *web.Request, o own, f *web.Form) error {
	b, err := p.Employment.Board(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	employers := make([]layout.Option, len(b.Employers))
	for i, e := range b.Employers {
		employers[i] = layout.Option{Value: e.ID, Label: e.Name}
	}
	at := f.ID("employer")
	for _, v := range b.Vacancies {
		if at == "" && v.ID == f.ID("vacancy") {
			at = v.EmployerID
		}
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.start"), Current: "people", Form: f}, startPage(o, employers, at, f))
}

func (p *Pages) start(w http.ResponseWriter, r *web.Request) error {
	o, err := p.loadPerson(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("vacancy", "employer", "title", "on", "since")
	if err != nil {
		return err
	}
	in := employment.Placement{PersonID: o.ID, EmployerID: f.ID("employer"), VacancyID: f.ID("vacancy"), Title: f.Text("title"), Start: r.Day(f, "on", partialdate.Nearest), Since: r.Day(f, "since", partialdate.Gone)}
	if in.EmployerID == "" {
		f.Fail("employer", "employment.employer.missing")
	}
	id := ""
	if !f.Failed() {
		id, err = p.Employment.Place(r.Context(), r.Actor, in)
	}
	if f.Take(err) || f.Failed() {
		return p.showStart(w, r, o, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/work/placements/"+id)
}

// mostConvictions is how many convictions the calculator takes at once.
const mostConvictions = 4

// disclosure calculates when nothing need be said any more. What is typed is calculated
// with, shown, and kept nowhere.
func (p *Pages) disclosure(w http.ResponseWriter, r *web.Request) error {
	o, err := p.loadPerson(r)
	if err != nil {
		return err
	}
	f := web.NewForm()
	var list []employment.Conviction
	if r.Method == http.MethodPost {
		if f, err = r.ReadForm(); err != nil {
			return err
		}
		list = convictions(r, f)
	}
	var spent []civil.Day
	if !f.Failed() {
		spent = employment.Rules().Disclosure.Spent(list)
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.disclosure"), Current: "people", Form: f}, disclosurePage(o, list, spent, f))
}

func convictions(r *web.Request, f *web.Form) (list []employment.Conviction) {
	for n := range mostConvictions {
		at := "." + strconv.Itoa(n)
		if f.Text("on"+at) == "" && f.Text("ends"+at) == "" {
			continue
		}
		c := employment.Conviction{On: r.Day(f, "on"+at, partialdate.Gone), Ends: r.Day(f, "ends"+at, partialdate.Nearest), Youth: f.Ticked("youth" + at)}
		if f.Text("months"+at) != "" {
			c.Months = f.Int("months"+at, 0, 600)
		}
		for _, bad := range []struct {
			broken bool
			field  string
		}{{c.On == "", "on"}, {c.Ends == "" || c.Ends < c.On, "ends"}} {
			if bad.broken && !slices.ContainsFunc(f.Problems, func(p fault.Problem) bool { return p.Field == bad.field+at }) {
				f.Fail(bad.field+at, "employment.disclosure.day.missing")
			}
		}
		list = append(list, c)
	}
	return list
}
