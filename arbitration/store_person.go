package arbitration

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

var personTables = []string{table, positionTable, sittingTable, promiseTable, paperTable, noteTable}

// MovePerson gives the matters of one person to another, inside the change that makes
// them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, t := range personTables {
		if err := tx.Repoint(ctx, t, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson removes the matters of somebody, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, t := range personTables {
		if err := tx.DeleteHolding(ctx, t, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}

// Tell reads out the matters of a person. Of the neutral's notes everybody else is told
// only that they are there. The caller has checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelves...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Kind == "arbitration-note" && !actor.May(readsNotes) {
			list[i].Hide()
		}
	}
	return list, err
}

var shelves = []people.Shelf{
	{Kind: "arbitration", Class: authz.ClassCase, From: table + " t LEFT JOIN account a ON a.id = t.worker_id", On: "t.opened_on", Fields: []people.Field{
		{Label: "what", Column: "t.title"}, {Label: "other-party", Column: "t.other_party"}, {Label: "wanted", Column: "t.asks"}, {Label: "neutral", Column: "t.neutral_name", Colleague: true},
		{Label: "proposal", Column: "t.proposal"}, {Label: "proposed-on", Column: "t.proposed_on"}, {Label: "person-says", Column: "t.person_says", Stem: "arbitration.says."},
		{Label: "other-says", Column: "t.other_says", Stem: "arbitration.says."}, {Label: "agreement", Column: "t.agreement"}, {Label: "state", Column: "t.state", Stem: "arbitration.state."},
		{Label: "ended", Column: "t.state_on"}, {Label: "ended-why", Column: "t.state_why"}, {Label: "worker", Column: "a.name", Colleague: true}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "arbitration-position", Class: authz.ClassCase, From: positionTable + " t", On: "t.said_on", Fields: []people.Field{
		{Label: "side", Column: "t.side", Stem: "arbitration.side."}, {Label: "words", Column: "t.words"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "arbitration-sitting", Class: authz.ClassCase, From: sittingTable + " t", On: "t.on_date", Fields: []people.Field{
		{Label: "hour", Column: "t.at_time"}, {Label: "place", Column: "t.place"}, {Label: "agenda", Column: "t.agenda"}, {Label: "who", Column: "t.who"}, {Label: "minutes", Column: "t.minutes"},
	}},
	{Kind: "arbitration-promise", Class: authz.ClassCase, From: promiseTable + " t", On: "t.follow_on", Fields: []people.Field{
		{Label: "side", Column: "t.side", Stem: "arbitration.side."}, {Label: "words", Column: "t.words"}, {Label: "state", Column: "t.state", Stem: "arbitration.kept."}, {Label: "why", Column: "t.state_why"},
	}},
	{Kind: "arbitration-paper", Class: authz.ClassCase, From: paperTable + " t", On: "t.given_on", Fields: []people.Field{{Label: "what", Column: "t.title"}}},
	{Kind: "arbitration-note", Class: authz.ClassCase, From: noteTable + " t", On: "t.written_at", Fields: []people.Field{{Label: "words", Column: "t.words"}}},
}
