package lettersweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/letters"
)

func (p *Pages) templates(w http.ResponseWriter, r *web.Request) error {
	return p.showTemplates(w, r, web.NewForm())
}

func (p *Pages) showTemplates(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	list, err := p.Letters.Templates(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("letters.templates"), Current: "letters", Form: f}, templatesPage(list, f, r.Actor.May(letters.MayChange)))
}

func (p *Pages) addTemplate(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name")
	if err != nil {
		return err
	}
	id, err := p.Letters.SaveTemplate(r.Context(), r.Actor, letters.Template{Name: f.Text("name")})
	if f.Take(err) {
		return p.showTemplates(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, templatesPath+"/"+id)
}

// at is the template of a request.
func (p *Pages) at(r *web.Request) (t letters.Template, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return t, err
	}
	return p.Letters.Template(r.Context(), r.Actor, id)
}

func (p *Pages) template(w http.ResponseWriter, r *web.Request) error {
	t, err := p.at(r)
	if err != nil {
		return err
	}
	return p.showTemplate(w, r, t, web.NewForm())
}

func (p *Pages) showTemplate(w http.ResponseWriter, r *web.Request, t letters.Template, f *web.Form) error {
	open := letters.Version{}
	for _, v := range t.Versions {
		if v.ID == r.Query("words") || v.ID == f.Raw("version") && v.ID != "" {
			open = v
		}
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("letters.template"), Current: "letters", Form: f}, templatePage(t, open, f, r.Actor.May(letters.MayChange)))
}

func (p *Pages) saveTemplate(w http.ResponseWriter, r *web.Request) error {
	t, err := p.at(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("name", "ended")
	if err != nil {
		return err
	}
	t.Rev, t.Name, t.Ended = f.Rev(), f.Text("name"), f.Ticked("ended")
	_, err = p.Letters.SaveTemplate(r.Context(), r.Actor, t)
	if f.Take(err) {
		return p.showTemplate(w, r, t, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, templatesPath+"/"+t.ID)
}

func (p *Pages) saveWords(w http.ResponseWriter, r *web.Request) error {
	t, err := p.at(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("version", "lang", "title", "body")
	if err != nil {
		return err
	}
	v := letters.Version{ID: f.ID("version"), Rev: f.Rev(), TemplateID: t.ID, Lang: f.Text("lang"), Title: f.Text("title"), Body: f.Lines("body")}
	if !f.Failed() {
		err = p.Letters.SaveVersion(r.Context(), r.Actor, v)
	}
	if f.Failed() || f.Take(err) {
		return p.showTemplate(w, r, t, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, templatesPath+"/"+t.ID)
}

func (p *Pages) dropWords(w http.ResponseWriter, r *web.Request) error {
	t, err := p.at(r)
	if err != nil {
		return err
	}
	version, err := r.PathID("version")
	if err != nil {
		return err
	}
	if err := p.Letters.DropVersion(r.Context(), r.Actor, t.ID, version); err != nil {
		return err
	}
	return r.Done(w, templatesPath+"/"+t.ID)
}
