package employmentweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) board(w http.ResponseWriter, r *web.Request) error {
	b, err := p.Employment.Board(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("employment.title"), Current: "work"}, boardPage(b, r.Actor.May(employment.MayWrite)))
}

// firm is an employer with everything on their page.
type firm struct {
	employment.Employer
	Words    []employment.Word
	Open     []employment.Vacancy
	At       []employment.Placement
	MayWrite bool
}

func (p *Pages) loadEmployer(r *web.Request) (e firm, err error) {
	id, err := r.PathID("row")
	if err != nil {
		return e, err
	}
	e.MayWrite = r.Actor.May(employment.MayWrite)
	e.Employer, e.Words, e.Open, e.At, err = p.Employment.Employer(r.Context(), r.Actor, id)
	return e, err
}

func (p *Pages) employer(w http.ResponseWriter, r *web.Request) error {
	e, err := p.loadEmployer(r)
	if err != nil {
		return err
	}
	return p.showEmployer(w, r, e, web.NewForm())
}

func (p *Pages) showEmployer(w http.ResponseWriter, r *web.Request, e firm, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.employer"), Current: "work", Form: f}, employerPage(e, f))
}

func (p *Pages) say(w http.ResponseWriter, r *web.Request) error {
	e, err := p.loadEmployer(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("words", "on")
	if err != nil {
		return err
	}
	word := employment.Word{Words: f.Lines("words"), On: r.Day(f, "on", partialdate.Gone)}
	if !f.Failed() {
		err = p.Employment.Say(r.Context(), r.Actor, e.ID, word)
	}
	if f.Take(err) || f.Failed() {
		return p.showEmployer(w, r, e, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/work/employers/"+e.ID)
}

// maybeEmployer is the employer a form changes; a zero one for a new one.
func (p *Pages) maybeEmployer(r *web.Request) (firm, error) {
	if r.PathValue("row") == "" {
		return firm{}, nil
	}
	return p.loadEmployer(r)
}

func (p *Pages) askEmployer(w http.ResponseWriter, r *web.Request) error {
	e, err := p.maybeEmployer(r)
	if err != nil {
		return err
	}
	f := web.NewForm("name", e.Name, "town", e.Town, "contact", e.Contact, "note", e.Note)
	for _, bar := range e.Bars {
		f.Values.Add("bars", bar)
	}
	return p.showForm(w, r, e, f)
}

func (p *Pages) showForm(w http.ResponseWriter, r *web.Request, e firm, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.employer"), Current: "work", Form: f}, employerForm(e, f))
}

func (p *Pages) saveEmployer(w http.ResponseWriter, r *web.Request) error {
	e, err := p.maybeEmployer(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("name", "town", "contact", "note", "bars")
	if err != nil {
		return err
	}
	in := employment.Employer{ID: e.ID, Name: f.Text("name"), Town: f.Text("town"), Contact: f.Lines("contact"), Note: f.Lines("note"), Bars: f.All("bars"), OwnerID: e.OwnerID}
	id, err := p.Employment.SaveEmployer(r.Context(), r.Actor, f.Rev(), in)
	if f.Take(err) {
		return p.showForm(w, r, e, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/work/employers/"+id)
}

func (p *Pages) askLetter(w http.ResponseWriter, r *web.Request) error {
	return p.showLetter(w, r, web.NewForm(), false)
}

func (p *Pages) letter(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("from", "words")
	if err != nil {
		return err
	}
	if f.Lines("words") == "" {
		f.Fail("words", "employment.words.missing")
	}
	return p.showLetter(w, r, f, !f.Failed())
}

// showLetter shows a letter with nothing on it but what was typed: not who we are, and
// not whom it is about.
func (p *Pages) showLetter(w http.ResponseWriter, r *web.Request, f *web.Form, done bool) error {
	e, err := p.loadEmployer(r)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.letter"), Current: "work", Form: f}, letterPage(e, f, done, string(r.Today())))
}

func (p *Pages) askVacancy(w http.ResponseWriter, r *web.Request) error {
	e, err := p.loadEmployer(r)
	if err != nil {
		return err
	}
	v := chosen(e, r.Query("row"))
	f := web.NewForm("hours", "40", "places", "1")
	if v.ID != "" {
		f = web.NewForm("title", v.Title, "hours", layout.Number(v.Hours), "pay", v.Pay, "places", layout.Number(v.Places))
		if v.Until != "" {
			f.Set("until", i18n.Day(r.Context(), string(v.Until)))
		}
		for _, need := range strings.Fields(v.Needs) {
			f.Values.Add("needs", need)
		}
	}
	return p.showVacancyForm(w, r, e, v, f)
}

func chosen(e firm, row string) employment.Vacancy {
	i := slices.IndexFunc(e.Open, func(v employment.Vacancy) bool { return v.ID == row })
	if i < 0 {
		return employment.Vacancy{}
	}
	return e.Open[i]
}

func (p *Pages) showVacancyForm(w http.ResponseWriter, r *web.Request, e firm, v employment.Vacancy, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.vacancy"), Current: "work", Form: f}, vacancyForm(e, v, f))
}

func (p *Pages) saveVacancy(w http.ResponseWriter, r *web.Request) error {
	e, err := p.loadEmployer(r)
	if err != nil {
		return err
	}
	v := chosen(e, r.Query("row"))
	f, err := r.ReadForm("title", "hours", "pay", "places", "until", "needs", "closed")
	if err != nil {
		return err
	}
	in := employment.Vacancy{
		ID: v.ID, EmployerID: e.ID, Title: f.Text("title"), Hours: f.Int("hours", 1, 80), Pay: f.Text("pay"), Places: f.Int("places", 1, 500), Until: r.Day(f, "until", partialdate.Nearest),
		Needs: strings.Join(f.All("needs"), " "), Closed: f.Ticked("closed"),
	}
	id := ""
	if !f.Failed() {
		id, err = p.Employment.SaveVacancy(r.Context(), r.Actor, f.Rev(), in)
	}
	if f.Take(err) || f.Failed() {
		return p.showVacancyForm(w, r, e, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/work/vacancies/"+id)
}

// lead is a vacancy with who was put forward and who may fit.
type lead struct {
	employment.Vacancy
	People   []employment.Candidate
	Fit      []employment.Match
	MayWrite bool
}

func (p *Pages) loadVacancy(r *web.Request) (v lead, err error) {
	id, err := r.PathID("row")
	if err != nil {
		return v, err
	}
	v.MayWrite = r.Actor.May(employment.MayWrite)
	v.Vacancy, v.People, v.Fit, err = p.Employment.Vacancy(r.Context(), r.Actor, id)
	return v, err
}

func (p *Pages) vacancy(w http.ResponseWriter, r *web.Request) error {
	return p.showVacancy(w, r, web.NewForm())
}

func (p *Pages) showVacancy(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	v, err := p.loadVacancy(r)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.vacancy"), Current: "work", Form: f}, vacancyPage(v, f))
}

func (p *Pages) putForward(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("person")
	if err != nil {
		return err
	}
	err = p.Employment.PutForward(r.Context(), r.Actor, id, f.ID("person"))
	if f.Take(err) {
		return p.showVacancy(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/work/vacancies/"+id)
}

func (p *Pages) loadCandidate(r *web.Request) (v lead, c employment.Candidate, err error) {
	if v, err = p.loadVacancy(r); err != nil {
		return v, c, err
	}
	who := r.PathValue("who")
	i := slices.IndexFunc(v.People, func(c employment.Candidate) bool { return c.ID == who })
	if i < 0 {
		return v, c, fault.New(fault.NotFound, "employmentweb: candidate")
	}
	return v, v.People[i], nil
}

func (p *Pages) askCandidate(w http.ResponseWriter, r *web.Request) error {
	v, c, err := p.loadCandidate(r)
	if err != nil {
		return err
	}
	f := web.NewForm("state", string(c.State), "note", c.Note)
	if c.MeetOn != "" {
		f.Set("meet", i18n.Day(r.Context(), string(c.MeetOn)))
	}
	return p.showCandidate(w, r, v, c, f)
}

func (p *Pages) showCandidate(w http.ResponseWriter, r *web.Request, v lead, c employment.Candidate, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("employment.candidate"), Current: "work", Form: f}, candidatePage(v, c, f))
}

func (p *Pages) moveCandidate(w http.ResponseWriter, r *web.Request) error {
	v, c, err := p.loadCandidate(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("state", "meet", "note")
	if err != nil {
		return err
	}
	meet := r.Day(f, "meet", partialdate.Nearest)
	if !f.Failed() {
		err = p.Employment.Move(r.Context(), r.Actor, c.ID, f.Rev(), employment.State(f.Text("state")), meet, f.Lines("note"))
	}
	if f.Take(err) || f.Failed() {
		return p.showCandidate(w, r, v, c, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/work/vacancies/"+v.ID)
}
