package caseworkweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) programmes(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Cases.Programmes(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("casework.programmes.title"), Current: "programmes"}, programmesPage(list))
}

// askProgramme is the form of a programme, or of a new one.
func (p *Pages) askProgramme(w http.ResponseWriter, r *web.Request) error {
	one, err := p.programme(r)
	if err != nil {
		return err
	}
	draft, _, err := r.Draft(r.URL.Path)
	if err != nil {
		return err
	}
	if draft != nil {
		return p.showProgramme(w, r, one, draft, readParts(draft))
	}
	return p.showProgramme(w, r, one, web.NewForm(), partsOf(one))
}

// programme is the one of the address; a new one begins with what is usual.
func (p *Pages) programme(r *web.Request) (casework.Programme, error) {
	if r.PathValue("id") == "" {
		return casework.Programme{IntervalDays: casework.DefaultInterval, DormantDays: casework.DefaultDormant}, nil
	}
	id, err := r.PathID("id")
	if err != nil {
		return casework.Programme{}, err
	}
	return p.Cases.Programme(r.Context(), r.Actor, id)
}

func (p *Pages) showProgramme(w http.ResponseWriter, r *web.Request, one casework.Programme, f *web.Form, parts parts) error {
	return p.renderProgramme(w, r, f.Status(), programmeView{Programme: one, form: f, parts: parts})
}

func (p *Pages) renderProgramme(w http.ResponseWriter, r *web.Request, status int, v programmeView) error {
	page := layout.Page{Title: r.T("casework.programme.title"), Current: "programmes", Form: v.form}
	return r.Render(w, status, page, programmePage(v))
}

type programmeView struct {
	casework.Programme
	form  *web.Form
	parts parts
}

func (v programmeView) action() string {
	if v.ID == "" {
		return "/settings/programmes/new"
	}
	return "/settings/programmes/" + v.ID
}

// programmeFields are those of the programme itself and of its parts.
func programmeFields() []string {
	fields := []string{"name", "about", "interval_days", "dormant_days", "do"}
	for _, k := range kinds {
		fields = append(fields, k, k+"_id", k+"_form", k+"_choices")
	}
	return fields
}

// saveProgramme saves a programme, or shows its form with one more row, or with
// a row moved: nothing is kept until it is saved.
func (p *Pages) saveProgramme(w http.ResponseWriter, r *web.Request) error {
	one, err := p.programme(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(programmeFields()...)
	if err != nil {
		return err
	}
	rows := readParts(f)
	if do := f.Raw("do"); do != "" {
		if !rows.change(do) {
			return fault.New(fault.NotFound, "caseworkweb: change rows")
		}
		return p.showProgramme(w, r, one, f, rows)
	}
	saved := casework.Programme{
		ID: one.ID, Rev: f.Rev(), Name: f.Text("name"), About: f.Lines("about"),
		IntervalDays: f.Int("interval_days", 1, 3650), DormantDays: f.Int("dormant_days", 0, 3650),
		Stages: rows.of("stage"), Questions: rows.of("question"), Reasons: rows.of("reason"),
	}
	if !f.Failed() {
		_, err = p.Cases.SaveProgramme(r.Context(), r.Actor, saved)
	}
	if f.Take(err) {
		return p.showProgramme(w, r, one, f, rows)
	}
	if fault.Is(err, fault.Conflict) {
		return p.clash(w, r, one, f, rows)
	}
	if err != nil {
		return err
	}
	return r.Done(w, "/settings/programmes")
}

// clash shows the form again, with what stands in the record now beside what was
// typed: rows of two people cannot be laid over each other.
func (p *Pages) clash(w http.ResponseWriter, r *web.Request, now casework.Programme, f *web.Form, rows parts) error {
	held := slices.Concat([]string{now.Name}, partNames(now.Stages), partNames(now.Questions), partNames(now.Reasons))
	f.Fail("", "casework.programme.changed", "now", strings.Join(held, " · "))
	f.Set("rev", now.Rev)
	return p.renderProgramme(w, r, http.StatusConflict, programmeView{Programme: now, form: f, parts: rows})
}

// endProgramme takes a programme out of use, or back into it.
func (p *Pages) endProgramme(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("ended")
	if err != nil {
		return err
	}
	if err := p.Cases.EndProgramme(r.Context(), r.Actor, id, f.Rev(), f.Ticked("ended")); err != nil {
		return err
	}
	return r.Done(w, "/settings/programmes")
}

func partNames(list []casework.Part) []string {
	names := make([]string, len(list))
	for i, q := range list {
		names[i] = q.Name
	}
	return names
}

var arrows = map[string]string{"up": "↑", "down": "↓"}

// programmeFacts are a programme in short.
func programmeFacts(ctx context.Context, p casework.Programme) []layout.Fact {
	t := func(key string, args ...any) string { return i18n.T(ctx, "casework.programme."+key, args...) }
	facts := []layout.Fact{{Term: i18n.T(ctx, "casework.fact.interval"), Value: i18n.T(ctx, "casework.fact.interval.days", "count", p.IntervalDays)}}
	if p.DormantDays > 0 {
		facts = append(facts, layout.Fact{Term: i18n.T(ctx, "casework.do.aside"), Value: i18n.T(ctx, "casework.fact.days", "count", p.DormantDays)})
	}
	for _, k := range []struct {
		key   string
		parts []casework.Part
	}{{"stages", p.Stages}, {"questions", p.Questions}, {"reasons", p.Reasons}} {
		if len(k.parts) > 0 {
			facts = append(facts, layout.Fact{Term: t(k.key), Value: strings.Join(partNames(k.parts), " · ")})
		}
	}
	return facts
}

func endWords(ctx context.Context, p casework.Programme) string {
	if p.EndedAt.IsZero() {
		return i18n.T(ctx, "casework.programmes.end")
	}
	return i18n.T(ctx, "casework.programmes.resume")
}

func programmeTitle(ctx context.Context, v programmeView) string {
	if v.ID == "" {
		return i18n.T(ctx, "casework.programmes.add")
	}
	return v.Name
}
