package grievances

import (
	"cmp"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// Matter is a grievance with what is needed to count its clocks.
type Matter struct {
	Grievance
	Book      *rulepacks.Book
	Version   rulepacks.Version
	Events    []Event // the oldest first
	Corrected []rulepacks.Correction
	Zone      string // of the facility; IANA
}

// Clock is a limit counted from what was recorded.
type Clock struct {
	rulepacks.Clock
	By     civil.Day // the last day that holds: with more time that was granted or taken
	Longer EventKind // why it is later than Legal: MoreTime or TheyTake; or ""
	Ended  bool      // what it was for has happened
}

// Opens is the first day on which one may go on without an answer, or "".
func (c Clock) Opens() civil.Day {
	if c.Clock.Opens() == "" {
		return ""
	}
	return c.By.Add(1)
}

// LateOn reports whether the day of a clock that runs has passed.
func (c Clock) LateOn(today civil.Day) bool { return !c.Ended && !c.Unlimited && c.By < today }

// At says where a step lies on the way.
type At string

// Where a step lies.
const (
	Past   At = ""    // it was taken, or left out
	Here   At = "now" // it is taken now, or they have it
	ToCome At = "to"  // it may follow
)

// Stage is a step of the procedure with what became of it.
type Stage struct {
	*rulepacks.Step
	At     At
	Events []Event // of the step, the oldest first
	Clocks []Clock
	Silent civil.Day // the first day on which they had not answered in time, and one may go on; ""
	Left   *Event    // it was left out
}

// Of returns the last event of a kind that counts: what came before the step was put
// in again counts no more.
func (s *Stage) Of(kind EventKind) *Event {
	var in *Event
	for i := range s.Events {
		if s.Events[i].Kind == Submitted {
			in = &s.Events[i]
		}
	}
	if kind == Submitted {
		return in
	}
	for i := len(s.Events) - 1; i >= 0; i-- {
		e := &s.Events[i]
		if e.Kind == kind && (in == nil || !later(kind) || e.On.Compare(in.On) != partialdate.Before) {
			return e
		}
	}
	return nil
}

// later reports whether a kind follows the putting in.
func later(kind EventKind) bool { return kind == Logged || kind == Answered || kind == TheyTake }

// Clock returns the clock of the stage for something.
func (s *Stage) Clock(what rulepacks.For) (Clock, bool) {
	i := slices.IndexFunc(s.Clocks, func(c Clock) bool { return c.For == what })
	if i < 0 {
		return Clock{}, false
	}
	return s.Clocks[i], true
}

// taken reports whether anything was done about the step.
func (s *Stage) taken() bool { return len(s.Events) > 0 }

// over reports whether the next step may be taken.
func (s *Stage) over() bool { return s.Of(Answered) != nil || s.Silent != "" || s.Left != nil }

// Line is the way of a grievance: its steps in their order, and the clocks that run.
type Line struct {
	Stages  []Stage
	Beside  []*rulepacks.Step // other steps that could be taken now
	Running []Clock           // soonest first
	Now     int               // of Stages: the step that is to be taken, or that they have; -1 when there is none
}

// Ours is the clock that is ours to meet now, and whether one runs.
func (l Line) Ours() (Clock, bool) { return l.first(func(c Clock) bool { return c.For.Ours() }) }

// Theirs is the clock they have to meet now, and whether one runs.
func (l Line) Theirs() (Clock, bool) {
	return l.first(func(c Clock) bool { return !c.For.Ours() })
}

func (l Line) first(which func(Clock) bool) (Clock, bool) {
	i := slices.IndexFunc(l.Running, which)
	if i < 0 {
		return Clock{}, false
	}
	return l.Running[i], true
}

// Stage returns the stage of a step that is on the way.
func (l Line) Stage(step string) (*Stage, bool) {
	i := slices.IndexFunc(l.Stages, func(s Stage) bool { return s.ID == step })
	if i < 0 {
		return nil, false
	}
	return &l.Stages[i], true
}

// Current is the step that is to be taken or that they have; nil when there is none.
func (l Line) Current() *Stage {
	if l.Now < 0 {
		return nil
	}
	return &l.Stages[l.Now]
}

// Line works out the way of the grievance as it is on a day.
func (m Matter) Line(today civil.Day) Line {
	w := m.walk(today)
	line := Line{Now: -1}
	main := w.main()
	for i := range w.stages {
		s := &w.stages[i]
		switch {
		case s.taken() && s != main:
			s.At = Past
		case s == main:
			s.At = Here
		case w.follows(main, s):
			s.At = ToCome
		default:
			continue
		}
		if s == main {
			line.Now = len(line.Stages)
		}
		line.Stages = append(line.Stages, *s)
	}
	for i := range w.stages {
		if s := &w.stages[i]; s != main && !s.taken() && w.open(s) && w.beyond(s) {
			line.Beside = append(line.Beside, s.Step)
		}
	}
	if m.State == Open {
		line.Running = w.running(main)
	}
	return line
}

// walk is a grievance on its way.
type walk struct {
	Matter
	today  civil.Day
	stages []Stage // every step the track has, in the order of the procedure
}

func (m Matter) walk(today civil.Day) *walk {
	w := &walk{Matter: m, today: today}
	for i := range m.Version.Steps {
		s := Stage{Step: &m.Version.Steps[i]}
		for _, e := range m.Events {
			if e.Step == s.ID && e.Kind.OfStep() {
				s.Events = append(s.Events, e)
			}
		}
		if s.On(m.Track) || s.taken() {
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
		Procedure: w.Rules.Code, Step: s.ID, Track: w.Track, Events: w.begun(), Corrected: w.Corrected, Zone: w.Zone, Version: &w.Version,
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

// begun are the events a grievance begins with.
func (m Matter) begun() map[rulepacks.Event]rulepacks.When {
	return begun(m.Incident, m.IncidentAt, m.Discovered)
}

func begun(incident partialdate.Date, at string, discovered partialdate.Date) map[rulepacks.Event]rulepacks.When {
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
	if len(s.After) == 0 || slices.Contains(s.StartOn, w.Track) {
		return s.On(w.Track)
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
		next := w.Version.Next(at.ID, w.Track)
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
			if !c.Ended && !c.Unlimited && (ours && s == main || !ours && s == in) && !slices.ContainsFunc(list, func(o Clock) bool { return o.key() == c.key() }) {
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

// key tells the clocks of a grievance apart.
func (c Clock) key() string { return c.Step + "/" + string(c.For) }

// contradicts returns what is wrong with an event beside the others, by the names of
// its fields: the rules say what cannot be before what, and a step is not answered
// before it was put in.
func (m Matter) contradicts(e Event) []fault.Problem {
	before := m
	before.Events = slices.DeleteFunc(slices.Clone(m.Events), func(o Event) bool { return o.ID == e.ID })
	s := before.stageOf(e.Step)
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
	s = before.stageOf(e.Step)
	_, err := m.Book.Due(before.walkAsk(s))
	return orderProblems(err)
}

func (m Matter) stageOf(step string) *Stage {
	w := m.walk("")
	i := slices.IndexFunc(w.stages, func(s Stage) bool { return s.ID == step })
	if i < 0 {
		return nil
	}
	return &w.stages[i]
}

func (m Matter) walkAsk(s *Stage) rulepacks.Ask { return m.walk("").ask(s) }
