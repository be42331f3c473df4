package plans

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
)

// ConditionKind says what sort of condition somebody is out under.
type ConditionKind string

// The sorts of conditions.
const (
	Report     ConditionKind = "report"     // to an office, at times
	Residence  ConditionKind = "residence"  // where to live
	Curfew     ConditionKind = "curfew"     // with or without a tag
	Exclusion  ConditionKind = "exclusion"  // places or people to keep away from
	Treatment  ConditionKind = "treatment"  // a course, a test
	Permission ConditionKind = "permission" // what needs leave: travel, work, a phone
	OtherRule  ConditionKind = "other"
)

// ConditionKinds lists them in the order offered.
func ConditionKinds() []ConditionKind {
	return []ConditionKind{Report, Residence, Curfew, Exclusion, Treatment, Permission, OtherRule}
}

// Condition is one condition of a licence or of supervision.
type Condition struct {
	ID, Rev  string
	PersonID string
	Words    string
	Kind     ConditionKind
	From     civil.Day // "" from the release on
	Until    civil.Day // its last day; "" when it is not known
	Source   string    // "the licence of 3 March"
	EndedOn  civil.Day // taken off before its time, or ""

	taskID string
}

// Holds reports whether a condition still binds on a day.
func (c Condition) Holds(on civil.Day) bool {
	return c.EndedOn == "" && (c.Until == "" || c.Until >= on)
}

func (c Condition) check() []fault.Problem {
	return fault.Broken(
		fault.When(c.Words == "", "words", "plans.condition.words.missing"), fault.When(!slices.Contains(ConditionKinds(), c.Kind), "kind", "plans.condition.kind.missing"),
		fault.When(c.From != "" && !c.From.Valid(), "from", "plans.day.invalid"), fault.When(c.Until != "" && !c.Until.Valid(), "until", "plans.day.invalid"),
		fault.When(c.From != "" && c.Until != "" && c.Until < c.From, "until", "plans.condition.until.early"),
		long("words", c.Words, maxNote), long("source", c.Source, maxLine),
	)
}

// SaveCondition adds a condition, or changes one that has an id. On its last day whoever
// works with the person is told, so that they stop keeping to what binds them no more.
func (s *Service) SaveCondition(ctx context.Context, actor authz.Actor, rev string, c Condition) error {
	c.Words, _ = people.CleanLines(c.Words)
	c.Source, _ = people.Clean(c.Source)
	if err := fault.Check("plans: condition", c.check()); err != nil {
		return err
	}
	return s.change(ctx, actor, "plans.condition.saved", c.PersonID, func(tx *trail.Tx, _ *trail.Deed) error {
		if c.ID == "" {
			c.ID = ids.New()
			if err := tx.Insert(ctx, conditionTable, c.ID, c.set()); err != nil {
				return err
			}
			return s.watch(ctx, tx, c)
		}
		was, err := conditionByID(ctx, tx.Tx, c.PersonID, c.ID)
		if err != nil {
			return err
		}
		c.taskID, c.EndedOn = was.taskID, was.EndedOn
		if err := tx.Update(ctx, conditionTable, c.ID, rev, c.set()); err != nil {
			return err
		}
		return s.watch(ctx, tx, c)
	})
}

// EndCondition says that a condition was taken off before its time.
func (s *Service) EndCondition(ctx context.Context, actor authz.Actor, personID, id, rev string) error {
	return s.change(ctx, actor, "plans.condition.ended", personID, func(tx *trail.Tx, _ *trail.Deed) error {
		c, err := conditionByID(ctx, tx.Tx, personID, id)
		if err != nil {
			return err
		}
		c.EndedOn = s.Now(ctx).On
		if err := tx.Update(ctx, conditionTable, c.ID, rev, trail.Set{"ended_on": string(c.EndedOn)}); err != nil {
			return err
		}
		return s.watch(ctx, tx, c)
	})
}

// watch keeps the task for the last day of a condition.
func (s *Service) watch(ctx context.Context, tx *trail.Tx, c Condition) error {
	worker, caseID, err := s.worker(ctx, tx.Tx, c.PersonID)
	if err != nil {
		return err
	}
	if worker == "" {
		worker = tx.Actor.ID
	}
	t := tasks.Task{PersonID: c.PersonID, CaseID: caseID, Kind: TaskCondition, WorkerID: worker, DueOn: c.Until, Link: tasks.Link{Kind: "plan-condition", ID: c.ID}, Args: map[string]string{"what": c.Words}}
	list, err := tasks.Linked(ctx, tx.Tx, c.PersonID, t.Link)
	if err != nil {
		return err
	}
	o := owed{table: conditionTable, id: c.ID, taskID: c.taskID, want: c.EndedOn == "" && c.Until != "", task: t}
	for _, is := range list {
		if is.ID == c.taskID && is.State == tasks.Open {
			if o.want {
				return tasks.Change(ctx, tx, o.changed(is))
			}
			return settle(ctx, tx, o, is, true)
		}
	}
	return settle(ctx, tx, o, tasks.Task{}, false)
}
