package grievances

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/rulepacks"
	"github.com/throughcare/throughcare/timeline"
)

// Service is what pages and commands may do with grievances.
type Service struct {
	DB    *database.DB
	Rules *rulepacks.Service
	Kinds *timeline.Kinds
	Zone  func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Worker says who works with a person, and in which case; nil knows nobody.
	Worker func(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error)
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// read runs fn in a reading transaction for an actor who may read grievances.
func (s *Service) read(ctx context.Context, actor authz.Actor, op string, fn func(*database.Tx) error) error {
	if !actor.May(MayRead) || !actor.May(people.MayRead) {
		return fault.New(fault.Forbidden, op)
	}
	return s.DB.Read(ctx, fn)
}

// change makes one change to a grievance in the actor's sight, and brings its tasks in
// step. The person is the subject of the deed, so that the trail of a person is whole.
func (s *Service) change(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Matter) error) error {
	if !actor.May(MayWrite) || !actor.May(people.MayRead) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		g, err := visible(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if err := s.special(ctx, tx.Tx, actor, g); err != nil {
			return err
		}
		if err := about(ctx, tx, deed, g.PersonID); err != nil {
			return err
		}
		m, err := s.matter(ctx, tx.Tx, g)
		if err != nil {
			return err
		}
		if err := fn(tx, deed, m); err != nil {
			return err
		}
		return s.sync(ctx, tx, id)
	})
}

// about says in a deed whom it is about.
func about(ctx context.Context, tx *trail.Tx, deed *trail.Deed, personID string) error {
	p, err := people.Head(ctx, tx.Tx, tx.Actor, personID)
	deed.ID, deed.Args = personID, map[string]string{"name": p.Name}
	return err
}

// special returns Forbidden for an actor who may not read what a grievance says.
func (s *Service) special(ctx context.Context, tx *database.Tx, actor authz.Actor, g Grievance) error {
	reads, err := readsWords(ctx, tx, actor, g)
	if err == nil && !reads {
		err = fault.New(fault.Forbidden, "grievances: special")
	}
	return err
}

// readsWords reports whether an actor reads what a grievance says: of a special topic
// only those who read special fields of the person, and whoever wrote it.
func readsWords(ctx context.Context, tx *database.Tx, actor authz.Actor, g Grievance) (bool, error) {
	if !g.Topic.Special() || g.AuthorID == actor.ID || actor.ReadsSpecial(false) {
		return true, nil
	}
	granted, err := grantedTo(ctx, tx, actor, g.PersonID)
	return actor.ReadsSpecial(granted), err
}

// shut is a grievance without its words: what is left to see that a day comes.
func (g Grievance) shut() Grievance {
	g.Title, g.What, g.Harm, g.Unit, g.TheirNumber, g.StateWhy = "", "", "", "", "", ""
	g.Wanted, g.Topic, g.Reprisal = nil, "", ""
	return g
}

// sorted lists the keys of a map in order.
func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
