package families

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

var personTables = []string{table, memberTable, insideTable, needTable, aidTable, tellTable, callTable, enrolmentTable, seatTable}

// MovePerson gives what is kept of one person to another, inside the change that makes
// them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, t := range personTables {
		if err := tx.Repoint(ctx, t, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson removes what is kept of somebody, inside the change that erases them: with
// the relative it was opened for, the whole household.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	own, err := ownHouseholds(ctx, tx.Tx, personID)
	if err != nil {
		return err
	}
	for _, id := range own {
		for _, t := range []string{memberTable, insideTable, needTable, aidTable, tellTable, callTable} {
			if err := tx.DeleteHolding(ctx, t, "household_id", id); err != nil {
				return err
			}
		}
	}
	for _, t := range personTables {
		if err := tx.DeleteHolding(ctx, t, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}

// Tell reads out what is kept of a person. That a family of theirs is helped, somebody
// inside is not told: it is the family's to say. The caller has checked that the actor
// may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list := shelves
	if actor.May(tellsInside) {
		list = append(shelves[:len(shelves):len(shelves)], insideShelf)
	}
	return people.TellShelves(ctx, tx, personID, list...)
}

var insideShelf = people.Shelf{Kind: "household-inside", Class: authz.ClassCase, From: insideTable + " t", Fields: []people.Field{{Label: "relation", Column: "t.relation"}}}

var shelves = []people.Shelf{
	{Kind: "household", Class: authz.ClassCase, From: table + " t LEFT JOIN account a ON a.id = t.worker_id", On: "t.opened_on", Fields: []people.Field{
		{Label: "what", Column: "t.name"}, {Label: "note", Column: "t.note"}, {Label: "state", Column: "t.state", Stem: "families.state."}, {Label: "ended", Column: "t.closed_on"},
		{Label: "ended-why", Column: "t.closed_why"}, {Label: "worker", Column: "a.name", Colleague: true}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "household-member", Class: authz.ClassCase, From: memberTable + " t", Fields: []people.Field{{Label: "relation", Column: "t.relation"}}},
	{Kind: "household-need", Class: authz.ClassCase, From: needTable + " t", On: "t.state_on", Fields: []people.Field{
		{Label: "words", Column: "t.words"}, {Label: "state", Column: "t.state", Stem: "families.need.state."}, {Label: "since", Column: "t.state_on"}, {Label: "outcome", Column: "t.outcome"},
	}},
	{Kind: "household-aid", Class: authz.ClassCase, From: aidTable + " t", On: "t.given_on", Fields: []people.Field{
		{Label: "what", Column: "t.kind", Stem: "families.aid."}, {Label: "amount", Column: "t.amount"}, {Label: "how", Column: "t.how"}, {Label: "why", Column: "t.over_why"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "household-tell", Class: authz.ClassCase, From: tellTable + " t", On: "t.agreed_on", Fields: []people.Field{
		{Label: "what", Column: "t.what"}, {Label: "audience", Column: "t.whom"}, {Label: "until", Column: "t.until_on"}, {Label: "agreed-on", Column: "t.agreed_on"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "family-call", Class: authz.ClassCase, From: callTable + " t", On: "t.called_at", Fields: []people.Field{
		{Label: "what", Column: "t.about", Stem: "families.about."}, {Label: "called", Column: "t.caller"}, {Label: "words", Column: "t.words"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "family-enrolment", Class: authz.ClassCase, From: enrolmentTable + " t LEFT JOIN family_programme g ON g.id = t.programme_id", On: "t.began_on", Fields: []people.Field{
		{Label: "programme", Column: "g.name"}, {Label: "since", Column: "t.began_on"}, {Label: "until", Column: "t.exit_on"}, {Label: "ended", Column: "t.left_on"}, {Label: "ended-why", Column: "t.left_why"},
		{Label: "score-start", Column: "t.start_score"}, {Label: "score-mid", Column: "t.mid_score"}, {Label: "score-end", Column: "t.end_score"},
	}},
	{Kind: "family-seat", Class: authz.ClassCase, From: seatTable + " t LEFT JOIN family_trip g ON g.id = t.trip_id", Fields: []people.Field{{Label: "day", Column: "g.on_date"}}},
}
