package families

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

// View is everything of a household as one reader sees it.
type View struct {
	Household
	Members []Member
	Inside  []Inside
	Needs   []Need
	Aid     []Aid
	Caps    []Cap
	Tells   []Tell
	Today   civil.Day
}

// Given is what was given in all, in the smallest unit.
func (v View) Given() (sum int) {
	for _, a := range v.Aid {
		sum += a.Amount
	}
	return sum
}

// View returns a household, or NotFound for one whose relative the actor does not see.
// Children it shows to who was named for them, and who is inside to who sees that person.
func (s *Service) View(ctx context.Context, actor authz.Actor, id string) (v View, err error) {
	err = s.read(ctx, actor, "families: view", func(tx *database.Tx) error {
		v.Today = s.Today(ctx)
		if v.Household, err = visible(ctx, tx, actor, id); err != nil {
			return err
		}
		trail.Saw(ctx, trail.Page, v.HeadID)
		return v.load(ctx, tx, actor)
	})
	return v, err
}

func (v *View) load(ctx context.Context, tx *database.Tx, actor authz.Actor) (err error) {
	if v.Members, err = members(ctx, tx, actor, v.ID); err != nil {
		return err
	}
	if v.Inside, err = inside(ctx, tx, actor, v.ID); err != nil {
		return err
	}
	if v.Needs, err = needsOf(ctx, tx, v.ID); err != nil {
		return err
	}
	if v.Aid, err = aidOf(ctx, tx, v.ID); err != nil {
		return err
	}
	if v.Caps, err = capsOf(ctx, tx); err != nil {
		return err
	}
	v.Tells, err = tellsOf(ctx, tx, actor, v.ID)
	return err
}

// MostRows is how many households a list shows.
const MostRows = 200

// List lists the households the actor sees.
func (s *Service) List(ctx context.Context, actor authz.Actor, state State) (list []Row, err error) {
	err = s.read(ctx, actor, "families: list", func(tx *database.Tx) error {
		list, err = listed(ctx, tx, actor, state, MostRows)
		return err
	})
	trail.SawAll(ctx, trail.List, list, func(r Row) string { return r.HeadID })
	return list, err
}

// OfPerson lists the households of somebody that the actor sees; for whoever sees only
// the person inside there is none.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) (list []Household, err error) {
	err = s.read(ctx, actor, "families: of person", func(tx *database.Tx) error {
		list, err = ofPerson(ctx, tx, actor, personID)
		return err
	})
	return list, err
}

// Caps lists the caps on aid.
func (s *Service) Caps(ctx context.Context, actor authz.Actor) (list []Cap, err error) {
	err = s.read(ctx, actor, "families: caps", func(tx *database.Tx) error {
		list, err = capsOf(ctx, tx)
		return err
	})
	return list, err
}
