package access

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Chapter is a wall: its people are seen by its own accounts.
type Chapter struct {
	ID, Rev string
	Name    string
	People  int
	Workers int
	Ended   bool
}

// Offer is a person offered to another chapter. Both sides see no more than
// before until it is taken.
type Offer struct {
	ID, Rev  string
	PersonID string
	Person   string // name, for the chapter that gives
	From, To string // names
	ToID     string
	By, Why  string
	State    OfferState
	At       time.Time
}

// OfferState says how an offer stands.
type OfferState string

// The states of an offer.
const (
	Offered   OfferState = "offered"
	Taken     OfferState = "taken"
	Refused   OfferState = "refused"
	Withdrawn OfferState = "withdrawn"
)

// Chapters lists the chapters, those in use first.
func (s *Service) Chapters(ctx context.Context, actor authz.Actor) (list []Chapter, err error) {
	if !actor.May(MayManage) {
		return nil, fault.New(fault.Forbidden, "access: chapters")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = chapters(ctx, tx, actor)
		return err
	})
	return list, err
}

// Found makes a chapter. With the first one, everybody and every account stays
// where they are: with the whole organisation, until they are moved.
func (s *Service) Found(ctx context.Context, actor authz.Actor, name string) (id string, err error) {
	const op = "access: found a chapter"
	if !overAll(actor) {
		return "", fault.New(fault.Forbidden, op)
	}
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 200 {
		return "", fault.Bad(op, "name", "access.chapter.name.missing")
	}
	id = ids.New()
	deed := &trail.Deed{Action: "access.chapter.founded", Kind: "chapter", ID: id, Args: map[string]string{"name": name}}
	return id, trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		return tx.Insert(ctx, chapterTable, id, trail.Set{"name": name, "ended_at": 0})
	})
}

// overAll reports whether an actor arranges the chapters: they manage access
// and belong to none.
func overAll(actor authz.Actor) bool { return actor.May(MayManage) && actor.Chapter == "" }

// SetChapter moves an account into a chapter, or out of all with "".
func (s *Service) SetChapter(ctx context.Context, actor authz.Actor, account, chapterID string) error {
	const op = "access: set chapter"
	if !overAll(actor) {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "access.chapter.set", Kind: "account", ID: account, Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		c, err := colleague(ctx, tx.Tx, account)
		if err != nil {
			return err
		}
		name, err := chapterName(ctx, tx.Tx, chapterID)
		if err != nil {
			return err
		}
		deed.Args["name"], deed.Args["chapter"] = c.Name, name
		return tx.Update(ctx, "account", account, "", trail.Set{"chapter_id": chapterID})
	})
}

// Offer offers a person to another chapter. It returns Conflict while another
// offer stands.
func (s *Service) Offer(ctx context.Context, actor authz.Actor, personID, toID, why string) error {
	const op = "access: offer"
	if !actor.May(MayGive) {
		return fault.New(fault.Forbidden, op)
	}
	why, bad := checkWhy(why, 0)
	if toID == "" {
		bad = append(bad, fault.Problem{Field: "chapter", Key: "access.chapter.missing"})
	}
	if err := fault.Check(op, bad); err != nil {
		return err
	}
	return s.about(ctx, actor, "access.offer.made", personID, func(tx *trail.Tx, deed *trail.Deed) error {
		from, open, err := standing(ctx, tx.Tx, personID)
		switch {
		case err != nil:
			return err
		case open > 0:
			return fault.New(fault.Conflict, op)
		case from == toID:
			return fault.Bad(op, "chapter", "access.chapter.same")
		}
		if deed.Args["chapter"], err = chapterName(ctx, tx.Tx, toID); err != nil {
			return err
		}
		return tx.Insert(ctx, offerTable, ids.New(), trail.Set{
			"person_id": personID, "from_id": from, "to_id": toID, "by_id": actor.ID, "why": why, "state": string(Offered), "at": database.Micros(tx.Now()),
		})
	})
}

// Offers lists what is offered to the actor's chapter. Until it is taken there
// is no name: only who offers, and why.
func (s *Service) Offers(ctx context.Context, actor authz.Actor) (list []Offer, err error) {
	if !actor.May(MayGive) {
		return nil, fault.New(fault.Forbidden, "access: offers")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = offersTo(ctx, tx, actor.Chapter)
		return err
	})
	return list, err
}

// Answer takes or refuses an offer to the actor's chapter. Taken, the person
// belongs to it from then on.
func (s *Service) Answer(ctx context.Context, actor authz.Actor, offerID string, take bool) error {
	const op = "access: answer an offer"
	if !actor.May(MayManage) {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "access.offer.refused", Kind: "offer", ID: offerID, Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		o, err := offerByID(ctx, tx.Tx, offerID)
		switch {
		case err != nil:
			return err
		case actor.Chapter != "" && o.ToID != actor.Chapter:
			return fault.New(fault.NotFound, op)
		case o.State != Offered:
			return fault.New(fault.Conflict, op)
		}
		if !take {
			return tx.Update(ctx, offerTable, o.ID, o.Rev, trail.Set{"state": string(Refused)})
		}
		deed.Action, deed.Kind, deed.ID = "access.offer.taken", "person", o.PersonID
		deed.Args["name"], deed.Args["chapter"] = o.Person, o.To
		if err := tx.Update(ctx, offerTable, o.ID, o.Rev, trail.Set{"state": string(Taken)}); err != nil {
			return err
		}
		return tx.Update(ctx, "person", o.PersonID, "", trail.Set{"chapter_id": o.ToID})
	})
}

// Withdraw takes an offer back that nobody has answered.
func (s *Service) Withdraw(ctx context.Context, actor authz.Actor, personID, offerID string) error {
	if !actor.May(MayGive) {
		return fault.New(fault.Forbidden, "access: withdraw")
	}
	return s.about(ctx, actor, "access.offer.withdrawn", personID, func(tx *trail.Tx, _ *trail.Deed) error {
		o, err := offerByID(ctx, tx.Tx, offerID)
		if err != nil {
			return err
		}
		if o.State != Offered || o.PersonID != personID {
			return fault.New(fault.Conflict, "access: withdraw")
		}
		return tx.Update(ctx, offerTable, o.ID, o.Rev, trail.Set{"state": string(Withdrawn)})
	})
}
