package asking

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Tell reads out who asked to read what was kept from them about a person. It is
// shut for whoever reads neither the entry nor asked themselves. The caller has
// checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelf)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	for i, t := range list {
		about, err := database.One(ctx, tx, func(scan database.Scan) (a Ask, err error) { return a, scan(&a.EntryID, &a.AccountID) },
			`SELECT entry_id, account_id FROM entry_ask WHERE id = ?`, t.ID)
		if err != nil {
			return nil, err
		}
		_, err = timeline.Kept(ctx, tx, actor, about.EntryID)
		switch {
		case fault.Is(err, fault.NotFound) && about.AccountID != actor.ID:
			list[i].Hide()
		case err != nil && !fault.Is(err, fault.NotFound):
			return nil, err
		}
	}
	return list, nil
}

var shelf = people.Shelf{
	Kind: "ask", Class: authz.ClassCase, From: "entry_ask t LEFT JOIN account a ON a.id = t.account_id", On: "t.at", Fields: []people.Field{
		{Label: "by", Column: "a.name", Colleague: true}, {Label: "why", Column: "t.why"}, {Label: "answer", Column: "t.answer"},
	},
}
