package mailroom

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Service is what pages and commands may do with the post.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Worker says who works with a person, and in which case; nil knows nobody.
	Worker func(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error)
	// Heard is told of a word to or from a person, so that their case knows of it; nil
	// tells nobody.
	Heard func(ctx context.Context, tx *trail.Tx, personID string, on civil.Day, out bool) error
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

func may(actor authz.Actor, op string) error {
	if !actor.May(MayWork) || !actor.May(people.MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return nil
}

// read runs fn in a reading transaction for an actor who works at the desk.
func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if err := may(actor, op); err != nil {
		return err
	}
	return s.DB.Read(ctx, fn)
}

// write makes one change about a person, or about nobody.
func (s *Service) write(ctx context.Context, actor authz.Actor, action, personID string, fn func(*trail.Tx, *trail.Deed) error) error {
	if err := may(actor, action); err != nil {
		return err
	}
	deed := &trail.Deed{Action: action, Kind: "mail"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if err := about(ctx, tx, deed, personID); err != nil {
			return err
		}
		return fn(tx, deed)
	})
}

// about says in a deed whom it is about; "" is nobody we know.
func about(ctx context.Context, tx *trail.Tx, deed *trail.Deed, personID string) error {
	deed.Args = map[string]string{}
	if personID == "" {
		return nil
	}
	p, err := people.Head(ctx, tx.Tx, tx.Actor, personID)
	deed.Kind, deed.ID, deed.Args["name"] = "person", personID, p.Name
	return err
}

// Offers lists what the group sends, those it sends no more last.
func (s *Service) Offers(ctx context.Context, actor authz.Actor) (list []Offer, err error) {
	err = s.read(ctx, actor, "mail: offers", func(tx *database.Tx) error {
		list, err = offers(ctx, tx)
		return err
	})
	return list, err
}
