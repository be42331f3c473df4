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

// events are all of them, in the order in which they happen; fors is what limits are for.
var events, fors = Events(), Fors()

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
	began, err := a.check()
	if err != nil {
		return nil, err
	}
	v, step, err := b.find(&a, began)
	if err != nil {
		return nil, err
	}
	var clocks []Clock
	for _, what := range fors {
		limit, correction := limitOf(step, what, &a)
		if limit == nil {
			continue
		}
		event, when, started := limit.startedBy(a.Events)
		if !started {
			continue
		}
		clocks = append(clocks, Clock{
			For: what, Step: step.ID, Track: a.Track, Event: event, Known: when.Date, Limit: limit, Version: v, Corrected: correction,
			Unlimited: limit.Unit == NoLimit,
		})
		if c := &clocks[len(clocks)-1]; !c.Unlimited {
			b.count(c, &a, when)
		}
	}
	if len(clocks) == 0 {
		return nil, fault.Bad("rulepacks: counting", "on", "rulepacks.due.nothing", "step", step.ID, "events", wanted(step, a.Track))
	}
	for i := range clocks {
		if !clocks[i].Unlimited && clocks[i].Legal == "" {
			return nil, fault.Bad("rulepacks: counting", "on", "rulepacks.due.years", "from", years[0], "to", years[1])
		}
	}
	return clocks, nil
}

// check refuses events that cannot have been, and gives the first day that the earliest
// of them may have been.
func (a *Ask) check() (began int, err error) {
	began = lastDay + 1
	var problems []fault.Problem
	bad := func(field, key string, args ...any) {
		problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
	}
	left := len(a.Events)
	for i := 0; i < len(events) && left > 0; i++ {
		e := events[i]
		w, given := a.Events[e]
		if !given {
			continue
		}
		left--
		first, last := reach(w.Date)
		if began = min(began, first); !known(first) || !known(last) {
			bad(string(e), "rulepacks.due.years", "from", years[0], "to", years[1])
		}
		for _, before := range events[:i] {
			if o, ok := a.Events[before]; ok && order[before] < order[e] && after(o, w) {
				bad(string(e), "rulepacks.due.order", "first", string(e), "then", string(before))
			}
		}
	}
	if left > 0 {
		bad("on", "rulepacks.due.event", "events", joined(events, ", "))
	}
	for _, s := range a.Stopped {
		if !s.From.Valid() || !s.To.Valid() || s.To < s.From {
			bad("stopped", "rulepacks.due.stopped")
		}
	}
	if a.MailDays < 0 || a.MailDays > maxMail {
		bad("mail", "rulepacks.due.mail", "most", maxMail)
	}
	return began, fault.Check("rulepacks: counting", problems)
}

// after reports whether x is surely later than y.
func after(x, y When) bool {
	first, _ := reach(x.Date)
	_, last := reach(y.Date)
	return first > last || first == last && x.Time != "" && y.Time != "" && x.Time > y.Time
}

// find chooses the version: the one the matter keeps, or the one in force on the
// day of the earliest event.
func (b *Book) find(a *Ask, began int) (Version, *Step, error) {
	v, ok := Version{}, false
	switch {
	case a.Version != nil:
		v, ok = *a.Version, true
	case len(b.versions[a.Procedure]) == 0:
		return v, nil, fault.New(fault.NotFound, "rulepacks: no procedure of that name")
	default:
		v, ok = b.InForce(a.Procedure, dayOf(began))
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
	earliest := lastDay + 1
	for _, w := range a.Events {
		first, _ := reach(w.Date)
		earliest = min(earliest, first)
	}
	if earliest > lastDay {
		return ""
	}
	return dayOf(earliest)
}

// limitOf is the limit of the step, or the facility's correction of it.
func limitOf(step *Step, what For, a *Ask) (limit *Limit, corrected bool) {
	limit, _ = step.Limit(what, a.Track)
	own := limit != nil && len(limit.Tracks) > 0 // a correction of the general limit leaves it as it is
	for i := range a.Corrected {
		c := &a.Corrected[i]
		if c.Step == step.ID && c.Limit.For == what && (len(c.Limit.Tracks) == 0 && !own || slices.Contains(c.Limit.Tracks, a.Track)) {
			return c.Limit.over(limit), true
		}
	}
	return limit, false
}

// over is a correction with what it does not speak of as the pack has it.
func (l Limit) over(pack *Limit) *Limit {
	if pack != nil {
		l.Calendar, l.Extension, l.Tolling, l.LateIf, l.MetWhen = pack.Calendar, pack.Extension, pack.Tolling, pack.LateIf, pack.MetWhen
	}
	return &l
}

// startedBy finds the first event of the limit that is known. A limit that says there
// is none starts with any.
func (l *Limit) startedBy(known map[Event]When) (e Event, w When, started bool) {
	for _, e := range l.StartsOn {
		if w, given := known[e]; given {
			return e, w, true
		}
	}
	return "", When{}, l.Unit == NoLimit && len(known) > 0
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
	return joined(slices.Compact(starts), ", ")
}

// joined writes words of a file in a row.
func joined[T ~string](list []T, by string) string {
	text := ""
	for i, word := range list {
		if i > 0 {
			text += by
		}
		text += string(word)
	}
	return text
}
