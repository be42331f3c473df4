package access

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Restriction keeps a record without using it, as somebody may ask (UK GDPR
// Art. 18): those who keep records see it, and nobody else.
type Restriction struct {
	ID, Rev string
	Why     string
	By      string // name
	From    time.Time
	Until   time.Time // zero when it has no end
}

// Restrict restricts the use of a person's record until the end of a day; "" has
// no end. It returns Conflict when it is restricted already.
func (s *Service) Restrict(ctx context.Context, actor authz.Actor, personID, why string, until civil.Day) error {
	const op = "access: restrict"
	if !actor.May(MayRecords) {
		return fault.New(fault.Forbidden, op)
	}
	end, err := s.endOf(ctx, until)
	if err != nil {
		return err
	}
	why, bad := checkWhy(why, 1)
	if err := fault.Check(op, bad); err != nil {
		return err
	}
	return s.about(ctx, actor, "access.record.restricted", personID, func(tx *trail.Tx, _ *trail.Deed) error {
		kept, err := restrictionOf(ctx, tx.Tx, personID)
		switch {
		case err != nil:
			return err
		case kept != nil:
			return fault.New(fault.Conflict, op)
		}
		return tx.Insert(ctx, restrictionTable, ids.New(), trail.Set{
			"person_id": personID, "why": why, "by_id": actor.ID, "from_at": database.Micros(tx.Now()), "until_at": database.Micros(end),
		})
	})
}

// Release ends a restriction.
func (s *Service) Release(ctx context.Context, actor authz.Actor, personID string) error {
	if !actor.May(MayRecords) {
		return fault.New(fault.Forbidden, "access: release")
	}
	return s.about(ctx, actor, "access.record.released", personID, func(tx *trail.Tx, _ *trail.Deed) error {
		kept, err := restrictionOf(ctx, tx.Tx, personID)
		if err != nil || kept == nil {
			return err
		}
		return tx.Update(ctx, restrictionTable, kept.ID, kept.Rev, trail.Set{"until_at": database.Micros(tx.Now())})
	})
}
