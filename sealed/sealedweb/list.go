package sealedweb

import (
	"net/http"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/sealed"
)

func (p *Pages) list(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	list, err := p.Sealed.List(r.Context(), who)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("sealed.nav"), Current: "sealed"}, listPage(list, r.Actor))
}

// asking is what the page that begins a matter shows.
type asking struct {
	form       *web.Form
	sheets     bool // there are recovery sheets
	mayArrange bool
	colleagues []layout.Option // who can be named
	everybody  []layout.Option // whom it can be about
	about      string          // name of the person it is about, "" for nobody
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	return p.showAsk(w, r, who, web.NewForm("about", r.Query("about")))
}

func (p *Pages) showAsk(w http.ResponseWriter, r *web.Request, who sealed.Reader, f *web.Form) error {
	ctx := r.Context()
	v := asking{form: f, mayArrange: r.Actor.May(sealed.MayArrange)}
	now, err := p.Sealed.Recovery(ctx)
	if err != nil {
		return err
	}
	v.sheets = now != nil
	if id := f.Raw("about"); ids.Valid(id) {
		if v.about, err = p.Sealed.Seen(ctx, who, id); err != nil {
			return err
		}
	}
	if v.colleagues, v.everybody, err = p.others(r, nil); err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("sealed.new"), Current: "sealed", Form: f}, askPage(v))
}

// others lists the colleagues who can be named, and everybody a matter can be
// about; never the reader, nor those who are left out.
func (p *Pages) others(r *web.Request, out map[string]bool) (named, all []layout.Option, err error) {
	keyed, err := p.Sealed.Colleagues(r.Context(), r.Actor)
	if err != nil {
		return nil, nil, err
	}
	everybody, err := p.Sealed.Everybody(r.Context(), r.Actor)
	options := func(list []sealed.Colleague) (o []layout.Option) {
		for _, c := range list {
			if c.AccountID != r.Actor.ID && !out[c.AccountID] {
				o = append(o, layout.Option{Value: c.AccountID, Label: c.Name})
			}
		}
		return o
	}
	return options(keyed), options(everybody), err
}

func (p *Pages) begin(w http.ResponseWriter, r *web.Request, who sealed.Reader) error {
	f, err := r.ReadForm("sort", "title", "text", "named", "against", "about")
	if err != nil {
		return err
	}
	id, err := p.Sealed.Begin(r.Context(), who, sealed.New{
		Sort: sealed.Sort(f.Raw("sort")), Title: f.Text("title"), Text: f.Lines("text"), Named: f.All("named"), Against: f.All("against"), About: []string{f.ID("about")},
	})
	if f.Take(err) {
		return p.showAsk(w, r, who, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/sealed/"+id)
}

// one reads the id of a matter, and of a row around it where there is one.
func one(r *web.Request) (id, row string, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", "", err
	}
	if r.PathValue("row") != "" {
		row, err = r.PathID("row")
	}
	return id, row, err
}

// gone reports an answer to somebody who may not know any more, such as to one
// who took themselves out.
func gone(err error) bool { return fault.Is(err, fault.NotFound) }
