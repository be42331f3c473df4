package way

import (
	"errors"

	"github.com/throughcare/throughcare/internal/fault"
)

// OrderProblems are the problems of counting that say that events contradict each
// other or lie outside the years counted, put to the field of the day. That no clock
// starts yet is no problem.
func OrderProblems(err error) []fault.Problem {
	wrong, ok := errors.AsType[*fault.Error](err)
	if !ok || wrong.Kind != fault.Invalid {
		return nil
	}
	var bad []fault.Problem
	for _, p := range wrong.Problems {
		switch p.Key {
		case "rulepacks.due.order":
			bad = append(bad, fault.Problem{Field: "on", Key: "grievances.on.order"})
		case "rulepacks.due.years", "rulepacks.due.stopped":
			bad = append(bad, fault.Problem{Field: "on", Key: p.Key, Args: p.Args})
		}
	}
	return bad
}
