package files

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out which files are kept with a person. One whose entry the actor
// may not read is shut. The caller has checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelf)
	if err != nil {
		return nil, err
	}
	all, err := filesOf(ctx, tx, personID)
	for i, t := range list {
		for _, f := range all {
			if f.ID == t.ID && !f.inSight(actor) {
				list[i].Shut, list[i].Lines = true, nil
			}
		}
	}
	return list, err
}

var shelf = people.Shelf{Kind: "file", Class: authz.ClassCase, From: fileTable + " t", On: "t.added_at", Fields: []people.Field{
	{Label: "name", Column: "t.name"}, {Label: "what", Column: "t.kind"}, {Label: "bytes", Column: "t.bytes"}, {Label: "sum", Column: "t.sum"},
	{Label: "by", Column: "t.added_name", Colleague: true},
}}
