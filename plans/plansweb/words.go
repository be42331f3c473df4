package plansweb

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/plans"
)

// titleOf is what a need is called.
func titleOf(ctx context.Context, n plans.Need) string {
	if n.Title != "" {
		return n.Title
	}
	return i18n.T(ctx, "plans.need."+n.Key)
}

func headingOf(ctx context.Context, key string) string {
	if key == "" {
		return i18n.T(ctx, "plans.heading.own")
	}
	return i18n.T(ctx, "plans.heading."+key)
}

// dueWords say by when something is due, counted from the release.
func dueWords(ctx context.Context, o plans.Offset) string {
	hours := o.Hours()
	way := "after"
	if hours < 0 {
		hours, way = -hours, "before"
	}
	switch {
	case hours == 0:
		return i18n.T(ctx, "plans.due.day")
	case hours%(7*24) == 0 && way == "before":
		return i18n.T(ctx, "plans.due.weeks."+way, "count", hours/(7*24))
	case strings.HasSuffix(string(o), "h"):
		return i18n.T(ctx, "plans.due.hours."+way, "count", hours)
	}
	return i18n.T(ctx, "plans.due.days."+way, "count", hours/24)
}

// dues are the times that can be chosen, with the one that stands.
func dues(ctx context.Context, stands plans.Offset) []layout.Option {
	var out []layout.Option
	known := false
	for _, o := range plans.After().Choices {
		known = known || o == stands
		out = append(out, layout.Option{Value: string(o), Label: dueWords(ctx, o)})
	}
	if !known && stands.Valid() {
		out = append(out, layout.Option{Value: string(stands), Label: dueWords(ctx, stands)})
	}
	return out
}

// when is the block before a need: the day it is due and how near that is.
func when(ctx context.Context, v page, n plans.Need) layout.W {
	due := v.Due(n.Due)
	on, at := due.On, due.At
	if on == "" {
		return layout.W{Words: i18n.Capital(dueWords(ctx, n.Due))}
	}
	w := layout.W{Words: i18n.Capital(i18n.Due(ctx, string(on))), Note: strings.TrimSpace(i18n.Day(ctx, string(on)) + " " + at)}
	if !n.State.Open() {
		return layout.W{Words: i18n.T(ctx, "plans.state.need."+string(n.State)), Note: i18n.Day(ctx, string(n.StateOn))}
	}
	switch n.Light(v.Plan, v.Now) {
	case plans.Red:
		w.Tone = layout.Late
	case plans.Amber:
		if on <= v.Now.On.Add(7) {
			w.Tone = layout.Soon
		}
	}
	return w
}

// why says who sees to a need, and what is known of it.
func why(ctx context.Context, v page, n plans.Need) string {
	said := []string{}
	if owner := n.OwnerName; owner != "" {
		said = append(said, owner)
	} else if v.Worker != "" {
		said = append(said, v.Worker)
	}
	if n.SupplyDays > 0 {
		said = append(said, i18n.T(ctx, "plans.supply", "count", n.SupplyDays))
	}
	if n.Note != "" {
		said = append(said, n.Note)
	}
	return strings.Join(said, " · ")
}

func tags(ctx context.Context, n plans.Need) (out []layout.TagText) {
	if n.State == plans.Doing {
		out = append(out, layout.TagText{Text: i18n.T(ctx, "plans.state.need.doing"), Tone: layout.Sky})
	}
	if n.Must && n.State.Open() {
		out = append(out, layout.TagText{Text: i18n.T(ctx, "plans.must")})
	}
	return out
}

// more is what else can be said of a need in one press.
func more(ctx context.Context, v page, n plans.Need) []layout.Item {
	items := []layout.Item{{Text: i18n.T(ctx, "plans.need.change"), Href: v.path() + "/needs/" + n.ID}}
	for _, s := range plans.NeedStates() {
		if s != n.State && s != plans.Met {
			items = append(items, layout.Item{Text: i18n.T(ctx, "plans.settle."+string(s)), Href: v.path() + "/needs/" + n.ID + "/" + string(s), Post: true})
		}
	}
	return items
}

// homeWords say when somebody comes home, and how sure that is.
func homeWords(ctx context.Context, p plans.Plan) string {
	switch {
	case p.Home.On == "":
		return i18n.T(ctx, "plans.home.unknown")
	case p.Went:
		return i18n.T(ctx, "plans.home.went", "day", i18n.LongDay(ctx, p.Said.String()))
	}
	day := i18n.LongDay(ctx, p.Said.String())
	if p.Home.At != "" {
		day += ", " + p.Home.At
	}
	if p.Claim == custody.Estimate {
		return i18n.T(ctx, "plans.home.estimate", "day", day)
	}
	return day
}

func facts(ctx context.Context, v page) []layout.Fact {
	done, all := v.Done()
	list := []layout.Fact{
		{Term: i18n.T(ctx, "plans.home"), Value: homeWords(ctx, v.Plan), Note: near(ctx, v), Unknown: v.Home.On == "", Href: "/people/" + v.PersonID + "/dates"},
		{Term: i18n.T(ctx, "plans.settled"), Value: i18n.T(ctx, "plans.settled.of", "done", done, "count", all)},
	}
	if v.Worker != "" {
		list = append(list, layout.Fact{Term: i18n.T(ctx, "plans.worker"), Value: v.Worker})
	}
	return list
}

func near(ctx context.Context, v page) string {
	if v.Home.On == "" {
		return ""
	}
	if v.Home.On < v.Now.On {
		return i18n.Capital(i18n.Ago(ctx, string(v.Home.On)))
	}
	return i18n.Capital(i18n.Due(ctx, string(v.Home.On)))
}

// steps are the calls of the first days, lying down.
func steps(ctx context.Context, v page) []layout.Step {
	var out []layout.Step
	now := true
	for _, c := range v.Calls {
		s := layout.Step{Title: dueWordsCapital(ctx, c.After), Note: callNote(ctx, v, c)}
		switch {
		case c.State == plans.NotReached || c.State == plans.Awaited && c.Alarm(v.Home).Passed(v.Now):
			s.State = "bad"
		case c.State == plans.Awaited && now:
			s.State, now = "now", false
		case c.State == plans.Awaited, c.State == plans.Off:
			s.State = "to"
		}
		out = append(out, s)
	}
	return out
}

func dueWordsCapital(ctx context.Context, o plans.Offset) string {
	return i18n.Capital(dueWords(ctx, o))
}

func callNote(ctx context.Context, v page, c plans.Call) string {
	due := c.Due(v.Home)
	switch {
	case c.State != plans.Awaited:
		return i18n.T(ctx, "plans.state.call."+string(c.State))
	case due.On == "":
		return ""
	case c.Tries > 0:
		return momentWords(ctx, due) + ", " + i18n.T(ctx, "plans.call.tries", "count", c.Tries)
	}
	return momentWords(ctx, due)
}

func momentWords(ctx context.Context, m plans.Moment) string {
	return strings.TrimSpace(i18n.Day(ctx, string(m.On)) + " " + m.At)
}

// nextCall is the first call that is still to be made.
func nextCall(v page) (plans.Call, bool) {
	for _, c := range v.Calls {
		if c.State == plans.Awaited {
			return c, true
		}
	}
	return plans.Call{}, false
}

func outcomeWords(ctx context.Context, o plans.Outcome) string {
	if o.Contact == plans.Lost {
		return i18n.T(ctx, "plans.contact.lost")
	}
	said := []string{i18n.T(ctx, "plans.living."+string(o.Living))}
	if o.Income != "" && o.Income != plans.NotKnown {
		said = append(said, i18n.T(ctx, "plans.income."+string(o.Income)))
	}
	return strings.Join(said, ", ")
}

// asked reports whether it is time to say how it went.
func asked(v page, o plans.Outcome) bool {
	on, _ := o.After.From(v.Home)
	return v.Went && on != "" && on <= v.Now.On
}

func outcomeWhen(ctx context.Context, v page, o plans.Outcome) string {
	if on, _ := o.After.From(v.Home); on != "" && v.Went {
		return i18n.Day(ctx, string(on))
	}
	return ""
}

func conditionNote(ctx context.Context, c plans.Condition, today civil.Day) string {
	said := []string{i18n.T(ctx, "plans.condition."+string(c.Kind))}
	switch {
	case c.EndedOn != "":
		said = append(said, i18n.T(ctx, "plans.condition.off", "day", i18n.Day(ctx, string(c.EndedOn))))
	case c.Until != "" && !c.Holds(today):
		said = append(said, i18n.T(ctx, "plans.condition.over", "day", i18n.Day(ctx, string(c.Until))))
	case c.Until != "":
		said = append(said, i18n.T(ctx, "plans.condition.till", "day", i18n.Day(ctx, string(c.Until))))
	}
	if c.Source != "" {
		said = append(said, c.Source)
	}
	return strings.Join(said, " · ")
}

func paperTitle(ctx context.Context, p plans.Paper) string {
	if p.Title != "" {
		return p.Title
	}
	return i18n.T(ctx, "plans.paper.kind."+string(p.Kind))
}

func paperNote(ctx context.Context, p plans.Paper) string {
	said := []string{i18n.T(ctx, "plans.holder."+string(p.Holder))}
	if p.Place != "" {
		said[0] += ", " + p.Place
	}
	said = append(said, i18n.Day(ctx, string(p.Since)))
	if p.Copied {
		said = append(said, i18n.T(ctx, "plans.holder.copied"))
	}
	return strings.Join(said, " · ")
}

func moveWords(ctx context.Context, m plans.PaperMove) string {
	said := []string{i18n.Day(ctx, string(m.On)), i18n.T(ctx, "plans.holder."+m.What)}
	if m.Note != "" {
		said = append(said, m.Note)
	}
	return strings.Join(append(said, m.AuthorName), " · ")
}

func crumbs(ctx context.Context, v page) []layout.Link {
	return []layout.Link{{Text: i18n.T(ctx, "plans.people"), Href: "/people"}, {Text: v.Person, Href: "/people/" + v.PersonID}}
}

func under(ctx context.Context, v page) []layout.Link {
	return []layout.Link{{Text: v.Person, Href: "/people/" + v.PersonID}, {Text: i18n.T(ctx, "plans.title"), Href: v.path()}}
}

func who(v page) layout.Name {
	return layout.Name{Text: v.Person, Number: v.Number, Href: "/people/" + v.PersonID}
}

// columns are the needs that have a column on the board.
func columns() []string { return plans.After().Columns }

// cell is a need on the board.
func cell(ctx context.Context, b plans.Board, r plans.Row, kind string) layout.TagText {
	n, known := r.Need(kind)
	if !known {
		return layout.TagText{Text: "–"}
	}
	switch n.Light(r.Plan, b.Now) {
	case plans.Green:
		if n.SupplyDays > 0 {
			return layout.TagText{Text: i18n.T(ctx, "plans.supply", "count", n.SupplyDays), Tone: layout.OK}
		}
		return layout.TagText{Text: i18n.T(ctx, "plans.light.green"), Tone: layout.OK}
	case plans.Red:
		return layout.TagText{Text: i18n.T(ctx, "plans.light.red"), Tone: layout.Brick}
	case plans.Grey:
		return layout.TagText{Text: i18n.T(ctx, "plans.light.grey")}
	}
	if n.State == plans.Doing {
		return layout.TagText{Text: i18n.T(ctx, "plans.state.need.doing"), Tone: layout.Sky}
	}
	return layout.TagText{Text: i18n.T(ctx, "plans.light.amber"), Tone: layout.Sun}
}

// callCell says how the calls of a row stand.
func callCell(ctx context.Context, b plans.Board, r plans.Row) layout.TagText {
	reached := 0
	for _, c := range r.Calls {
		switch {
		case c.State == plans.NotReached, c.State == plans.Awaited && c.Alarm(r.Home).Passed(b.Now):
			return layout.TagText{Text: i18n.T(ctx, "plans.call.missed"), Tone: layout.Brick}
		case c.State == plans.Reached:
			reached++
		}
	}
	if !r.Went || len(r.Calls) == 0 {
		return layout.TagText{Text: "–"}
	}
	return layout.TagText{Text: i18n.T(ctx, "plans.call.count", "done", reached, "count", len(r.Calls)), Tone: layout.OK}
}

func rowWhen(ctx context.Context, b plans.Board, r plans.Row) layout.W {
	w := layout.W{Words: i18n.Capital(i18n.Due(ctx, string(r.Home.On))), Note: strings.TrimSpace(i18n.Day(ctx, r.Said.String()) + " " + r.Home.At)}
	if r.Home.On < b.Now.On {
		w.Words = i18n.Capital(i18n.Ago(ctx, string(r.Home.On)))
	}
	switch {
	case r.Planned && r.Red(b.Now) > 0, !r.Planned && r.Home.On <= b.Now.On.Add(7):
		w.Tone = layout.Late
	case r.Home.On <= b.Now.On.Add(7):
		w.Tone = layout.Soon
	}
	return w
}

// shareOf is a count with its part of the whole: "12 of 40".
func shareOf(ctx context.Context, n, of int) string {
	return i18n.T(ctx, "plans.tallies.of", "n", n, "count", of)
}
