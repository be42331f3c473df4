package plans

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

var personTables = []string{table, needTable, callTable, outcomeTable, conditionTable, paperTable, paperMoveTable}

// MovePerson gives what is planned for one person to another, inside the change that
// makes them one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, t := range personTables {
		if err := tx.Repoint(ctx, t, "person_id", from, to); err != nil {
			return err
		}
	}
	return nil
}

// ErasePerson removes what is planned for somebody, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, t := range personTables {
		if err := tx.DeleteHolding(ctx, t, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}

// Tell reads out the plans of a person. The caller has checked that the actor may see
// them.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, shelves...)
}

var shelves = []people.Shelf{
	{Kind: "plan", Class: authz.ClassCase, From: table + " t LEFT JOIN account a ON a.id = t.worker_id", On: "t.opened_on", Fields: []people.Field{
		{Label: "home", Column: "t.home_said"}, {Label: "counted-from", Column: "t.home_on"}, {Label: "list", Column: "t.outline", Stem: "plans.outline."}, {Label: "hour", Column: "t.home_at"}, {Label: "state", Column: "t.state", Stem: "plans.state."},
		{Label: "ended", Column: "t.closed_on"}, {Label: "ended-why", Column: "t.closed_why"}, {Label: "worker", Column: "a.name", Colleague: true}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "plan-need", Class: authz.ClassCase, From: needTable + " t", On: "t.state_on", Fields: []people.Field{
		{Label: "what", Column: "t.kind", Stem: "plans.need."}, {Label: "heading", Column: "t.heading", Stem: "plans.heading."}, {Label: "due", Column: "t.due"}, {Label: "since", Column: "t.state_on"}, {Label: "words", Column: "t.title"}, {Label: "state", Column: "t.state", Stem: "plans.state.need."},
		{Label: "by", Column: "t.owner_name", Colleague: true}, {Label: "note", Column: "t.note"},
	}},
	{Kind: "plan-call", Class: authz.ClassCase, From: callTable + " t", On: "t.said_at", Fields: []people.Field{
		{Label: "due", Column: "t.due"}, {Label: "state", Column: "t.state", Stem: "plans.state.call."}, {Label: "note", Column: "t.note"}, {Label: "by", Column: "t.said_by", Colleague: true},
	}},
	{Kind: "plan-outcome", Class: authz.ClassCase, From: outcomeTable + " t", On: "t.said_on", Fields: []people.Field{
		{Label: "due", Column: "t.due"}, {Label: "state", Column: "t.contact", Stem: "plans.contact."}, {Label: "living", Column: "t.living", Stem: "plans.living."}, {Label: "income", Column: "t.income", Stem: "plans.income."},
		{Label: "note", Column: "t.note"}, {Label: "by", Column: "t.said_by", Colleague: true},
	}},
	{Kind: "plan-condition", Class: authz.ClassCase, From: conditionTable + " t", On: "t.from_on", Fields: []people.Field{
		{Label: "words", Column: "t.words"}, {Label: "kind", Column: "t.kind", Stem: "plans.condition."}, {Label: "until", Column: "t.until_on"}, {Label: "source", Column: "t.source"}, {Label: "ended", Column: "t.ended_on"},
	}},
	{Kind: "plan-paper", Class: authz.ClassCase, From: paperTable + " t", On: "t.since_on", Fields: []people.Field{
		{Label: "kind", Column: "t.kind", Stem: "plans.paper.kind."}, {Label: "what", Column: "t.title"}, {Label: "holder", Column: "t.holder", Stem: "plans.holder."}, {Label: "place", Column: "t.place"}, {Label: "since", Column: "t.since_on"},
	}},
	{Kind: "plan-paper-move", Class: authz.ClassCase, From: paperMoveTable + " t", On: "t.moved_on", Fields: []people.Field{
		{Label: "what", Column: "t.what", Stem: "plans.holder."}, {Label: "since", Column: "t.moved_on"}, {Label: "note", Column: "t.note"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
}
