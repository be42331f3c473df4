package grievancesweb

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/throughcare/throughcare/grievances"
	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/web/layout"
	"github.com/throughcare/throughcare/rulepacks"
)

func topic(ctx context.Context, t grievances.Topic) string {
	if t == "" {
		return ""
	}
	return i18n.T(ctx, "grievances.topic."+string(t))
}

func titleOf(ctx context.Context, r grievances.Row) string {
	if r.Shut {
		return i18n.T(ctx, "grievances.shut", "code", r.Code())
	}
	return r.Title
}

// clockTitle says what a clock is for: "BP-9 must be put in", "They must answer".
func clockTitle(ctx context.Context, step string, c way.Clock, today civil.Day) string {
	key := "grievances.clock." + string(c.For)
	if !c.For.Ours() && c.LateOn(today) {
		key = silentKey(c)
	}
	return i18n.T(ctx, key, "step", step, "day", i18n.LongDay(ctx, string(c.By)))
}

// silentKey says what it means that they did not answer in time.
func silentKey(c way.Clock) string {
	next := slices.ContainsFunc(c.Version.Steps, func(s rulepacks.Step) bool { return slices.Contains(s.After, c.Step) })
	switch {
	case c.Opens() == "":
		return "grievances.clock.chase"
	case next && c.Silence() == rulepacks.Denial:
		return "grievances.clock.denied.next"
	case c.Silence() == rulepacks.Denial:
		return "grievances.clock.denied"
	}
	return "grievances.clock.silent"
}

func clockText(ctx context.Context, r grievances.Row) string {
	if r.Clock == nil {
		return i18n.T(ctx, "grievances.clock.none")
	}
	return i18n.Day(ctx, string(r.Clock.By)) + " " + i18n.T(ctx, "grievances.whose."+whose(r.Clock.For))
}

func whose(f rulepacks.For) string {
	if f.Ours() {
		return "ours"
	}
	return "theirs"
}

func rowWhen(ctx context.Context, r grievances.Row) layout.W {
	switch {
	case r.State != grievances.Open:
		return layout.W{Words: i18n.T(ctx, "grievances.state."+string(r.State)), Note: i18n.Day(ctx, string(r.StateOn))}
	case r.Clock == nil:
		return layout.W{Words: i18n.T(ctx, "grievances.clock.none")}
	}
	wd := layout.W{Words: i18n.Capital(i18n.Due(ctx, string(r.Clock.By))), Note: clockText(ctx, r)}
	switch {
	case r.Which == grievances.LateOurs:
		wd.Tone = layout.Late
	case r.Clock.For.Ours(), r.Which == grievances.SilentNow:
		wd.Tone = layout.Soon
	}
	return wd
}

// path is the way of a grievance as the line lying down.
func path(ctx context.Context, v grievances.View) []layout.Step {
	var steps []layout.Step
	for _, s := range v.Line.Stages {
		one := layout.Step{Title: s.Title, State: string(s.At), Note: s.DecidedBy}
		in, answer := s.Of(way.Submitted), s.Of(way.Answered)
		switch {
		case answer != nil:
			one.Note = i18n.T(ctx, "grievances.way."+string(answer.Way)) + ", " + answerDay(ctx, s, answer)
			if answer.Way != way.Granted && s.At == way.Past {
				one.State = "bad"
			}
		case s.Left != nil:
			one.Note = i18n.T(ctx, "grievances.event.left-out")
		case s.Silent != "":
			one.Note, one.State = i18n.T(ctx, "grievances.silent", "day", i18n.Day(ctx, string(s.Silent))), "bad"
		case in != nil:
			one.Note = i18n.T(ctx, "grievances.put-in", "day", i18n.Day(ctx, in.On.String()))
		case s.At == way.Here:
			if c, ok := s.Clock(rulepacks.Filing); ok && !c.Unlimited {
				one.Note = i18n.T(ctx, "grievances.due", "day", i18n.Day(ctx, string(c.By)))
			}
		}
		steps = append(steps, one)
	}
	return steps
}

// answerDay is when an answer came, and by when it was to come if that was earlier.
func answerDay(ctx context.Context, s way.Stage, answer *way.Event) string {
	came := i18n.Day(ctx, answer.On.String())
	if c, ok := s.Clock(rulepacks.Response); ok && answer.On.Compare(partialdate.On(c.By)) == partialdate.After {
		return i18n.T(ctx, "grievances.came-late", "due", i18n.Day(ctx, string(c.By)), "day", came)
	}
	return came
}

// mostDays is how long a strip of days still helps somebody.
const mostDays = 45

// strip shows how a clock was counted, day by day; nothing for a long one.
func strip(ctx context.Context, v grievances.View, c way.Clock) []layout.Day {
	days := v.Book.Strip(c.Clock, nil)
	if len(days) > mostDays {
		return nil
	}
	out := make([]layout.Day, len(days))
	for i, d := range days {
		out[i] = layout.Day{On: string(d.On), Off: (d.Off || d.Still) && d.Number == 0, Due: d.Due, Here: d.On == v.Today, Left: d.On > v.Today || d.Number == 0}
		switch {
		case d.Number > 0:
			out[i].Note = i18n.Number(ctx, d.Number)
		case out[i].Off:
			out[i].Note = "–"
		}
	}
	return out
}

// wrong leads to where somebody who knows better says what the rule is at the facility,
// of this kind of matter, in the version it keeps; and back.
func wrong(v grievances.View, c way.Clock) string {
	q := url.Values{"step": {c.Step}, "for": {string(c.For)}, "track": {string(c.Track)}, "facility": {v.FacilityID}, "back": {"/grievances/" + v.ID}}
	if on := cmp.Or(c.Version.EffectiveFrom, c.Version.EffectiveTo); on != "" {
		q.Set("on", string(on))
	}
	return "/clocks/procedures/" + c.Version.Code + "/correct?" + q.Encode()
}

func facts(ctx context.Context, v grievances.View) []layout.Fact {
	f := func(key, value string) layout.Fact {
		if value == "" {
			return layout.Fact{Term: i18n.T(ctx, key), Value: i18n.T(ctx, "grievances.unknown"), Unknown: true}
		}
		return layout.Fact{Term: i18n.T(ctx, key), Value: value}
	}
	happened := ""
	if !v.Incident.IsZero() {
		happened = i18n.Day(ctx, v.Incident.String())
	}
	list := []layout.Fact{f("grievances.happened", happened)}
	if !v.Discovered.IsZero() {
		list = append(list, f("grievances.discovered", i18n.Day(ctx, v.Discovered.String())))
	}
	return append(list, f("grievances.about", topic(ctx, v.Topic)), f("grievances.unit", v.Unit), f("grievances.their-number", v.TheirNumber), f("grievances.harm", v.Harm),
		f("grievances.reprisal", i18n.T(ctx, "grievances.reprisal."+reprisalKey(v.Reprisal))), f("grievances.worker", v.Worker))
}

func reprisalKey(r grievances.Reprisal) string {
	if r == grievances.NotAsked {
		return "not-asked"
	}
	return string(r)
}
