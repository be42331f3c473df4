package sentencesweb

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/release"
	"github.com/throughcare/throughcare/sentences"
)

var fields = []string{"jurisdiction", "imposed", "length", "track", "remand", "tagged_bail", "added", "away", "jail_credit", "time_credit", "source"}

// view is what the page shows.
type view struct {
	Who      custody.Whereabouts
	At       sentences.Standing
	MayWrite bool
}

func (v view) path() string { return "/people/" + v.Who.ID + "/release" }

// known reports whether a sentence is recorded.
func (v view) known() bool { return v.At.Sentence.ID != "" }

func (p *Pages) view(r *web.Request) (view, error) {
	id, err := r.PathID("id")
	if err != nil {
		return view{}, err
	}
	list, err := p.Custody.Whereabouts(r.Context(), r.Actor, []string{id})
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "sentencesweb: person")
	}
	if err != nil {
		return view{}, err
	}
	at, err := p.Sentences.Standing(r.Context(), r.Actor, id)
	return view{Who: list[0], At: at, MayWrite: r.Actor.May(sentences.MayWrite)}, err
}

func (p *Pages) show(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	return render(w, r, v, filled(r.Context(), v.At.Sentence))
}

func render(w http.ResponseWriter, r *web.Request, v view, f *web.Form) error {
	return r.Render(w, f.Status(), layout.Page{Title: r.T("sentences.title"), Current: "people", Form: f}, releasePage(v, f))
}

// filled is the form with what is recorded.
func filled(_ context.Context, s sentences.Sentence) *web.Form {
	if s.ID == "" {
		return web.NewForm("jurisdiction", release.EnglandWales, "track", "sds")
	}
	return web.NewForm("jurisdiction", s.Jurisdiction, "imposed", string(s.Imposed), "length", s.Length.String(), "track", s.Track, "source", s.Source,
		"remand", number(s.Remand), "tagged_bail", number(s.TaggedBail), "added", number(s.Added), "away", number(s.Away),
		"jail_credit", number(s.JailCredit), "time_credit", number(s.TimeCredit))
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return layout.Number(n)
}

func (p *Pages) record(w http.ResponseWriter, r *web.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(fields...)
	if err != nil {
		return err
	}
	n := read(r, f, v.Who.ID)
	if !f.Failed() {
		err = p.Sentences.Record(r.Context(), r.Actor, n)
	}
	if f.Take(err) || f.Failed() {
		return render(w, r, v, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, v.path())
}

// read reads the form of a sentence. The kinds of sentence and the days that the
// jurisdiction does not know are left out.
func read(r *web.Request, f *web.Form, personID string) sentences.New {
	n := sentences.New{PersonID: personID, Source: f.Text("source")}
	n.Jurisdiction, n.Imposed = f.Text("jurisdiction"), r.Day(f, "imposed", partialdate.Gone)
	length, err := release.ParseLength(f.Text("length"))
	if err != nil {
		f.Fail("length", "sentences.length.invalid")
	}
	n.Length = length
	days := func(field string) int {
		if f.Text(field) == "" {
			return 0
		}
		return f.Int(field, 0, sentences.MaxDays)
	}
	if n.Jurisdiction == release.Federal {
		n.JailCredit, n.TimeCredit = days("jail_credit"), days("time_credit")
		return n
	}
	n.Track, n.Remand, n.Away = f.Text("track"), days("remand"), days("away")
	if n.Jurisdiction == release.EnglandWales {
		n.TaggedBail, n.Added = days("tagged_bail"), days("added")
	}
	return n
}

func (p *Pages) end(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Sentences.End(r.Context(), r.Actor, id, f.Rev()); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/release")
}

// panel says when somebody gets out by our estimate, and whether the official date
// differs; that date itself stands beside it, where the person goes home.
func (p *Pages) panel(ctx context.Context, r *web.Request, personID string) (templ.Component, error) {
	at, err := p.Sentences.Standing(ctx, r.Actor, personID)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := view{At: at, MayWrite: r.Actor.May(sentences.MayWrite)}
	if !v.known() && !v.MayWrite {
		return nil, nil
	}
	return releasePanel(v), nil
}

// facts are the two dates, official first.
func facts(ctx context.Context, v view) []layout.Fact {
	official := layout.Fact{Term: i18n.T(ctx, "sentences.official"), Value: i18n.T(ctx, "sentences.official.none"), Unknown: true}
	if !v.At.Said.IsZero() {
		official = layout.Fact{Term: official.Term, Value: i18n.LongDay(ctx, v.At.Said.String()), Note: said(ctx, v.At)}
	}
	return []layout.Fact{official, estimate(ctx, v)}
}

func estimate(ctx context.Context, v view) layout.Fact {
	estimate := layout.Fact{Term: i18n.T(ctx, "sentences.estimate"), Value: i18n.T(ctx, "sentences.estimate.none"), Unknown: true}
	switch due := v.At.Due(); {
	case due != "":
		estimate = layout.Fact{Term: estimate.Term, Value: i18n.LongDay(ctx, string(due)), Note: walkOut(ctx, due, v.At.Estimate.ReleaseDay)}
	case v.At.Refused != nil:
		estimate.Note = reason(ctx, v.At.Refused)
	}
	return estimate
}

func said(ctx context.Context, at sentences.Standing) string {
	switch {
	case at.Source != "" && !at.SourceOn.IsZero():
		return i18n.T(ctx, "sentences.said.by", "source", at.Source, "day", i18n.Day(ctx, at.SourceOn.String()))
	case at.Source != "":
		return at.Source
	}
	return i18n.T(ctx, "sentences.said.nobody")
}

func walkOut(ctx context.Context, due, out civil.Day) string {
	if out == "" || out == due {
		return i18n.T(ctx, "sentences.estimate.note")
	}
	return i18n.T(ctx, "sentences.estimate.out", "day", i18n.LongDay(ctx, string(out)))
}

// reason is why there is no estimate.
func reason(ctx context.Context, err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Problems) == 0 {
		return ""
	}
	return i18n.T(ctx, e.Problems[0].Key, e.Problems[0].Args...)
}

// apart says by how much the two dates differ; "" when they agree.
func apart(ctx context.Context, at sentences.Standing) string {
	switch days := at.Apart(); {
	case days > 0:
		return i18n.T(ctx, "sentences.apart.later", "count", days)
	case days < 0:
		return i18n.T(ctx, "sentences.apart.earlier", "count", -days)
	}
	return ""
}

func jurisdictions(ctx context.Context) []layout.Option {
	return layout.Options(release.Jurisdictions(), func(j string) string { return i18n.T(ctx, "sentences.jurisdiction."+j) })
}

func tracks(ctx context.Context) []layout.Option {
	var out []layout.Option
	for _, t := range release.Tracks() {
		out = append(out, layout.Option{Value: t, Label: i18n.T(ctx, "sentences.track."+t), Hint: i18n.T(ctx, "sentences.track.hint."+t)})
	}
	return out
}

// short is how prisons write the name of a date; those of the United States have
// no short one.
func short(k release.Key) string {
	if k == release.FullTerm || k == release.ProjectedRelease {
		return "–"
	}
	return string(k)
}
