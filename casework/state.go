package casework

import (
	"context"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// kindCase is the timeline kind of what happens to a case.
const kindCase = "case"

// TimelineKinds registers the entries this capability writes.
func TimelineKinds(k *timeline.Kinds) {
	k.Register(timeline.Kind{Key: kindCase, TitleKey: "casework.timeline.case", Group: timeline.Notes, Icon: "list"})
}

// note writes what happened to a case on the person's timeline; the title is
// the message "casework.timeline." and the deed's last words.
func note(ctx context.Context, tx *trail.Tx, c Case, on civil.Day, action, body string, args map[string]string) error {
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: c.PersonID, CaseID: c.ID, Kind: kindCase, Body: body, On: partialdate.On(on), TitleArgs: args,
		TitleKey: "casework.timeline." + strings.TrimPrefix(action, "casework."),
	})
	return err
}

// Activate takes a case up from the waiting list, or wakes a dormant one. Its
// next action is the given one, or to be in touch after the contact interval. A
// waiting case nobody has becomes the actor's.
func (s *Service) Activate(ctx context.Context, actor authz.Actor, id, rev string, next Next) error {
	today := s.Today(ctx)
	return s.change(ctx, actor, "casework.case.activated", id, func(tx *trail.Tx, d *trail.Deed, c Case) error {
		if c.State == Closed { // that is Reopen
			return fault.New(fault.Conflict, d.Action)
		}
		return activate(ctx, tx, d.Action, c, rev, next, today)
	})
}

// Reopen opens a closed case again. What happened before stays: the time on the
// books that ended, its reason and its last word.
func (s *Service) Reopen(ctx context.Context, actor authz.Actor, id, rev string, next Next) error {
	today := s.Today(ctx)
	return s.change(ctx, actor, "casework.case.reopened", id, func(tx *trail.Tx, d *trail.Deed, c Case) error {
		if c.State != Closed {
			return fault.New(fault.Conflict, d.Action)
		}
		if next.On == "" { // an old last contact would make it overdue at once
			next.On = today
		}
		return activate(ctx, tx, d.Action, c, rev, next, today)
	})
}

func activate(ctx context.Context, tx *trail.Tx, action string, c Case, rev string, next Next, today civil.Day) error {
	if !c.State.May(Active) {
		return fault.New(fault.Conflict, action)
	}
	if err := fault.Check(action, next.check(today, false)); err != nil {
		return err
	}
	onBooks := c.State.OnTheBooks()
	c.State, c.ClosedOn, c.ClosingReason = Active, "", ""
	if c.OpenedOn == "" {
		c.OpenedOn = today
	}
	if c.WorkerID == "" {
		c.WorkerID = tx.Actor.ID
	}
	err := tx.Update(ctx, caseTable, c.ID, rev, trail.Set{
		"state": string(c.State), "closed_on": "", "closing_reason": "", "opened_on": string(c.OpenedOn), "worker_id": c.WorkerID,
	})
	if err != nil {
		return err
	}
	if !onBooks {
		if err := startSpan(ctx, tx, c, today); err != nil {
			return err
		}
	}
	if err := giveAccess(ctx, tx, c); err != nil {
		return err
	}
	if _, err := setFirstNext(ctx, tx, c, next, today); err != nil {
		return err
	}
	return note(ctx, tx, c, today, action, "", nil)
}

// SetAside makes an active case dormant: still on the books, without a next
// action.
func (s *Service) SetAside(ctx context.Context, actor authz.Actor, id, rev, why string) error {
	today := s.Today(ctx)
	return s.change(ctx, actor, "casework.case.dormant", id, func(tx *trail.Tx, d *trail.Deed, c Case) error {
		return setAside(ctx, tx, d.Action, c, rev, why, today)
	})
}

func setAside(ctx context.Context, tx *trail.Tx, action string, c Case, rev, why string, today civil.Day) error {
	if !c.State.May(Dormant) {
		return fault.New(fault.Conflict, action)
	}
	if err := tx.Update(ctx, caseTable, c.ID, rev, trail.Set{"state": string(Dormant)}); err != nil {
		return err
	}
	if err := tasks.EndNext(ctx, tx, c.ID, tasks.Replaced); err != nil {
		return err
	}
	return note(ctx, tx, c, today, action, why, nil)
}

// Close ends a case with a reason and a last word. Its other open tasks stay,
// since a deadline does not go away with a case.
func (s *Service) Close(ctx context.Context, actor authz.Actor, id, rev string, how Closing) error {
	today := s.Today(ctx)
	return s.change(ctx, actor, "casework.case.closed", id, func(tx *trail.Tx, d *trail.Deed, c Case) error {
		return closeCase(ctx, tx, d.Action, c, rev, how, today)
	})
}

func closeCase(ctx context.Context, tx *trail.Tx, action string, c Case, rev string, how Closing, today civil.Day) error {
	if err := how.check(); err != nil {
		return err
	}
	if !c.State.May(Closed) {
		return fault.New(fault.Conflict, action)
	}
	reason := strings.TrimSpace(how.Reason)
	err := tx.Update(ctx, caseTable, c.ID, rev, trail.Set{"state": string(Closed), "closed_on": string(today), "closing_reason": reason})
	if err != nil {
		return err
	}
	if err := endSpan(ctx, tx, c, today, reason); err != nil {
		return err
	}
	if err := tasks.EndNext(ctx, tx, c.ID, tasks.Replaced); err != nil {
		return err
	}
	return note(ctx, tx, c, today, action, how.LastWord, map[string]string{"reason": reason})
}

// SetStage moves a case to a stage of its programme.
func (s *Service) SetStage(ctx context.Context, actor authz.Actor, id, rev, stageID string) error {
	today := s.Today(ctx)
	return s.change(ctx, actor, "casework.case.stage", id, func(tx *trail.Tx, d *trail.Deed, c Case) error {
		p, err := programme(ctx, tx.Tx, c.ProgrammeID)
		if err != nil {
			return err
		}
		stage := p.Stage(stageID)
		if stage.Name == "" {
			return fault.Bad(d.Action, "stage", "casework.case.stage.invalid")
		}
		if err := tx.Update(ctx, caseTable, c.ID, rev, trail.Set{"stage_id": stageID}); err != nil {
			return err
		}
		d.Args["stage"] = stage.Name
		return note(ctx, tx, c, today, d.Action, "", map[string]string{"stage": stage.Name})
	})
}

// SaveAnswers keeps the answers to the intake questions that were given.
func (s *Service) SaveAnswers(ctx context.Context, actor authz.Actor, id string, answers []Answer) error {
	return s.change(ctx, actor, "casework.case.answered", id, func(tx *trail.Tx, d *trail.Deed, c Case) error {
		had, err := answersOf(ctx, tx.Tx, c.ID)
		if err != nil {
			return err
		}
		for _, a := range answers {
			if err := fault.Check(d.Action, a.check()); err != nil {
				return err
			}
			if a.State != "" {
				a.Value = ""
			}
			if old, known := had[a.QuestionID]; old == a || !known && a.Value == "" && a.State == "" {
				continue
			}
			if err := saveAnswer(ctx, tx, c.ID, a); err != nil {
				return err
			}
		}
		return nil
	})
}
