package timeline

import (
	"context"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Statement is what a person has to say to an entry about them: that it is
// wrong, or not how it was. It stands under the entry for ever, in their words.
type Statement struct {
	ID         string
	EntryID    string
	Body       string // their words
	How        string // how they said it, one of StatementHows
	On         partialdate.Date
	RecordedAt time.Time // UTC
	ByName     string    // who wrote it down, as they were called then
}

// StatementHows lists the ways something can be said.
func StatementHows() []string { return []string{"letter", "phone", "in-person", "lawyer"} }

// State keeps what a person has to say to an entry. The entry stays as it is:
// correcting it is another thing. It returns NotFound for an entry the actor may
// not read, Forbidden for one who writes nothing, and Invalid for a statement
// without words or of a day to come.
func (s *Service) State(ctx context.Context, actor authz.Actor, st Statement, today civil.Day) error {
	const op = "timeline: state"
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, op)
	}
	st.Body, _ = people.CleanLines(st.Body)
	if err := fault.Check(op, st.check(today)); err != nil {
		return err
	}
	deed := &trail.Deed{Action: "timeline.statement.added", Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		e, err := readable(ctx, tx.Tx, actor, st.EntryID)
		if err != nil {
			return err
		}
		if err := about(ctx, tx, deed, e.PersonID); err != nil {
			return err
		}
		st.ID, st.RecordedAt, st.ByName = ids.New(), tx.Now(), actor.Name
		return insertStatement(ctx, tx, st)
	})
}

func (st Statement) check(today civil.Day) []fault.Problem {
	var problems []fault.Problem
	bad := func(broken bool, field, key string) {
		if broken {
			problems = append(problems, fault.Problem{Field: field, Key: key, Args: []any{"most", MaxBody}})
		}
	}
	bad(st.Body == "", "body", "timeline.statement.missing")
	bad(len(st.Body) > MaxBody, "body", "timeline.entry.body.long")
	bad(!slices.Contains(StatementHows(), st.How), "how", "timeline.statement.how")
	bad(st.On.IsZero() || sortDay(st.On, time.Time{}) > string(today), "on", "timeline.entry.on.ahead")
	return problems
}
