package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Intake adds a person and, unless c is nil, opens a case for them, in one
// change. It returns Invalid with every problem of the person, or of the case,
// and Forbidden for an actor who may not do both.
func (s *Service) Intake(ctx context.Context, actor authz.Actor, idx people.Index, n people.NewPerson, c *NewCase) (people.Person, error) {
	const op = "casework: intake"
	var p people.Person
	if !actor.May(people.MayWrite) || c != nil && !actor.May(MayWrite) {
		return p, fault.New(fault.Forbidden, op)
	}
	today := s.Today(ctx)
	deed := &trail.Deed{Action: "people.person.added", Kind: "person"}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		if p, err = people.Add(ctx, tx, idx, n); err != nil {
			return err
		}
		deed.ID, deed.Args = p.ID, map[string]string{"name": p.Name}
		if c == nil {
			return nil
		}
		c.PersonID = p.ID
		_, err = Open(ctx, tx, today, *c)
		return err
	})
	return p, err
}
