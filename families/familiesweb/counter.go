package familiesweb

import (
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/families"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) counters(w http.ResponseWriter, r *web.Request) error {
	prisons, err := p.Prisons(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("families.counter"), Current: "counter"}, countersPage(prisons))
}

func (p *Pages) counter(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	name, parts, err := p.Families.Counter(r.Context(), r.Actor, id, r.Today())
	if err != nil {
		return err
	}
	part := families.Part(r.Query("part"))
	if !slices.Contains(families.Parts(), part) {
		zone := r.Zone
		now := r.Now
		if zone != nil {
			now = now.In(zone)
		}
		part = families.PartOf(now.Format("15:04"))
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("families.counter"), Current: "counter"}, counterPage(till{ID: id, Name: name, Part: part, Parts: parts, Today: r.Today()}))
}

func (p *Pages) tap(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("row")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("part", "kind")
	if err != nil {
		return err
	}
	part := f.Text("part")
	if err := p.Families.Tap(r.Context(), r.Actor, id, families.Part(part), families.TapKind(f.Text("kind"))); err != nil {
		return err
	}
	return r.Done(w, "/family/counter/"+id+"?part="+part)
}
