package mailroom

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Return is something that came back, as it is entered.
type Return struct {
	Reason   Reason
	Words    string // what the envelope says
	RuleID   string // of ByRule: which rule of the facility, "" when none of ours says so
	On       civil.Day
	Again    bool      // send it again when it is known where to, without losing the turn
	AppealBy civil.Day // of ByRule: by when the notice lets one appeal, "" for not said
}

func (r Return) check(p Parcel, today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(!slices.Contains(Reasons(), r.Reason), "reason", "mail.reason.missing")
	problem((r.Reason == OtherReason || r.Reason == ByRule && r.RuleID == "") && r.Words == "", "words", "mail.reason.words")
	problem(utf8.RuneCountInString(r.Words) > maxLine, "words", "mail.words.long", "count", maxLine)
	problem(!r.On.Valid() || r.On > today || r.On < p.SentOn, "on", "mail.returned.wrong")
	problem(r.AppealBy != "" && (!r.AppealBy.Valid() || r.AppealBy < r.On), "appeal", "mail.appeal.wrong")
	return bad
}

// Returned says that a parcel came back, and why. "Refused" alone is no reason. Where it is
// sent again the person keeps their turn: the new request waits until it is known where to.
// A refusal under a rule with a day to appeal by is a task that ends only as done or lost.
// Nothing changes where the person is; that is for somebody to say.
func (s *Service) Returned(ctx context.Context, actor authz.Actor, parcelID, rev string, r Return) error {
	const op = "mail.parcel.returned"
	today := s.Today(ctx)
	r.On = cmp.Or(r.On, today)
	r.Words, _ = people.Clean(r.Words)
	p, err := s.Parcel(ctx, actor, parcelID)
	if err != nil {
		return err
	}
	if err := fault.Check(op, r.check(p, today)); err != nil {
		return err
	}
	if p.ReturnedOn != "" {
		return fault.New(fault.Conflict, op)
	}
	return s.write(ctx, actor, op, p.PersonID, func(tx *trail.Tx, deed *trail.Deed) error {
		deed.Args["reason"] = string(r.Reason)
		set := trail.Set{"returned_on": string(r.On), "reason": string(r.Reason), "reason_words": r.Words, "rule_id": r.RuleID}
		if err := tx.Update(ctx, parcelTable, p.ID, rev, set); err != nil {
			return err
		}
		if err := s.noteBack(ctx, tx, p, r); err != nil {
			return err
		}
		return s.after(ctx, tx, p, r)
	})
}

func (s *Service) noteBack(ctx context.Context, tx *trail.Tx, p Parcel, r Return) error {
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: p.PersonID, Kind: entryBack, TitleKey: "mail.entry.back." + string(r.Reason), Body: r.Words, On: on(r.On),
	})
	return err
}

// after is what a return makes to do: find where they are, appeal, send it again.
func (s *Service) after(ctx context.Context, tx *trail.Tx, p Parcel, r Return) error {
	worker := tx.Actor.ID
	if s.Worker != nil {
		w, _, err := s.Worker(ctx, tx.Tx, p.PersonID)
		if err != nil {
			return err
		}
		worker = cmp.Or(w, worker)
	}
	t := tasks.Task{PersonID: p.PersonID, WorkerID: worker, Link: tasks.Link{Kind: LinkKind, ID: p.ID}}
	switch {
	case r.Reason == TheyMoved || r.Reason == NotFound || r.Reason == TheyWentHome:
		t.Kind, t.DueOn = TaskWhere, s.Today(ctx)
	case r.Reason == ByRule && r.AppealBy != "":
		t.Kind, t.DueOn = TaskAppeal, r.AppealBy
	}
	if t.Kind != "" {
		if _, err := tasks.Add(ctx, tx, t); err != nil {
			return err
		}
	}
	if !r.Again {
		return nil
	}
	return again(ctx, tx, p, s.Today(ctx))
}

// again makes a request in place of a parcel that came back.
func again(ctx context.Context, tx *trail.Tx, p Parcel, today civil.Day) error {
	q := Request{PersonID: p.PersonID, OfferID: p.OfferID, Words: firstLine(p.Items), State: Held, Why: whyBack, AgainOf: p.ID, AskedOn: today}
	if p.RequestID != "" {
		was, err := request(ctx, tx.Tx, tx.Actor, p.RequestID)
		switch {
		case err == nil:
			q.Words, q.LetterID, q.AskedOn = was.Words, was.LetterID, was.AskedOn
		case !fault.Is(err, fault.NotFound):
			return err
		}
	}
	_, err := insertRequest(ctx, tx, q)
	return err
}

func firstLine(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// Parcel returns something that was sent, to somebody the actor sees, or NotFound.
func (s *Service) Parcel(ctx context.Context, actor authz.Actor, id string) (p Parcel, err error) {
	err = s.read(ctx, actor, "mail: parcel", func(tx *database.Tx) error {
		p, err = parcel(ctx, tx, actor, id)
		return err
	})
	return p, err
}
