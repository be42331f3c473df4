package rulepacks

import (
	"cmp"
	"slices"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
)

// When is the day of an event as far as it is known, and its hour for limits that
// are counted in hours.
type When struct {
	Date partialdate.Date
	Time string // "21:10" where the facility is, or ""
}

// Span is a time in which a clock stood still, both days counted.
type Span struct{ From, To civil.Day }

// Ask is what a clock is counted from.
type Ask struct {
	Procedure string
	Step      string
	Track     Track // "" is Standard
	Events    map[Event]When
	Stopped   []Span
	MailDays  int    // how long the post takes there; 0 takes what the limit says
	Zone      string // IANA zone of the facility; hours are counted in it. "" is UTC
	Corrected []Correction
	Version   *Version // the version a matter keeps; nil takes the one in force
}

// Correction is a limit as it is at one facility, in place of the pack's.
type Correction struct {
	Step  string
	Limit Limit
}

// events are all of them, in the order in which they happen.
var events = Events()

// order ranks the events: an answer is not older than what it answers. Those of
// equal rank may come in any order.
var order = map[Event]int{Incident: 1, Discovery: 2, AnswerSigned: 3, AnswerReceived: 4, Deposited: 5, Submitted: 5, Logged: 6}

// Due gives the clocks of a step that the events start: the filing clock from the
// event that opens the step, their clocks from what starts the answer.
//
// Faults: NotFound for a procedure, step or version nobody knows; Invalid for
// events that contradict each other, lie outside the years counted, or start
// nothing here.
func (b *Book) Due(a Ask) ([]Clock, error) {
	if a.Track == "" {
		a.Track = Standard
	}
	if err := a.check(); err != nil {
		return nil, err
	}
	v, step, err := b.find(a)
	if err != nil {
		return nil, err
	}
	var clocks []Clock
	for _, what := range fors {
		limit, correction := limitOf(step, what, a)
		if limit == nil {
			continue
		}
		if c, started := b.start(v, limit, a); started {
			c.Step, c.Track, c.Corrected = step.ID, a.Track, correction
			clocks = append(clocks, c)
		}
	}
	if len(clocks) == 0 {
		return nil, fault.Bad("rulepacks: counting", "on", "rulepacks.due.nothing", "step", step.ID, "events", wanted(step, a.Track))
	}
	for _, c := range clocks {
		if !c.Unlimited && c.Legal == "" {
			return nil, fault.Bad("rulepacks: counting", "on", "rulepacks.due.years", "from", years[0], "to", years[1])
		}
	}
	return clocks, nil
}

// check refuses events that cannot have been.
func (a Ask) check() error {
	var problems []fault.Problem
	for i, e := range events {
		w, given := a.Events[e]
		if !given {
			continue
		}
		if first, last := w.Date.Bounds(); !known(ordinal(first)) || !known(ordinal(last)) {
			problems = append(problems, fault.Problem{Field: string(e), Key: "rulepacks.due.years", Args: []any{"from", years[0], "to", years[1]}})
		}
		if len(a.Events) == 1 {
			break
		}
		for _, before := range events[:i] {
			if o, ok := a.Events[before]; ok && order[before] < order[e] && after(o, w) {
				problems = append(problems, fault.Problem{Field: string(e), Key: "rulepacks.due.order", Args: []any{"first", string(e), "then", string(before)}})
			}
		}
	}
	for _, s := range a.Stopped {
		if !s.From.Valid() || !s.To.Valid() || s.To < s.From {
			problems = append(problems, fault.Problem{Field: "stopped", Key: "rulepacks.due.stopped"})
		}
	}
	return fault.Check("rulepacks: counting", problems)
}

// after reports whether x is surely later than y.
func after(x, y When) bool {
	first, _ := x.Date.Bounds()
	_, last := y.Date.Bounds()
	return first > last || first == last && x.Time != "" && y.Time != "" && x.Time > y.Time
}

// find chooses the version: the one the matter keeps, or the one in force on the
// day of the earliest event.
func (b *Book) find(a Ask) (Version, *Step, error) {
	v, ok := Version{}, false
	switch {
	case a.Version != nil:
		v, ok = *a.Version, true
	case len(b.versions[a.Procedure]) == 0:
		return v, nil, fault.New(fault.NotFound, "rulepacks: no procedure of that name")
	default:
		v, ok = b.InForce(a.Procedure, a.EventDay())
	}
	if !ok {
		return v, nil, fault.Bad("rulepacks: choosing a version", "on", "rulepacks.due.version", "procedure", a.Procedure)
	}
	step, ok := v.Step(a.Step)
	switch {
	case !ok:
		return v, nil, fault.New(fault.NotFound, "rulepacks: no step of that name in this version")
	case !step.On(a.Track):
		return v, nil, fault.Bad("rulepacks: counting", "track", "rulepacks.due.track", "step", step.ID, "track", string(a.Track))
	}
	return v, step, nil
}

// EventDay is the day that chooses the version: the first day the earliest event
// may have been.
func (a Ask) EventDay() civil.Day {
	var first civil.Day
	for _, w := range a.Events {
		if from, _ := w.Date.Bounds(); first == "" || from < first {
			first = from
		}
	}
	return first
}

// limitOf is the limit of the step, or the facility's correction of it.
func limitOf(step *Step, what For, a Ask) (limit *Limit, corrected bool) {
	limit, _ = step.Limit(what, a.Track)
	own := limit != nil && len(limit.Tracks) > 0 // a correction of the general limit leaves it as it is
	for i := range a.Corrected {
		c := &a.Corrected[i]
		if c.Step == step.ID && c.Limit.For == what && (len(c.Limit.Tracks) == 0 && !own || slices.Contains(c.Limit.Tracks, a.Track)) {
			return &c.Limit, true
		}
	}
	return limit, false
}

// start starts the clock of a limit with the first of its events that is known. A
// limit that says there is none starts with any.
func (b *Book) start(v Version, l *Limit, a Ask) (Clock, bool) {
	for _, e := range l.StartsOn {
		if w, given := a.Events[e]; given {
			return b.count(v, l, a, e, w), true
		}
	}
	if l.Unit == NoLimit && len(a.Events) > 0 {
		return Clock{For: l.For, Unlimited: true, Limit: l, Version: v}, true
	}
	return Clock{}, false
}

// wanted names the events that would start a clock of the step.
func wanted(step *Step, t Track) string {
	var starts []Event
	for _, what := range fors {
		if l, ok := step.Limit(what, t); ok {
			starts = append(starts, l.StartsOn...)
		}
	}
	slices.SortFunc(starts, func(x, y Event) int { return cmp.Compare(order[x], order[y]) })
	text := ""
	for i, e := range slices.Compact(starts) {
		if i > 0 {
			text += ", "
		}
		text += string(e)
	}
	return text
}
