package casework

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

// Service is what people may do with programmes and cases.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	return civil.Of(s.DB.Now(), s.zone(ctx))
}

func (s *Service) zone(ctx context.Context) *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone(ctx)
}

// Full is a case with its programme and answers, as its page shows it.
type Full struct {
	Case
	Programme Programme
	Worker    string            // name, "" for nobody's
	Answers   map[string]Answer // by question id
}

// Case returns one case the actor may see, or NotFound.
func (s *Service) Case(ctx context.Context, actor authz.Actor, id string) (f Full, err error) {
	if !actor.May(MayRead) {
		return f, fault.New(fault.Forbidden, "casework: case")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		c, err := visible(ctx, tx, actor, id)
		if err != nil {
			return err
		}
		trail.Saw(ctx, trail.Page, c.PersonID)
		f, err = full(ctx, tx, c)
		return err
	})
	return f, err
}

// OfPerson lists the cases of a person, open ones first. It returns NotFound
// for a person the actor may not see.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) (list []Full, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: cases of person")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if err := people.Visible(ctx, tx, actor, personID); err != nil {
			return err
		}
		cases, err := CasesOf(ctx, tx, personID)
		if err != nil {
			return err
		}
		for _, c := range cases {
			f, err := full(ctx, tx, c)
			if err != nil {
				return err
			}
			list = append(list, f)
		}
		return nil
	})
	return list, err
}

func full(ctx context.Context, tx *database.Tx, c Case) (f Full, err error) {
	f.Case = c
	if f.Programme, err = programme(ctx, tx, c.ProgrammeID); err != nil {
		return f, err
	}
	if c.WorkerID != "" {
		f.Worker, err = anyName(ctx, tx, c.WorkerID)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return f, err
		}
	}
	f.Answers, err = answersOf(ctx, tx, c.ID)
	return f, err
}

// change makes one change to one case the actor may see. The person is the
// subject of the deed, so that the trail of a person is whole.
func (s *Service) change(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Case) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		c, err := visible(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if err := word(ctx, tx, deed, c.PersonID); err != nil {
			return err
		}
		return fn(tx, deed, c)
	})
}

// word fills in whom a deed is about.
func word(ctx context.Context, tx *trail.Tx, deed *trail.Deed, personID string) error {
	name, err := personName(ctx, tx.Tx, personID)
	deed.ID, deed.Args = personID, map[string]string{"name": name}
	return err
}
