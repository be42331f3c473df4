package retention

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out how long somebody is kept, and what holds them. Holds are shut
// for whoever does not keep them. The caller has checked that the actor may see
// the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelves...)
	for i, t := range list {
		if t.Kind == "hold" && !actor.May(MayHold) {
			list[i].Hide()
		}
	}
	return list, err
}

var shelves = []people.Shelf{
	{Kind: "hold", Class: authz.ClassSealed, From: holdTable + " t", On: "t.asked_at", Fields: []people.Field{
		{Label: "why", Column: "t.why"}, {Label: "review", Column: "t.review_on"}, {Label: "by", Column: "t.asked_name", Colleague: true},
		{Label: "confirmed-by", Column: "t.confirmed_name", Colleague: true}, {Label: "end-asked-by", Column: "t.ending_name", Colleague: true},
		{Label: "ended-by", Column: "t.ended_name", Colleague: true},
	}},
	{Kind: "keep", Class: authz.ClassCase, From: keepTable + " t", On: "t.at", Fields: []people.Field{
		{Label: "what", Column: "t.schedule", Stem: "retention.schedule."}, {Label: "until", Column: "t.until_on"}, {Label: "why", Column: "t.why"},
	}},
}
