package custodyweb

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// askMany asks where several people went: those that a list sent here, those at
// one facility, or nobody yet, which asks for the facility first.
func (p *Pages) askMany(w http.ResponseWriter, r *web.Request) error {
	m := moving{Action: manyPath}
	chosen := slices.Clone(r.View()["person"])
	if from := r.Query("from"); from != "" {
		there, err := p.leaving(r, &m, from)
		if err != nil {
			return err
		}
		chosen = append(chosen, there...)
	}
	if err := p.gather(r, &m, chosen); err != nil {
		return err
	}
	m.Chosen = personIDs(m.People)
	if len(m.People) == 0 {
		return p.chooseFrom(w, r)
	}
	return p.showMove(w, r, m, begun(r))
}

// leaving lists who is at a facility, and names it.
func (p *Pages) leaving(r *web.Request, m *moving, from string) ([]string, error) {
	if !ids.Valid(from) {
		return nil, nobody()
	}
	f, err := p.Facilities.Facility(r.Context(), r.Actor, from)
	if err != nil {
		return nil, err
	}
	m.From, m.Name = f.ID, f.Name
	there, all, err := p.Custody.At(r.Context(), r.Actor, from, custody.MostMoved)
	m.Rest = all - len(there)
	out := make([]string, len(there))
	for i, t := range there {
		out[i] = t.PersonID
	}
	return out, err
}

// gather reads the people a form is about; what is no id, and whom the actor
// may not see, is left out.
func (p *Pages) gather(r *web.Request, m *moving, list []string) (err error) {
	list = slices.DeleteFunc(unique(list), func(id string) bool { return !ids.Valid(id) })
	if len(list) == 0 {
		return nil
	}
	fit := list[:min(len(list), custody.MostMoved)]
	m.Rest += len(list) - len(fit)
	m.People, err = p.Custody.Whereabouts(r.Context(), r.Actor, fit)
	return err
}

// unique drops what is there already.
func unique(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

func personIDs(list []custody.Whereabouts) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = x.ID
	}
	return out
}

// moveMany saves the form. The people who were offered and not ticked stay on
// it when it is shown again.
func (p *Pages) moveMany(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm(moveFields...)
	if err != nil {
		return err
	}
	m := moving{Action: manyPath, From: f.ID("from")}
	if m.From != "" {
		place, err := p.Facilities.Facility(r.Context(), r.Actor, m.From)
		if err != nil {
			return err
		}
		m.Name = place.Name
	}
	if err := p.gather(r, &m, append(f.All("among"), f.All("person")...)); err != nil {
		return err
	}
	m.Chosen = unique(f.All("person"))
	if len(m.Chosen) == 0 {
		f.Fail("person", "custody.stay.person.missing")
	}
	back := "/people"
	if m.From != "" {
		back = "/facilities/" + m.From
	}
	return p.save(w, r, m, f, back)
}

// known is a facility with how many people we know there.
type known struct {
	facilities.Facility
	People int
}

// knownPlaces lists the facilities where we know somebody, by name.
func (p *Pages) knownPlaces(r *web.Request) ([]known, error) {
	counts, err := p.Custody.CountAt(r.Context(), r.Actor)
	if err != nil || !r.Actor.May(facilities.MayRead) {
		return nil, err
	}
	wanted := []string{}
	for id := range counts {
		wanted = append(wanted, id)
	}
	list, _, err := p.Facilities.List(r.Context(), r.Actor, facilities.Filter{IDs: wanted})
	out := make([]known, len(list))
	for i, f := range list {
		out[i] = known{f, counts[f.ID]}
	}
	slices.SortStableFunc(out, func(a, b known) int { return cmp.Compare(a.Name, b.Name) })
	return out, err
}

// suggestions are the names offered while one types.
func (p *Pages) suggestions(r *web.Request) ([]string, error) {
	list, err := p.knownPlaces(r)
	out := make([]string, len(list))
	for i, k := range list {
		out[i] = k.Name
	}
	return out, err
}

// chooseFrom asks which facility they leave.
func (p *Pages) chooseFrom(w http.ResponseWriter, r *web.Request) error {
	list, err := p.knownPlaces(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("custody.move.many.title"), Current: current}, fromPage(list))
}
