package consentweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

func (p *Pages) askForm(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f := web.NewForm("purpose", r.Query("purpose"), "lang", reads(v.File), "class", string(consent.C1))
	return page(w, r, f, "consent.form.title", formPage(v, f))
}

// makeForm keeps that a form goes to somebody, and shows it to be printed.
func (p *Pages) makeForm(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm("purpose", "around", "audience", "class", "months", "lang")
	if err != nil {
		return err
	}
	months := f.Int("months", 1, consent.MaxMonths)
	if f.Failed() {
		return page(w, r, f, "consent.form.title", formPage(v, f))
	}
	if purpose := f.Raw("purpose"); f.Text("months") == "" {
		months = max(1, v.months(purpose))
	}
	id, err := p.Consent.AskOnPaper(r.Context(), r.Actor, consent.Form{
		PersonID: v.ID, Purpose: f.Raw("purpose"), Audience: audience(f), Classes: classes(f), Months: months, Lang: f.Raw("lang"),
	})
	switch {
	case f.Take(err):
		return page(w, r, f, "consent.form.title", formPage(v, f))
	case err != nil:
		return err
	}
	return r.Done(w, v.url("/forms/"+id))
}

// sheet is a form as it is printed: in the words of one language.
type sheet struct {
	consent.Paper
	Lang string // of the words around the text
	Dir  string // of the text itself
	Org  string

	words context.Context
}

// t prints a word of the paper in its own language.
func (s sheet) t(key string, args ...any) string { return i18n.T(s.words, key, args...) }

// code tells forms apart when they come back: the last characters of the id.
func (s sheet) code() string { return strings.ToUpper(s.ID[len(s.ID)-6:]) }

func (s sheet) months() string {
	if s.Months%12 == 0 {
		return s.t("consent.paper.years", "count", s.Months/12)
	}
	return s.t("consent.paper.months", "count", s.Months)
}

// rightToLeft are the languages we know by name that are written so.
var rightToLeft = []string{"ar", "ckb", "fa", "he", "prs", "ps", "ur"}

func (p *Pages) paper(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	form, err := r.PathID("form")
	if err != nil {
		return err
	}
	s := sheet{Dir: "ltr"}
	if s.Paper, err = p.Consent.Paper(r.Context(), r.Actor, id, form); err != nil {
		return err
	}
	printer := p.printer(r, s.Paper.Lang)
	s.words, s.Lang, s.Org = i18n.With(r.Context(), printer.At(r.Now, r.Zone)), printer.Locale(), p.Organisation(r.Context())
	if slices.Contains(rightToLeft, s.Paper.Lang) {
		s.Dir = "rtl"
	}
	return r.Render(w, http.StatusOK, layout.Page{Title: r.T("consent.form.title"), Current: "people"}, paperPage(s))
}

// printer prints in the language of the paper, or in the reader's where the
// program does not speak it.
func (p *Pages) printer(r *web.Request, lang string) *i18n.Printer {
	mine := i18n.From(r.Context())
	if lang == "en" || lang == mine.Locale() {
		if strings.HasPrefix(mine.Locale(), "en") || lang != "en" {
			return mine
		}
	}
	if slices.Contains(p.Catalogue().Languages(), lang) {
		return p.Catalogue().Printer(lang)
	}
	return mine
}

func (p *Pages) giveUp(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	form, err := r.PathID("form")
	if err != nil {
		return err
	}
	if err := p.Consent.GiveUp(r.Context(), r.Actor, id, form); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id+"/consent")
}

// usual says how long a purpose holds unless said otherwise.
func usual(ctx context.Context, v view) string {
	var short, long int
	for _, p := range v.Purposes {
		if short == 0 || p.Months < short {
			short = p.Months
		}
		long = max(long, p.Months)
	}
	return i18n.T(ctx, "consent.form.months.hint", "short", strconv.Itoa(short), "long", strconv.Itoa(long))
}
