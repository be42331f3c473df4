package consentweb

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/tongues"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// asking is what an organisation asks about, and in which words.
type asking struct {
	list  []consent.Purpose
	texts []consent.Text
	form  *form.Form
}

func (p *Pages) asking(r *web.Request) (a asking, err error) {
	if a.list, err = p.Consent.Purposes(r.Context(), r.Actor); err != nil {
		return a, err
	}
	a.texts, err = p.Consent.Texts(r.Context(), r.Actor)
	return a, err
}

func (p *Pages) purposes(w http.ResponseWriter, r *web.Request) error {
	a, err := p.asking(r)
	if err != nil {
		return err
	}
	a.form = web.NewForm()
	return showPurposes(w, r, a)
}

func showPurposes(w http.ResponseWriter, r *web.Request, a asking) error {
	page := layout.Page{Title: r.T("consent.settings.title"), Current: "settings", Form: a.form}
	return r.Render(w, a.form.Status(), page, purposesPage(a))
}

// fields are the inputs of the purposes: "used" for those in use, and for each
// its months and the rev it was made from.
func (a asking) fields() []string {
	names := []string{"used"}
	for _, p := range a.list {
		names = append(names, "months-"+p.Key, "rev-"+p.Key)
	}
	return names
}

func (p *Pages) savePurposes(w http.ResponseWriter, r *web.Request) error {
	a, err := p.asking(r)
	if err != nil {
		return err
	}
	if a.form, err = r.ReadForm(a.fields()...); err != nil {
		return err
	}
	list := slices.Clone(a.list)
	for i, one := range list {
		list[i].Used, list[i].Rev = a.form.Has("used", one.Key), a.form.Raw("rev-"+one.Key)
		list[i].Months = a.form.Int("months-"+one.Key, 1, consent.MaxMonths)
	}
	if a.form.Failed() {
		return showPurposes(w, r, a)
	}
	err = p.Consent.SavePurposes(r.Context(), r.Actor, list)
	switch {
	case a.form.Take(err):
		return showPurposes(w, r, a)
	case err != nil:
		return err
	}
	return r.Done(w, "/settings/consent")
}

// wording is the texts of one purpose, with one being written.
type wording struct {
	asking
	key  string
	lang string
	from consent.Text // the version the new one is written from
}

// wording reads the purpose of the address; an unknown one is not found.
func (p *Pages) wording(r *web.Request) (w wording, err error) {
	if w.asking, err = p.asking(r); err != nil {
		return w, err
	}
	w.key = r.PathValue("purpose")
	if !slices.ContainsFunc(w.list, func(p consent.Purpose) bool { return p.Key == w.key }) {
		return w, fault.New(fault.NotFound, "consentweb: purpose")
	}
	if w.lang = r.Query("lang"); !slices.Contains(tongues.Codes(), w.lang) {
		w.lang = "en"
	}
	w.from = consent.Newest(w.texts, w.key, w.lang)
	return w, nil
}

func (p *Pages) texts(w http.ResponseWriter, r *web.Request) error {
	v, err := p.wording(r)
	if err != nil {
		return err
	}
	v.form = web.NewForm("body", v.from.Body)
	return showTexts(w, r, v)
}

func showTexts(w http.ResponseWriter, r *web.Request, v wording) error {
	page := layout.Page{Title: r.T("consent.texts.title"), Current: "settings", Form: v.form}
	return r.Render(w, v.form.Status(), page, textsPage(v))
}

// saveText adds a version. When somebody saved another one since, both stand
// side by side.
func (p *Pages) saveText(w http.ResponseWriter, r *web.Request) error {
	v, err := p.wording(r)
	if err != nil {
		return err
	}
	if v.form, err = r.ReadForm("body"); err != nil {
		return err
	}
	err = p.Consent.SaveText(r.Context(), r.Actor, consent.Text{Purpose: v.key, Lang: v.lang, Body: v.form.Lines("body")}, v.form.Rev())
	switch {
	case v.form.Take(err):
		return showTexts(w, r, v)
	case fault.Is(err, fault.Conflict):
		return &web.Clash{Err: err, Rev: v.from.ID, Fields: []web.ClashField{{Name: "body", Label: r.T("consent.texts.body"), Now: v.from.Body}}}
	case err != nil:
		return err
	}
	return r.Done(w, v.address())
}

func (v wording) address() string { return "/settings/consent/" + v.key + "?lang=" + v.lang }

// versions lists those of one language, the newest first.
func (v wording) versions(lang string) []consent.Text {
	var list []consent.Text
	for _, t := range v.texts {
		if t.Purpose == v.key && t.Lang == lang {
			list = append(list, t)
		}
	}
	slices.Reverse(list)
	return list
}

func itoa(n int) string { return strconv.Itoa(n) }
