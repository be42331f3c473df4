package facilitiesweb

import (
	"net/http"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// mostAlike is how many places are offered as the same as one.
const mostAlike = 5

// askMerge asks which other entry is the same place.
func (p *Pages) askMerge(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	return p.showMerge(w, r, f, nil, web.NewForm())
}

// findMerge looks for it by name and lays what it finds beside the one that is
// kept.
func (p *Pages) findMerge(w http.ResponseWriter, r *web.Request) error {
	f, err := p.open(r)
	if err != nil {
		return err
	}
	typed, err := r.ReadForm("q")
	if err != nil {
		return err
	}
	hits, err := p.Facilities.Find(r.Context(), r.Actor, typed.Text("q"), mostAlike+1)
	if err != nil {
		return err
	}
	var pairs []facilities.Pair
	for _, h := range hits {
		if h.FacilityID == f.ID || len(pairs) == mostAlike {
			continue
		}
		other, err := p.Facilities.Facility(r.Context(), r.Actor, h.FacilityID)
		if err != nil {
			return err
		}
		pairs = append(pairs, facilities.Pair{A: f, B: other})
	}
	if len(pairs) == 0 {
		typed.Fail("q", "facilities.merge.none")
	}
	return p.showMerge(w, r, f, pairs, typed)
}

func (p *Pages) showMerge(w http.ResponseWriter, r *web.Request, f facilities.Full, pairs []facilities.Pair, typed *web.Form) error {
	return r.Render(w, typed.Status(), layout.Page{Title: r.T("facilities.merge.title"), Current: current, Form: typed}, mergePage(f, pairs, typed))
}

// merge makes the other entry part of this one.
func (p *Pages) merge(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	other, err := r.PathID("other")
	if err != nil {
		return err
	}
	if _, err := r.ReadForm(); err != nil {
		return err
	}
	if err := p.Facilities.Merge(r.Context(), r.Actor, id, other); err != nil {
		return err
	}
	return r.Done(w, "/facilities/"+id)
}
