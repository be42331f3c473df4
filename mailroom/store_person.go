package mailroom

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

var personTables = []string{letterTable, requestTable, parcelTable}

// MovePerson gives the post of one person to another, inside the change that makes them
// one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, t := range personTables {
		if err := tx.Repoint(ctx, t, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson removes the post of somebody, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, t := range personTables {
		if err := tx.DeleteHolding(ctx, t, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}

// Tell reads out the post of a person: what came, what they asked for, what was sent. The
// caller has checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, shelves...)
}

var shelves = []people.Shelf{
	{Kind: "mail-letter", Class: authz.ClassCase, From: letterTable + " t", On: "t.received_on", Fields: []people.Field{
		{Label: "what", Column: "t.kind", Stem: "mail.kind."}, {Label: "postmark", Column: "t.postmark"}, {Label: "opened", Column: "t.opened_on"},
		{Label: "back", Column: "t.back_address", Stem: "mail.back."}, {Label: "back-words", Column: "t.back_words"}, {Label: "as-read", Column: "t.as_read"},
		{Label: "words", Column: "t.words"}, {Label: "state", Column: "t.state", Stem: "mail.letter.state."}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "mail-request", Class: authz.ClassCase, From: requestTable + " t LEFT JOIN mail_offer o ON o.id = t.offer_id", On: "t.asked_on", Fields: []people.Field{
		{Label: "code", Column: "t.code"}, {Label: "what", Column: "o.name"}, {Label: "words", Column: "t.words"}, {Label: "state", Column: "t.state", Stem: "mail.state."},
		{Label: "until", Column: "t.fill_on"}, {Label: "why", Column: "t.why"}, {Label: "label", Column: "t.label"}, {Label: "asked-on", Column: "t.asked_on"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "mail-parcel", Class: authz.ClassCase, From: parcelTable + " t LEFT JOIN mail_offer o ON o.id = t.offer_id LEFT JOIN facility f ON f.id = t.facility_id", On: "t.sent_on", Fields: []people.Field{
		{Label: "what", Column: "o.name"}, {Label: "place", Column: "f.name"}, {Label: "address", Column: "t.address"}, {Label: "items", Column: "t.items"},
		{Label: "returned", Column: "t.returned_on"}, {Label: "reason", Column: "t.reason", Stem: "mail.reason."}, {Label: "words", Column: "t.reason_words"},
		{Label: "packed-by", Column: "t.packed_by", Colleague: true}, {Label: "checked-by", Column: "t.checked_by", Colleague: true},
		{Label: "by", Column: "t.author_name", Colleague: true},
	}},
}
