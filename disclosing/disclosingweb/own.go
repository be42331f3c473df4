package disclosingweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
)

// whose is somebody at the head of a page about them.
type whose struct {
	people.Full
}

func (p *Pages) whose(r *web.Request) (whose, error) {
	id, err := r.PathID("id")
	if err != nil {
		return whose{}, err
	}
	full, err := p.People.Person(r.Context(), r.Actor, id)
	return whose{full}, err
}

func (w whose) url(rest string) string { return "/people/" + w.ID + rest }

func (w whose) mini() layout.Name {
	return layout.Name{Text: w.Name, Href: w.url(""), Script: w.ScriptName, Lang: w.ScriptLang, Number: w.Number}
}

func (w whose) cares() (lines []string) {
	for _, c := range w.TakeCare {
		lines = append(lines, c.Line)
	}
	return lines
}

// reads is the language of the program somebody reads, or the reader's own.
func (p *Pages) reads(ctx context.Context, w whose) string {
	for _, l := range w.Languages {
		if slices.Contains(p.Catalogue().Languages(), l.Lang) {
			return l.Lang
		}
	}
	return i18n.From(ctx).Locale()
}

// languages are those a paper can be in.
func (p *Pages) languages(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, code := range p.Catalogue().Languages() {
		out = append(out, layout.Option{Value: code, Label: tongues.Name(i18n.From(ctx).Locale(), code)})
	}
	return out
}

func (p *Pages) askOwn(w http.ResponseWriter, r *web.Request) error {
	who, err := p.whose(r)
	if err != nil {
		return err
	}
	return p.showOwn(w, r, who, web.NewForm("lang", p.reads(r.Context(), who)))
}

func (p *Pages) showOwn(w http.ResponseWriter, r *web.Request, who whose, f *form.Form) error {
	page := layout.Page{Title: r.T("disclosing.own.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, ownPage(who, f, p.languages(r.Context())))
}

// own begins the packet of somebody's own record, or goes on with one.
func (p *Pages) own(w http.ResponseWriter, r *web.Request) error {
	who, err := p.whose(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("lang")
	if err != nil {
		return err
	}
	lang := f.Raw("lang")
	if !slices.Contains(p.Catalogue().Languages(), lang) {
		f.Fail("lang", "disclosing.lang.missing")
		return p.showOwn(w, r, who, f)
	}
	id, err := p.Packets.BeginOwn(r.Context(), r.Actor, who.ID, lang)
	if err != nil {
		return err
	}
	return r.Done(w, "/packets/"+id)
}
