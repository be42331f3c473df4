package consent

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Withdrawal is that somebody takes a consent back.
type Withdrawal struct {
	PersonID  string
	ConsentID string // any line of it
	How       How
	On        civil.Day // when they said so; it counts from when it is recorded
	Words     string    // theirs, may be ""
}

// Withdraw takes a consent back: the next Check refuses. It returns everything
// that left under it, and puts asking its recipients to delete it on the list of
// the person's worker. What was withdrawn stays on record and cannot be undone;
// one that was recorded by mistake is marked as that.
//
// It returns NotFound for a consent that is not theirs, and Conflict for one
// that allows nothing any more.
func (s *Service) Withdraw(ctx context.Context, actor authz.Actor, w Withdrawal) (left []Disclosure, err error) {
	const op = "consent: withdraw"
	w.Words, _ = people.CleanLines(w.Words)
	var p problems
	today := s.Today(ctx)
	p.when(!slices.Contains(Hows(), w.How), "how", "consent.how.missing")
	p.when(!w.On.Valid() || w.On > today, "on", "consent.from.future")
	p.long("words", w.Words, maxLong)
	if err := fault.Check(op, p); err != nil {
		return nil, err
	}
	deed := &trail.Deed{Action: "consent.withdrawn", Irrevocable: true}
	err = s.change(ctx, actor, w.PersonID, deed, func(tx *trail.Tx, f File) error {
		c, err := f.Consent(w.ConsentID)
		if err != nil {
			return err
		}
		if !c.Live() {
			return fault.New(fault.Conflict, op)
		}
		left = f.Under(c)
		return s.takeBack(ctx, tx, c, w, left)
	})
	return left, err
}

func (s *Service) takeBack(ctx context.Context, tx *trail.Tx, c Consent, w Withdrawal, left []Disclosure) (err error) {
	e := s.line(ctx, tx, w.PersonID, Withdraw, c.ID)
	e.Terms = Terms{Purpose: c.Purpose, Audience: c.Audience, Classes: c.Classes, How: w.How, Lang: c.Lang, From: w.On}
	e.Note = w.Words
	if len(left) > 0 {
		e.TaskID, err = s.give(ctx, tx, tasks.Task{
			PersonID: w.PersonID, Kind: TaskDelete, DueOn: s.Today(ctx), Link: tasks.Link{Kind: entryTable, ID: e.ID},
			Args: map[string]string{"whom": strings.Join(Recipients(left), "; "), "things": strconv.Itoa(len(left))},
		})
		if err != nil {
			return err
		}
	}
	if err := insertEntry(ctx, tx, e); err != nil {
		return err
	}
	if err := tell(ctx, tx, e, "consent.line."+string(e.Act)+"."+e.Purpose, e.From, e.Note); err != nil {
		return err
	}
	return s.settle(ctx, tx, w.PersonID)
}

// Mistake marks a line as one that was never said: it was recorded about the
// wrong person, or misheard. With a withdrawal, what it took back holds again.
// It returns NotFound for a line that is not theirs, Invalid without a reason,
// and Conflict where the line is not the newest of its consent.
func (s *Service) Mistake(ctx context.Context, actor authz.Actor, personID, lineID, reason string) error {
	const op = "consent: mistake"
	reason, err := why(op, "why", reason)
	if err != nil {
		return err
	}
	return s.change(ctx, actor, personID, &trail.Deed{Action: "consent.voided"}, func(tx *trail.Tx, f File) error {
		c, err := f.Consent(lineID)
		if err != nil {
			return err
		}
		current := c.ID
		if c.Withdrawal != nil {
			current = c.Withdrawal.ID
		}
		if c.Mistake != nil || lineID != current {
			return fault.New(fault.Conflict, op)
		}
		return s.void(ctx, tx, c, lineID, reason)
	})
}

// void writes the line of a mistake. What holds again is reminded of again.
func (s *Service) void(ctx context.Context, tx *trail.Tx, c Consent, lineID, reason string) (err error) {
	e := s.line(ctx, tx, c.PersonID, Void, lineID)
	e.Purpose, e.Audience, e.Classes, e.Note = c.Purpose, c.Audience, c.Classes, reason
	if c.Withdrawal != nil {
		if c.Withdrawal.TaskID != "" {
			if err := finish(ctx, tx, c.Withdrawal.TaskID); err != nil {
				return err
			}
		}
		if e.TaskID, err = s.remind(ctx, tx, c.Entry); err != nil {
			return err
		}
	}
	if err := insertEntry(ctx, tx, e); err != nil {
		return err
	}
	return s.settle(ctx, tx, c.PersonID)
}

// Share logs something that is given away by hand: posted, read out on the
// telephone, handed over. It is recorded, or refused, exactly as what the
// program sends by itself.
func (s *Service) Share(ctx context.Context, actor authz.Actor, a Ask) error {
	deed := &trail.Deed{Action: "consent.shared"}
	return s.change(ctx, actor, a.PersonID, deed, func(tx *trail.Tx, f File) (err error) {
		if a.Audience, err = known(ctx, tx.Tx, actor, f.Person, a.Audience); err != nil {
			return err
		}
		proof, err := Check(ctx, tx, a)
		if err != nil {
			return err
		}
		a = proof.ask
		deed.Args["whom"] = a.Audience.Name
		_, err = timeline.Add(ctx, tx, timeline.Entry{
			PersonID: a.PersonID, Kind: KindLine, TitleKey: "consent.line.shared", TitleArgs: map[string]string{"whom": a.Audience.Name},
			Body: a.What, On: partialdate.On(s.Today(ctx)),
		})
		return err
	})
}
