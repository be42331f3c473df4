package accessweb

import (
	"net/http"

	"github.com/throughcare/throughcare/access"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// forms are those of the page; the one that was sent comes back with what is
// wrong with it.
type forms struct{ give, bar, restrict, offer *form.Form }

func (f forms) failed() *form.Form {
	for _, x := range []*form.Form{f.give, f.bar, f.restrict, f.offer} {
		if x.Failed() {
			return x
		}
	}
	return nil
}

// view is what the page about one person shows.
type view struct {
	access.View
	forms
	person     people.Card
	id         string
	colleagues []layout.Option
	chapters   []layout.Option
	actor      authz.Actor
}

func (p *Pages) person(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	return p.show(w, r, id, forms{})
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, id string, f forms) error {
	v := view{id: id, forms: f, actor: r.Actor}
	var err error
	if v.View, err = p.Access.Of(r.Context(), r.Actor, id); err != nil {
		return err
	}
	if err := p.around(r, &v); err != nil {
		return err
	}
	failed := f.failed()
	page := layout.Page{Title: r.T("access.title"), Current: "people", Form: failed}
	return r.Render(w, failed.Status(), page, personPage(v))
}

// around reads what the forms of the page offer.
func (p *Pages) around(r *web.Request, v *view) error {
	err := p.People.DB.Read(r.Context(), func(tx *database.Tx) error {
		names, err := people.Names(r.Context(), tx, []string{v.id})
		v.person = names[v.id]
		return err
	})
	if err == nil {
		v.colleagues, err = p.colleagues(r)
	}
	if err != nil || !r.Actor.May(access.MayManage) {
		return err
	}
	list, err := p.Access.Chapters(r.Context(), r.Actor)
	v.chapters = chapterOptions(list)
	return err
}

func (p *Pages) colleagues(r *web.Request) ([]layout.Option, error) {
	all, err := p.Access.Colleagues(r.Context(), r.Actor)
	list := make([]layout.Option, len(all))
	for i, c := range all {
		list[i] = layout.Option{Value: c.ID, Label: c.Name}
	}
	return list, err
}

func chapterOptions(list []access.Chapter) []layout.Option {
	var options []layout.Option
	for _, c := range list {
		if !c.Ended {
			options = append(options, layout.Option{Value: c.ID, Label: c.Name})
		}
	}
	return options
}

// act does one thing about a person and goes back to their page; row is the id
// of the line it is about, "" for none.
func (p *Pages) act(w http.ResponseWriter, r *web.Request, do func(personID, row string) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	row := ""
	if r.PathValue("row") != "" {
		if row, err = r.PathID("row"); err != nil {
			return err
		}
	}
	if err := do(id, row); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/access")
}

func (p *Pages) give(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("account", "until")
	if err != nil {
		return err
	}
	return p.send(w, r, f, forms{give: f}, func(id string) error {
		return p.Access.Give(r.Context(), r.Actor, id, f.ID("account"), r.Day(f, "until", partialdate.Coming))
	})
}

// send does what a form of the page says, or shows the page again with what is
// wrong with it.
func (p *Pages) send(w http.ResponseWriter, r *web.Request, f *web.Form, again forms, do func(id string) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	r.Day(f, "until", partialdate.Coming) // a day nobody can read stops the form
	if !f.Failed() {
		err = do(id)
	}
	if f.Take(err) || f.Failed() {
		return p.show(w, r, id, again)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/access")
}

func (p *Pages) take(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, func(id, row string) error { return p.Access.Take(r.Context(), r.Actor, id, row) })
}

// bar keeps somebody from a person. Whoever says it of themselves sees the page
// no more, and goes to Today.
func (p *Pages) bar(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("account", "kind", "why", "until")
	if err != nil {
		return err
	}
	own := f.ID("account") == "" || f.ID("account") == r.Actor.ID
	if !own {
		return p.send(w, r, f, forms{bar: f}, func(id string) error { return p.Access.Bar(r.Context(), r.Actor, p.newBar(r, f, id)) })
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	n := p.newBar(r, f, id)
	if !f.Failed() {
		err = p.Access.Bar(r.Context(), r.Actor, n)
	}
	if f.Take(err) || f.Failed() {
		return p.show(w, r, id, forms{bar: f})
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/")
}

func (p *Pages) newBar(r *web.Request, f *web.Form, id string) access.NewBar {
	return access.NewBar{PersonID: id, AccountID: f.ID("account"), Kind: access.ConflictKind(f.Raw("kind")), Why: f.Text("why"), Until: r.Day(f, "until", partialdate.Coming)}
}

func (p *Pages) lift(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, func(id, row string) error { return p.Access.Lift(r.Context(), r.Actor, id, row) })
}

func (p *Pages) restrict(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("why", "until")
	if err != nil {
		return err
	}
	return p.send(w, r, f, forms{restrict: f}, func(id string) error {
		return p.Access.Restrict(r.Context(), r.Actor, id, f.Text("why"), r.Day(f, "until", partialdate.Coming))
	})
}

func (p *Pages) release(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, func(id, _ string) error { return p.Access.Release(r.Context(), r.Actor, id) })
}

// mark says that somebody is under age, or no longer says it.
func (p *Pages) mark(minor bool) func(http.ResponseWriter, *web.Request) error {
	return func(w http.ResponseWriter, r *web.Request) error {
		return p.act(w, r, func(id, _ string) error { return p.People.SetMinor(r.Context(), r.Actor, id, minor) })
	}
}

func (p *Pages) offer(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("chapter", "why")
	if err != nil {
		return err
	}
	return p.send(w, r, f, forms{offer: f}, func(id string) error {
		return p.Access.Offer(r.Context(), r.Actor, id, f.ID("chapter"), f.Text("why"))
	})
}

func (p *Pages) withdraw(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, func(id, row string) error { return p.Access.Withdraw(r.Context(), r.Actor, id, row) })
}
