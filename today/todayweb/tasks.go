package todayweb

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/tasks"
)

// after is where a small action returns to: the page it was pressed on.
func after(r *web.Request) string {
	return web.Local(cmp.Or(r.Query("back"), "/"))
}

// done ends a task from its row.
func (p *Pages) done(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := p.Tasks.Done(r.Context(), r.Actor, id, r.Query("rev")); err != nil {
		return err
	}
	return r.Done(w, after(r))
}

// tomorrow puts a task off by one press. A deadline that would pass is left
// where it is, and the next page says why.
func (p *Pages) tomorrow(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	err = p.Tasks.PutOff(r.Context(), r.Actor, id, r.Query("rev"), r.Today().Add(1))
	if problems, ok := web.Problems(err); ok && len(problems) > 0 {
		r.Warn(problems[0].Key)
		return r.Done(w, after(r))
	}
	if err != nil {
		return err
	}
	return r.Done(w, after(r))
}

// asked is a task with the form that asks something about it.
type asked struct {
	tasks.Task
	title      string
	back       string
	action     string
	colleagues []layout.Option
}

// task reads the task a form is about, and words it.
func (p *Pages) task(r *web.Request, what string) (asked, error) {
	id, err := r.PathID("id")
	if err != nil {
		return asked{}, err
	}
	t, err := p.Tasks.Task(r.Context(), r.Actor, id)
	if err != nil {
		return asked{}, err
	}
	name, err := p.Tasks.Person(r.Context(), r.Actor, t.PersonID)
	a := asked{Task: t, title: t.Title, back: after(r), action: "/tasks/" + id + "/" + what + "?back=" + escape(after(r))}
	if a.title == "" {
		a.title = r.T(p.Tasks.Kinds.Of(t.Kind).TitleKey, i18n.Kept(r.Context(), t.Args, "name", name)...)
	}
	return a, err
}

func (p *Pages) later(w http.ResponseWriter, r *web.Request) error {
	return p.showLater(w, r, web.NewForm())
}

func (p *Pages) showLater(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	a, err := p.task(r, "later")
	if err != nil {
		return err
	}
	legal := p.Tasks.Kinds.Of(a.Kind).Legal
	return r.Render(w, f.Status(), layout.Page{Title: r.T("today.later.title"), Current: "today", Form: f}, laterForm(a, legal, f))
}

func (p *Pages) putOff(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("due_on")
	if err != nil {
		return err
	}
	to := r.Day(f, "due_on", partialdate.Coming)
	if to == "" && !f.Failed() {
		f.Fail("due_on", "tasks.task.due.missing")
	}
	if f.Failed() {
		return p.showLater(w, r, f)
	}
	err = p.Tasks.PutOff(r.Context(), r.Actor, id, f.Rev(), to)
	if f.Take(err) {
		return p.showLater(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, after(r))
}

func (p *Pages) toWhom(w http.ResponseWriter, r *web.Request) error {
	return p.showToWhom(w, r, web.NewForm())
}

func (p *Pages) showToWhom(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	a, err := p.task(r, "hand-over")
	if err != nil {
		return err
	}
	if a.colleagues, err = p.colleagues(r.Context(), r.Actor); err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("today.hand.title"), Current: "today", Form: f}, handForm(a, f))
}

func (p *Pages) handOver(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("to")
	if err != nil {
		return err
	}
	err = p.Tasks.HandOver(r.Context(), r.Actor, id, f.Rev(), f.ID("to"))
	if f.Take(err) {
		return p.showToWhom(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, after(r))
}

func (p *Pages) whyLost(w http.ResponseWriter, r *web.Request) error {
	return p.showLost(w, r, web.NewForm())
}

func (p *Pages) showLost(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	a, err := p.task(r, "lost")
	if err != nil {
		return err
	}
	return r.Render(w, f.Status(), layout.Page{Title: r.T("today.lost.title"), Current: "today", Form: f}, lostForm(a, f))
}

func (p *Pages) lose(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	f, err := r.ReadForm("why")
	if err != nil {
		return err
	}
	err = p.Tasks.Lose(r.Context(), r.Actor, id, f.Rev(), f.Lines("why"))
	if f.Take(err) {
		return p.showLost(w, r, f)
	}
	if err != nil {
		return err
	}
	return r.Done(w, after(r))
}

// newTask asks for something to do, about a person or about nobody.
func (p *Pages) newTask(w http.ResponseWriter, r *web.Request) error {
	return p.showNew(w, r, web.NewForm("due_on", r.T("today.word.today"), "kind", tasks.KindOwn, "person", r.Query("person")))
}

// typed are the kinds people enter by hand.
func typed() []string {
	return []string{tasks.KindOwn, tasks.KindAppointment, tasks.KindCall, tasks.KindVisit, tasks.KindPromise, tasks.KindDeadline, tasks.KindSafety}
}

func (p *Pages) showNew(w http.ResponseWriter, r *web.Request, f *web.Form) error {
	name := ""
	if id := f.ID("person"); ids.Valid(id) {
		var err error
		if name, err = p.Tasks.Person(r.Context(), r.Actor, id); err != nil {
			return err
		}
	}
	kinds := make([]layout.Option, 0, len(typed()))
	for _, k := range typed() {
		kinds = append(kinds, layout.Option{Value: k, Label: r.T("today.kind." + k)})
	}
	colleagues, err := p.colleagues(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	page := layout.Page{Title: r.T("today.new.title"), Current: "today", Form: f}
	return r.Render(w, f.Status(), page, newTaskForm(f, name, after(r), kinds, colleagues))
}

func (p *Pages) addTask(w http.ResponseWriter, r *web.Request) error {
	f, err := r.ReadForm("title", "reason", "kind", "due_on", "due_time", "until_time", "worker", "person")
	if err != nil {
		return err
	}
	t := tasks.Task{
		PersonID: f.ID("person"), Kind: f.Raw("kind"), Title: f.Text("title"), Reason: f.Text("reason"), DueOn: r.Day(f, "due_on", partialdate.Coming),
		DueTime: f.Text("due_time"), UntilTime: f.Text("until_time"), WorkerID: f.ID("worker"),
	}
	if t.DueTime != "" && !civil.ValidHour(t.DueTime) && civil.ValidHour("0"+t.DueTime) {
		t.DueTime = "0" + t.DueTime // 9:30
	}
	if !slices.Contains(typed(), t.Kind) {
		f.Fail("kind", "tasks.task.kind.missing")
	}
	if f.Failed() {
		return p.showNew(w, r, f)
	}
	_, err = p.Tasks.Add(r.Context(), r.Actor, t)
	if f.Take(err) {
		return p.showNew(w, r, f)
	}
	if err != nil {
		return err
	}
	back := after(r)
	if back == "/" && t.PersonID != "" {
		back = "/people/" + t.PersonID
	}
	return r.Done(w, back)
}
