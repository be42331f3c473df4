package way

import (
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/rulepacks"
)

// Level is a line of the checklist of exhaustion: what became of one level of the
// procedure (42 U.S.C. 1997e(a) asks for every one of them, in time and in form).
type Level struct {
	*rulepacks.Step
	Sent     *Event    // when it was put in, with the proof
	Answer   *Event    // or nil
	Silent   civil.Day // no answer in time: the day from which it counts as such; ""
	Left     *Event    // it was left out, with why
	Barred   []Event   // what was told of the way being barred at this level
	Late     civil.Day // its limit passed before it was put in; ""
	Complete bool
}

// Proof reports whether it can be shown that the level was put in.
func (l Level) Proof() bool { return l.Sent != nil && (l.Sent.Receipt != "" || l.Sent.FileID != "") }

// Checklist is whether every level was gone through.
type Checklist struct {
	Levels   []Level
	Complete int // how many are
}

// Exhausted reports whether every level is complete.
func (c Checklist) Exhausted() bool { return len(c.Levels) > 0 && c.Complete == len(c.Levels) }

// inside are the kinds of step that lie within the agency: what a court or an
// ombudsman asks for first.
var inside = []rulepacks.StepKind{rulepacks.Informal, rulepacks.Formal, rulepacks.Appeal}

// Checklist lists every level within the agency that a grievance has to go through,
// as it stands on a day: those on its way, and those that lie before it and were not
// recorded.
func (m Course) Checklist(today civil.Day) Checklist {
	w, line := m.walk(today), m.Line(today)
	var c Checklist
	for i := range w.stages {
		s := &w.stages[i]
		_, onWay := line.Stage(s.ID)
		if !slices.Contains(inside, s.Kind) || !onWay && !w.precedes(s, line) {
			continue
		}
		l := w.level(s)
		if l.Complete {
			c.Complete++
		}
		c.Levels = append(c.Levels, l)
	}
	return c
}

// precedes reports whether a step that nothing was recorded of lies before one that
// is on the way.
func (w *walk) precedes(s *Stage, line Line) bool {
	return slices.ContainsFunc(line.Stages, func(o Stage) bool { return slices.Contains(o.After, s.ID) && len(o.After) == 1 })
}

func (w *walk) level(s *Stage) Level {
	l := Level{Step: s.Step, Sent: s.Of(Submitted), Answer: s.Of(Answered), Silent: s.Silent, Left: s.Left}
	for _, e := range w.Events {
		if e.Kind == Thwarted && e.Step == s.ID {
			l.Barred = append(l.Barred, e)
		}
	}
	if c, ok := s.Clock(rulepacks.Filing); ok && !c.Unlimited && l.Sent != nil {
		if first, _ := l.Sent.On.Bounds(); first > c.By {
			l.Late = c.By
		}
	}
	l.Complete = l.Sent != nil && (l.Answer != nil || l.Silent != "") || l.Left != nil && s.Optional
	return l
}
