package peopleweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// person is the page about one person.
func (p *Pages) person(w http.ResponseWriter, r *web.Request) error {
	f, err := p.load(r)
	if err != nil {
		return err
	}
	if f.form, err = p.composing(r, f); err != nil {
		return err
	}
	return f.render(w, r)
}

// render shows the page with what stands in the composer.
func (f *file) render(w http.ResponseWriter, r *web.Request) error {
	page := layout.Page{Title: r.T("people.person.title"), Current: "people", Form: f.form}
	return r.Render(w, f.form.Status(), page, personPage(f))
}

// done ends a task from the person's page.
func (p *Pages) done(w http.ResponseWriter, r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	task, err := r.PathID("task")
	if err != nil {
		return err
	}
	form, err := r.ReadForm("note")
	if err != nil {
		return err
	}
	if err := p.Tasks.Done(r.Context(), r.Actor, task, form.Rev()); err != nil {
		return err
	}
	return r.Done(w, "/people/"+id)
}

// crumbs lead to the list and to those before and after.
func (f *file) crumbs(ctx context.Context) []layout.Link {
	if f.beside.Of == 0 {
		return []layout.Link{{Text: i18n.T(ctx, "people.crumb.people"), Href: "/people"}}
	}
	links := []layout.Link{
		{Text: i18n.T(ctx, "people.crumb.mine"), Href: "/people"},
		{Text: i18n.T(ctx, "people.crumb.place", "place", f.beside.Place, "of", f.beside.Of)},
	}
	if f.beside.Prev != "" {
		links = append(links, layout.Link{Text: i18n.T(ctx, "people.crumb.previous"), Href: "/people/" + f.beside.Prev, Rel: "prev"})
	}
	if f.beside.Next != "" {
		links = append(links, layout.Link{Text: i18n.T(ctx, "people.crumb.next"), Href: "/people/" + f.beside.Next, Rel: "next"})
	}
	return links
}

// strip is the row of facts under the name.
func (f *file) strip(ctx context.Context) []layout.Fact {
	var out []layout.Fact
	if f.Kind != people.Supported {
		out = append(out, layout.Fact{Term: i18n.T(ctx, "people.strip.kind"), Value: i18n.T(ctx, "people.kind."+kindWord(f.Kind))})
	}
	if f.Kind == people.Supported || f.Number != "" {
		out = append(out, f.numberFact(ctx))
	}
	if f.Kind == people.Supported && !f.Dead || f.stay.ID != "" {
		out = append(out, f.placeFact(ctx))
	}
	if f.Kind == people.Supported || !f.Born.IsZero() {
		out = append(out, f.bornFact(ctx))
	}
	if reads := f.reads(ctx); reads != "" {
		out = append(out, layout.Fact{Term: i18n.T(ctx, "people.strip.reads"), Value: reads})
	} else if f.Kind == people.Supported && !f.Dead {
		out = append(out, layout.Fact{Term: i18n.T(ctx, "people.strip.reads"), Value: state(ctx, people.Unknown), Unknown: true})
	}
	if worker := f.worker(ctx); worker != "" {
		out = append(out, layout.Fact{Term: i18n.T(ctx, "people.strip.worker"), Value: worker})
	}
	return out
}

func (f *file) numberFact(ctx context.Context) layout.Fact {
	fact := layout.Fact{Term: i18n.T(ctx, "people.strip.number"), Value: f.Number, Number: true}
	if f.Number == "" {
		fact.Value, fact.Unknown, fact.Number = state(ctx, f.NumberState), true, false
	} else if len(f.Numbers) > 0 {
		fact.Note = f.Numbers[0].Issuer
	}
	return fact
}

func (f *file) placeFact(ctx context.Context) layout.Fact {
	fact := layout.Fact{Term: i18n.T(ctx, "people.strip.at"), Note: f.howWeKnow(ctx)}
	if f.stay.FacilityID == "" {
		fact.Value = whereWords(ctx, f.stay)
		fact.Unknown = f.stay.ID == "" || f.stay.State == custody.Unknown
		return fact
	}
	fact.Value = joined(f.stay.Facility, f.stay.Unit)
	if f.may.places {
		fact.Href = "/facilities/" + f.stay.FacilityID
	}
	return fact
}

func (f *file) bornFact(ctx context.Context) layout.Fact {
	fact := layout.Fact{Term: i18n.T(ctx, "people.strip.born"), Value: i18n.Day(ctx, f.Born.String()), Note: f.bornNote(ctx)}
	if f.Born.IsZero() {
		fact.Value, fact.Unknown = state(ctx, f.BornState), true
	}
	return fact
}

// cares are the take-care lines; one whose review is due says so.
func (f *file) cares(ctx context.Context) []layout.Care {
	var out []layout.Care
	for _, c := range f.TakeCare {
		line := layout.Care{Strong: c.Line, Text: c.Detail}
		if days, known := c.ReviewOn.DaysUntil(f.today); known && days <= 0 && f.may.edit {
			line.LinkText, line.Href = i18n.T(ctx, "people.care.review", "on", i18n.Day(ctx, c.ReviewOn.String())), f.url("/edit/care?line="+c.ID)
		}
		out = append(out, line)
	}
	return out
}

// mini is what stands at the top of every other page about the person.
func (f *file) mini() layout.Name {
	return layout.Name{Text: f.Name, Href: f.url(""), Script: f.ScriptName, Lang: f.ScriptLang, Number: f.Number}
}

// heeded are the take-care lines in short.
func (f *file) heeded() []string {
	var lines []string
	for _, c := range f.TakeCare {
		lines = append(lines, c.Line)
	}
	return lines
}

// where is the place in words.
func (f *file) where(ctx context.Context) string { return f.placeFact(ctx).Value }

// todo are the tasks of the side column.
func (f *file) todo(ctx context.Context) []todo {
	out := make([]todo, 0, len(f.tasks))
	for _, t := range f.tasks {
		title := f.taskTitle(ctx, t)
		out = append(out, todo{Task: t, When: taskWhen(ctx, t, f.today, title), Title: title})
	}
	return out
}

// todo is a task with its words.
type todo struct {
	tasks.Task
	When  layout.W
	Title string
}

// action finds what another capability offers to do, by the end of its address.
func (f *file) action(suffix string) (layout.Item, bool) {
	for _, it := range f.menu {
		if strings.HasSuffix(it.Href, suffix) {
			return it, true
		}
	}
	return layout.Item{}, false
}

// actions are the lines of the menu: the record's own and those of other
// capabilities.
func (f *file) actions(ctx context.Context) []layout.Item {
	var items []layout.Item
	if f.may.write && !f.Dead {
		items = append(items, layout.Item{Text: i18n.T(ctx, "people.acts.visit"), Href: f.url("?log=visit#compose")})
	}
	items = append(items, f.menu...)
	if f.may.edit {
		items = append(items, layout.Item{Text: i18n.T(ctx, "people.acts.edit"), Href: f.url("/edit")})
	}
	return append(items, layout.Item{Text: f.about(ctx, "people.around.title."), Href: f.url("/around")})
}

// jumps are the links of the phone's jump line.
func (f *file) jumps(ctx context.Context) []layout.Link {
	var links []layout.Link
	add := func(there bool, id string) {
		if there {
			links = append(links, layout.Link{Text: i18n.T(ctx, "people.jump."+id), Href: "#" + id})
		}
	}
	_, writing := f.writing()
	add(!f.Dead || len(f.tasks) > 0, "todo")
	add(writing, "writing")
	add(len(f.homes(ctx)) > 0, "home")
	add(true, "around")
	add(true, "facts")
	return links
}

// homes are the dates claimed for going home: the official one and our own stand
// beside each other.
func (f *file) homes(ctx context.Context) []layout.Fact {
	if f.Dead || f.released() {
		return nil
	}
	var out []layout.Fact
	for _, m := range f.dates {
		if m.Kind != custody.Release && m.Kind != custody.Parole {
			continue
		}
		fact := layout.Fact{Term: dateTitle(ctx, m), Value: i18n.Day(ctx, roughly(m).String()), Note: sourced(ctx, m.Source, m.SourceOn)}
		if m.Claim == custody.Estimate {
			fact.Note = joined(fact.Note, i18n.T(ctx, "people.date.ours"))
		}
		out = append(out, fact)
	}
	return out
}

func (f *file) homeLink(ctx context.Context) layout.Link {
	if it, ok := f.action("/dates"); ok {
		return layout.Link{Text: i18n.T(ctx, "people.change"), Href: it.Href, Hidden: i18n.T(ctx, "people.home.title")}
	}
	return layout.Link{}
}

func (f *file) addTask(ctx context.Context) layout.Link {
	if !f.may.task || !f.may.write || f.Dead {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "people.add"), Href: f.url("?log=task#compose"), Hidden: i18n.T(ctx, "people.todo.title")}
}

func (f *file) addAround(ctx context.Context) layout.Link {
	if !f.may.edit {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "people.add"), Href: f.url("/around#new"), Hidden: f.about(ctx, "people.around.title.")}
}

func (f *file) change(ctx context.Context) layout.Link {
	if !f.may.edit {
		return layout.Link{}
	}
	return layout.Link{Text: i18n.T(ctx, "people.change"), Href: f.url("/edit"), Hidden: i18n.T(ctx, "people.facts.title")}
}

// checked says how old the check of an address and its rules is.
func (f *file) checked(ctx context.Context, l letters) string {
	on := l.checked
	if len(l.rules) > 0 {
		on = oldest(l.rules)
	}
	switch {
	case on.IsZero():
		return i18n.T(ctx, "people.writing.unchecked")
	case stale(on, f.today):
		return i18n.T(ctx, "people.writing.stale", "on", i18n.Day(ctx, on.String()))
	}
	return i18n.T(ctx, "people.writing.checked", "on", i18n.Day(ctx, on.String()))
}

// nextHint says what happens when nothing is said to come next.
func (f *file) nextHint(ctx context.Context) string {
	c, _ := f.work()
	days := c.IntervalDays
	if days == 0 {
		days = c.Programme.IntervalDays
	}
	return i18n.T(ctx, "people.log.next.hint", "count", days)
}

// backTo is how far the older entries reach.
func (f *file) backTo(ctx context.Context) string {
	if f.line.First.On.IsZero() {
		return ""
	}
	return i18n.T(ctx, "people.line.back-to", "on", i18n.Day(ctx, f.line.First.On.String()))
}

// dueWords is when a task of today is due.
func dueWords(ctx context.Context, t tasks.Task) string {
	return strings.TrimSpace(i18n.Due(ctx, string(t.DueOn))+" "+t.DueTime) + "."
}

// joinedWords puts sentences behind each other.
func joinedWords(parts ...string) string {
	var some []string
	for i, p := range parts {
		if p == "" {
			continue
		}
		if i+1 < len(parts) && !strings.HasSuffix(p, ".") {
			p += "."
		}
		some = append(some, p)
	}
	return strings.Join(some, " ")
}
