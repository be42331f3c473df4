package merging

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out which other records became part of a person's. The caller has
// checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, people.Shelf{
		Kind: "merge", Class: authz.ClassCase, From: "person_merge t", Of: "t.keep_id", On: "t.at", Fields: []people.Field{
			{Label: "name", Column: "t.gone_name"}, {Label: "by", Column: "t.by_name", Colleague: true}, {Label: "ended", Column: "t.parted_at", Moment: true},
		},
	})
}
