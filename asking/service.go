package asking

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
	"github.com/throughcare/throughcare/timeline"
)

// Service is what people may do about entries that are kept from them.
type Service struct {
	DB    *database.DB
	Kinds *timeline.Kinds
	Zone  func(context.Context) *time.Location // where the organisation is; nil means UTC
	// ActorOf is a colleague as they are now, to know whether they read an entry
	// themselves; NotFound for an account that was ended.
	ActorOf func(ctx context.Context, account string) (authz.Actor, error)
}

func (s *Service) zone(ctx context.Context) *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone(ctx)
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day { return civil.Of(s.DB.Now(), s.zone(ctx)) }

// Stub returns what the actor may know of an entry they may ask for, and their
// own open ask for it, if there is one. It returns NotFound for an entry that
// is not there, that they read already or may not know of.
func (s *Service) Stub(ctx context.Context, actor authz.Actor, personID, entryID string) (e timeline.Entry, open *Ask, err error) {
	if !actor.May(May) {
		return e, nil, fault.New(fault.Forbidden, "asking: stub")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if e, err = s.stub(ctx, tx, actor, personID, entryID); err != nil {
			return err
		}
		open, err = openAsk(ctx, tx, entryID, actor.ID)
		return err
	})
	return e, open, err
}

func (s *Service) stub(ctx context.Context, tx *database.Tx, actor authz.Actor, personID, entryID string) (timeline.Entry, error) {
	e, err := timeline.Asked(ctx, tx, s.Kinds, actor, entryID)
	if err == nil && e.PersonID != personID {
		err = fault.New(fault.NotFound, "asking: entry of another")
	}
	return e, err
}

// Ask asks to read an entry, and gives everybody who may say yes a task for
// today. It returns Invalid without a reason, when the actor has asked already,
// and when nobody is left who could answer.
func (s *Service) Ask(ctx context.Context, actor authz.Actor, personID, entryID, why string) (id string, err error) {
	const op = "asking: ask"
	if !actor.May(May) {
		return "", fault.New(fault.Forbidden, op)
	}
	why, bad := words("why", why)
	if err := fault.Check(op, bad); err != nil {
		return "", err
	}
	deed := &trail.Deed{Action: "asking.entry.asked", Kind: "person", ID: personID}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		e, err := s.stub(ctx, tx.Tx, actor, personID, entryID)
		if err != nil {
			return err
		}
		if err := named(ctx, tx, deed, personID); err != nil {
			return err
		}
		if open, err := openAsk(ctx, tx.Tx, entryID, actor.ID); err != nil || open != nil {
			return fault.OrBad(err, op, "why", "asking.already")
		}
		id = ids.New()
		if err := insertAsk(ctx, tx, Ask{ID: id, EntryID: e.ID, PersonID: personID, AccountID: actor.ID, Why: why, At: tx.Now()}); err != nil {
			return err
		}
		return s.tellKeepers(ctx, tx, e.ID, id, personID)
	})
	return id, err
}

// named says in a deed whose timeline it is about.
func named(ctx context.Context, tx *trail.Tx, deed *trail.Deed, personID string) error {
	p, err := people.Head(ctx, tx.Tx, tx.Actor, personID)
	deed.Args = map[string]string{"name": p.Name}
	return err
}

// tellKeepers gives a task to everybody who reads the entry in their own right:
// its author, and leads where it was kept for leads.
func (s *Service) tellKeepers(ctx context.Context, tx *trail.Tx, entryID, askID, personID string) error {
	all, err := staff.Colleagues(ctx, tx.Tx)
	told := 0
	for _, c := range all {
		who, err := s.ActorOf(ctx, c.ID)
		if err != nil {
			return err
		}
		if _, err := timeline.Kept(ctx, tx.Tx, who, entryID); fault.Is(err, fault.NotFound) {
			continue
		} else if err != nil {
			return err
		}
		if err := s.tell(ctx, tx, TaskAsked, c.ID, askID, personID); err != nil {
			return err
		}
		told++
	}
	if err == nil && told == 0 {
		err = fault.Bad("asking: ask", "why", "asking.nobody")
	}
	return err
}

func (s *Service) tell(ctx context.Context, tx *trail.Tx, kind, account, askID, personID string) error {
	_, err := tasks.Add(ctx, tx, tasks.Task{
		PersonID: personID, Kind: kind, Args: map[string]string{"who": tx.Actor.Name}, DueOn: s.Today(ctx), WorkerID: account,
		Link: tasks.Link{Kind: linkAsk, ID: askID},
	})
	return err
}

// View returns an ask with the entry it is about: to its asker, who reads of it
// what they may, and to those who may answer. NotFound for everybody else.
func (s *Service) View(ctx context.Context, actor authz.Actor, personID, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		v, err = s.view(ctx, tx, actor, personID, id)
		return err
	})
	return v, err
}

func (s *Service) view(ctx context.Context, tx *database.Tx, actor authz.Actor, personID, id string) (v View, err error) {
	if !actor.May(May) {
		return v, fault.New(fault.Forbidden, "asking: view")
	}
	p, err := people.Head(ctx, tx, actor, personID)
	if err != nil {
		return v, err
	}
	if v.Ask, err = askOf(ctx, tx, personID, id); err != nil {
		return v, err
	}
	v.Person, v.Mine = p.Name, v.AccountID == actor.ID
	if v.Mine {
		return v, nil
	}
	if v.Entry, err = timeline.Kept(ctx, tx, actor, v.EntryID); err != nil {
		return View{}, err
	}
	v.Readings, err = trail.Readings(ctx, tx, timeline.Thing(v.EntryID), mostReadings)
	return v, err
}

const mostReadings = 50

// Allow lends the entry to the asker until the end of a day, at most Longest
// days away. It returns Conflict for an ask that was answered already.
func (s *Service) Allow(ctx context.Context, actor authz.Actor, personID, id string, until civil.Day) error {
	today := s.Today(ctx)
	if !until.Valid() || until < today || until > today.Add(Longest) {
		return fault.Bad("asking: allow", "until", "asking.until.invalid", "count", Longest)
	}
	end := until.Add(1).Start(s.zone(ctx))
	return s.answer(ctx, actor, personID, id, "asking.entry.lent", trail.Set{"state": string(Allowed), "until_at": database.Micros(end)}, func(tx *trail.Tx, a Ask) error {
		return timeline.Lend(ctx, tx, a.EntryID, a.AccountID, end)
	})
}

// Refuse says no, in words.
func (s *Service) Refuse(ctx context.Context, actor authz.Actor, personID, id, answer string) error {
	answer, bad := words("answer", answer)
	if err := fault.Check("asking: refuse", bad); err != nil {
		return err
	}
	return s.answer(ctx, actor, personID, id, "asking.entry.refused", trail.Set{"state": string(Refused), "answer": answer}, func(*trail.Tx, Ask) error { return nil })
}

// answer ends an open ask, with the tasks it gave, and tells the asker.
func (s *Service) answer(ctx context.Context, actor authz.Actor, personID, id, action string, set trail.Set, more func(*trail.Tx, Ask) error) error {
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		v, err := s.view(ctx, tx.Tx, actor, personID, id)
		switch {
		case err != nil:
			return err
		case v.Mine:
			return fault.New(fault.NotFound, action)
		case v.State != Open:
			return fault.New(fault.Conflict, action)
		}
		deed.Args = map[string]string{"name": v.Person, "of": v.Account}
		set["by_id"], set["answered_at"] = actor.ID, database.Micros(tx.Now())
		if err := tx.Update(ctx, askTable, v.ID, v.Rev, set); err != nil {
			return err
		}
		if err := endTasks(ctx, tx, v.ID); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, TaskAnswered, v.AccountID, v.ID, personID); err != nil {
			return err
		}
		return more(tx, v.Ask)
	})
}

// endTasks ends what the ask gave others to do.
func endTasks(ctx context.Context, tx *trail.Tx, askID string) error {
	open, err := openTasks(ctx, tx.Tx, askID)
	for _, id := range open {
		if err := tasks.End(ctx, tx, id, "", tasks.Done, ""); err != nil {
			return err
		}
	}
	return err
}
