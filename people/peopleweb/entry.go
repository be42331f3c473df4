package peopleweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/timeline"
)

// leaf is one entry with the file it belongs to.
type leaf struct {
	*file
	entry   timeline.Entry
	edits   []timeline.Edit
	mayEdit bool
}

// openLeaf reads an entry. One of another person is not found here.
func (p *Pages) openLeaf(r *web.Request) (*leaf, error) {
	f, err := p.head(r)
	if err != nil {
		return nil, err
	}
	id, err := r.PathID("entry")
	if err != nil {
		return nil, err
	}
	l := &leaf{file: f}
	if l.entry, l.edits, err = p.Timeline.Entry(r.Context(), r.Actor, id); err != nil {
		return nil, err
	}
	if l.entry.PersonID != f.ID {
		return nil, fault.New(fault.NotFound, "peopleweb: entry")
	}
	l.mayEdit = timeline.Correctable(r.Actor, l.entry)
	return l, nil
}

// entry is the page of one entry with what it said before.
func (p *Pages) entry(w http.ResponseWriter, r *web.Request) error {
	l, err := p.openLeaf(r)
	if err != nil {
		return err
	}
	return l.render(w, r, web.NewForm("body", l.entry.Body, "on", dateText(r, l.entry.On)))
}

func (l *leaf) render(w http.ResponseWriter, r *web.Request, f *form.Form) error {
	l.form = f
	return r.Render(w, f.Status(), layout.Page{Title: r.T("people.entry.title"), Current: "people", Form: f}, entryPage(l))
}

// correct changes what an entry says; what it said before is kept.
func (p *Pages) correct(w http.ResponseWriter, r *web.Request) error {
	l, err := p.openLeaf(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("body", "on")
	if err != nil {
		return err
	}
	on := p.date(r, f, "on", partialdate.Gone)
	if f.Failed() {
		return l.render(w, r, f)
	}
	err = p.Timeline.Correct(r.Context(), r.Actor, l.entry.ID, f.Rev(), f.Lines("body"), on)
	switch {
	case f.Take(err):
		return l.render(w, r, f)
	case fault.Is(err, fault.Conflict):
		return &web.Clash{Err: err, Rev: l.entry.Rev, Fields: []web.ClashField{
			{Name: "body", Label: r.T("people.entry.body"), Now: l.entry.Body},
			{Name: "on", Label: r.T("people.entry.on"), Now: dateText(r, l.entry.On)},
		}}
	case err != nil:
		return err
	}
	return r.Done(w, l.url("/entries/"+l.entry.ID))
}

// setSight changes who may read an entry.
func (p *Pages) setSight(w http.ResponseWriter, r *web.Request) error {
	l, err := p.openLeaf(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("sight")
	if err != nil {
		return err
	}
	if err := p.Timeline.SetSight(r.Context(), r.Actor, l.entry.ID, f.Rev(), timeline.Sight(f.Raw("sight"))); err != nil {
		return err
	}
	return r.Done(w, l.url("/entries/"+l.entry.ID))
}

// dateText writes a date as somebody would type it, so that saving a form as it
// is changes nothing.
func dateText(r *web.Request, d partialdate.Date) string {
	text := d.String()
	if about, ok := strings.CutPrefix(text, "~"); ok {
		return r.T("people.date.about", "date", about)
	}
	return text
}

// editedLine says who corrected an entry and when.
func editedLine(ctx context.Context, e timeline.Edit) string {
	return i18n.T(ctx, "people.entry.before", "name", e.Editor, "on", i18n.Instant(ctx, e.At))
}
