// Package told reads out the cases of a person.
package told

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Cases tells what casework keeps about people.
type Cases struct{}

// Tell reads out the cases of a person: who works with them, what they were
// asked, and when a case was open. The caller has checked that the actor may see
// the person.
func (Cases) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, shelves...)
}

var shelves = []people.Shelf{
	{
		Kind: "case", Class: authz.ClassCase, On: "t.opened_on",
		From: "case_file t LEFT JOIN programme p ON p.id = t.programme_id LEFT JOIN account a ON a.id = t.worker_id LEFT JOIN programme_part g ON g.id = t.stage_id",
		Fields: []people.Field{
			{Label: "programme", Column: "p.name"}, {Label: "worker", Column: "a.name", Colleague: true}, {Label: "state", Column: "t.state", Stem: "casework.state."},
			{Label: "stage", Column: "g.name"}, {Label: "waiting-since", Column: "t.waiting_since"}, {Label: "closed-on", Column: "t.closed_on"},
			{Label: "why", Column: "t.closing_reason"}, {Label: "last-contact", Column: "t.last_contact_on"},
		},
	},
	{
		Kind: "span", Class: authz.ClassCase, On: "t.opened_on", From: "case_span t LEFT JOIN account a ON a.id = t.worker_id",
		Fields: []people.Field{
			{Label: "closed-on", Column: "t.closed_on"}, {Label: "worker", Column: "a.name", Colleague: true}, {Label: "why", Column: "t.reason"},
		},
	},
	{
		Kind: "answer", Class: authz.ClassCase, Of: "c.person_id", On: "c.opened_on",
		From: "case_answer t JOIN case_file c ON c.id = t.case_id LEFT JOIN programme_part q ON q.id = t.question_id",
		Fields: []people.Field{
			{Label: "question", Column: "q.name"}, {Label: "answer", Column: "t.value"}, {Label: "answer", Column: "t.state", Stem: "told.state."},
		},
	},
}
