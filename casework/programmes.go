package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Programmes lists the programmes with their parts, in their order; ended ones
// are among them.
func (s *Service) Programmes(ctx context.Context, actor authz.Actor) (list []Programme, err error) {
	if !actor.May(MayRead) && !actor.May(MayProgrammes) {
		return nil, fault.New(fault.Forbidden, "casework: programmes")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = programmes(ctx, tx)
		return err
	})
	return list, err
}

// Programme returns one programme, or NotFound.
func (s *Service) Programme(ctx context.Context, actor authz.Actor, id string) (p Programme, err error) {
	if !actor.May(MayRead) && !actor.May(MayProgrammes) {
		return p, fault.New(fault.Forbidden, "casework: programme")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		p, err = programme(ctx, tx, id)
		return err
	})
	return p, err
}

// SaveProgramme adds a programme (without id) or changes one; p.Rev guards
// against a colleague's change. Parts left out are ended, not removed: cases
// that name them keep them.
func (s *Service) SaveProgramme(ctx context.Context, actor authz.Actor, p Programme) (saved Programme, err error) {
	const op = "casework: save programme"
	if !actor.May(MayProgrammes) {
		return saved, fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "casework.programme.saved", Kind: "programme", Args: map[string]string{"programme": p.Name}}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if p.ID == "" {
			saved, err = AddProgramme(ctx, tx, p)
		} else {
			saved, err = changeProgramme(ctx, tx, p)
		}
		deed.ID = saved.ID
		return err
	})
	return saved, err
}

// AddProgramme adds a programme inside the caller's change, as set-up does.
func AddProgramme(ctx context.Context, tx *trail.Tx, p Programme) (Programme, error) {
	p = p.tidy()
	if err := fault.Check("casework: add programme", p.Check()); err != nil {
		return p, err
	}
	p.ID = ids.New()
	last, err := lastPlace(ctx, tx.Tx)
	if err != nil {
		return p, err
	}
	set := p.set()
	set["place"], set["ended_at"] = last+1, 0
	if err := tx.Insert(ctx, programmeTable, p.ID, set); err != nil {
		return p, err
	}
	return saveAllParts(ctx, tx, Programme{}, p)
}

func changeProgramme(ctx context.Context, tx *trail.Tx, p Programme) (Programme, error) {
	p = p.tidy()
	if err := fault.Check("casework: change programme", p.Check()); err != nil {
		return p, err
	}
	had, err := programme(ctx, tx.Tx, p.ID)
	if err != nil {
		return p, err
	}
	if err := tx.Update(ctx, programmeTable, p.ID, p.Rev, p.set()); err != nil {
		return p, err
	}
	return saveAllParts(ctx, tx, had, p)
}

func (p Programme) set() trail.Set {
	return trail.Set{"name": p.Name, "about": p.About, "interval_days": p.IntervalDays, "dormant_days": p.DormantDays}
}

func saveAllParts(ctx context.Context, tx *trail.Tx, had, p Programme) (Programme, error) {
	for _, k := range []struct {
		kind      string
		had, want []Part
	}{{partStage, had.Stages, p.Stages}, {partQuestion, had.Questions, p.Questions}, {partReason, had.Reasons, p.Reasons}} {
		if err := saveParts(ctx, tx, p.ID, k.kind, k.had, k.want); err != nil {
			return p, err
		}
	}
	return programme(ctx, tx.Tx, p.ID)
}

// EndProgramme takes a programme out of use, or back into it. Its cases stay.
func (s *Service) EndProgramme(ctx context.Context, actor authz.Actor, id, rev string, ended bool) error {
	if !actor.May(MayProgrammes) {
		return fault.New(fault.Forbidden, "casework: end programme")
	}
	deed := &trail.Deed{Action: "casework.programme.ended", Kind: "programme", ID: id}
	if !ended {
		deed.Action = "casework.programme.resumed"
	}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := programme(ctx, tx.Tx, id)
		if err != nil {
			return err
		}
		at := int64(0)
		if ended {
			at = database.Micros(tx.Now())
		}
		deed.Args = map[string]string{"programme": p.Name}
		return tx.Update(ctx, programmeTable, id, rev, trail.Set{"ended_at": at})
	})
}
