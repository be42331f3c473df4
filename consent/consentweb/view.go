package consentweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// view is the file of a person as a page shows it.
type view struct {
	consent.File
	ID     string
	Where  string // where they are, in words
	Write  bool   // the reader may record something
	Lead   bool   // and may disclose on a basis in law
	Manage bool   // and may change texts
}

// load reads the file every page here begins with.
func (p *Pages) load(r *web.Request) (view, error) {
	id, err := r.PathID("id")
	if err != nil {
		return view{}, err
	}
	v := view{
		ID: id, Write: r.Actor.May(consent.MayWrite), Lead: r.Actor.May(consent.MayOverride), Manage: r.Actor.May(consent.MayManage),
	}
	if v.File, err = p.Consent.Of(r.Context(), r.Actor, id); err != nil {
		return view{}, err
	}
	v.Where, err = p.where(r, id)
	return v, err
}

// where says at which facility somebody is, "" when that is not known or not
// for this reader.
func (p *Pages) where(r *web.Request, id string) (string, error) {
	if p.Custody == nil {
		return "", nil
	}
	stay, err := p.Custody.Current(r.Context(), r.Actor, id)
	switch {
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Forbidden), err == nil && stay.State != custody.Held:
		return "", nil
	case err != nil:
		return "", err
	}
	return strings.TrimSuffix(stay.Facility+", "+stay.Unit, ", "), nil
}

func (v view) url(rest string) string { return "/people/" + v.ID + "/consent" + rest }

// mini is the name at the head of every page about somebody.
func (v view) mini() layout.Name {
	return layout.Name{Text: v.Person.Name, Href: "/people/" + v.ID, Script: v.Person.ScriptName, Lang: v.Person.ScriptLang, Number: v.Person.Number}
}

func (v view) cares() []string {
	var lines []string
	for _, c := range v.Person.TakeCare {
		lines = append(lines, c.Line)
	}
	return lines
}

// standing lists the consents in given states, in their order.
func standing(list []consent.Consent, states ...consent.State) []consent.Consent {
	var some []consent.Consent
	for _, c := range list {
		for _, s := range states {
			if c.State == s {
				some = append(some, c)
			}
		}
	}
	return some
}

// live lists what is allowed now, what ends soon first.
func (v view) live() []consent.Consent {
	return slices.Concat(standing(v.Consents, consent.EndsSoon), standing(v.Consents, consent.InForce))
}

// never lists the purposes in use about which nobody asked: nothing was said,
// and no form is on its way.
func (v view) never() []consent.Purpose {
	asked := map[string]bool{}
	for _, c := range v.Consents {
		asked[c.Purpose] = asked[c.Purpose] || c.State != consent.Mistaken
	}
	for _, f := range v.Forms {
		asked[f.Purpose] = true
	}
	return slices.DeleteFunc(slices.Clone(v.Purposes), func(p consent.Purpose) bool { return !p.Used || asked[p.Key] })
}

// ground is the consent a disclosure rests on, and whether it rests on one.
func (v view) ground(d consent.Disclosure) (consent.Consent, bool) {
	c, err := v.Consent(d.ConsentID)
	return c, err == nil
}

func (p *Pages) ledger(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("consent.title"), Current: "people"}, ledgerPage(v))
}

// panel is what a person's page shows: what is allowed now, what ends soon, what
// was refused.
func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	list, err := p.Consent.Standing(ctx, r.Actor, personID)
	if err != nil {
		return nil, err
	}
	return panelBody(personID, list, r.Actor.May(consent.MayWrite)), nil
}

// classes reads the ticked classes.
func classes(f *form.Form) consent.Classes {
	var list []consent.Class
	for _, c := range f.All("class") {
		list = append(list, consent.Class(c))
	}
	return consent.Of(list...)
}

// audience reads who it is for: somebody around the person, or a name. A name
// that was typed counts.
func audience(f *form.Form) consent.Audience {
	if name := f.Text("audience"); name != "" {
		return consent.Audience{Name: name}
	}
	return consent.Audience{PersonID: f.ID("around")}
}

// page shows a form about a person.
func page(w http.ResponseWriter, r *web.Request, f *form.Form, titleKey string, body templ.Component) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T(titleKey), Current: "people", Form: f}, body)
}
