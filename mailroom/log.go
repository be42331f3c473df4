package mailroom

import (
	"cmp"
	"context"
	"fmt"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/mailroom/verdict"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Logged is what became of a letter that was logged.
type Logged struct {
	LetterID string
	Requests []Request
}

// Log keeps a letter that came in, with what it asks for: each request in the queue, held
// until a day, or stopped with why, as the verdict of today has it. The person's timeline
// and case know of the letter; their worker is asked to read it where that was ticked. A
// sender nobody knows is kept with what can be read. It returns Invalid by the fields of
// the form, and NotFound for a person the actor does not see.
func (s *Service) Log(ctx context.Context, actor authz.Actor, n NewLetter) (done Logged, err error) {
	const op = "mail.letter.logged"
	today := s.Today(ctx)
	n = n.clean()
	n.ReceivedOn = cmp.Or(n.ReceivedOn, today)
	if err := fault.Check(op, n.check(today)); err != nil {
		return done, err
	}
	err = s.write(ctx, actor, op, n.PersonID, func(tx *trail.Tx, deed *trail.Deed) error {
		deed.Args["kind"] = string(n.Kind)
		l := n.Incoming
		l.ID, l.AuthorID, l.AuthorName, l.LoggedAt = ids.New(), actor.ID, actor.Name, tx.Now()
		l.State = l.stateAtFirst()
		if l.PersonID != "" {
			if err := s.noteIn(ctx, tx, &l, n); err != nil {
				return err
			}
		}
		if err := tx.Insert(ctx, letterTable, l.ID, l.set()); err != nil {
			return err
		}
		done.LetterID = l.ID
		done.Requests, err = s.ask(ctx, tx, l, n)
		if len(done.Requests) > 0 {
			deed.Args["code"] = done.Requests[0].Code
		}
		return err
	})
	return done, err
}

// stateAtFirst is whether a letter waits for an answer when it comes in.
func (l Incoming) stateAtFirst() LetterState {
	if l.Kind == Asks || l.Kind == Form {
		return Filed
	}
	return ToAnswer
}

// noteIn puts a letter on the timeline, tells the case, and asks the worker to read it.
func (s *Service) noteIn(ctx context.Context, tx *trail.Tx, l *Incoming, n NewLetter) (err error) {
	var worker, file string
	if s.Worker != nil {
		if worker, file, err = s.Worker(ctx, tx.Tx, l.PersonID); err != nil {
			return err
		}
	}
	e := timeline.Entry{
		PersonID: l.PersonID, CaseID: file, Kind: timeline.KindLetter, Direction: timeline.In, Body: l.Words, On: on(l.ReceivedOn),
		Link: timeline.Link{Kind: LinkKind, ID: l.ID},
	}
	if l.Kind == Legal {
		e.Kind, e.Direction, e.TitleKey = entryMail, "", "mail.entry.legal"
	}
	if l.EntryID, err = timeline.Add(ctx, tx, e); err != nil {
		return err
	}
	if s.Heard != nil {
		if err := s.Heard(ctx, tx, l.PersonID, l.ReceivedOn, false); err != nil {
			return err
		}
	}
	if !n.ToWorker {
		return nil
	}
	_, err = tasks.Add(ctx, tx, tasks.Task{
		PersonID: l.PersonID, CaseID: file, Kind: TaskRead, DueOn: s.Today(ctx), WorkerID: cmp.Or(worker, tx.Actor.ID), Link: tasks.Link{Kind: LinkKind, ID: l.ID},
	})
	return err
}

// ask makes the requests of a letter.
func (s *Service) ask(ctx context.Context, tx *trail.Tx, l Incoming, n NewLetter) (made []Request, err error) {
	if l.PersonID == "" || n.Way == Nothing || len(n.Asks) == 0 {
		return nil, nil
	}
	d, err := s.desk(ctx, tx.Tx, tx.Actor, l.PersonID)
	if err != nil {
		return nil, err
	}
	for _, a := range n.Asks {
		j, ok := d.offer(a.OfferID)
		if !ok {
			return nil, fault.Bad("mail: ask", "offer", "mail.offer.missing")
		}
		q := Request{PersonID: l.PersonID, LetterID: l.ID, OfferID: j.ID, Words: a.Words, AskedOn: l.ReceivedOn}
		q.place(j.Verdict, n.Way, n.Until)
		if q, err = insertRequest(ctx, tx, q); err != nil {
			return nil, err
		}
		made = append(made, q)
	}
	return made, nil
}

// place puts a request where a verdict and a choice at the desk have it: what would not
// arrive is stopped whatever was chosen; what must wait is held until its day.
func (q *Request) place(v verdict.Verdict, way Way, until civil.Day) {
	q.State, q.FillOn, q.Why, q.Label = Queued, "", "", LabelNone
	if len(v.Reasons) > 0 {
		q.Why = v.Reasons[0].Key
	}
	switch {
	case v.Sort == verdict.Never:
		q.State = Stopped
	case v.Sort == verdict.Wait:
		q.State, q.FillOn = Held, max(v.Until, until)
		if v.Until == "" {
			q.FillOn = "" // nobody knows the day
		}
	case way == Hold && until != "":
		q.State, q.FillOn, q.Why = Held, until, ""
	case way == WithLabel:
		q.Label = LabelQueued
	}
}

// codePrefix begins the number of every slip.
const codePrefix = "L-"

// insertRequest gives a request its number and keeps it.
func insertRequest(ctx context.Context, tx *trail.Tx, q Request) (Request, error) {
	n, err := nextNumber(ctx, tx.Tx)
	if err != nil {
		return q, err
	}
	q.ID, q.Rev, q.Code = ids.New(), tx.Change, fmt.Sprintf(codePrefix+"%05d", n)
	q.AuthorID, q.AuthorName, q.MadeAt = tx.Actor.ID, tx.Actor.Name, tx.Now()
	return q, tx.Insert(ctx, requestTable, q.ID, q.set())
}

// Belongs says whose letter one of an unknown sender is: it goes on the person's timeline,
// and what it asks for can be entered.
func (s *Service) Belongs(ctx context.Context, actor authz.Actor, letterID, rev, personID string) error {
	return s.write(ctx, actor, "mail.letter.known", personID, func(tx *trail.Tx, _ *trail.Deed) error {
		l, err := letter(ctx, tx.Tx, actor, letterID)
		if err != nil {
			return err
		}
		if l.PersonID != "" || personID == "" {
			return fault.New(fault.Conflict, "mail: belongs")
		}
		l.PersonID, l.State = personID, l.stateAtFirst()
		if err := s.noteIn(ctx, tx, &l, NewLetter{Incoming: l}); err != nil {
			return err
		}
		return tx.Update(ctx, letterTable, l.ID, rev, trail.Set{"person_id": personID, "entry_id": l.EntryID, "state": string(l.State)})
	})
}

// Answer says that a letter was answered, or needs no answer.
func (s *Service) Answer(ctx context.Context, actor authz.Actor, letterID, rev string, how LetterState) error {
	if how != Answered && how != Filed && how != ToAnswer {
		return fault.Bad("mail: answer", "state", "mail.state.unknown")
	}
	l, err := s.Letter(ctx, actor, letterID)
	if err != nil {
		return err
	}
	return s.write(ctx, actor, "mail.letter."+string(how), l.PersonID, func(tx *trail.Tx, _ *trail.Deed) error {
		if how == Answered && l.PersonID != "" && s.Heard != nil {
			if err := s.Heard(ctx, tx, l.PersonID, s.Today(ctx), true); err != nil {
				return err
			}
		}
		return tx.Update(ctx, letterTable, l.ID, rev, trail.Set{"state": string(how)})
	})
}
