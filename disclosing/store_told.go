package disclosing

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out which packets were made or begun about a person. The caller has
// checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelf)
	for i := range list {
		if !actor.May(MayDisclose) {
			list[i].Hide()
		}
	}
	return list, err
}

var shelf = people.Shelf{
	Kind: "packet", Class: authz.ClassCase, From: whoTable + " t JOIN " + packetTable + " k ON k.id = t.packet_id", On: "k.created_at", Fields: []people.Field{
		{Label: "audience", Column: "k.audience"}, {Label: "basis", Column: "k.basis", Stem: "consent.basis."}, {Label: "citation", Column: "k.citation"},
		{Label: "reference", Column: "k.reference"}, {Label: "why", Column: "k.reason"}, {Label: "made", Column: "k.made_at", Moment: true},
		{Label: "by", Column: "k.created_name", Colleague: true},
	},
}
