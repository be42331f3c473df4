package custody

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out where a person is and was, as each source claims, and the
// dates on their way, also those that hold no more. The caller has checked that
// the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, shelves...)
}

var shelves = []people.Shelf{
	{Kind: "stay", Class: authz.ClassPost, From: stayTable + " t LEFT JOIN facility f ON f.id = t.facility_id", On: "t.since", Fields: []people.Field{
		{Label: "place", Column: "f.name"}, {Label: "unit", Column: "t.unit"}, {Label: "state", Column: "t.state", Stem: "custody.state."},
		{Label: "until", Column: "t.until"}, {Label: "source", Column: "t.source"}, {Label: "source-on", Column: "t.source_on"},
		{Label: "confidence", Column: "t.confidence", Stem: "custody.confidence."}, {Label: "recorded", Column: "t.recorded_at", Moment: true},
	}},
	{Kind: "milestone", Class: authz.ClassProfile, From: milestoneTable + " t", On: "t.on_date", Fields: []people.Field{
		{Label: "what", Column: "t.kind", Stem: "custody.kind."}, {Label: "hour", Column: "t.at_time"}, {Label: "detail", Column: "t.detail"},
		{Label: "claim", Column: "t.claim", Stem: "custody.claim."}, {Label: "source", Column: "t.source"}, {Label: "source-on", Column: "t.source_on"},
		{Label: "ended", Column: "t.ended_at", Moment: true},
	}},
}
