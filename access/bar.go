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

// ConflictKind says what the conflict of interest is.
type ConflictKind string

// The kinds of conflicts.
const (
	Relative    ConflictKind = "family"
	CoDefendant ConflictKind = "co-defendant"
	Officer     ConflictKind = "officer"   // worked where the person was held
	Complaint   ConflictKind = "complaint" // the person complained about them
	NeutralOf   ConflictKind = "neutral"   // they stand between the person and a department
	OtherReason ConflictKind = "other"
)

// ConflictKinds lists them in the order shown.
func ConflictKinds() []ConflictKind {
	return []ConflictKind{Relative, CoDefendant, Officer, Complaint, NeutralOf, OtherReason}
}

// Bar is a conflict of interest: nothing lets the account see the person.
type Bar struct {
	ID, Rev   string
	AccountID string
	Account   string // name
	PersonID  string
	Kind      ConflictKind
	Why       string
	By        string // name of who said it
	From      time.Time
	Until     time.Time // zero when it has no end
}

// NewBar is what somebody says of a conflict.
type NewBar struct {
	PersonID  string
	AccountID string // "" is the actor
	Kind      ConflictKind
	Why       string
	Until     civil.Day // "" has no end
}

// Bar keeps an account from a person, at once. Anybody who may give people may
// say it of themselves, those who manage access of anybody. It returns Invalid
// when a field is missing, and NotFound for a person the actor does not see.
func (s *Service) Bar(ctx context.Context, actor authz.Actor, n NewBar) error {
	const op = "access: bar"
	if n.AccountID == "" {
		n.AccountID = actor.ID
	}
	if !actor.May(MayManage) && !(actor.May(MayGive) && n.AccountID == actor.ID) {
		return fault.New(fault.Forbidden, op)
	}
	end, err := s.endOf(ctx, n.Until)
	if err != nil {
		return err
	}
	why, bad := checkWhy(n.Why, 0)
	if !validKind(n.Kind) {
		bad = append(bad, fault.Problem{Field: "kind", Key: "access.kind.missing"})
	}
	if err := fault.Check(op, bad); err != nil {
		return err
	}
	return s.about(ctx, actor, "access.conflict.said", n.PersonID, func(tx *trail.Tx, deed *trail.Deed) error {
		c, err := colleague(ctx, tx.Tx, n.AccountID)
		if err != nil {
			return err
		}
		deed.Args["of"] = c.Name
		return tx.Insert(ctx, barTable, ids.New(), trail.Set{
			"account_id": n.AccountID, "person_id": n.PersonID, "kind": string(n.Kind), "why": why, "by_id": actor.ID,
			"from_at": database.Micros(tx.Now()), "until_at": database.Micros(end),
		})
	})
}

// Keep keeps an account from a person inside the change of whoever asks, for a reason
// that is not for the account to say: it became the neutral of a matter of theirs. One
// that is kept already stays so. It has no end; whoever manages access can lift it.
func Keep(ctx context.Context, tx *trail.Tx, accountID, personID string, kind ConflictKind, why string) error {
	n, err := barred(ctx, tx.Tx, accountID, personID, database.Micros(tx.Now()))
	if err != nil || n > 0 {
		return err
	}
	return tx.Insert(ctx, barTable, ids.New(), trail.Set{
		"account_id": accountID, "person_id": personID, "kind": string(kind), "why": why, "by_id": tx.Actor.ID,
		"from_at": database.Micros(tx.Now()), "until_at": database.Micros(forever),
	})
}

// Lift ends a conflict of interest. Whoever has it cannot lift it.
func (s *Service) Lift(ctx context.Context, actor authz.Actor, personID, barID string) error {
	if !actor.May(MayManage) {
		return fault.New(fault.Forbidden, "access: lift")
	}
	return s.about(ctx, actor, "access.conflict.lifted", personID, func(tx *trail.Tx, deed *trail.Deed) error {
		b, err := barByID(ctx, tx.Tx, personID, barID)
		if err != nil {
			return err
		}
		if b.AccountID == actor.ID {
			return fault.New(fault.Forbidden, "access: lift")
		}
		deed.Args["of"] = b.Account
		return tx.Update(ctx, barTable, b.ID, b.Rev, trail.Set{"until_at": database.Micros(tx.Now())})
	})
}

func validKind(k ConflictKind) bool {
	for _, known := range ConflictKinds() {
		if k == known {
			return true
		}
	}
	return false
}
