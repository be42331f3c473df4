package access

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out who was given a person and when, who must not see them, and
// whether their record was restricted or looked at in an emergency. Conflicts
// and restrictions are shut for whoever does not keep them. The caller has
// checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelves...)
	for i, t := range list {
		if t.Class == authz.ClassSealed && (t.Kind == "conflict" && !actor.May(MayManage) || t.Kind == "restriction" && !actor.May(MayRecords)) {
			list[i].Hide()
		}
	}
	return list, err
}

var shelves = []people.Shelf{
	{Kind: "grant", Class: authz.ClassCase, From: grantTable + " t LEFT JOIN account a ON a.id = t.account_id", On: "t.from_at", Fields: []people.Field{
		{Label: "given-to", Column: "a.name", Colleague: true}, {Label: "why", Column: "t.reason"},
	}},
	{Kind: "conflict", Class: authz.ClassSealed, From: barTable + " t LEFT JOIN account a ON a.id = t.account_id", On: "t.from_at", Fields: []people.Field{
		{Label: "worker", Column: "a.name", Colleague: true}, {Label: "what", Column: "t.kind", Stem: "access.kind."}, {Label: "why", Column: "t.why", Colleague: true},
	}},
	{Kind: "restriction", Class: authz.ClassSealed, From: restrictionTable + " t", On: "t.from_at", Fields: []people.Field{{Label: "why", Column: "t.why"}}},
	{Kind: "glass", Class: authz.ClassCase, From: glassTable + " t LEFT JOIN account a ON a.id = t.account_id", On: "t.from_at", Fields: []people.Field{
		{Label: "by", Column: "a.name", Colleague: true}, {Label: "why", Column: "t.why"},
	}},
	{Kind: "offer", Class: authz.ClassCase, From: offerTable + " t LEFT JOIN chapter c ON c.id = t.to_id", On: "t.at", Fields: []people.Field{
		{Label: "to", Column: "c.name"}, {Label: "why", Column: "t.why"}, {Label: "state", Column: "t.state"},
	}},
}
