package sentences

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// MovePerson gives the sentences of one person to another, inside the change that
// makes them one. Of two that hold, the one recorded last goes on holding.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	mine, err := currentOrNone(ctx, tx, to)
	if err != nil {
		return err
	}
	theirs, err := currentOrNone(ctx, tx, from)
	if err != nil {
		return err
	}
	if mine.ID != "" && theirs.ID != "" {
		older := mine
		if theirs.RecordedAt.Before(mine.RecordedAt) {
			older = theirs
		}
		if err := end(ctx, tx, older, ""); err != nil {
			return err
		}
	}
	return tx.Repoint(ctx, table, "person_id", from, to)
}

func currentOrNone(ctx context.Context, tx *trail.Tx, personID string) (Sentence, error) {
	is, err := current(ctx, tx.Tx, personID)
	if fault.Is(err, fault.NotFound) {
		return Sentence{}, nil
	}
	return is, err
}

// ErasePerson removes the sentences of somebody, inside the change that erases
// them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	return tx.DeleteHolding(ctx, table, "person_id", personID)
}

// Tell reads out the sentences of somebody, also those that hold no more. The
// caller has checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, people.Shelf{
		Kind: table, Class: authz.ClassProfile, From: table + " t", On: "t.imposed_on", Fields: []people.Field{
			{Label: "where", Column: "t.jurisdiction", Stem: "sentences.jurisdiction."}, {Label: "length", Column: "t.length"},
			{Label: "track", Column: "t.track", Stem: "sentences.track."}, {Label: "remand", Column: "t.remand"}, {Label: "tagged-bail", Column: "t.tagged_bail"},
			{Label: "added-days", Column: "t.added"}, {Label: "away-days", Column: "t.away"}, {Label: "jail-credit", Column: "t.jail_credit"},
			{Label: "time-credit", Column: "t.time_credit"}, {Label: "source", Column: "t.source"}, {Label: "recorded", Column: "t.recorded_at", Moment: true},
			{Label: "ended", Column: "t.ended_at", Moment: true},
		},
	})
}
