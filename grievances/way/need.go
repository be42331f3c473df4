package way

import (
	"slices"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/rulepacks"
)

// NeedState says how something stands that a step needs.
type NeedState string

// The states of a need.
const (
	Wanting  NeedState = "wanting"    // nobody has it yet
	Asked    NeedState = "asked"      // asked for on a day
	Have     NeedState = "have"       // here it is
	Needless NeedState = "not-needed" // with why
)

// NeedStates lists them in the order offered.
func NeedStates() []NeedState { return []NeedState{Wanting, Asked, Have, Needless} }

// Need is one thing that goes with a step: what the rule pack names, or a line of our
// own.
type Need struct {
	ID, Rev     string // "" while nobody did anything about one of the pack
	GrievanceID string
	Step        string
	Words       string
	Own         bool
	State       NeedState
	AskedOn     civil.Day
	Why         string
	FileID      string
}

// Done reports whether nothing is left to do about it.
func (n Need) Done() bool { return n.State == Have || n.State == Needless }

// Check returns what is wrong with a need on a day, by the names of its fields.
func (n Need) Check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(n.Words == "", "words", "grievances.need.words.missing")
	problem(utf8.RuneCountInString(n.Words) > MaxLine, "words", "grievances.words.long", "count", MaxLine)
	problem(utf8.RuneCountInString(n.Why) > MaxLine, "why", "grievances.words.long", "count", MaxLine)
	problem(!slices.Contains(NeedStates(), n.State), "state", "grievances.need.state.wrong")
	problem(n.State == Needless && n.Why == "", "why", "grievances.why.missing")
	problem(n.State == Asked && n.AskedOn == "", "asked_on", "grievances.need.asked.missing")
	problem(n.AskedOn != "" && (!n.AskedOn.Valid() || n.AskedOn > today), "asked_on", "grievances.day.ahead")
	return bad
}

// NeedsOf lists what a step needs, the pack's own lines first.
func NeedsOf(step *rulepacks.Step, kept []Need) []Need {
	var list []Need
	for _, words := range step.Needs {
		n := Need{Step: step.ID, Words: words, State: Wanting}
		if i := slices.IndexFunc(kept, func(k Need) bool { return k.Step == step.ID && !k.Own && k.Words == words }); i >= 0 {
			n = kept[i]
		}
		list = append(list, n)
	}
	for _, k := range kept {
		if k.Own && k.Step == step.ID {
			list = append(list, k)
		}
	}
	return list
}
