package penpalsweb

import (
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/penpals"
	"github.com/throughcare/throughcare/people"
)

// profileFields are the inputs both forms have in common.
var profileFields = []string{"languages", "interests", "wishes", "most", "asked", "state", "why"}

// profile reads them. A language nobody knows by its name is a problem of its field.
func profile(r *web.Request, f *web.Form) penpals.Profile {
	p := penpals.Profile{
		Interests: strings.Split(f.Text("interests"), ","), Wishes: f.Lines("wishes"), Most: f.Int("most", 1, 20), AskedOn: r.Day(f, "asked", partialdate.Gone),
		State: penpals.Waits(f.Text("state")), StateWhy: f.Text("why"),
	}
	known, rest := people.ReadLanguages(f.Text("languages"))
	for _, l := range known {
		p.Languages = append(p.Languages, l.Lang)
	}
	if len(rest) > 0 {
		f.Fail("languages", "penpals.languages.unknown", "what", strings.Join(rest, ", "))
	}
	return p
}

// typed is a profile as its form has it.
func typed(r *web.Request, p penpals.Profile) *web.Form {
	return web.NewForm("languages", strings.Join(languages(r.Context(), p.Languages), ", "), "interests", strings.Join(p.Interests, ", "), "wishes", p.Wishes,
		"most", itoa(max(p.Most, 1)), "asked", i18n.Day(r.Context(), string(p.AskedOn)), "state", string(p.State), "why", p.StateWhy)
}

// insideForm is what the page of somebody inside shows.
type insideForm struct {
	penpals.Asked
	rev string
}

func (p *Pages) loadInside(r *web.Request) (i insideForm, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return i, err
	}
	i.Asked, err = p.Penpals.Asking(r.Context(), r.Actor, id)
	if i.Listed != nil {
		i.rev = i.Listed.Rev
	}
	return i, err
}

func (p *Pages) askInside(w http.ResponseWriter, r *web.Request) error {
	i, err := p.loadInside(r)
	if err != nil {
		return err
	}
	was := penpals.Profile{Most: 1, AskedOn: r.Today(), State: penpals.Waiting}
	called := i.Person.Name
	for _, l := range i.Person.Languages {
		if l.How == people.Reads || l.How == people.ReadsSome {
			was.Languages = append(was.Languages, l.Lang)
		}
	}
	if i.Listed != nil {
		was, called = i.Listed.Profile, i.Listed.Called
	}
	f := typed(r, was)
	f.Set("called", called)
	return p.showInside(w, r, i, f)
}

func (p *Pages) showInside(w http.ResponseWriter, r *web.Request, i insideForm, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.ask"), Current: "penpals", Form: f}, insidePage(i, f))
}

func (p *Pages) saveInside(w http.ResponseWriter, r *web.Request) error {
	i, err := p.loadInside(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(append(profileFields, "called")...)
	if err != nil {
		return err
	}
	n := penpals.Inside{PersonID: i.Person.ID, Rev: f.Rev(), Called: f.Text("called"), Profile: profile(r, f)}
	if !f.Failed() {
		err = p.Penpals.List(r.Context(), r.Actor, n)
	}
	if f.Failed() || f.Take(err) || said(f, err) { // that they have not agreed is said with all that was typed
		return p.showInside(w, r, i, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, root)
}

// writerForm is what the page of a writer shows.
type writerForm struct {
	penpals.Writer
	isNew bool
	rules bool // the reader may have them forgotten
	team  []layout.Option
}

func (p *Pages) loadWriter(r *web.Request) (wr writerForm, home string, err error) {
	wr.rules = r.Actor.May(penpals.MayManage)
	if wr.team, err = p.Team(r.Context()); err != nil {
		return wr, "", err
	}
	if r.PathValue("id") == "new" {
		wr.isNew = true
		wr.Profile = penpals.Profile{Most: 1, AskedOn: r.Today(), State: penpals.Waiting}
		return wr, "", nil
	}
	id, err := r.PathID("id")
	if err != nil {
		return wr, "", err
	}
	wr.Writer, home, err = p.Penpals.Writer(r.Context(), r.Actor, id)
	return wr, home, err
}

func (p *Pages) askWriter(w http.ResponseWriter, r *web.Request) error {
	wr, home, err := p.loadWriter(r)
	if err != nil {
		return err
	}
	f := typed(r, wr.Profile)
	for name, value := range map[string]string{"name": wr.Name, "way": wr.Way, "account": wr.AccountID, "home": home} {
		f.Set(name, value)
	}
	return p.showWriter(w, r, wr, f)
}

func (p *Pages) showWriter(w http.ResponseWriter, r *web.Request, wr writerForm, f *web.Form) error {
	key := "penpals.writer"
	if wr.isNew {
		key = "penpals.writer.new"
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T(key), Current: "penpals", Form: f}, writerPage(wr, key, f))
}

func (p *Pages) saveWriter(w http.ResponseWriter, r *web.Request) error {
	wr, _, err := p.loadWriter(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(append(profileFields, "name", "way", "account", "home")...)
	if err != nil {
		return err
	}
	n := penpals.Writer{ID: wr.ID, Rev: f.Rev(), Name: f.Text("name"), Way: f.Text("way"), AccountID: f.ID("account"), Profile: profile(r, f)}
	if !f.Failed() {
		_, err = p.Penpals.SaveWriter(r.Context(), r.Actor, n, f.Lines("home"))
	}
	if f.Failed() || f.Take(err) {
		return p.showWriter(w, r, wr, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, root)
}

// askForget asks before what is known of a writer goes for good.
func (p *Pages) askForget(w http.ResponseWriter, r *web.Request) error {
	return p.showForget(w, r, web.NewForm())
}

func (p *Pages) showForget(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	if _, err := r.PathID("id"); err != nil { // a new one is not there yet
		return err
	}
	wr, _, err := p.loadWriter(r)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.forget"), Current: "penpals", Form: f}, forgetPage(wr, f))
}

func (p *Pages) forget(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	err = p.Penpals.ForgetWriter(r.Context(), r.Actor, id, f.Rev())
	if said(f, err) {
		return p.showForget(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, root)
}

func (p *Pages) choose(w http.ResponseWriter, r *web.Request) error {
	return p.showChoice(w, r, web.NewForm())
}

func (p *Pages) showChoice(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	c, err := p.Penpals.Choose(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("penpals.choose"), Current: "penpals", Form: f}, choosePage(c, f))
}

// propose brings two together. What stands in the way is said on the page of the choice.
func (p *Pages) propose(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("writer")
	if err != nil {
		return err
	}
	pair, err := p.Penpals.Propose(r.Context(), r.Actor, id, f.ID("writer"), "")
	if said(f, err) {
		return p.showChoice(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, root+"/"+pair)
}
