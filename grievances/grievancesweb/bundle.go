package grievancesweb

import (
	"errors"
	"io"
	"net/http"

	"github.com/throughcare/throughcare/files"
	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/bundle"
	"github.com/throughcare/throughcare/internal/binder"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// bundling is the page on which a bundle is made.
type bundling struct {
	grievances.File
	parts []bundle.Part
	form  *form.Form
}

func (p *Pages) askBundle(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	return p.showBundle(w, r, id, nil)
}

func (p *Pages) showBundle(w http.ResponseWriter, r *web.Request, id string, f *form.Form) error {
	file, err := p.Grievances.File(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("grievances.bundle"), Current: "grievances", Form: f}
	return r.Render(w, f.Status(), page, bundlePage(bundling{file, bundle.Parts(r.Context(), file), f}))
}

// makeBundle binds the bundle. For the person themselves it is paper to send in; to
// anybody else it goes only as far as they agreed.
func (p *Pages) makeBundle(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("for", "whom")
	if err != nil {
		return err
	}
	file, err := p.Grievances.File(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	whom := file.Person.Name
	if f.Raw("for") == "other" {
		whom = f.Text("whom")
		what := r.T("grievances.bundle.what", "code", file.Code(), "count", len(file.Papers))
		if err := p.Grievances.HandOver(r.Context(), r.Actor, id, whom, what); refusedBecause(f, err) {
			return p.showBundle(w, r, id, f)
		} else if err != nil {
			return err
		}
	}
	bound, err := p.bind(r, file, whom)
	if errors.Is(err, binder.ErrLarge) {
		f.Fail("", "grievances.bundle.large", "most", binder.MostInput>>20)
		return p.showBundle(w, r, id, f)
	}
	if err != nil {
		return err
	}
	return r.Send(w, file.Code()+".pdf", "application/pdf", func(out io.Writer) error {
		_, err := out.Write(bound.PDF)
		return err
	})
}

// refusedBecause puts the problems of any fault to the form: that nobody agreed is
// something to be said beside what was typed.
func refusedBecause(f *form.Form, err error) bool {
	problems, _ := web.Problems(err)
	for _, p := range problems {
		field := p.Field
		if field == "" || field == "audience" {
			field = "whom"
		}
		f.Fail(field, p.Key, p.Args...)
	}
	return len(problems) > 0
}

// bind reads the papers and binds them.
func (p *Pages) bind(r *web.Request, file grievances.File, whom string) (binder.Bound, error) {
	b := bundle.Make(r.Context(), file, p.Organisation(r.Context()), whom, p.Grievances.DB.Now())
	size := 0
	for i, part := range bundle.Parts(r.Context(), file) {
		if part.FileID == "" {
			continue
		}
		paper, err := p.paperOf(r, part.FileID, binder.MostInput-size)
		if err != nil {
			return binder.Bound{}, err
		}
		size += len(paper.Content)
		b.Items[i].File = paper
	}
	return p.Binder(r.Context(), b)
}

// paperOf reads a file for the bundle, at most so many bytes of it.
func (p *Pages) paperOf(r *web.Request, id string, most int) (*binder.File, error) {
	f, content, err := p.Files.Open(r.Context(), r.Actor, id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(content, int64(most)+1))
	if err == nil && len(text) > most {
		err = binder.ErrLarge
	}
	kinds := map[files.Kind]string{files.PDF: binder.PDF, files.Picture: binder.Picture}
	return &binder.File{Kind: kinds[f.Kind], Content: text}, err
}
