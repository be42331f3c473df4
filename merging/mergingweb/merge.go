package mergingweb

import (
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/merging"
	"github.com/throughcare/throughcare/people"
)

// ask lays two records side by side, or asks which the other one is.
func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	if r.Query("b") == "" {
		return p.askOther(w, r)
	}
	c, err := p.Merging.Compare(r.Context(), r.Actor, r.Query("a"), r.Query("b"))
	if err != nil {
		return err
	}
	return p.show(w, r, c, chosen(c, c.Preferred()))
}

// show is the page of two records; the form holds which value each field takes.
func (p *Pages) show(w http.ResponseWriter, r *web.Request, c merging.Comparison, f *web.Form) error {
	page := layout.Page{Title: r.T("merging.merge.title"), Current: current, Form: f}
	return r.Render(w, f.Status(), page, mergePage(p.pair(c, f)))
}

// The answers to which record a value is taken from.
const (
	fromKeep = "keep"
	fromGone = "gone"
)

// fieldName is the name of the radios of a field.
func fieldName(take string) string { return "take_" + take }

// chosen is a form with these values taken over.
func chosen(c merging.Comparison, take []string) *web.Form {
	f := web.NewForm()
	for _, field := range c.Fields {
		f.Set(fieldName(field.Take), fromKeep)
	}
	for _, what := range take {
		f.Set(fieldName(what), fromGone)
	}
	return f
}

// taken reads what a form takes over.
func taken(c merging.Comparison, f *web.Form) []string {
	var take []string
	for _, field := range c.Fields {
		if f.Text(fieldName(field.Take)) == fromGone {
			take = append(take, field.Take)
		}
	}
	return take
}

// names are the fields the form may hold: also those that stopped differing
// since it was made.
func names(c merging.Comparison) []string {
	out := []string{"do"}
	for _, group := range []string{people.TakeName, people.TakePronoun, people.TakeKind, people.TakeBorn, people.TakeDied} {
		out = append(out, fieldName(group))
	}
	for _, fact := range c.Gone.Facts {
		out = append(out, fieldName(fact.ID))
	}
	return out
}

// merge shows what the two would be together, or makes them one.
func (p *Pages) merge(w http.ResponseWriter, r *web.Request) error {
	c, err := p.Merging.Compare(r.Context(), r.Actor, r.Query("a"), r.Query("b"))
	if err != nil {
		return err
	}
	f, err := r.ReadForm(names(c)...)
	if err != nil {
		return err
	}
	if f.Text("do") == "look" {
		return p.show(w, r, c, f)
	}
	_, err = p.Merging.Merge(r.Context(), r.Actor, merging.New{Keep: c.Keep.ID, Gone: c.Gone.ID, Take: taken(c, f), Rev: f.Rev()})
	if f.Take(err) {
		return p.show(w, r, c, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+c.Keep.ID)
}

// mostOthers is how many records are offered as the same as one.
const mostOthers = 5

func (p *Pages) askOther(w http.ResponseWriter, r *web.Request) error {
	f, err := p.People.Person(r.Context(), r.Actor, r.Query("a"))
	if err != nil {
		return err
	}
	n := people.NewPerson{Name: f.Name, Numbers: f.Numbers, Born: f.Born}
	return p.showOthers(w, r, f, n, web.NewForm())
}

// find looks for the other record by a name or a number.
func (p *Pages) find(w http.ResponseWriter, r *web.Request) error {
	f, err := p.People.Person(r.Context(), r.Actor, r.Query("a"))
	if err != nil {
		return err
	}
	typed, err := r.ReadForm("q")
	if err != nil {
		return err
	}
	n := people.NewPerson{Name: typed.Text("q")}
	if strings.ContainsAny(n.Name, "0123456789") {
		n = people.NewPerson{Numbers: []people.Number{{Text: n.Name}}}
	}
	return p.showOthers(w, r, f, n, typed)
}

func (p *Pages) showOthers(w http.ResponseWriter, r *web.Request, f people.Full, n people.NewPerson, typed *web.Form) error {
	likely, err := p.People.Match(r.Context(), r.Actor, n)
	if err != nil {
		return err
	}
	var others []people.Likely
	for _, l := range likely {
		if l.ID != f.ID && len(others) < mostOthers {
			others = append(others, l)
		}
	}
	if len(others) == 0 && r.Method == http.MethodPost {
		typed.Fail("q", "merging.other.none")
	}
	return r.Render(w, typed.Status(), layout.Page{Title: r.T("merging.other.title"), Current: current, Form: typed}, otherPage(f, others, typed))
}
