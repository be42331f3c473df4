package lettersweb

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/jobs"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/jobspage"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/letters"
	"github.com/throughcare/throughcare/people"
)

// runJob is the kind of the job that makes a run.
const runJob = "letters.run"

// making is what the form of a letter or a run shows.
type making struct {
	before    letters.New
	templates []letters.Template // offered
	places    []letters.Place
	purposes  []string
	person    *people.Full // of a letter to one
}

func (p *Pages) making(r *web.Request) (m making, err error) {
	if m.before, err = p.Letters.Before(r.Context(), r.Actor); err != nil {
		return m, err
	}
	all, err := p.Letters.Templates(r.Context(), r.Actor)
	for _, t := range all {
		if !t.Ended && len(t.Versions) > 0 {
			m.templates = append(m.templates, t)
		}
	}
	m.purposes = p.Purposes
	return m, err
}

// ask is the form of a letter to one person.
func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	return p.showLetter(w, r, r.Query("to"), web.NewForm())
}

func (p *Pages) showLetter(w http.ResponseWriter, r *web.Request, to string, f *web.Form) error {
	person, err := p.Letters.Cares(r.Context(), r.Actor, to)
	if err != nil {
		return err
	}
	m, err := p.making(r)
	if err != nil {
		return err
	}
	m.person = &person
	return r.Render(w, f.Status(), layout.Page{Title: r.T("letters.write"), Current: "letters", Form: f}, letterForm(m, f))
}

func (p *Pages) write(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("to", "template", "lang", "title", "body", "envelope", "sender", "dated", "postage")
	if err != nil {
		return err
	}
	n := p.read(r, f)
	n.Scope, n.Person = letters.ToOne, f.ID("to")
	if !f.Failed() {
		id, err := p.Letters.Make(r.Context(), r.Actor, n, nil)
		if err == nil {
			return r.Done(w, runsPath+"/"+id)
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.showLetter(w, r, n.Person, f)
}

// askRun is the form of a run.
func (p *Pages) askRun(w http.ResponseWriter, r *web.Request) error {
	return p.showRunForm(w, r, web.NewForm())
}

func (p *Pages) showRunForm(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	m, err := p.making(r)
	if err != nil {
		return err
	}
	if m.places, err = p.Letters.Places(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("letters.run.new"), Current: "letters", Form: f}, runForm(m, f))
}

// makeRun begins to make a run, beside everything else, and leads to how far it is. What is
// wrong with the form is said at once.
func (p *Pages) makeRun(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "template", "lang", "title", "body", "scope", "facility", "agreed", "envelope", "sender", "dated", "postage")
	if err != nil {
		return err
	}
	n := p.read(r, f)
	n.ID, n.Name, n.Scope, n.Facility, n.Agreed = ids.New(), f.Text("name"), letters.Scope(f.Text("scope")), f.ID("facility"), f.Text("agreed")
	if n.Scope != letters.ToFacility {
		n.Facility = ""
	}
	if n.Scope == letters.ToOne {
		f.Fail("scope", "letters.scope.missing")
	}
	if !f.Failed() {
		err := p.Letters.Check(r.Context(), r.Actor, n)
		if err != nil && !f.Take(err) {
			return err
		}
	}
	if f.Failed() {
		return p.showRunForm(w, r, f)
	}
	actor := r.Actor
	job, err := p.Jobs.Start(r.Context(), runJob, actor.ID, n.ID, 0, func(ctx context.Context, progress *jobs.Progress) error {
		_, err := p.Letters.Make(ctx, actor, n, func(done, all, left int) error {
			progress.Of(all)
			return progress.Step(ctx, done, left)
		})
		return err
	})
	if err != nil {
		return err
	}
	return r.Done(w, jobspage.Href(job))
}

// read is what both forms have in common.
func (p *Pages) read(r *web.Request, f *web.Form) letters.New {
	n := letters.New{
		Template: f.ID("template"), Envelope: f.Text("envelope"), Sender: strings.Split(f.Lines("sender"), "\n"),
		Dated: r.Day(f, "dated", partialdate.Nearest), Postage: hundredths(f, "postage"),
	}
	if f.Text("dated") == "" {
		n.Dated = r.Today()
	}
	if body := f.Lines("body"); strings.TrimSpace(body) != "" || n.Template == "" {
		n.Own = []letters.Version{{Lang: f.Text("lang"), Title: f.Text("title"), Body: body}}
	}
	return n
}

// hundredths reads an amount of money; nothing typed is none.
func hundredths(f *web.Form, field string) int {
	typed := strings.Replace(f.Text(field), ",", ".", 1)
	if typed == "" {
		return 0
	}
	v, err := strconv.ParseFloat(typed, 64)
	if err != nil || !(v >= 0 && v <= 10_000) {
		f.Fail(field, "letters.postage.wrong")
		return 0
	}
	return int(math.Round(v * 100))
}
