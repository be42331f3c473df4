package files

import (
	"context"
	"slices"

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
	if err != nil {
		return nil, err
	}
	for i, t := range list {
		at := slices.IndexFunc(all, func(f File) bool { return f.ID == t.ID })
		if at < 0 || !all[at].inSight(actor) {
			list[i].Hide()
			continue
		}
		why, err := tellReasons(ctx, tx, t.ID)
		if err != nil {
			return nil, err
		}
		list[i].Lines = append(list[i].Lines, why...)
	}
	return list, nil
}

// tellReasons reads out why a file was shared as it is.
func tellReasons(ctx context.Context, tx *database.Tx, fileID string) (lines []people.Line, err error) {
	reasons, err := reasonsOf(ctx, tx, fileID)
	for _, r := range reasons {
		lines = append(lines, people.Line{Label: "told.why", Text: r.Words}, people.Line{Label: "told.by", Text: r.Name, Colleague: true})
	}
	return lines, err
}

var shelf = people.Shelf{Kind: "file", Class: authz.ClassCase, From: fileTable + " t", On: "t.added_at", Fields: []people.Field{
	{Label: "name", Column: "t.name"}, {Label: "what", Column: "t.kind"}, {Label: "bytes", Column: "t.bytes"}, {Label: "sum", Column: "t.sum"},
	{Label: "by", Column: "t.added_name", Colleague: true},
}}
