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
	"github.com/throughcare/throughcare/people"
)

// Origins of a grant. Those of a case and of cover are written by casework.
const (
	ByHand  = "given"
	ByGlass = "glass"
)

// Grant lets an account see a person from a moment until a moment.
type Grant struct {
	ID, Rev   string
	AccountID string
	Account   string // name
	From      time.Time
	Until     time.Time // zero when it has no end
	Reason    string    // "case", "cover …", "given", "glass", "added"
}

// View is who may see a person, and what keeps whom from them.
type View struct {
	Grants []Grant
	Bars   []Bar   // for those who manage access, and one's own
	Glass  []Glass // for whoever may see the person: it is loud
	Offers []Offer
	Kept   *Restriction // not nil while the use of the record is restricted
	Young  *Young       // not nil while they are under age
	Marked bool         // as under age, by a colleague
}

// Young is that somebody is under age: those named alone see them.
type Young struct {
	Until civil.Day // they come of age; "" where that is not known
}

// Of says who may see a person. It returns NotFound for a person the actor does
// not see.
func (s *Service) Of(ctx context.Context, actor authz.Actor, personID string) (v View, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		if v, err = view(ctx, tx, actor, personID); err != nil {
			return err
		}
		p, err := people.Head(ctx, tx, actor, personID)
		if v.Marked = p.MarkedMinor; p.Minor(actor, database.Micros(tx.Now())) {
			v.Young = &Young{Until: p.GrownOn(actor)}
		}
		return err
	})
	return v, err
}

func view(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (v View, err error) {
	if v.Grants, err = grantsOn(ctx, tx, personID); err != nil {
		return v, err
	}
	if actor.May(MayManage) {
		if v.Bars, err = barsOn(ctx, tx, personID); err != nil {
			return v, err
		}
	}
	if v.Glass, err = glassOn(ctx, tx, personID); err != nil {
		return v, err
	}
	if v.Offers, err = offersOf(ctx, tx, personID); err != nil {
		return v, err
	}
	v.Kept, err = restrictionOf(ctx, tx, personID)
	return v, err
}

// Give lets a colleague see a person the actor sees, until the end of a day; ""
// has no end. Nobody gives to somebody who has a conflict of interest: it would
// say nothing and help nobody.
func (s *Service) Give(ctx context.Context, actor authz.Actor, personID, account string, until civil.Day) error {
	const op = "access: give"
	if !actor.May(MayGive) {
		return fault.New(fault.Forbidden, op)
	}
	end, err := s.endOf(ctx, until)
	if err != nil {
		return err
	}
	return s.about(ctx, actor, "access.person.given", personID, func(tx *trail.Tx, deed *trail.Deed) error {
		c, err := colleague(ctx, tx.Tx, account)
		if err != nil {
			return err
		}
		deed.Args["to"] = c.Name
		return insertGrant(ctx, tx, account, personID, end, ByHand)
	})
}

// Take ends a grant that somebody gave by hand.
func (s *Service) Take(ctx context.Context, actor authz.Actor, personID, grantID string) error {
	if !actor.May(MayGive) {
		return fault.New(fault.Forbidden, "access: take")
	}
	return s.about(ctx, actor, "access.person.taken", personID, func(tx *trail.Tx, deed *trail.Deed) error {
		g, err := grantByID(ctx, tx.Tx, personID, grantID)
		if err != nil {
			return err
		}
		if g.Reason != ByHand {
			return fault.New(fault.Conflict, "access: take")
		}
		deed.Args["from"] = g.Account
		return tx.Update(ctx, grantTable, g.ID, g.Rev, trail.Set{"until_at": database.Micros(tx.Now())})
	})
}

func insertGrant(ctx context.Context, tx *trail.Tx, account, person string, until time.Time, reason string) error {
	return tx.Insert(ctx, grantTable, ids.New(), trail.Set{
		"account_id": account, "person_id": person, "from_at": database.Micros(tx.Now()), "until_at": database.Micros(until), "reason": reason,
	})
}
