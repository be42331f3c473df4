package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// AddCare adds a take-care line inside the caller's change. It returns Invalid
// for a line without a reason or a review date, and for a fourth one.
func AddCare(ctx context.Context, tx *trail.Tx, personID string, c Care) error {
	(&cleaner{}).all(&c.Line, &c.Detail, &c.Reason)
	var p problems
	p.checkCare(c)
	have, err := careOf(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	if len(have) >= MostCare {
		p.add("line", "people.care.many", "most", MostCare)
	}
	if err := fault.Check("people: take care", p); err != nil {
		return err
	}
	return tx.Insert(ctx, careTable, ids.New(), careSet(personID, c))
}

// AddCare adds a take-care line to a person.
func (s *Service) AddCare(ctx context.Context, actor authz.Actor, personID string, c Care) error {
	return s.change(ctx, actor, personID, "people.care.added", func(tx *trail.Tx, _ Person) error {
		return AddCare(ctx, tx, personID, c)
	})
}

// SetCare changes a take-care line. It returns Conflict when somebody changed
// it since the form was made.
func (s *Service) SetCare(ctx context.Context, actor authz.Actor, personID string, c Care) error {
	(&cleaner{}).all(&c.Line, &c.Detail, &c.Reason)
	var p problems
	p.checkCare(c)
	if err := fault.Check("people: take care", p); err != nil {
		return err
	}
	return s.change(ctx, actor, personID, "people.care.changed", func(tx *trail.Tx, _ Person) error {
		row, err := tx.Row(ctx, careTable, c.ID)
		if err != nil {
			return err
		}
		if row["person_id"] != personID {
			return hidden()
		}
		return tx.Update(ctx, careTable, c.ID, c.Rev, careSet(personID, c))
	})
}

// EndCare ends a take-care line.
func (s *Service) EndCare(ctx context.Context, actor authz.Actor, personID, id, rev string) error {
	return s.change(ctx, actor, personID, "people.care.ended", func(tx *trail.Tx, _ Person) error {
		return endRow(ctx, tx, careTable, id, personID, rev)
	})
}

// Relate records who somebody is to a person, inside the caller's change.
func Relate(ctx context.Context, tx *trail.Tx, r Relation) error {
	(&cleaner{}).all(&r.Relation, &r.Contact, &r.WhenToCall)
	var p problems
	p.checkRelation(r)
	if err := fault.Check("people: relate", p); err != nil {
		return err
	}
	return tx.Insert(ctx, relationTable, ids.New(), relationSet(r))
}

// Relate records who somebody is to a person. Both have to be people the actor
// may see.
func (s *Service) Relate(ctx context.Context, actor authz.Actor, r Relation) error {
	return s.change(ctx, actor, r.PersonID, "people.relation.added", func(tx *trail.Tx, _ Person) error {
		if err := Visible(ctx, tx.Tx, actor, r.Other.ID); err != nil {
			return err
		}
		return Relate(ctx, tx, r)
	})
}

// RelateNew adds somebody to the record for their relation to a person: a
// sister, a lawyer.
func (s *Service) RelateNew(ctx context.Context, actor authz.Actor, n NewPerson, r Relation) error {
	return s.change(ctx, actor, r.PersonID, "people.relation.added", func(tx *trail.Tx, _ Person) error {
		other, err := Add(ctx, tx, s.Index, n)
		if err != nil {
			return err
		}
		r.Other = Card{ID: other.ID}
		return Relate(ctx, tx, r)
	})
}

// SetRelation changes what is known of a relation. It returns Conflict when
// somebody changed it since the form was made.
func (s *Service) SetRelation(ctx context.Context, actor authz.Actor, r Relation) error {
	(&cleaner{}).all(&r.Relation, &r.Contact, &r.WhenToCall)
	return s.change(ctx, actor, r.PersonID, "people.relation.changed", func(tx *trail.Tx, _ Person) error {
		row, err := tx.Row(ctx, relationTable, r.ID)
		if err != nil {
			return err
		}
		if row["person_id"] != r.PersonID {
			return hidden()
		}
		r.Other.ID, _ = row["other_id"].(string)
		var p problems
		p.checkRelation(r)
		if err := fault.Check("people: relation", p); err != nil {
			return err
		}
		return tx.Update(ctx, relationTable, r.ID, r.Rev, relationSet(r))
	})
}

// EndRelation ends a relation.
func (s *Service) EndRelation(ctx context.Context, actor authz.Actor, personID, id, rev string) error {
	return s.change(ctx, actor, personID, "people.relation.ended", func(tx *trail.Tx, _ Person) error {
		return endRow(ctx, tx, relationTable, id, personID, rev)
	})
}
