package consentweb

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
)

// answerFields are the inputs of what somebody said.
var answerFields = []string{"act", "purpose", "around", "audience", "class", "how", "lang", "shown", "witness", "from", "until", "limits", "form", "why"}

// asked is what the page of an answer shows beside its form.
type asked struct {
	view
	form    *form.Form
	action  string
	of      consent.Consent // that is corrected; the zero Consent for a new answer
	correct bool
}

func (p *Pages) askAnswer(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, _, err := r.Draft(v.url("/new"))
	if err != nil {
		return err
	}
	paper := slices.IndexFunc(v.Forms, func(form consent.Form) bool { return form.ID == r.Query("form") })
	switch {
	case paper >= 0:
		f = ofPaper(v.Forms[paper])
	case f == nil:
		f = web.NewForm("from", "today", "lang", reads(v.File), "class", string(consent.C1))
	}
	return showAnswer(w, r, asked{view: v, form: f, action: v.url("/new")})
}

// ofPaper is the form of an answer that came back on paper.
func ofPaper(paper consent.Form) *form.Form {
	f := web.NewForm("form", paper.ID, "purpose", paper.Purpose, "lang", paper.Lang, "how", string(consent.ByForm), "shown", "1", "from", "today")
	return withAudience(withClasses(f, paper.Classes), paper.Audience)
}

func withClasses(f *form.Form, s consent.Classes) *form.Form {
	f.Values.Del("class")
	for _, c := range s.List() {
		f.Values.Add("class", string(c))
	}
	return f
}

func withAudience(f *form.Form, a consent.Audience) *form.Form {
	if a.PersonID != "" {
		f.Set("around", a.PersonID)
	} else {
		f.Set("audience", a.Name)
	}
	return f
}

func showAnswer(w http.ResponseWriter, r *web.Request, a asked) error {
	key := "consent.answer.record"
	if a.correct {
		key = "consent.correct.title"
	}
	return page(w, r, a.form, key, answerPage(a))
}

func (p *Pages) answer(w http.ResponseWriter, r *web.Request) error {
	v, err := p.load(r)
	if err != nil {
		return err
	}
	f, err := r.ReadForm(answerFields...)
	if err != nil {
		return err
	}
	return p.save(w, r, asked{view: v, form: f, action: v.url("/new")})
}

func (p *Pages) askCorrection(w http.ResponseWriter, r *web.Request) error {
	a, err := p.correction(r)
	if err != nil {
		return err
	}
	c := a.of
	values := url.Values{
		"act": {string(c.Act)}, "purpose": {c.Purpose}, "how": {string(c.How)}, "lang": {c.Lang}, "witness": {c.Witness},
		"from": {string(c.From)}, "until": {string(c.Until)}, "limits": {c.Limits},
	}
	if c.TextID != "" {
		values.Set("shown", "1")
	}
	a.form = withAudience(withClasses(form.Of(values), c.Classes), c.Audience)
	return showAnswer(w, r, a)
}

// correction is the line that is corrected: the newest of its consent.
func (p *Pages) correction(r *web.Request) (asked, error) {
	v, err := p.load(r)
	if err != nil {
		return asked{}, err
	}
	line, err := r.PathID("line")
	if err != nil {
		return asked{}, err
	}
	a := asked{view: v, correct: true}
	a.of, err = v.Consent(line)
	a.action = v.url("/lines/" + a.of.ID + "/correct")
	return a, err
}

func (p *Pages) correct(w http.ResponseWriter, r *web.Request) error {
	a, err := p.correction(r)
	if err != nil {
		return err
	}
	if a.form, err = r.ReadForm(answerFields...); err != nil {
		return err
	}
	return p.save(w, r, a)
}

// save records an answer, new or corrected.
func (p *Pages) save(w http.ResponseWriter, r *web.Request, a asked) error {
	answer := p.read(r, a)
	if a.form.Failed() {
		return showAnswer(w, r, a)
	}
	_, err := p.Consent.Record(r.Context(), r.Actor, answer)
	switch {
	case a.form.Take(err):
		return showAnswer(w, r, a)
	case err != nil:
		return err
	}
	return r.Done(w, a.url(""))
}

// read makes an answer of what was typed. Without a last day it holds as long
// as such things usually do.
func (p *Pages) read(r *web.Request, a asked) consent.Answer {
	f := a.form
	answer := consent.Answer{
		PersonID: a.ID, Act: consent.Act(f.Raw("act")), FormID: f.ID("form"), Why: f.Lines("why"),
		Terms: consent.Terms{
			Purpose: f.Raw("purpose"), Audience: audience(f), Classes: classes(f), How: consent.How(f.Raw("how")), Lang: f.Raw("lang"),
			Witness: f.Text("witness"), From: r.Day(f, "from", partialdate.Gone), Until: r.Day(f, "until", partialdate.Coming), Limits: f.Lines("limits"),
		},
	}
	if a.correct {
		answer.Of = r.PathValue("line") // as the form was made from it
	}
	if months := a.months(answer.Purpose); answer.Until == "" && answer.From != "" && answer.Act == consent.Give && months > 0 {
		answer.Until = answer.From.AddMonths(months)
	}
	if f.Ticked("shown") {
		answer.TextID = a.shownText(f, answer)
	}
	return answer
}

// months is how long what is agreed to for a purpose usually holds.
func (v view) months(purpose string) int {
	for _, p := range v.Purposes {
		if p.Key == purpose {
			return p.Months
		}
	}
	return 0
}

// shownText is the version somebody was shown: the one on the paper, the one the
// corrected line names, or the newest there is.
func (a asked) shownText(f *form.Form, answer consent.Answer) string {
	for _, paper := range a.Forms {
		if paper.ID == answer.FormID {
			return paper.TextID
		}
	}
	if was := a.of; was.TextID != "" && was.Purpose == answer.Purpose && was.Lang == answer.Lang {
		return was.TextID
	}
	newest := consent.Newest(a.Texts, answer.Purpose, answer.Lang)
	if newest.ID == "" && answer.Purpose != "" {
		f.Fail("shown", "consent.shown.missing")
	}
	return newest.ID
}

// taking is what the page of a withdrawal shows: what left, and whom to ask.
type taking struct {
	view
	form *form.Form
	c    consent.Consent
	left []consent.Disclosure
}

func (p *Pages) taking(r *web.Request) (taking, error) {
	a, err := p.correction(r)
	if err != nil {
		return taking{}, err
	}
	if !a.of.Live() {
		return taking{}, fault.New(fault.Conflict, "consentweb: withdraw")
	}
	return taking{view: a.view, form: web.NewForm("on", "today"), c: a.of, left: a.Under(a.of)}, nil
}

func (p *Pages) askWithdrawal(w http.ResponseWriter, r *web.Request) error {
	t, err := p.taking(r)
	if err != nil {
		return err
	}
	return page(w, r, t.form, "consent.withdraw.title", withdrawPage(t))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *web.Request) error {
	t, err := p.taking(r)
	if err != nil {
		return err
	}
	if t.form, err = r.ReadForm("how", "on", "words"); err != nil {
		return err
	}
	on := r.Day(t.form, "on", partialdate.Gone)
	if t.form.Failed() {
		return page(w, r, t.form, "consent.withdraw.title", withdrawPage(t))
	}
	_, err = p.Consent.Withdraw(r.Context(), r.Actor, consent.Withdrawal{
		PersonID: t.ID, ConsentID: t.c.ID, How: consent.How(t.form.Raw("how")), On: on, Words: t.form.Lines("words"),
	})
	switch {
	case t.form.Take(err):
		return page(w, r, t.form, "consent.withdraw.title", withdrawPage(t))
	case err != nil:
		return err
	}
	return r.Done(w, t.url(""))
}

func (p *Pages) askMistake(w http.ResponseWriter, r *web.Request) error {
	a, err := p.correction(r)
	if err != nil {
		return err
	}
	a.form = web.NewForm()
	return page(w, r, a.form, "consent.mistake.title", mistakePage(a, r.PathValue("line")))
}

func (p *Pages) mistake(w http.ResponseWriter, r *web.Request) error {
	a, err := p.correction(r)
	if err != nil {
		return err
	}
	if a.form, err = r.ReadForm("why"); err != nil {
		return err
	}
	line := r.PathValue("line")
	err = p.Consent.Mistake(r.Context(), r.Actor, a.ID, line, a.form.Lines("why"))
	switch {
	case a.form.Take(err):
		return page(w, r, a.form, "consent.mistake.title", mistakePage(a, line))
	case err != nil:
		return err
	}
	return r.Done(w, a.url(""))
}
