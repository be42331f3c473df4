package todayweb

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/today"
)

// act is what the button of a row does: leads somewhere, or posts.
type act struct {
	text, href string
	post       bool
	key        string // single letter that presses it
}

// shownRow is a row made ready for its template.
type shownRow struct {
	today.Row
	line layout.Row
	do   act
	more []layout.Item
}

// view is how rows are looked at: on which day, at what hour, from which page,
// and whether the reader can do something about them.
type view struct {
	on    civil.Day
	clock string // "15:04", local
	back  string // path of the page, to come back to
	may   bool
	team  bool // rows can be anybody's, and say whose
	paper bool // nothing can be pressed
	off   func(civil.Day) bool
}

// words are what the messages of kinds and reasons may say of a row.
func (v view) words(ctx context.Context, r today.Row) []any {
	on := v.on
	how := ""
	if r.LastHow != "" {
		how = i18n.T(ctx, "today.how."+string(r.LastHow))
	}
	args := []any{
		"name", r.Person, "at", r.Facility, "days", on.Since(r.LastOn), "interval", r.Interval, "how", how,
		"last", i18n.Day(ctx, string(r.LastOn)), "opened", i18n.Day(ctx, string(r.OpenedOn)), "count", on.Since(r.LastOn),
		"day", i18n.Day(ctx, string(r.Due())), "hour", r.Hour(),
	}
	return i18n.Kept(ctx, r.Task.Args, args...)
}

// title is verb first: somebody's own words, or those of the kind.
func (v view) title(ctx context.Context, r today.Row) string {
	switch {
	case r.Task.Title != "" && r.Person != "" && !strings.Contains(r.Task.Title, r.Person):
		return i18n.T(ctx, "today.title.for", "title", r.Task.Title, "name", r.Person)
	case r.Task.Title != "":
		return r.Task.Title
	}
	key := r.Kind.TitleKey
	if r.Facility == "" && key == releaseTitle {
		key = "today.way.release.title.plain"
	}
	return i18n.T(ctx, key, v.words(ctx, r)...)
}

// releaseTitle names the place somebody goes home from, which is not always known.
const releaseTitle = "today.way.release.title"

func (v view) reason(ctx context.Context, r today.Row) string {
	switch {
	case r.Reason != "":
		return r.Reason
	case r.ReasonKey == "":
		return ""
	case v.paper && r.ReasonKey == today.ReasonContact:
		return i18n.Capital(i18n.T(ctx, "today.reason.contact.short", v.words(ctx, r)...))
	}
	return i18n.T(ctx, r.ReasonKey, v.words(ctx, r)...)
}

// whenOf is the block before a row: the words first.
func (v view) when(ctx context.Context, r today.Row) layout.W {
	on := v.on
	late := r.Tier == today.CantWait
	day, near := r.Due(), i18n.Day(ctx, string(r.Due()))
	clock := r.Kind.Weight == tasks.WeightClock
	switch {
	case day == "":
		return layout.W{Words: i18n.T(ctx, "today.when.now"), Tone: tone(late)}
	case day < on && clock:
		return layout.W{Words: i18n.Due(ctx, string(day)), Note: i18n.T(ctx, "today.when.was", "day", near), Tone: layout.Late}
	case day < on:
		return layout.W{Words: i18n.Due(ctx, string(day)), Note: i18n.T(ctx, "today.when.was", "day", near), Tone: layout.Soon}
	case day == on:
		return v.whenToday(ctx, r, late)
	case clock:
		return layout.W{Words: i18n.T(ctx, "today.when.working", "count", on.WorkingDays(day, v.off)), Note: near, Tone: layout.Soon}
	case day == on.Add(1) && r.Hour() != "":
		return layout.W{Words: i18n.T(ctx, "today.when.tomorrow", "hour", r.Hour()), Note: near, Tone: tone(late)}
	case day == on.Add(1):
		return layout.W{Words: i18n.T(ctx, "due.tomorrow"), Note: near, Tone: tone(late)}
	}
	return layout.W{Words: i18n.Capital(i18n.Due(ctx, string(day))), Note: strings.TrimSpace(near + " " + r.Hour()), Tone: tone(late)}
}

func (v view) whenToday(ctx context.Context, r today.Row, late bool) layout.W {
	hour := r.Hour()
	w := layout.W{Note: i18n.T(ctx, "today.note."+noteKey(r)), Tone: tone(late)}
	switch {
	case hour == "" && r.Kind.Weight == tasks.WeightClock:
		w.Words, w.Note = i18n.T(ctx, "today.when.last"), i18n.Day(ctx, string(r.Due()))
	case hour == "":
		w.Words = i18n.T(ctx, "due.today")
	case late && v.paper:
		w.Words = hour
	case late:
		w.Words = i18n.T(ctx, "today.when.today", "hour", hour)
		switch left := minutes(hour) - minutes(v.clock); {
		case left <= 0:
			w.Note = i18n.T(ctx, "today.when.gone")
		case left < 60:
			w.Note = i18n.T(ctx, "today.when.minutes", "count", left)
		default:
			w.Note = i18n.T(ctx, "today.when.left", "count", (left+30)/60)
		}
	case r.Kind.Weight == tasks.WeightAppointment:
		w.Words = hour
		if r.Task.UntilTime != "" {
			w.Note = i18n.T(ctx, "today.when.until", "hour", r.Task.UntilTime)
		}
	default:
		w.Words = i18n.T(ctx, "today.when.by", "hour", hour)
	}
	return w
}

func noteKey(r today.Row) string {
	switch r.Kind.Key {
	case tasks.KindContact, tasks.KindCall, tasks.KindVisit, tasks.KindAppointment, tasks.KindPromise, tasks.KindSafety, tasks.KindOwn:
		return r.Kind.Key
	}
	return "due"
}

// minutes of the day of an hour, "16:00".
func minutes(hour string) int {
	h, m, _ := strings.Cut(hour, ":")
	hours, _ := strconv.Atoi(h) // what is no hour is midnight
	rest, _ := strconv.Atoi(m)
	return hours*60 + rest
}

func tone(late bool) layout.Tone {
	if late {
		return layout.Late
	}
	return layout.Quiet
}

// show prepares a row.
func (v view) show(ctx context.Context, r today.Row) shownRow {
	s := shownRow{Row: r, line: layout.Row{ID: "t-" + r.ID, When: v.when(ctx, r), Title: v.title(ctx, r), Name: r.ScriptName, Lang: r.ScriptLang, Why: v.reason(ctx, r)}}
	if r.PersonID != "" {
		s.line.Href = "/people/" + r.PersonID
	}
	switch {
	case v.team && r.WorkerID == "":
		s.line.Tags = []layout.TagText{{Text: i18n.T(ctx, "today.team.nobody"), Tone: layout.Sun}}
	case v.team:
		s.line.Tags = []layout.TagText{{Text: r.Worker}}
	}
	if v.may && !v.paper {
		s.do, s.more = v.do(ctx, r), v.more(ctx, r)
	}
	return s
}

// showAll prepares rows.
func (v view) showAll(ctx context.Context, rows []today.Row) []shownRow {
	list := make([]shownRow, len(rows))
	for i, r := range rows {
		list[i] = v.show(ctx, r)
	}
	return list
}

// do is the one button of a row.
func (v view) do(ctx context.Context, r today.Row) act {
	text := i18n.T(ctx, r.Kind.ActionKey)
	if r.Kind.Href != nil {
		return act{text: text, href: r.Kind.Href(r.Task)}
	}
	switch r.Kind.Key {
	case tasks.KindContact, tasks.KindCall, tasks.KindVisit, tasks.KindAppointment:
		if r.PersonID != "" {
			return act{text: text, href: v.contact(r), key: "l"}
		}
	case tasks.KindOwn, tasks.KindPromise:
		return act{text: text, href: v.task(r, "done"), post: true}
	}
	if r.PersonID != "" {
		return act{text: text, href: "/people/" + r.PersonID}
	}
	return act{text: i18n.T(ctx, "tasks.kind.task.action"), href: v.task(r, "done"), post: true}
}

// contact is where a contact is logged in four inputs.
func (v view) contact(r today.Row) string {
	q := url.Values{"back": {v.back}}
	if r.Task.CaseID != "" {
		q.Set("case", r.Task.CaseID)
	}
	if r.Kind.Key == tasks.KindCall || r.Kind.Key == tasks.KindVisit {
		q.Set("channel", r.Kind.Key)
	}
	if !r.Task.IsNext {
		q.Set("task", r.Task.ID)
	}
	return "/people/" + r.PersonID + "/log?" + q.Encode()
}

func (v view) task(r today.Row, what string) string {
	return "/tasks/" + r.Task.ID + "/" + what + "?rev=" + r.Task.Rev + "&back=" + url.QueryEscape(v.back)
}

// more is what else can be done with a task; a date of somebody's way has
// nothing of it.
func (v view) more(ctx context.Context, r today.Row) []layout.Item {
	if r.Task.ID == "" {
		return nil
	}
	items := []layout.Item{{Text: i18n.T(ctx, "today.more.done"), Href: v.task(r, "done"), Post: true, Key: "d"}}
	if !r.Kind.Legal || r.Due() == "" || r.Due() > v.on { // a clock cannot be put off past its day
		items = append(items,
			layout.Item{Text: i18n.T(ctx, "today.more.tomorrow"), Href: v.task(r, "tomorrow"), Post: true},
			layout.Item{Text: i18n.T(ctx, "today.more.later"), Href: v.task(r, "later"), Key: "s"})
	}
	items = append(items, layout.Item{Text: i18n.T(ctx, "today.more.hand"), Href: v.task(r, "hand-over"), Key: "h"})
	if r.Kind.Legal {
		items = append(items, layout.Item{Text: i18n.T(ctx, "today.more.lost"), Href: v.task(r, "lost")})
	}
	return items
}
