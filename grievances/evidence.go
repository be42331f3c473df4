package grievances

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
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

func (n Need) check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(n.Words == "", "words", "grievances.need.words.missing")
	problem(utf8.RuneCountInString(n.Words) > maxLine, "words", "grievances.words.long", "count", maxLine)
	problem(utf8.RuneCountInString(n.Why) > maxLine, "why", "grievances.words.long", "count", maxLine)
	problem(!slices.Contains(NeedStates(), n.State), "state", "grievances.need.state.wrong")
	problem(n.State == Needless && n.Why == "", "why", "grievances.why.missing")
	problem(n.State == Asked && n.AskedOn == "", "asked_on", "grievances.need.asked.missing")
	problem(n.AskedOn != "" && (!n.AskedOn.Valid() || n.AskedOn > today), "asked_on", "grievances.day.ahead")
	return bad
}

// needs lists what a step needs, the pack's own lines first.
func needs(step *rulepacks.Step, kept []Need) []Need {
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

// SetNeed says how something stands that a step needs. A need of the pack is meant by
// its words; one without ID that the pack does not name is a new line of our own.
func (s *Service) SetNeed(ctx context.Context, actor authz.Actor, id string, n Need) error {
	today := s.Today(ctx)
	n.Words, _ = people.Clean(n.Words)
	n.Why, _ = people.Clean(n.Why)
	if n.State == "" {
		n.State = Wanting
	}
	if err := fault.Check("grievances: need", n.check(today)); err != nil {
		return err
	}
	return s.change(ctx, actor, "grievances.need."+string(n.State), id, func(tx *trail.Tx, deed *trail.Deed, m Matter) error {
		deed.Args["what"] = n.Words
		step, ok := m.Version.Step(n.Step)
		if !ok {
			return fault.Bad("grievances: need", "step", "grievances.step.unknown")
		}
		if err := ownFile(ctx, tx.Tx, m.PersonID, n.FileID); err != nil {
			return err
		}
		kept, err := needsOf(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		n.Own = !slices.Contains(step.Needs, n.Words)
		for _, k := range kept {
			if k.ID == n.ID || k.Step == n.Step && k.Words == n.Words {
				return tx.Update(ctx, needTable, k.ID, n.Rev, n.set())
			}
		}
		n.ID = ids.New()
		return insertNeed(ctx, tx, m.Grievance, n)
	})
}

// DropNeed takes away a line of our own.
func (s *Service) DropNeed(ctx context.Context, actor authz.Actor, id, needID string) error {
	return s.change(ctx, actor, "grievances.need.dropped", id, func(tx *trail.Tx, deed *trail.Deed, _ Matter) error {
		kept, err := needsOf(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		for _, k := range kept {
			if k.ID == needID && k.Own {
				deed.Args["what"] = k.Words
				return tx.Delete(ctx, needTable, needID)
			}
		}
		return fault.New(fault.NotFound, "grievances: need")
	})
}
