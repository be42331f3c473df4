package consent

import (
	"cmp"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
)

// State is how something somebody said stands at a moment.
type State string

// The states.
const (
	InForce   State = "in-force"
	EndsSoon  State = "ends-soon" // in force, for less than Notice
	Ended     State = "ended"     // its time is over
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
	Replaced  State = "replaced" // something they said later counts
	Mistaken  State = "mistaken" // recorded by mistake
)

// Notice is how many days before its end a consent is asked for again.
const Notice = 30

// Consent is one thing somebody said, with everything recorded about it since.
type Consent struct {
	Entry              // as it stands: the newest correction
	Root       string  // the id of its first line
	Earlier    []Entry // what the line said before, newest first
	Withdrawal *Entry  // that it was taken back, if it was
	Slips      []Entry // withdrawals that were recorded by mistake
	Mistake    *Entry  // why it was never said
	Holds      Classes // what it speaks of, where it is the last word; none where a later one counts
	State      State

	said      time.Time // when its first line was recorded
	lines     []string  // the ids of all of them
	reminders []string  // the tasks about its end, the newest last
}

// Live reports whether the consent allows anything now.
func (c Consent) Live() bool { return c.State == InForce || c.State == EndsSoon }

// Read makes consents of the lines of one person's ledger, as they stand at a
// moment, what was said last first.
func Read(entries []Entry, now time.Time) []Consent {
	list := chains(entries)
	slices.SortFunc(list, func(a, b Consent) int {
		return cmp.Or(b.FromAt.Compare(a.FromAt), b.said.Compare(a.said), cmp.Compare(b.Root, a.Root))
	})
	for i := range list {
		list[i].Holds = lastWord(list[:i], list[i])
		list[i].State = list[i].state(now)
	}
	return list
}

// chains puts what belongs together into one consent each: first words, their
// corrections, withdrawals and mistakes.
func chains(entries []Entry) []Consent {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID))
	})
	var list []Consent
	at := map[string]int{} // the place in list of every line
	for _, e := range entries {
		i, known := at[e.Of]
		switch {
		case !known && (e.Act == Give || e.Act == Refuse):
			i = len(list)
			list = append(list, Consent{Entry: e, Root: e.ID, said: e.RecordedAt})
			list[i].line(e)
		case known:
			list[i].add(e)
		default:
			continue // a line about one that is not there says nothing
		}
		at[e.ID] = i
	}
	return list
}

// line keeps what every line brings.
func (c *Consent) line(e Entry) {
	c.lines = append(c.lines, e.ID)
	if e.TaskID != "" && e.Act != Withdraw {
		c.reminders = append(c.reminders, e.TaskID)
	}
}

// add takes a further line about a consent in.
func (c *Consent) add(e Entry) {
	c.line(e)
	switch {
	case e.Act == Withdraw:
		c.Withdrawal = &e
	case e.Act == Void && c.Withdrawal != nil && e.Of == c.Withdrawal.ID:
		c.Slips = append(c.Slips, *c.Withdrawal)
		c.Withdrawal = nil
	case e.Act == Void:
		c.Mistake = &e
	default:
		c.Earlier = slices.Insert(c.Earlier, 0, c.Entry)
		c.Entry = e
	}
}

// lastWord is what c speaks of, and nothing when something was said after it
// about the same purpose and recipient: the later word counts, and all of it.
func lastWord(later []Consent, c Consent) Classes {
	if c.Mistake != nil {
		return 0
	}
	for _, l := range later {
		if l.Mistake == nil && l.Purpose == c.Purpose && l.Audience.Same(c.Audience) {
			return 0
		}
	}
	return c.Classes
}

func (c Consent) state(now time.Time) State {
	switch {
	case c.Mistake != nil:
		return Mistaken
	case c.Withdrawal != nil:
		return Withdrawn
	case c.Holds == 0:
		return Replaced
	case c.Act == Refuse:
		return Refused
	case !now.Before(c.UntilAt):
		return Ended
	case c.UntilAt.Sub(now) <= Notice*24*time.Hour:
		return EndsSoon
	}
	return InForce
}

// Ask is what is about to leave, and whom it goes to.
type Ask struct {
	PersonID string
	Purpose  string
	Audience Audience
	Classes  Classes // everything that is in it
	What     string  // "Parole packet, twelve pages"
	LinkKind string  // what it is in the record: "letter", "export"
	LinkID   string
	Basis    *Basis // of law, where it does not rest on consent
}

// about reports whether c is the last word about what is asked. Where the
// purpose says by itself who receives it, no name has to match.
func (c Consent) about(a Ask) bool {
	p, _ := purposeOf(a.Purpose)
	return c.Holds != 0 && c.Purpose == a.Purpose && (!p.Named || c.Audience.Same(a.Audience))
}

// allowing returns the consent that allows everything that is asked. Where there
// is none, no is how the decisive one stands, "" when this was never agreed to. A
// name that fits two recipients needs a yes of both.
func allowing(consents []Consent, a Ask) (ground Consent, no State, ok bool) {
	for _, c := range consents {
		switch {
		case !c.about(a):
			continue
		case !c.Live():
			return Consent{}, c.State, false
		case a.Classes == 0 || !c.Holds.Has(a.Classes):
			return Consent{}, "", false
		case !ok:
			ground, ok = c, true
		}
	}
	return ground, "", ok
}

// remindOn is the day from which the end of a consent is on somebody's list.
func remindOn(until civil.Day) civil.Day { return until.Add(-Notice) }
