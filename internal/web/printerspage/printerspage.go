// Package printerspage is the pages about printers: what lies in them, by how much they are
// off, and the test page that shows it.
package printerspage

import (
	"context"
	"embed"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/internal/label"
	"github.com/throughcare/throughcare/internal/printers"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// Locales are the words of these pages.
//
//go:embed locales
var Locales embed.FS

// Pages show the printers and set them up.
type Pages struct{ Printers *printers.Service }

const home = "/mail/labels/setup"

// Routes are the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + home, Needs: printers.MayUse, Handle: p.list},
		{Pattern: "GET " + home + "/new", Needs: printers.MayChange, Handle: p.add},
		{Pattern: "POST " + home + "/new", Needs: printers.MayChange, Handle: p.save},
		{Pattern: "GET " + home + "/{id}", Needs: printers.MayChange, Handle: p.edit},
		{Pattern: "POST " + home + "/{id}", Needs: printers.MayChange, Handle: p.save},
		{Pattern: "POST " + home + "/{id}/remove", Needs: printers.MayChange, Handle: p.remove},
		{Pattern: "GET " + home + "/{id}/ruler", Needs: printers.MayUse, Handle: p.ruler},
	}
}

// Panels leads here from the settings.
func (p *Pages) Panels(to *web.Panels) {
	to.Settings(web.Panel{ID: "printers", TitleKey: "printers.title", Needs: printers.MayUse, Order: 30, Render: panel})
}

func panel(context.Context, *web.Request, string) (templ.Component, error) {
	return settingsPanel(), nil
}

func (p *Pages) list(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Printers.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("printers.title"), Current: "mail"}, listPage(list, r.Actor.May(printers.MayChange)))
}

func (p *Pages) add(w http.ResponseWriter, r *web.Request) error {
	return p.show(w, r, printers.Printer{Scale: 1000}, web.NewForm())
}

func (p *Pages) edit(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	one, err := p.Printers.One(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	return p.show(w, r, one, web.NewForm())
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request, one printers.Printer, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("printers.one"), Current: "mail", Form: f}, onePage(one, f))
}

func (p *Pages) save(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("name", "sheet", "x", "y", "scale")
	if err != nil {
		return err
	}
	one := printers.Printer{Name: f.Text("name"), Sheet: f.Text("sheet"), X: tenths(f, "x"), Y: tenths(f, "y"), Scale: 10 * 100}
	if f.Text("scale") != "" {
		one.Scale = tenths(f, "scale")
	}
	if r.PathValue("id") != "" {
		if one.ID, err = r.PathID("id"); err != nil {
			return err
		}
		one.Rev = f.Rev()
	}
	if !f.Failed() {
		var id string
		if id, err = p.Printers.Save(r.Context(), r.Actor, one); err == nil {
			return r.Done(w, home+"/"+id)
		}
		if !f.Take(err) {
			return err
		}
	}
	return p.show(w, r, one, f)
}

func (p *Pages) remove(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := p.Printers.Remove(r.Context(), r.Actor, id); err != nil {
		return err
	}
	return r.Done(w, home)
}

// ruler is the test page of a printer.
func (p *Pages) ruler(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	one, err := p.Printers.One(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	words := []string{one.Name + ", " + one.Sheet, r.T("printers.ruler.full")}
	return r.Send(w, "ruler.pdf", "application/pdf", func(out io.Writer) error {
		return label.Ruler(out, one.On(), one.Off(), words, r.Now)
	})
}

// tenths reads a number with at most one digit behind its point or comma, in tenths.
func tenths(f *web.Form, field string) int {
	text := strings.Replace(strings.Replace(f.Text(field), ",", ".", 1), "\u2212", "-", 1)
	if text == "" {
		return 0
	}
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.Atoi(whole + (part + "0")[:1])
	if err != nil || len(part) > 1 || len(whole) > 5 || strings.TrimLeft(whole, "+-0123456789") != "" {
		f.Fail(field, "printers.number.wrong")
		return 0
	}
	return n
}

// written is tenths as somebody types them.
func written(tenths int) string {
	sign := ""
	if tenths < 0 {
		sign, tenths = "-", -tenths
	}
	if tenths%10 == 0 {
		return sign + strconv.Itoa(tenths/10)
	}
	return sign + strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
}
