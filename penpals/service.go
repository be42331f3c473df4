package penpals

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/consent"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Purpose is what people agree to before they are listed.
const Purpose = "pen-pal"

// Service is what pages and commands may do with pen pals.
type Service struct {
	DB           *database.DB
	Zone         func(context.Context) *time.Location // where the organisation is; nil means UTC
	Organisation func(context.Context) string         // nil is nameless
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// office is the address of the office as it stands on envelopes and sheets.
func (s *Service) office(ctx context.Context, p Policy) []string {
	var lines []string
	if s.Organisation != nil {
		lines = append(lines, s.Organisation(ctx))
	}
	return append(lines, p.Box...)
}

func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if !actor.May(MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return s.DB.Read(ctx, fn)
}

// write makes one change that is about nobody in particular.
func (s *Service) write(ctx context.Context, actor authz.Actor, needs authz.Permission, deed *trail.Deed, fn func(*trail.Tx) error) error {
	if !actor.May(needs) {
		return fault.New(fault.Forbidden, deed.Action)
	}
	if deed.Args == nil {
		deed.Args = map[string]string{}
	}
	return trail.Write(ctx, s.DB, actor, deed, fn)
}

// about makes one change about a person the actor sees; NotFound for another.
func (s *Service) about(ctx context.Context, actor authz.Actor, action, personID string, fn func(*trail.Tx, *trail.Deed, people.Person) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": p.Name}
		return fn(tx, deed, p)
	})
}

// agrees returns why somebody is not to be listed or shown to a writer, nil when they
// agreed. What a writer is told is of classes C1 and C2.
func agrees(ctx context.Context, tx *database.Tx, personID string) error {
	return consent.Agreed(ctx, tx, consent.Ask{PersonID: personID, Purpose: Purpose, Classes: told})
}

var told = consent.Of(consent.C1, consent.C2)

// Policy returns what the organisation has decided.
func (s *Service) Policy(ctx context.Context, actor authz.Actor) (p Policy, err error) {
	err = s.read(ctx, actor, "penpals: policy", func(tx *database.Tx) error {
		p, err = policyOf(ctx, tx)
		return err
	})
	return p, err
}

// SavePolicy changes what the organisation has decided. The tasks of all pairs move to the
// days that are waited for from now on.
func (s *Service) SavePolicy(ctx context.Context, actor authz.Actor, p Policy) error {
	const op = "penpals.policy.saved"
	p = p.clean()
	if err := fault.Check(op, p.check()); err != nil {
		return err
	}
	return s.write(ctx, actor, MayManage, &trail.Deed{Action: op, Kind: "penpals"}, func(tx *trail.Tx) error {
		if p.Coordinator != "" {
			if err := active(ctx, tx.Tx, p.Coordinator); err != nil {
				return err
			}
		}
		was, err := policyOf(ctx, tx.Tx)
		if err != nil {
			return err
		}
		if was.Rev == "" {
			err = tx.Insert(ctx, policyTable, policyID, p.set())
		} else {
			err = tx.Update(ctx, policyTable, policyID, p.Rev, p.set())
		}
		if err != nil || was.NudgeDays == p.NudgeDays && was.RematchDays == p.RematchDays {
			return err
		}
		return s.waitAll(ctx, tx)
	})
}

// waitAll brings the tasks of all pairs in step with the days that are waited for.
func (s *Service) waitAll(ctx context.Context, tx *trail.Tx) error {
	list, err := runningBetween(ctx, tx.Tx, "", "")
	for _, p := range list {
		if err := s.wait(ctx, tx, p); err != nil {
			return err
		}
	}
	return err
}
