package way

import (
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// Course is what the clocks of a grievance are counted from.
type Course struct {
	Book      *rulepacks.Book
	Version   rulepacks.Version
	Kind      rulepacks.Track                    // what changes the limits
	Began     map[rulepacks.Event]rulepacks.When // when it happened, when it was found
	Events    []Event                            // the oldest first
	Corrected []rulepacks.Correction             // what differs at the facility
	Zone      string                             // of the facility; IANA
	Over      bool                               // it has ended: no clock runs
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
func (m Course) Line(today civil.Day) Line {
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
	if !m.Over {
		line.Running = w.running(main)
	}
	return line
}
