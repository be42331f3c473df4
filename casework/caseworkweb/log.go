package caseworkweb

import (
	"net/http"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// contactFields are the inputs of a contact: how, what, and what comes next.
// The other two are folded away and carried along.
var contactFields = []string{"channel", "what", "next", "next_on", "on", "case", "task"}

// askContact is the form of a contact on a page of its own, for links from
// elsewhere: a task it ends, a case it belongs to.
func (p *Pages) askContact(w http.ResponseWriter, r *web.Request) error {
	f, _, err := r.Draft(r.URL.Path)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm()
	}
	f.Set("case", r.Query("case"))
	f.Set("task", r.Query("task"))
	if c := casework.Channel(r.Query("channel")); c.Valid() && f.Raw("channel") == "" {
		f.Set("channel", string(c))
	}
	if back := r.Query("back"); back != "" {
		f.Set("_back", web.Local(back))
	}
	return p.showContact(w, r, f)
}

func (p *Pages) showContact(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	about, err := p.who(r, id)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("casework.log.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, contactPage(about, f))
}

// logContact keeps a word either way, and leads back to where it was written
// down.
func (p *Pages) logContact(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(contactFields...)
	if err != nil {
		return err
	}
	c := casework.Contact{
		PersonID: id, CaseID: f.ID("case"), TaskID: f.ID("task"), Channel: casework.Channel(f.Text("channel")),
		What: f.Lines("what"), On: r.Day(f, "on", partialdate.Gone), Next: p.next(r, f),
	}
	if f.Failed() {
		return p.showContact(w, r, f)
	}
	if err = p.belongs(r, &c); err == nil {
		err = p.Cases.LogContact(r.Context(), r.Actor, c)
	}
	if f.Take(err) {
		return p.showContact(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, r.Back("/people/"+id))
}

// belongs holds a contact to the person of its address: a case of somebody else
// is none of theirs.
func (p *Pages) belongs(r *web.Request, c *casework.Contact) error {
	if c.CaseID == "" {
		return nil
	}
	file, err := p.Cases.Case(r.Context(), r.Actor, c.CaseID)
	if err == nil && file.PersonID != c.PersonID {
		c.CaseID = ""
	}
	return err
}
