package grievancesweb

import (
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) drafted(r *web.Request) (grievances.Drafted, error) {
	id, err := r.PathID("id")
	if err != nil {
		return grievances.Drafted{}, err
	}
	return p.Grievances.Drafted(r.Context(), r.Actor, id, r.PathValue("step"))
}

func (p *Pages) draft(w http.ResponseWriter, r *web.Request) error {
	d, err := p.drafted(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("grievances.write-form"), Current: "grievances"}, draftPage(d, web.NewForm()))
}

func (p *Pages) saveDraft(w http.ResponseWriter, r *web.Request) error {
	d, err := p.drafted(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	t := grievances.Typed{Boxes: map[string]string{}, Extra: f.Int("extra", 0, 100), Single: f.Ticked("single")}
	for field := range f.Values {
		if box, ok := strings.CutPrefix(field, "box."); ok {
			t.Boxes[box] = f.Lines(field)
		}
	}
	if err := p.Grievances.SaveDraft(r.Context(), r.Actor, d.ID, d.Step.ID, t); err != nil {
		return err
	}
	return r.Done(w, "/grievances/"+d.ID+"/forms/"+d.Step.ID)
}

func (p *Pages) paper(w http.ResponseWriter, r *web.Request) error {
	d, err := p.drafted(r)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("grievances.write-form"), Current: "grievances"}, paperPage(d))
}
