package today

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out the lines that were added about a person to hand-overs. The
// caller has checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, people.Shelf{
		Kind: "handover", Class: authz.ClassCase, From: "handover_line t", On: "t.at", Fields: []people.Field{
			{Label: "words", Column: "t.line"}, {Label: "by", Column: "t.author_name", Colleague: true},
		},
	})
}
