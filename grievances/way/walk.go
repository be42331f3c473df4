package way

import (
	"cmp"
	"maps"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// walk is a grievance on its way.
type walk struct {
	Course
	today  civil.Day
	stages []Stage // every step the track has, in the order of the procedure
}

func (m Course) walk(today civil.Day) *walk {
	w := &walk{Course: m, today: today}
	for i := range m.Version.Steps {
		s := Stage{Step: &m.Version.Steps[i]}
		for _, e := range m.Events {
			if e.Step == s.ID && e.Kind.OfStep() {
				s.Events = append(s.Events, e)
			}
		}
		if s.On(m.Kind) || s.taken() {
			w.stages = append(w.stages, s)
		}
	}
	for i := range w.stages {
		w.count(&w.stages[i])
	}
	return w
}

// count counts the clocks of a stage. What contradicts itself has none; it was
// refused when it was recorded, and can only come from a correction of the rules.
func (w *walk) count(s *Stage) {
	s.Left = s.Of(LeftOut)
	clocks, err := w.Book.Due(w.ask(s))
	if err != nil {
		return
	}
	for _, c := range clocks {
		s.Clocks = append(s.Clocks, s.running(c))
	}
	answered := s.Of(Answered) != nil
	for _, c := range s.Clocks {
		if opens := c.Opens(); !answered && opens != "" && opens <= w.today && (s.Silent == "" || opens < s.Silent) {
			s.Silent = opens
		}
	}
}

// running says until when a clock runs, and whether it does.
func (s *Stage) running(c rulepacks.Clock) Clock {
	out := Clock{Clock: c, By: c.Legal}
	switch more, took := s.Of(MoreTime), s.Of(TheyTake); {
	case c.For == rulepacks.Filing && more != nil && more.Way == "granted" && more.Until > c.Legal:
		out.By, out.Longer = more.Until, MoreTime
	case c.For == rulepacks.Response && took != nil && c.Extended > c.Legal:
		out.By, out.Longer = c.Extended, TheyTake
	}
	switch c.For {
	case rulepacks.Filing:
		out.Ended = s.Of(Submitted) != nil || s.Left != nil
	case rulepacks.Acknowledgement:
		out.Ended = s.Of(Logged) != nil || s.Of(Answered) != nil
	default:
		out.Ended = s.Of(Answered) != nil
	}
	return out
}

// ask is what the clocks of a stage are counted from.
func (w *walk) ask(s *Stage) rulepacks.Ask {
	a := rulepacks.Ask{
		Procedure: w.Version.Code, Step: s.ID, Track: w.Kind, Events: maps.Clone(w.Began), Corrected: w.Corrected, Zone: w.Zone, Version: &w.Version,
	}
	in := s.Of(Submitted)
	if before := w.before(s); before != nil {
		if answer := before.Of(Answered); answer != nil && (in == nil || answer.On.Compare(in.On) != partialdate.After) {
			put(a.Events, answer.starts())
		}
	}
	for _, e := range []*Event{in, s.Of(Logged)} {
		if e != nil {
			put(a.Events, e.starts())
		}
	}
	for _, e := range w.Events {
		if first, _ := e.On.Bounds(); e.Kind == Stopped && first != "" && e.Until >= first {
			a.Stopped = append(a.Stopped, rulepacks.Span{From: first, To: e.Until})
		}
	}
	return a
}

func put(into, events map[rulepacks.Event]rulepacks.When) {
	for e, when := range events {
		if !when.Date.IsZero() {
			into[e] = when
		}
	}
}

// Begun are the events a grievance begins with, as far as they are known.
func Begun(incident partialdate.Date, at string, discovered partialdate.Date) map[rulepacks.Event]rulepacks.When {
	events := map[rulepacks.Event]rulepacks.When{}
	put(events, map[rulepacks.Event]rulepacks.When{rulepacks.Incident: {Date: incident, Time: at}, rulepacks.Discovery: {Date: discovered}})
	return events
}

// before is the stage that a stage follows: the last one of those it can follow that
// was taken.
func (w *walk) before(s *Stage) (last *Stage) {
	for i := range w.stages {
		if b := &w.stages[i]; b.taken() && slices.Contains(s.After, b.ID) {
			last = b
		}
	}
	return last
}

// open reports whether a stage may be taken now: the procedure begins with it, or
// one that it follows is over, or could be left out.
func (w *walk) open(s *Stage) bool {
	if len(s.After) == 0 || slices.Contains(s.StartOn, w.Kind) {
		return s.On(w.Kind)
	}
	for i := range w.stages {
		b := &w.stages[i]
		if b.Step == s.Step || !slices.Contains(s.After, b.ID) {
			continue
		}
		if b.over() || b.Optional && !b.taken() && w.open(b) {
			return true
		}
	}
	return false
}

// last is the last stage about which anything was done, and its place; -1 for none.
func (w *walk) last() int {
	last := -1
	for i := range w.stages {
		if w.stages[i].taken() {
			last = i
		}
	}
	return last
}

// beyond reports whether a stage lies after what was done.
func (w *walk) beyond(s *Stage) bool {
	return slices.IndexFunc(w.stages, func(o Stage) bool { return o.ID == s.ID }) > w.last()
}

// main is the stage that is to be taken now, or that they have; nil at the end of the
// way.
func (w *walk) main() *Stage {
	if last := w.last(); last >= 0 && !w.stages[last].over() {
		return &w.stages[last]
	}
	var optional *Stage
	for i := w.last() + 1; i < len(w.stages); i++ {
		s := &w.stages[i]
		switch {
		case !w.open(s):
		case w.last() >= 0 && len(s.After) == 0: // another way to begin, which is behind
		case !s.Optional:
			return s
		case optional == nil:
			optional = s
		}
	}
	return optional
}

// follows reports whether a stage lies on the way from the main one: the first of
// what may follow each.
func (w *walk) follows(main, s *Stage) bool {
	for at := main; at != nil; {
		next := w.Version.Next(at.ID, w.Kind)
		if len(next) == 0 {
			return false
		}
		if next[0].ID == s.ID {
			return true
		}
		i := slices.IndexFunc(w.stages, func(o Stage) bool { return o.ID == next[0].ID })
		if i < 0 || w.stages[i].ID == at.ID {
			return false
		}
		at = &w.stages[i]
	}
	return false
}

// running lists the clocks that run, soonest first: theirs of the step that was put in
// last, as long as it is not answered; ours of the one to be taken.
func (w *walk) running(main *Stage) []Clock {
	var list []Clock
	in := w.submitted()
	if in != nil && in.Of(Answered) != nil && in.Of(Answered).Way == Granted {
		return nil
	}
	for _, s := range []*Stage{in, main} {
		if s == nil {
			continue
		}
		for _, c := range s.Clocks {
			ours := c.For.Ours()
			if !c.Ended && !c.Unlimited && (ours && s == main || !ours && s == in) && !slices.ContainsFunc(list, func(o Clock) bool { return o.Key() == c.Key() }) {
				list = append(list, c)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y Clock) int { return cmp.Compare(x.By, y.By) })
	return list
}

// submitted is the stage that was put in last; nil for none.
func (w *walk) submitted() (last *Stage) {
	for i := range w.stages {
		if s := &w.stages[i]; s.Of(Submitted) != nil {
			last = s
		}
	}
	return last
}

// Key tells the clocks of a grievance apart.
func (c Clock) Key() string { return c.Step + "/" + string(c.For) }

// Contradicts returns what is wrong with an event beside the others, by the names of
// its fields: the rules say what cannot be before what, and a step is not answered
// before it was put in.
func (m Course) Contradicts(e Event) []fault.Problem {
	before := m
	before.Events = slices.DeleteFunc(slices.Clone(m.Events), func(o Event) bool { return o.ID == e.ID })
	s := before.Stage(e.Step)
	if e.Kind.OfStep() && s == nil {
		return []fault.Problem{{Field: "step", Key: "grievances.step.unknown"}}
	}
	if s == nil {
		return nil
	}
	in, answer := s.Of(Submitted), s.Of(Answered)
	switch {
	case later(e.Kind) && in != nil && e.On.Compare(in.On) == partialdate.Before:
		return []fault.Problem{{Field: "on", Key: "grievances.on.before"}}
	case e.Kind == Submitted && answer != nil && answer.Way != NotTaken:
		if e.On.Compare(answer.On) == partialdate.After {
			return []fault.Problem{{Field: "on", Key: "grievances.on.answered"}}
		}
	}
	before.Events = append(before.Events, e)
	s = before.Stage(e.Step)
	_, err := m.Book.Due(before.walkAsk(s))
	return OrderProblems(err)
}

// Stage returns what became of a step, on the way or not; nil for one that the track
// does not have.
func (m Course) Stage(step string) *Stage {
	w := m.walk("")
	i := slices.IndexFunc(w.stages, func(s Stage) bool { return s.ID == step })
	if i < 0 {
		return nil
	}
	return &w.stages[i]
}

func (m Course) walkAsk(s *Stage) rulepacks.Ask { return m.walk("").ask(s) }
