package retention

import (
	"context"
	"errors"
	"strconv"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Erasing is an erasure that somebody wants.
type Erasing struct {
	PersonID string
	Reason   Reason
	Schedule string // key of the schedule that asks for it, "" for none
}

// Erase removes everything the record keeps of somebody, for good: in every
// capability, in the search, in the files, in what the trail remembers. Left are
// figures that name nobody, what proves that sharing was allowed, and a
// Tombstone. It returns NotFound for somebody the actor does not see, Forbidden
// for an actor who may not or has not just proven who they are, and Conflict
// for somebody who is held.
func (s *Service) Erase(ctx context.Context, actor authz.Actor, e Erasing) error {
	const op = "retention: erase"
	if !actor.May(MayErase) || !actor.Proven {
		return fault.New(fault.Forbidden, op)
	}
	if e.Reason != Due && !known(e.Reason) {
		return fault.Bad(op, "reason", "retention.reason.missing")
	}
	if err := s.erase(ctx, actor, e, Tombstone{}); err != nil {
		return err
	}
	return s.after(ctx)
}

func known(r Reason) bool {
	for _, k := range Reasons() {
		if r == k {
			return true
		}
	}
	return false
}

// erase is Erase without what is asked before and tidied up afterwards. A
// tombstone that stood already, in the list beside the record, is put up again.
func (s *Service) erase(ctx context.Context, actor authz.Actor, e Erasing, was Tombstone) error {
	var names []string
	deed := &trail.Deed{Action: "retention.person.erased", Kind: "person", ID: e.PersonID, Irrevocable: true}
	defer s.counted.forget()
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		if err = free(ctx, tx.Tx, actor, e.PersonID); err != nil {
			return err
		}
		if was.ID == "" {
			was = Tombstone{At: tx.Now(), By: actor.ID, Reason: e.Reason, Schedule: e.Schedule}
		}
		gone, files, err := s.remove(ctx, tx, e.PersonID, was)
		if err != nil {
			return err
		}
		names = files
		deed.Args = map[string]string{"count": strconv.Itoa(len(tx.Written()))}
		return s.forget(ctx, tx, gone)
	})
	if err != nil {
		return err
	}
	return s.Files.Discard(names)
}

// free returns nil for somebody the actor sees and nobody holds.
func free(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) error {
	if err := people.Visible(ctx, tx, actor, personID); err != nil {
		return err
	}
	held, err := heldNow(ctx, tx, personID)
	if err == nil && held {
		err = fault.New(fault.Conflict, "retention: held")
	}
	return err
}

// whom lists who goes with somebody: the records that became part of theirs, and
// the people who are here only for being around them.
func (s *Service) whom(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	all := []string{personID}
	around, err := aroundOnly(ctx, tx, personID)
	if err != nil {
		return nil, err
	}
	for _, id := range append(all, around...) {
		if id != personID {
			all = append(all, id)
		}
		parts, err := s.Parts(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, parts...)
	}
	return all, nil
}

// remove takes the rows of somebody away, and of all who go with them. It
// returns the names of their files, too.
func (s *Service) remove(ctx context.Context, tx *trail.Tx, personID string, t Tombstone) (gone Gone, files []string, err error) {
	if gone.People, err = s.whom(ctx, tx.Tx, personID); err != nil {
		return gone, nil, err
	}
	for _, id := range gone.People {
		theirs, err := s.Files.Of(ctx, tx.Tx, id)
		if err != nil {
			return gone, nil, err
		}
		files, t.ID = append(files, theirs...), id
		if err := bury(ctx, tx, t); err != nil { // first: it lets the ledger of consents be cut
			return gone, nil, err
		}
		for _, eraser := range append([]Eraser{s}, s.Erasers...) {
			if err := eraser.ErasePerson(ctx, tx, id); err != nil {
				return gone, nil, err
			}
		}
	}
	return gone, files, nil
}

// forget takes out of the trail, and of what is kept beside it, what there was
// of those who are gone.
func (s *Service) forget(ctx context.Context, tx *trail.Tx, gone Gone) (err error) {
	gone.Rows = map[string]bool{}
	for _, id := range gone.People {
		gone.Rows[id] = true
	}
	for _, w := range tx.Written() {
		if w.Gone {
			gone.Rows[w.ID] = true
		}
	}
	if gone.Changes, err = tx.Forget(ctx, gone.People...); err != nil {
		return err
	}
	for _, f := range s.Forget {
		if err := f(ctx, tx.Tx, gone); err != nil {
			return err
		}
	}
	return nil
}

// after makes sure that what was erased is on the disk no more, and known beside
// the record.
func (s *Service) after(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx) // it is done, whoever goes on waiting
	var err error
	if s.Index != nil {
		err = s.DB.Write(ctx, func(tx *database.Tx) error { return s.Index.Compact(ctx, tx) })
	}
	return errors.Join(err, s.DB.Compact(ctx), s.keepList(ctx))
}

// ErasePerson removes what this capability keeps of somebody: how long they
// were to be kept, and holds that have ended.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, table := range []string{keepTable, holdTable} {
		if err := tx.DeleteHolding(ctx, table, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}
