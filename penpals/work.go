package penpals

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Propose brings somebody inside and a writer together, on a day, "" for today. It is
// refused, whoever asks for it, for two who are kept apart, for somebody with as many pen
// pals as they want, and for one who has not agreed to it.
func (s *Service) Propose(ctx context.Context, actor authz.Actor, personID, writerID string, on civil.Day) (id string, err error) {
	on = cmp.Or(on, s.Today(ctx))
	if !on.Valid() || on > s.Today(ctx) {
		return "", fault.Bad("penpals: propose", "on", "penpals.day.ahead")
	}
	err = s.about(ctx, actor, "penpals.pair.proposed", personID, func(tx *trail.Tx, deed *trail.Deed, who people.Person) error {
		if who.Dead {
			return fault.Bad("penpals: propose", "person", "penpals.person.not-waiting")
		}
		w, err := writer(ctx, tx.Tx, writerID)
		if fault.Is(err, fault.NotFound) {
			return fault.Bad("penpals: propose", "writer", "penpals.writer.missing")
		}
		if err != nil {
			return err
		}
		listed, err := mayPropose(ctx, tx, personID, w)
		if err != nil {
			return err
		}
		deed.Args["who"] = w.Name
		p := Pair{ID: ids.New(), PersonID: personID, InsideID: listed.ID, WriterID: w.ID, State: Proposed, StateOn: on, AuthorName: actor.Name}
		if err := s.begin(ctx, tx, &p); err != nil {
			return err
		}
		id = p.ID
		return s.step(ctx, tx, p, string(Proposed), p.StateOn)
	})
	return id, err
}

// begin gives a pair its code and who minds it, and keeps it.
func (s *Service) begin(ctx context.Context, tx *trail.Tx, p *Pair) error {
	policy, err := policyOf(ctx, tx.Tx)
	if err != nil {
		return err
	}
	n, err := nextNumber(ctx, tx.Tx)
	if err != nil {
		return err
	}
	p.Code, p.CoordinatorID = fmt.Sprintf(codePrefix+"%05d", n), cmp.Or(policy.Coordinator, tx.Actor.ID)
	return tx.Insert(ctx, pairTable, p.ID, p.set())
}

// codePrefix begins the code of every pair.
const codePrefix = "P-"

// mayPropose returns the place on the list of somebody who may be brought together with a
// writer, or why that may not be.
func mayPropose(ctx context.Context, tx *trail.Tx, personID string, w Writer) (Inside, error) {
	const op = "penpals: propose"
	listed, err := listedInside(ctx, tx.Tx, personID)
	if err != nil {
		return Inside{}, err
	}
	if listed == nil || listed.State != Waiting {
		return Inside{}, fault.Bad(op, "person", "penpals.person.not-waiting")
	}
	if w.State != Waiting {
		return Inside{}, fault.Bad(op, "writer", "penpals.writer.not-waiting")
	}
	apart, err := apartNow(ctx, tx.Tx)
	if err != nil {
		return Inside{}, err
	}
	counts, err := runningCounts(ctx, tx.Tx)
	if err != nil {
		return Inside{}, err
	}
	already, err := runningBetween(ctx, tx.Tx, personID, w.ID)
	if err != nil {
		return Inside{}, err
	}
	switch {
	case apart.Keeps(personID, w.ID):
		return Inside{}, fault.Bad(op, "writer", "penpals.apart")
	case len(already) > 0:
		return Inside{}, fault.Bad(op, "writer", "penpals.already")
	case counts.inside[personID] >= listed.Most:
		return Inside{}, fault.Bad(op, "person", "penpals.person.enough")
	case counts.writers[w.ID] >= w.Most:
		return Inside{}, fault.Bad(op, "writer", "penpals.writer.enough")
	}
	return *listed, agrees(ctx, tx.Tx, personID)
}

// change makes one change to a pair about somebody the actor sees.
func (s *Service) change(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Pair) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		row, err := pair(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		deed.ID, deed.Args = row.PersonID, map[string]string{"name": row.Person, "who": row.Writer}
		return fn(tx, deed, row.Pair)
	})
}

// running makes one change to a pair that has not ended.
func (s *Service) running(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Pair) error) error {
	return s.change(ctx, actor, action, id, func(tx *trail.Tx, deed *trail.Deed, p Pair) error {
		if p.State == Ended {
			return fault.New(fault.Conflict, action)
		}
		return fn(tx, deed, p)
	})
}

// Accept says that both want to write. From now on silence is counted.
func (s *Service) Accept(ctx context.Context, actor authz.Actor, id, rev string, on civil.Day) error {
	on = cmp.Or(on, s.Today(ctx))
	if !on.Valid() || on > s.Today(ctx) {
		return fault.Bad("penpals: accept", "on", "penpals.day.ahead")
	}
	return s.running(ctx, actor, "penpals.pair.accepted", id, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		switch {
		case p.State != Proposed:
			return fault.New(fault.Conflict, "penpals: accept")
		case on < p.StateOn:
			return fault.Bad("penpals: accept", "on", "penpals.accepted.early")
		}
		apart, err := apartNow(ctx, tx.Tx)
		if err != nil {
			return err
		}
		if apart.Keeps(p.PersonID, p.WriterID) {
			return fault.Bad("penpals: accept", "", "penpals.apart")
		}
		p.State, p.StateOn, p.FromOn = Accepted, on, on
		if err := tx.Update(ctx, pairTable, id, rev, trail.Set{"state": string(Accepted), "state_on": string(on), "from_on": string(on)}); err != nil {
			return err
		}
		if err := s.step(ctx, tx, p, string(Accepted), on); err != nil {
			return err
		}
		return s.wait(ctx, tx, p)
	})
}

// step keeps a step of a pair, and puts it on the timeline of the person.
func (s *Service) step(ctx context.Context, tx *trail.Tx, p Pair, what string, on civil.Day) error {
	if err := tx.Insert(ctx, stepTable, ids.New(), trail.Set{
		"person_id": p.PersonID, "pair_id": p.ID, "step": what, "on_date": string(on), "author_name": tx.Actor.Name,
	}); err != nil {
		return err
	}
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: p.PersonID, Kind: entryKind, TitleKey: "penpals.entry." + what, On: partialdate.On(on), Link: timeline.Link{Kind: LinkKind, ID: p.ID},
	})
	return err
}

// wait brings the tasks of a pair in step with its last letter: to ask both how it goes,
// and later to offer another pen pal. None stands while it does not run.
func (s *Service) wait(ctx context.Context, tx *trail.Tx, p Pair) error {
	policy, err := policyOf(ctx, tx.Tx)
	if err != nil {
		return err
	}
	if err := s.settle(ctx, tx, p, TaskNudge, TaskRematch); err != nil {
		return err
	}
	from := p.QuietSince()
	if from == "" || p.PausedOn != "" {
		return nil
	}
	for _, after := range []struct {
		kind string
		days int
	}{{TaskNudge, policy.NudgeDays}, {TaskRematch, policy.RematchDays}} {
		t := tasks.Task{
			PersonID: p.PersonID, Kind: after.kind, DueOn: from.Add(after.days), WorkerID: p.CoordinatorID, Link: tasks.Link{Kind: LinkKind, ID: p.ID},
			Args: map[string]string{"code": p.Code, "quiet": fmt.Sprint(after.days)},
		}
		if t.DueOn > s.Today(ctx) {
			t.WaitUntil = t.DueOn
		}
		if _, err := tasks.Add(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// settle ends the open tasks of some kinds of a pair.
func (s *Service) settle(ctx context.Context, tx *trail.Tx, p Pair, kinds ...string) error {
	list, err := tasks.Linked(ctx, tx.Tx, p.PersonID, tasks.Link{Kind: LinkKind, ID: p.ID})
	for _, t := range list {
		if t.State != tasks.Open || !slices.Contains(kinds, t.Kind) {
			continue
		}
		if err := tasks.End(ctx, tx, t.ID, "", tasks.Replaced, ""); err != nil {
			return err
		}
	}
	return err
}

// Nudge says that both were asked how it goes. The days of silence go on.
func (s *Service) Nudge(ctx context.Context, actor authz.Actor, id string) error {
	return s.running(ctx, actor, "penpals.pair.nudged", id, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		if !p.writes() || p.PausedOn != "" {
			return fault.New(fault.Conflict, "penpals: nudge")
		}
		if err := s.settle(ctx, tx, p, TaskNudge); err != nil {
			return err
		}
		return s.step(ctx, tx, p, StepNudged, s.Today(ctx))
	})
}

// pause stops a pair at once: nothing is passed on, and silence is not counted.
func (s *Service) pause(ctx context.Context, tx *trail.Tx, p Pair) error {
	p.PausedOn = s.Today(ctx)
	if err := tx.Update(ctx, pairTable, p.ID, "", trail.Set{"paused_on": string(p.PausedOn)}); err != nil {
		return err
	}
	if err := s.step(ctx, tx, p, StepPaused, p.PausedOn); err != nil {
		return err
	}
	return s.wait(ctx, tx, p)
}

// Resume takes a paused pair up again. It is refused while they are kept apart, or while
// something reported of them is open.
func (s *Service) Resume(ctx context.Context, actor authz.Actor, id, rev string) error {
	const op = "penpals.pair.resumed"
	return s.running(ctx, actor, op, id, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		if p.PausedOn == "" {
			return fault.New(fault.Conflict, op)
		}
		apart, err := apartNow(ctx, tx.Tx)
		if err != nil {
			return err
		}
		open, err := openIncidents(ctx, tx.Tx, p.ID)
		if err != nil {
			return err
		}
		if apart.Keeps(p.PersonID, p.WriterID) || open > 0 {
			return fault.Bad(op, "", "penpals.apart")
		}
		p.PausedOn, p.FromOn = "", s.Today(ctx)
		if err := tx.Update(ctx, pairTable, id, rev, trail.Set{"paused_on": "", "from_on": string(p.FromOn)}); err != nil {
			return err
		}
		if err := s.step(ctx, tx, p, StepResumed, p.FromOn); err != nil {
			return err
		}
		return s.wait(ctx, tx, p)
	})
}

// End ends a pair, with why. Both keep the day they asked, so that whoever fell silent's
// partner is among the first to be brought together with somebody else.
func (s *Service) End(ctx context.Context, actor authz.Actor, id, rev string, why EndReason, words string) error {
	const op = "penpals.pair.ended"
	words, _ = people.CleanLines(words)
	if err := fault.Check(op, fault.Broken(fault.When(!slices.Contains(EndReasons(), why), "reason", "penpals.end.missing"), long("words", words, maxWords))); err != nil {
		return err
	}
	return s.running(ctx, actor, op, id, func(tx *trail.Tx, _ *trail.Deed, p Pair) error {
		p.State, p.StateOn = Ended, s.Today(ctx)
		if err := tx.Update(ctx, pairTable, id, rev, trail.Set{
			"state": string(Ended), "state_on": string(p.StateOn), "end_reason": string(why), "end_words": words,
		}); err != nil {
			return err
		}
		if err := s.wait(ctx, tx, p); err != nil {
			return err
		}
		return s.step(ctx, tx, p, string(Ended), p.StateOn)
	})
}
