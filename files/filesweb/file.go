package filesweb

import (
	"net/http"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// fileView is what the page of one file shows.
type fileView struct {
	files.Given
	who  people.Card
	form *web.Form
	give bool // the reader may say why it is given away as it is
}

// file is the page of one file: what it is, and the ways to take it out.
func (p *Pages) file(w http.ResponseWriter, r *web.Request) error {
	return p.showFile(w, r, web.NewForm())
}

func (p *Pages) showFile(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	v := fileView{form: f, give: r.Actor.May(files.MayAdd)}
	if v.Given, err = p.Files.One(r.Context(), r.Actor, id); err != nil {
		return err
	}
	if v.who, err = p.who(r.Context(), v.PersonID); err != nil {
		return err
	}
	page := layout.Page{Title: r.T("files.file.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, filePage(v))
}

// justify keeps why a file that cannot be cleaned is given away as it is.
func (p *Pages) justify(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("reason")
	if err != nil {
		return err
	}
	err = p.Files.Justify(r.Context(), r.Actor, id, f.Text("reason"))
	if f.Take(err) {
		return p.showFile(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/files/"+id)
}
