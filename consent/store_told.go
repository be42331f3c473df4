package consent

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out the ledger of a person: what they said, what was shared and
// with whom, and the forms that were sent to them. All of it is shut for whoever
// may not read consents. The caller has checked that the actor may see the
// person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelves...)
	for i := range list {
		if !actor.May(MayRead) {
			list[i].Hide()
		}
	}
	return list, err
}

var shelves = []people.Shelf{
	{Kind: "consent", Class: authz.ClassCase, From: entryTable + " t", On: "t.from_on", Fields: []people.Field{
		{Label: "said", Column: "t.act", Stem: "told.act."}, {Label: "purpose", Column: "t.purpose", Stem: "consent.purpose."}, {Label: "audience", Column: "t.audience"},
		{Label: "classes", Column: "t.classes"}, {Label: "how", Column: "t.how"}, {Label: "language", Column: "t.lang"}, {Label: "until", Column: "t.until_on"},
		{Label: "witness", Column: "t.witness"}, {Label: "limits", Column: "t.limits"}, {Label: "note", Column: "t.note"}, {Label: "by", Column: "t.recorded_name", Colleague: true},
	}},
	{Kind: "shared", Class: authz.ClassCase, From: disclosureTable + " t", On: "t.at", Fields: []people.Field{
		{Label: "what", Column: "t.what"}, {Label: "audience", Column: "t.audience"}, {Label: "purpose", Column: "t.purpose", Stem: "consent.purpose."},
		{Label: "basis", Column: "t.basis", Stem: "consent.basis."}, {Label: "citation", Column: "t.citation"}, {Label: "why", Column: "t.reason"},
		{Label: "classes", Column: "t.classes"}, {Label: "by", Column: "t.by_name", Colleague: true},
	}},
	{Kind: "form", Class: authz.ClassCase, From: formTable + " t", On: "t.asked_at", Fields: []people.Field{
		{Label: "purpose", Column: "t.purpose", Stem: "consent.purpose."}, {Label: "audience", Column: "t.audience"}, {Label: "classes", Column: "t.classes"},
		{Label: "language", Column: "t.lang"}, {Label: "by", Column: "t.asked_name", Colleague: true},
	}},
}
