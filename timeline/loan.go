package timeline

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Thing is what an entry is called in the record of readings: whoever reads one
// on loan leaves that beside whose timeline it is on.
func Thing(entryID string) string { return trail.Thing("entry", entryID) }

// Lend lets an account read an entry until a moment, inside the change of
// whoever allows it. It does not let them find it, nor correct it.
func Lend(ctx context.Context, tx *trail.Tx, entryID, accountID string, until time.Time) error {
	return tx.Insert(ctx, loanTable, ids.New(), trail.Set{"entry_id": entryID, "account_id": accountID, "until_at": database.Micros(until)})
}

// borrow marks the entries that are lent to the actor, and says that they were
// read.
func borrow(ctx context.Context, tx *database.Tx, actor authz.Actor, entries []Entry) error {
	var shut []string
	for _, e := range entries {
		if !e.InSight(actor) {
			shut = append(shut, e.ID)
		}
	}
	if len(shut) == 0 || !actor.May(MayRead) {
		return nil
	}
	lent, err := loans(ctx, tx, actor.ID, shut)
	for i, e := range entries {
		if entries[i].Lent = lent[e.ID]; entries[i].Lent {
			trail.Saw(ctx, trail.Page, Thing(e.ID))
		}
	}
	return err
}

// Asked returns what is left of an entry for an actor who may know that it is
// there but not read it, so that they can ask to. It returns NotFound when they
// may not even know, and for an entry they can read.
func Asked(ctx context.Context, tx *database.Tx, kinds *Kinds, actor authz.Actor, id string) (Entry, error) {
	e, err := entryByID(ctx, tx, id)
	if err != nil {
		return Entry{}, err
	}
	if err := people.Visible(ctx, tx, actor, e.PersonID); err != nil {
		return Entry{}, err
	}
	one := []Entry{e}
	if err := borrow(ctx, tx, actor, one); err != nil {
		return Entry{}, err
	}
	if e.InSight(actor) || one[0].Lent || !actor.May(MayRead) || kinds.Kind(e.Kind).Hidden {
		return Entry{}, fault.New(fault.NotFound, "timeline: asked")
	}
	return e.stub(), nil
}

// Kept returns an entry that the actor reads in their own right, so that they
// may say whether somebody else reads it; NotFound otherwise.
func Kept(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Entry, error) {
	e, err := entryByID(ctx, tx, id)
	switch {
	case err != nil:
		return Entry{}, err
	case !e.InSight(actor):
		return Entry{}, fault.New(fault.NotFound, "timeline: kept")
	}
	return e, people.Visible(ctx, tx, actor, e.PersonID)
}
