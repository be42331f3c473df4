package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/staff"
)

// Subject is one of those that a bulk action is about.
type Subject struct {
	CaseID   string // "" for somebody without a case
	PersonID string
	Name     string
	Number   string
	State    State
	WorkerID string
}

// Key is what a list names the row of the subject by: its case, or the person
// where there is none.
func (s Subject) Key() string {
	if s.CaseID != "" {
		return s.CaseID
	}
	return s.PersonID
}

// Key is what a list names the row by: its case, or the person where there is
// none.
func (r Row) Key() string { return Subject{CaseID: r.CaseID, PersonID: r.PersonID}.Key() }

// Chosen returns whom keys of rows stand for, in the order of names. Those the
// actor may not see are not among them. It refuses more than MaxBulk.
func (s *Service) Chosen(ctx context.Context, actor authz.Actor, keys []string) (list []Subject, err error) {
	switch {
	case !actor.May(MayRead):
		return nil, fault.New(fault.Forbidden, "casework: chosen")
	case len(keys) > MaxBulk:
		return nil, fault.New(fault.TooLarge, "casework: chosen")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = subjectsOf(ctx, tx, actor, keys)
		return err
	})
	sawAll(ctx, list)
	return list, err
}

// sawAll says that a list of people was read.
func sawAll(ctx context.Context, list []Subject) {
	for _, s := range list {
		trail.Saw(ctx, trail.List, s.PersonID)
	}
}

// Everybody returns whom a whole list holds, at most MaxBulk+1.
func (s *Service) Everybody(ctx context.Context, actor authz.Actor, f Filter) (list []Subject, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: everybody of a list")
	}
	f.Limit, f.Offset = MaxBulk+1, 0
	f = f.tidy(s.Today(ctx))
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = f.query(actor, database.Micros(tx.Now())).subjects(ctx, tx, f)
		return err
	})
	sawAll(ctx, list)
	return list, err
}

// Row returns the row of one person, or NotFound for somebody the actor may not
// see.
func (s *Service) Row(ctx context.Context, actor authz.Actor, personID string) (row Row, err error) {
	if !actor.May(MayRead) {
		return row, fault.New(fault.Forbidden, "casework: row")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		f := Filter{Which: Everyone, People: []string{personID}, anyKind: true}.tidy(s.Today(ctx))
		rows, err := f.query(actor, database.Micros(tx.Now())).page(ctx, tx, f)
		if err == nil && len(rows) == 0 {
			return fault.New(fault.NotFound, "casework: row")
		}
		if err == nil {
			row = rows[0]
		}
		return err
	})
	return row, err
}

// Place is a facility where people are.
type Place struct{ ID, Name string }

// Choices are the answers that filters of a list can have, beyond fixed ones.
type Choices struct {
	Places     []Place
	Languages  []string // tags that somebody reads
	Colleagues []staff.Colleague
	Programmes []Programme
}

// Choices says what lists can be narrowed to.
func (s *Service) Choices(ctx context.Context, actor authz.Actor) (c Choices, err error) {
	if !actor.May(MayRead) {
		return c, fault.New(fault.Forbidden, "casework: choices")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if c.Places, err = placesHeld(ctx, tx); err != nil {
			return err
		}
		if c.Languages, err = languagesRead(ctx, tx); err != nil {
			return err
		}
		if c.Colleagues, err = staff.Colleagues(ctx, tx); err != nil {
			return err
		}
		c.Programmes, err = programmes(ctx, tx)
		return err
	})
	return c, err
}

// Colleagues lists those work can be given to.
func (s *Service) Colleagues(ctx context.Context, actor authz.Actor) (list []staff.Colleague, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: colleagues")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = staff.Colleagues(ctx, tx)
		return err
	})
	return list, err
}
