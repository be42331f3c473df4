package sealedweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/sealed"
)

// forms are those of the page of a matter; the one that was sent comes back.
type forms struct{ write, name, about, against *web.Form }

func (f forms) failed() *web.Form {
	for _, x := range []*web.Form{f.write, f.name, f.about, f.against} {
		if x.Failed() {
			return x
		}
	}
	return nil
}

// view is what the page of a matter shows.
type view struct {
	sealed.Matter
	forms
	actor      authz.Actor
	colleagues []layout.Option
	everybody  []layout.Option
	deeds      []deedLine
}

// deedLine is a deed in words.
type deedLine struct {
	Words string
	trail.Entry
}

func (p *Pages) matter(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	id, _, err := one(r)
	if err != nil {
		return err
	}
	return p.show(w, r, who, id, forms{})
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, who sealed.Reader, id string, f forms) error {
	m, err := p.Sealed.Matter(r.Context(), who, id)
	if err != nil {
		return err
	}
	v := view{Matter: m, forms: f, actor: r.Actor}
	out := map[string]bool{}
	for _, n := range m.Named {
		out[n.AccountID] = !n.Renewed // who has another key is named again
	}
	for _, c := range m.Against {
		out[c.AccountID] = true
	}
	if v.colleagues, v.everybody, err = p.others(r, out); err != nil {
		return err
	}
	for _, d := range m.Deeds {
		var args []any
		for name, value := range d.Args {
			args = append(args, name, value)
		}
		v.deeds = append(v.deeds, deedLine{Words: r.T("deed."+d.Action, args...), Entry: d})
	}
	failed := f.failed()
	return r.Render(w, failed.Status(), layout.Page{Title: r.T("sealed.nav"), Current: "sealed", Form: failed}, matterPage(v))
}

// send does what a form of the page says, or shows the page again with what is
// wrong. Whoever does not read the matter after it goes to their list.
func (p *Pages) send(w http.ResponseWriter, r *web.Request, who sealed.Reader, f *web.Form, again forms, do func(id, row string) error) error {
	id, row, err := one(r)
	if err != nil {
		return err
	}
	if err = do(id, row); f != nil && f.Take(err) {
		return p.show(w, r, who, id, again)
	}
	if err != nil {
		return err
	}
	to := "/sealed/" + id
	if _, err := p.Sealed.Matter(r.Context(), who, id); gone(err) {
		to = "/sealed"
	}
	return r.Done(w, to)
}

func (p *Pages) write(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	f, err := r.ReadForm("text")
	if err != nil {
		return err
	}
	return p.send(w, r, who, f, forms{write: f}, func(id, _ string) error {
		return p.Sealed.Write(r.Context(), who, id, f.Lines("text"))
	})
}

func (p *Pages) name(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	f, err := r.ReadForm("account")
	if err != nil {
		return err
	}
	return p.send(w, r, who, f, forms{name: f}, func(id, _ string) error {
		return p.Sealed.Name(r.Context(), who, id, f.ID("account"))
	})
}

// unname takes an account out; the row of the path is its id.
func (p *Pages) unname(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	f, err := r.ReadForm("_back")
	if err != nil {
		return err
	}
	return p.send(w, r, who, f, forms{name: f}, func(id, row string) error { return p.Sealed.Unname(r.Context(), who, id, row) })
}

func (p *Pages) about(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	f, err := r.ReadForm("who")
	if err != nil {
		return err
	}
	return p.send(w, r, who, f, forms{about: f}, func(id, _ string) error {
		return p.Sealed.About(r.Context(), who, id, f.Text("who"))
	})
}

func (p *Pages) against(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	f, err := r.ReadForm("against")
	if err != nil {
		return err
	}
	return p.send(w, r, who, f, forms{against: f}, func(id, _ string) error {
		return p.Sealed.Against(r.Context(), who, id, f.ID("against"))
	})
}

func (p *Pages) notAbout(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	return p.send(w, r, who, nil, forms{}, func(id, row string) error { return p.Sealed.NotAbout(r.Context(), who, id, row) })
}

func (p *Pages) notAgainst(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	return p.send(w, r, who, nil, forms{}, func(id, row string) error { return p.Sealed.NotAgainst(r.Context(), who, id, row) })
}

func (p *Pages) takeSheets(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	return p.send(w, r, who, nil, forms{}, func(id, _ string) error { return p.Sealed.TakeSheets(r.Context(), who, id) })
}
