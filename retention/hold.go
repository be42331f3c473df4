package retention

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// HoldState says how a hold stands. It holds from the moment it is asked for:
// what is lost before a second person comes to it would be lost for good.
type HoldState string

// The states.
const (
	AskedFor HoldState = "asked"  // waits for a second person
	Holds    HoldState = "holds"  // two people said so
	Ending   HoldState = "ending" // holds still; the end waits for a second person
	Ended    HoldState = "ended"
)

// Hold keeps somebody from being erased, by hand, by a schedule or by becoming
// part of another record: a claim, a complaint, an inquiry.
type Hold struct {
	ID, Rev   string
	PersonID  string
	Person    string // name, in lists
	Why       string
	State     HoldState
	ReviewOn  civil.Day
	Asked     Said
	Confirmed Said
	End       Said // who asked for the end
	EndedBy   Said
}

// Said is who said something, and when.
type Said struct {
	By, Name string
	At       time.Time
}

// most is how long a reason may be, in characters.
const most = 1000

// AskHold asks for a hold. It returns NotFound for somebody the actor does not
// see, Conflict when they are held already, and Invalid without a reason or
// without a day to look at it again, within two years.
func (s *Service) AskHold(ctx context.Context, actor authz.Actor, personID, why string, review civil.Day) error {
	const op = "retention: ask for a hold"
	if !actor.May(MayHold) {
		return fault.New(fault.Forbidden, op)
	}
	why = strings.TrimSpace(why)
	if err := fault.Check(op, s.checkHold(ctx, why, review)); err != nil {
		return err
	}
	return s.about(ctx, actor, "retention.hold.asked", personID, func(tx *trail.Tx) error {
		held, err := heldNow(ctx, tx.Tx, personID)
		if err != nil {
			return err
		}
		if held {
			return fault.New(fault.Conflict, op)
		}
		return insertHold(ctx, tx, Hold{
			ID: ids.New(), PersonID: personID, Why: why, State: AskedFor, ReviewOn: review, Asked: Said{actor.ID, actor.Name, tx.Now()},
		})
	})
}

func (s *Service) checkHold(ctx context.Context, why string, review civil.Day) (bad []fault.Problem) {
	if why == "" {
		bad = append(bad, fault.Problem{Field: "why", Key: "retention.hold.why.missing"})
	}
	if utf8.RuneCountInString(why) > most {
		bad = append(bad, fault.Problem{Field: "why", Key: "retention.why.long", Args: []any{"count", most}})
	}
	if !s.reviewable(ctx, review) {
		bad = append(bad, fault.Problem{Field: "review", Key: "retention.hold.review.wrong"})
	}
	return bad
}

// reviewable reports whether a day is one to look at a hold again: to come, and
// within two years.
func (s *Service) reviewable(ctx context.Context, review civil.Day) bool {
	today := s.Today(ctx)
	return review.Valid() && review > today && review <= today.Add(2*366)
}

// about makes one change about somebody the actor sees. Changes to holds are
// not undone but changed again: two people said what stands.
func (s *Service) about(ctx context.Context, actor authz.Actor, action, personID string, fn func(*trail.Tx) error) error {
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID, Irrevocable: true}
	defer s.counted.forget()
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": p.Name}
		return fn(tx)
	})
}

// step moves a hold on from one of some states.
func (s *Service) step(ctx context.Context, actor authz.Actor, action, personID, id string, from []HoldState, fn func(*trail.Tx, Hold) (trail.Set, error)) error {
	const op = "retention: hold"
	if !actor.May(MayHold) {
		return fault.New(fault.Forbidden, op)
	}
	return s.about(ctx, actor, action, personID, func(tx *trail.Tx) error {
		h, err := holdByID(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		if h.PersonID != personID {
			return fault.New(fault.NotFound, op)
		}
		for _, state := range from {
			if h.State == state {
				set, err := fn(tx, h)
				if err != nil {
					return err
				}
				return tx.Update(ctx, holdTable, id, h.Rev, set)
			}
		}
		return fault.New(fault.Conflict, op)
	})
}

// second refuses whoever is to confirm what they asked for themselves, unless
// they work alone.
func second(actor authz.Actor, first Said) error {
	if actor.ID == first.By && actor.Role != authz.Solo {
		return fault.Bad("retention: hold", "", "retention.hold.second")
	}
	return nil
}

// ConfirmHold makes a hold that was asked for one of two people. It returns
// Invalid for whoever asked.
func (s *Service) ConfirmHold(ctx context.Context, actor authz.Actor, personID, id string) error {
	return s.step(ctx, actor, "retention.hold.confirmed", personID, id, []HoldState{AskedFor}, func(tx *trail.Tx, h Hold) (trail.Set, error) {
		return trail.Set{"state": string(Holds), "confirmed_by": actor.ID, "confirmed_name": actor.Name, "confirmed_at": database.Micros(tx.Now())}, second(actor, h.Asked)
	})
}

// DropHold ends a hold that nobody has confirmed.
func (s *Service) DropHold(ctx context.Context, actor authz.Actor, personID, id string) error {
	return s.step(ctx, actor, "retention.hold.dropped", personID, id, []HoldState{AskedFor}, func(tx *trail.Tx, _ Hold) (trail.Set, error) {
		return ended(tx, actor), nil
	})
}

func ended(tx *trail.Tx, actor authz.Actor) trail.Set {
	return trail.Set{"state": string(Ended), "ended_by": actor.ID, "ended_name": actor.Name, "ended_at": database.Micros(tx.Now())}
}

// AskEnd asks for the end of a hold.
func (s *Service) AskEnd(ctx context.Context, actor authz.Actor, personID, id string) error {
	return s.step(ctx, actor, "retention.hold.ending", personID, id, []HoldState{Holds}, func(tx *trail.Tx, _ Hold) (trail.Set, error) {
		return trail.Set{"state": string(Ending), "ending_by": actor.ID, "ending_name": actor.Name, "ending_at": database.Micros(tx.Now())}, nil
	})
}

// EndHold ends a hold whose end another one asked for. It returns Invalid for
// whoever asked.
func (s *Service) EndHold(ctx context.Context, actor authz.Actor, personID, id string) error {
	return s.step(ctx, actor, "retention.hold.ended", personID, id, []HoldState{Ending}, func(tx *trail.Tx, h Hold) (trail.Set, error) {
		return ended(tx, actor), second(actor, h.End)
	})
}

// KeepHold says that a hold goes on, and when it is looked at again.
func (s *Service) KeepHold(ctx context.Context, actor authz.Actor, personID, id string, review civil.Day) error {
	if !s.reviewable(ctx, review) {
		return fault.Bad("retention: keep a hold", "review", "retention.hold.review.wrong")
	}
	return s.step(ctx, actor, "retention.hold.kept", personID, id, []HoldState{Holds, Ending}, func(*trail.Tx, Hold) (trail.Set, error) {
		return trail.Set{"state": string(Holds), "review_on": string(review), "ending_by": "", "ending_name": "", "ending_at": 0}, nil
	})
}

// HoldsOf lists the holds of somebody the actor sees, the newest first.
func (s *Service) HoldsOf(ctx context.Context, actor authz.Actor, personID string) (list []Hold, err error) {
	if !actor.May(MayHold) {
		return nil, fault.New(fault.Forbidden, "retention: holds")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		list, err = holdsOf(ctx, tx, personID)
		return err
	})
	return list, err
}

// release ends every hold of somebody who was erased before: the hold came back
// with the older record.
func (s *Service) release(ctx context.Context, personID string) error {
	deed := &trail.Deed{Action: "retention.hold.ended", Kind: "person", ID: personID, Irrevocable: true}
	return trail.Write(ctx, s.DB, program, deed, func(tx *trail.Tx) error {
		list, err := holdsOf(ctx, tx.Tx, personID)
		for _, h := range list {
			if err == nil && h.State != Ended {
				err = tx.Update(ctx, holdTable, h.ID, h.Rev, ended(tx, program))
			}
		}
		return err
	})
}

// note puts up the tombstone of somebody the record does not hold.
func (s *Service) note(ctx context.Context, t Tombstone) error {
	deed := &trail.Deed{Action: "retention.person.erased", Kind: "person", ID: t.ID, Args: map[string]string{"count": "0"}, Irrevocable: true}
	return trail.Write(ctx, s.DB, program, deed, func(tx *trail.Tx) error { return bury(ctx, tx, t) })
}

// MovePerson gives how long somebody is kept to another, inside the change that
// makes them one. Somebody who is held becomes part of nobody: it returns
// Invalid.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	held, err := heldNow(ctx, tx.Tx, from)
	if err != nil {
		return err
	}
	if held {
		return fault.Bad("retention: merge", "gone", "retention.held.merge")
	}
	for _, table := range []string{keepTable, holdTable} {
		if err := tx.Repoint(ctx, table, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// Waiting lists the holds, of people the actor sees, that wait for somebody: for
// a second person, or to be looked at again.
func (s *Service) Waiting(ctx context.Context, actor authz.Actor) (list []Hold, err error) {
	if !actor.May(MayHold) {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = openHolds(ctx, tx, actor, s.Today(ctx))
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(h Hold) string { return h.PersonID })
	return list, err
}
