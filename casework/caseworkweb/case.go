package caseworkweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// caseView is the page of one case. One form of it can have failed: it is shown
// open, with what was typed.
type caseView struct {
	casework.Full
	who        who
	failed     string // which action
	open       string // which action the reader came for
	form       *web.Form
	mayWrite   bool
	colleagues []layout.Option
	reasons    []layout.Option
}

// of is the form of an action: the one that failed, or a fresh one.
func (v caseView) of(action string) *web.Form {
	if v.failed == action {
		return v.form
	}
	return nil
}

func (v caseView) action(name string) string { return "/cases/" + v.ID + "/" + name }

// may reports whether a case can be brought into a state by the reader.
func (v caseView) may(to casework.State) bool { return v.mayWrite && v.State.May(to) }

// caseFile shows a case; answers that were being written down when the reader
// was called away stand there again.
func (p *Pages) caseFile(w http.ResponseWriter, r *web.Request) error {
	draft, _, err := r.Draft(r.URL.Path + "/answers")
	if err != nil {
		return err
	}
	if draft != nil {
		return p.showCase(w, r, "answers", draft)
	}
	return p.showCase(w, r, "", nil)
}

func (p *Pages) showCase(w http.ResponseWriter, r *web.Request, failed string, f *web.Form) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	v := caseView{failed: failed, form: f, open: r.Query("do"), mayWrite: r.Actor.May(casework.MayWrite)}
	if v.Full, err = p.Cases.Case(r.Context(), r.Actor, id); err != nil {
		return err
	}
	if v.who, err = p.who(r, v.PersonID); err != nil {
		return err
	}
	if v.mayWrite {
		if v.colleagues, err = p.colleagues(r, v.WorkerID); err != nil {
			return err
		}
	}
	for _, reason := range v.Programme.Reasons {
		v.reasons = append(v.reasons, layout.Option{Value: reason.Name, Label: reason.Name})
	}
	page := layout.Page{Title: r.T("casework.case.title"), Current: "people", Form: f}
	return r.Render(w, f.Status(), page, casePage(v))
}

// act does one thing to a case: it reads the form, does it, and shows the form
// again when it could not be.
func (p *Pages) act(w http.ResponseWriter, r *web.Request, name string, fields []string, do func(ctx context.Context, id string, f *web.Form) error) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm(fields...)
	if err != nil {
		return err
	}
	err = do(r.Context(), id, f)
	if f.Take(err) {
		return p.showCase(w, r, name, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, r.Back("/cases/"+id))
}

// planned is act for what sets a next action as well.
func (p *Pages) planned(w http.ResponseWriter, r *web.Request, name string, do func(ctx context.Context, id, rev string, next casework.Next) error) error {
	return p.act(w, r, name, []string{"next", "next_on"}, func(ctx context.Context, id string, f *web.Form) error {
		next := p.next(r, f)
		if f.Failed() {
			return nil
		}
		return do(ctx, id, f.Rev(), next)
	})
}

func (p *Pages) setNext(w http.ResponseWriter, r *web.Request) error {
	return p.planned(w, r, "next", func(ctx context.Context, id, _ string, next casework.Next) error {
		return p.Cases.SetNext(ctx, r.Actor, id, next)
	})
}

func (p *Pages) activate(w http.ResponseWriter, r *web.Request) error {
	return p.planned(w, r, "activate", func(ctx context.Context, id, rev string, next casework.Next) error {
		return p.Cases.Activate(ctx, r.Actor, id, rev, next)
	})
}

func (p *Pages) reopen(w http.ResponseWriter, r *web.Request) error {
	return p.planned(w, r, "reopen", func(ctx context.Context, id, rev string, next casework.Next) error {
		return p.Cases.Reopen(ctx, r.Actor, id, rev, next)
	})
}

func (p *Pages) setAside(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, "aside", []string{"why"}, func(ctx context.Context, id string, f *web.Form) error {
		return p.Cases.SetAside(ctx, r.Actor, id, f.Rev(), f.Lines("why"))
	})
}

func (p *Pages) closeCase(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, "close", []string{"reason", "other_reason", "last_word"}, func(ctx context.Context, id string, f *web.Form) error {
		return p.Cases.Close(ctx, r.Actor, id, f.Rev(), closing(f))
	})
}

func (p *Pages) setStage(w http.ResponseWriter, r *web.Request) error {
	return p.act(w, r, "stage", []string{"stage"}, func(ctx context.Context, id string, f *web.Form) error {
		return p.Cases.SetStage(ctx, r.Actor, id, f.Rev(), f.Raw("stage"))
	})
}

// transfer gives one case away; the reader may see the person no longer then, so
// it leads back to the list.
func (p *Pages) transfer(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("to", "why")
	if err != nil {
		return err
	}
	err = p.Cases.Transfer(r.Context(), r.Actor, []string{id}, f.ID("to"), f.Lines("why"))
	if f.Take(err) {
		return p.showCase(w, r, "transfer", f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, r.Back(listPath))
}

// saveAnswers keeps the answers to the intake questions; each has its value and,
// beside it, why there is none.
func (p *Pages) saveAnswers(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	file, err := p.Cases.Case(r.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	var fields []string
	for _, q := range file.Programme.Questions {
		fields = append(fields, questionField(q), missingField(q))
	}
	return p.act(w, r, "answers", fields, func(ctx context.Context, id string, f *web.Form) error {
		answers := p.answers(r, file.Programme.Questions, f)
		if f.Failed() {
			return nil
		}
		return p.Cases.SaveAnswers(ctx, r.Actor, id, answers)
	})
}

func questionField(q casework.Part) string { return "q_" + q.ID }
func missingField(q casework.Part) string  { return "m_" + q.ID }

// answers reads what was answered. A value counts more than a reason why there
// is none.
func (p *Pages) answers(r *web.Request, questions []casework.Part, f *web.Form) []casework.Answer {
	var list []casework.Answer
	for _, q := range questions {
		a := casework.Answer{QuestionID: q.ID, Value: f.Lines(questionField(q))}
		if a.Value == "" {
			a.State = f.Raw(missingField(q))
		} else {
			a.Value = p.answer(r, q, f, a.Value)
		}
		list = append(list, a)
	}
	return list
}

// missing are why an answer can be missing, as a choice beside the question.
func missing(ctx context.Context) []layout.Option {
	var list []layout.Option
	for _, s := range []string{"unknown", "not-asked", "would-not-say", "contested"} {
		list = append(list, layout.Option{Value: s, Label: i18n.Capital(i18n.T(ctx, "casework.answer."+s))})
	}
	return list
}

// answerWords is an answer as the page shows it.
func answerWords(ctx context.Context, q casework.Part, a casework.Answer) (words string, unknown bool) {
	switch {
	case a.State != "":
		return i18n.T(ctx, "casework.answer."+a.State), true
	case a.Value == "":
		return i18n.T(ctx, "casework.answer.not-asked"), true
	case q.Form == casework.YesNo && slices.Contains(yesNo, a.Value):
		return i18n.T(ctx, "casework.answer."+a.Value), false
	case q.Form == casework.Date:
		return i18n.Day(ctx, a.Value), false
	}
	return a.Value, false
}

var yesNo = []string{"yes", "no"}
