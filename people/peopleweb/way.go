package peopleweb

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/timeline"
)

// point is one candidate for the line lying down: when, how much it matters,
// and what it says.
type point struct {
	on     string // the earliest day it can be
	weight int
	step   layout.Step
}

// Points of the line on either side of today.
const mostPast, mostComing = 3, 3

// way chooses at most seven points: what weighs most on either side of now, in
// the order of their days.
func way(past []point, now layout.Step, coming []point) []layout.Step {
	var steps []layout.Step
	for _, p := range heaviest(past, mostPast) {
		steps = append(steps, p.step)
	}
	steps = append(steps, now)
	for _, p := range heaviest(coming, mostComing) {
		p.step.State = "to"
		steps = append(steps, p.step)
	}
	return steps
}

// heaviest keeps the n points that weigh most, of equal ones the latest, and
// puts them back in order.
func heaviest(points []point, n int) []point {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b point) int { return cmp.Or(b.weight-a.weight, cmp.Compare(b.on, a.on)) })
	points = points[:min(n, len(points))]
	slices.SortStableFunc(points, func(a, b point) int { return cmp.Compare(a.on, b.on) })
	return points
}

// weights of the points; the way home counts most.
var weights = map[custody.Kind]int{
	custody.Release: 50, custody.Parole: 40, custody.Hearing: 30, custody.Arrested: 20, custody.Sentenced: 25,
}

const weightWord, weightOut = 35, 60

// steps is the line of a person's way.
func (f *file) steps(ctx context.Context) []layout.Step {
	past, coming := f.points(ctx)
	if e := f.line.Word; e != nil {
		past = append(past, point{first(e.On), weightWord, layout.Step{Title: i18n.T(ctx, firstWordKey(*e)), Note: i18n.Day(ctx, e.On.String())}})
	}
	now := layout.Step{Title: i18n.T(ctx, "people.way.today"), Note: f.nowNote(ctx), State: "now"}
	if f.Dead {
		now = layout.Step{Title: i18n.T(ctx, "people.way.died"), Note: f.diedWords(ctx)}
		coming = nil
	}
	return way(past, now, coming)
}

// points tells the dates that have passed from those to come. A day of release
// that has passed is still ahead of somebody who is not out.
func (f *file) points(ctx context.Context) (past, coming []point) {
	for _, m := range custody.Best(f.dates) {
		p := point{first(m.On), weights[m.Kind], layout.Step{Title: dateTitle(ctx, m), Note: dateNote(ctx, m)}}
		switch {
		case f.ahead(m):
			coming = append(coming, p)
		case m.Kind != custody.Release || !f.released():
			past = append(past, p)
		}
	}
	if f.released() {
		home := layout.Step{Title: i18n.T(ctx, "people.way.home"), Note: i18n.Day(ctx, f.stay.Since.String())}
		past = append(past, point{first(f.stay.Since), weightOut, home})
	}
	return past, coming
}

// ahead reports whether a date is still to come.
func (f *file) ahead(m custody.Milestone) bool {
	if m.Kind == custody.Release && !f.released() {
		return true
	}
	_, last := m.On.Bounds()
	return last >= f.today && !m.On.IsZero() && f.notPassed(m)
}

// notPassed tells a month that is not over from one we know to lie behind:
// arrests and sentences do not lie ahead of us.
func (f *file) notPassed(m custody.Milestone) bool {
	return m.Kind != custody.Arrested && (m.Kind != custody.Sentenced || first(m.On) > string(f.today))
}

func firstWordKey(e timeline.Entry) string {
	if e.Kind == timeline.KindLetter && !e.Stub {
		return "people.way.letter"
	}
	return "people.way.word"
}

func first(d partialdate.Date) string {
	if d.IsZero() {
		return ""
	}
	day, _ := d.Bounds()
	return string(day)
}

func dateTitle(ctx context.Context, m custody.Milestone) string {
	return i18n.T(ctx, "people.way."+string(m.Kind))
}

// longestNote is how many characters fit below a point.
const longestNote = 48

// longestDetail is how many characters of a detail fit beside a date.
const longestDetail = 24

func dateNote(ctx context.Context, m custody.Milestone) string {
	note := i18n.Day(ctx, roughly(m).String())
	if m.Detail != "" && len([]rune(m.Detail)) <= longestDetail {
		note += ", " + m.Detail
	}
	return note
}

// roughly is the date of a milestone; an estimate is never said as if it were sure.
func roughly(m custody.Milestone) partialdate.Date {
	if m.Claim == custody.Estimate {
		return m.On.Roughly()
	}
	return m.On
}

// nowNote is what today holds: the first thing due, or the day itself.
func (f *file) nowNote(ctx context.Context) string {
	for _, t := range f.tasks {
		if t.DueOn != "" && t.DueOn <= f.today {
			return strings.TrimSpace(shortened(f.taskTitle(ctx, t), longestNote) + " " + t.DueTime)
		}
	}
	return i18n.Day(ctx, string(f.today))
}

func (f *file) diedWords(ctx context.Context) string {
	if f.Died.IsZero() {
		return i18n.T(ctx, "people.died.day-unknown")
	}
	return i18n.Day(ctx, f.Died.String())
}

// yearsOld is a person's age on a day, when the date of birth allows one answer.
func yearsOld(born partialdate.Date, today civil.Day) (int, bool) {
	if born.IsZero() || born.About() {
		return 0, false
	}
	from, until := born.Bounds()
	least, most := age(until, today), age(from, today)
	return least, least == most && least >= 0
}

func age(born, today civil.Day) int {
	y0, m0, d0 := born.Date()
	y1, m1, d1 := today.Date()
	years := y1 - y0
	if m1 < m0 || m1 == m0 && d1 < d0 {
		years--
	}
	return years
}
