package roster

import (
	"context"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// MovePerson gives the claims about one person to another, inside the change
// that makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, claimTable, "person_id", from, to)
}

// ErasePerson removes the claims about somebody, inside the change that erases
// them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	return tx.DeleteHolding(ctx, claimTable, "person_id", personID)
}

// Listen lets claims follow a facility that turned out to be another one.
func Listen(bus *event.Bus) {
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e facilities.Merged) error {
		return tx.Repoint(ctx, claimTable, "facility_id", e.From, e.Into)
	})
}

// Tell reads out what lists claimed about a person. The caller has checked that
// the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, people.Shelf{
		Kind: "roster-claim", Class: authz.ClassPost, From: claimTable + " t", On: "t.as_of", Fields: []people.Field{
			{Label: "what", Column: "t.kind", Stem: "roster.kind."}, {Label: "why", Column: "t.why", Stem: "roster.why."}, {Label: "source", Column: "t.layout"}, {Label: "source-on", Column: "t.as_of"}, {Label: "place", Column: "t.place_said"},
			{Label: "before", Column: "t.was_at"}, {Label: "when", Column: "t.claim_on"}, {Label: "released", Column: "t.released_on"}, {Label: "expected", Column: "t.release_on"}, {Label: "had", Column: "t.had_on"}, {Label: "name", Column: "t.name_said"},
			{Label: "number", Column: "t.number_said"}, {Label: "state", Column: "t.state", Stem: "roster.state."}, {Label: "ended", Column: "t.decided_at", Moment: true}, {Label: "by", Column: "t.decided_name", Colleague: true},
		},
	})
}
