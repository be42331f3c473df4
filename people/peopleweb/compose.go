package peopleweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/casework"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/form"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// What the composer writes down.
const (
	logNote = "note"
	logTask = "task"
)

// logs are what can be written down about somebody, in the order offered. Of
// the dead there are only notes left to write.
func (f *file) logs() []string {
	if f.Dead {
		return []string{logNote}
	}
	return []string{logNote, string(casework.Call), string(casework.Visit), string(casework.LetterIn), string(casework.LetterOut), logTask}
}

// composing is what stands in the composer: a draft, or nothing yet.
func (p *Pages) composing(r *web.Request, f *file) (*form.Form, error) {
	draft, at, err := r.Draft(f.url(""))
	if err != nil {
		return nil, err
	}
	if draft == nil {
		draft = web.NewForm("on", "today")
	} else {
		draft.Set("kept", i18n.Clock(r.Context(), at))
	}
	if what := r.Query("log"); slices.Contains(f.logs(), what) {
		draft.Set("what", what)
	}
	if draft.Raw("what") == "" {
		draft.Set("what", logNote)
	}
	return draft, nil
}

// compose writes down what happened, or what is to be done.
func (p *Pages) compose(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	form, err := r.ReadForm("what", "sight", "text", "on", "next", "next_on", "kept")
	if err != nil {
		return err
	}
	if err := p.write(r, id, form); err != nil && !form.Take(err) {
		return err
	}
	if !form.Failed() {
		return r.Done(w, "/people/"+id)
	}
	f, err := p.load(r)
	if err != nil {
		return err
	}
	f.form = form
	return f.render(w, r)
}

// write hands what was typed to the capability it belongs to. Problems of the
// dates stand in the form.
func (p *Pages) write(r *web.Request, id string, form *form.Form) error {
	switch what := form.Raw("what"); what {
	case logTask:
		return p.writeTask(r, id, form)
	case logNote, "":
		on := p.date(r, form, "on", partialdate.Gone)
		if form.Failed() {
			return nil
		}
		_, err := p.Timeline.Write(r.Context(), r.Actor, timeline.Entry{
			PersonID: id, Kind: timeline.KindNote, Body: form.Lines("text"), On: on, Sight: timeline.Sight(form.Raw("sight")),
		}, string(r.Today()))
		return renamed(err, "body", "text")
	default:
		return p.writeContact(r, id, form, casework.Channel(what))
	}
}

func (p *Pages) writeContact(r *web.Request, id string, form *form.Form, channel casework.Channel) error {
	on := p.date(r, form, "on", partialdate.Gone)
	next := p.day(r, form, "next_on")
	if form.Failed() {
		return nil
	}
	c := casework.Contact{PersonID: id, Channel: channel, What: form.Lines("text"), Sight: timeline.Sight(form.Raw("sight")), Next: casework.Next{Words: form.Text("next"), On: next}}
	if day, whole := on.Day(); whole {
		c.On = day
	} else {
		c.About = on
	}
	return renamed(p.Cases.LogContact(r.Context(), r.Actor, c), "what", "text", "channel", "what")
}

// writeTask adds something to do: the first line says what, the rest why.
func (p *Pages) writeTask(r *web.Request, id string, form *form.Form) error {
	on := p.day(r, form, "on")
	if form.Failed() {
		return nil
	}
	title, reason, _ := strings.Cut(form.Lines("text"), "\n")
	_, err := p.Tasks.Add(r.Context(), r.Actor, tasks.Task{PersonID: id, Kind: tasks.KindOwn, Title: strings.TrimSpace(title), Reason: strings.TrimSpace(reason), DueOn: on})
	return renamed(err, "title", "text", "reason", "text", "due_on", "on")
}

// renamed gives the problems of a fault the names of this form's fields: old,
// new pairs.
func renamed(err error, names ...string) error {
	problems, ok := web.Problems(err)
	if !ok {
		return err
	}
	problems = slices.Clone(problems)
	for i := range problems {
		for n := 0; n+1 < len(names); n += 2 {
			if problems[i].Field == names[n] {
				problems[i].Field = names[n+1]
				break
			}
		}
	}
	return &fault.Error{Kind: fault.Invalid, Op: "peopleweb: form", Problems: problems}
}

// date reads a date in words. One that cannot be read, or cannot be kept, is a
// problem of its field.
func (p *Pages) date(r *web.Request, form *form.Form, field string, lean partialdate.Lean) partialdate.Date {
	when, err := r.Dates(lean).Read(form.Text(field))
	if err != nil {
		failWith(form, field, err)
		return partialdate.Date{}
	}
	date := when.Date()
	if date.IsZero() && (when.Earliest != "" || when.Latest != "") {
		form.Fail(field, "people.date.wide")
	}
	return date
}

// day reads a date to come that has to be a whole day; "" is none.
func (p *Pages) day(r *web.Request, form *form.Form, field string) civil.Day {
	text := form.Text(field)
	if text == "" || text == "?" {
		return ""
	}
	day, _, err := r.Dates(partialdate.Coming).Day(text)
	failWith(form, field, err)
	return day
}

// failWith puts the problems of an error to a field.
func failWith(form *form.Form, field string, err error) {
	problems, _ := web.Problems(err)
	for _, one := range problems {
		form.Fail(field, one.Key, one.Args...)
	}
}
