package peopleweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// relationFields are those of what is known of a relation.
var relationFields = []string{"relation", "contact", "when_to_call", "agreed", "agreed_on"}

// somebodyNew is the answer that a relative is nobody of the record.
const somebodyNew = "new"

// circle is the page of the people around somebody.
type circle struct {
	*file
	likely []people.Likely // who the one that is being added may already be
}

// around lists the people around somebody, and takes another.
func (p *Pages) around(w http.ResponseWriter, r *web.Request) error {
	f, err := p.head(r)
	if err != nil {
		return err
	}
	return (&circle{file: f}).render(w, r, web.NewForm())
}

func (c *circle) render(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	c.form = f
	return r.Render(w, f.Status(), layout.Page{Title: r.T("people.around.page"), Current: "people", Form: f}, aroundPage(c))
}

// relate adds somebody around a person: one of the record, or somebody new.
// Whoever may already be in the record is shown first.
func (p *Pages) relate(w http.ResponseWriter, r *web.Request) error {
	f, err := p.head(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(append([]string{"name", "other"}, relationFields...)...)
	if err != nil {
		return err
	}
	c := &circle{file: f}
	relation := p.readRelation(r, f, form)
	newcomer := people.NewPerson{Name: form.Text("name"), Kind: kindOf(relation.Relation)}
	if form.Raw("other") == "" && newcomer.Name != "" && !form.Failed() {
		if c.likely, err = p.People.Match(r.Context(), r.Actor, newcomer); err != nil {
			return err
		}
		c.likely = slices.DeleteFunc(c.likely, func(l people.Likely) bool { return l.ID == f.ID })
	}
	if form.Failed() || len(c.likely) > 0 {
		return c.render(w, r, form)
	}
	err = p.saveRelation(r, newcomer, relation, form.ID("other"))
	switch {
	case form.Take(renamed(err, "other", "name", "names.0.text", "name")):
		return c.render(w, r, form)
	case err != nil:
		return err
	}
	return r.Done(w, f.url("/around"))
}

func (p *Pages) saveRelation(r *web.Request, newcomer people.NewPerson, relation people.Relation, other string) error {
	if other != "" {
		relation.Other.ID = other
		return p.People.Relate(r.Context(), r.Actor, relation)
	}
	return p.People.RelateNew(r.Context(), r.Actor, newcomer, relation)
}

// readRelation reads what was typed of a relation; its dates and choices may
// leave problems in the form.
func (p *Pages) readRelation(r *web.Request, f *file, form *form.Form) people.Relation {
	relation := people.Relation{
		PersonID: f.ID, Relation: relationTyped(r.Context(), form.Text("relation")), Contact: form.Text("contact"),
		WhenToCall: form.Text("when_to_call"), Agreed: people.Agreed(form.Raw("agreed")), AgreedOn: p.date(r, form, "agreed_on", partialdate.Gone),
	}
	if relation.Relation == "" {
		form.Fail("relation", "people.relation.what")
	}
	return relation
}

// relationTyped is the word we know for what was typed in the reader's language,
// or the text itself.
func relationTyped(ctx context.Context, text string) string {
	for _, known := range people.Relations() {
		if search.Fold(i18n.T(ctx, "people.relation."+known)) == search.Fold(text) {
			return known
		}
	}
	return text
}

// kindOf is what somebody is to the organisation, by who they are to a person.
func kindOf(relation string) people.Kind {
	switch relation {
	case "lawyer":
		return people.Lawyer
	case "visitor":
		return people.Visitor
	case "officer":
		return people.Official
	case "friend", "pen-friend", "interpreter", "other":
		return people.Friend
	}
	return people.Relative
}

// tie is one relation with the file it belongs to.
type tie struct {
	*file
	people.Relation
}

// openTie reads one relation of a person.
func (p *Pages) openTie(r *web.Request) (*tie, error) {
	f, err := p.head(r)
	if err != nil {
		return nil, err
	}
	id, err := r.PathID("relation")
	if err != nil {
		return nil, err
	}
	for _, one := range f.Around {
		if one.ID == id {
			return &tie{file: f, Relation: one}, nil
		}
	}
	return nil, fault.New(fault.NotFound, "peopleweb: relation")
}

// askRelation is the form of one relation.
func (p *Pages) askRelation(w http.ResponseWriter, r *web.Request) error {
	t, err := p.openTie(r)
	if err != nil {
		return err
	}
	return t.render(w, r, web.NewForm(
		"relation", relationWords(r.Context(), t.Relation.Relation), "contact", t.Contact, "when_to_call", t.WhenToCall,
		"agreed", string(t.Agreed), "agreed_on", dateText(r, t.AgreedOn)))
}

func (t *tie) render(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	t.form = f
	return r.Render(w, f.Status(), layout.Page{Title: r.T("people.around.change"), Current: "people", Form: f}, relationPage(t))
}

// changeRelation changes what is known of a relation, or ends it.
func (p *Pages) changeRelation(w http.ResponseWriter, r *web.Request) error {
	t, err := p.openTie(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm(append([]string{"end"}, relationFields...)...)
	if err != nil {
		return err
	}
	if form.Ticked("end") {
		err = p.People.EndRelation(r.Context(), r.Actor, t.file.ID, t.Relation.ID, form.Rev())
	} else {
		relation := p.readRelation(r, t.file, form)
		relation.ID, relation.Rev = t.Relation.ID, form.Rev()
		if form.Failed() {
			return t.render(w, r, form)
		}
		err = p.People.SetRelation(r.Context(), r.Actor, relation)
	}
	switch {
	case form.Take(err):
		return t.render(w, r, form)
	case fault.Is(err, fault.Conflict):
		return &web.Clash{Err: err, Rev: t.Relation.Rev, Fields: t.clashFields(r)}
	case err != nil:
		return err
	}
	return r.Done(w, t.url("/around"))
}

func (t *tie) clashFields(r *web.Request) []web.ClashField {
	return []web.ClashField{
		{Name: "relation", Label: r.T("people.around.relation"), Now: relationWords(r.Context(), t.Relation.Relation)},
		{Name: "contact", Label: r.T("people.around.contact"), Now: t.Contact},
		{Name: "when_to_call", Label: r.T("people.around.when"), Now: t.WhenToCall},
		{Name: "agreed", Label: r.T("people.around.agree"), Now: r.T("people.agreed." + agreedWord(t.Agreed))},
		{Name: "agreed_on", Label: r.T("people.around.agreed-on"), Now: dateText(r, t.AgreedOn)},
	}
}

// agreedWord names an answer for its message.
func agreedWord(a people.Agreed) string {
	if a == people.AgreedNotAsked {
		return "not-asked"
	}
	return string(a)
}

func agreedOptions(ctx context.Context) []layout.Option {
	answers := []people.Agreed{people.AgreedNotAsked, people.AgreedYes, people.AgreedNo}
	return layout.Options(answers, func(a people.Agreed) string { return i18n.T(ctx, "people.agreed."+agreedWord(a)) })
}

// relationSuggestions are the words we know, in the reader's language.
func relationSuggestions(ctx context.Context) []string {
	var out []string
	for _, known := range people.Relations() {
		out = append(out, i18n.T(ctx, "people.relation."+known))
	}
	return out
}

// likelyOptions are who the newcomer may already be, and that they are nobody.
func (c *circle) likelyOptions(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, l := range c.likely {
		out = append(out, layout.Option{Value: l.ID, Label: l.Name, Hint: likelyWords(ctx, l)})
	}
	return append(out, layout.Option{Value: somebodyNew, Label: i18n.T(ctx, "people.around.new")})
}
