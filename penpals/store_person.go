package penpals

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

var personTables = []string{insideTable, blockTable, pairTable, stepTable, letterTable, sheetTable, incidentTable}

// MovePerson gives the pen pals of one person to another, inside the change that makes
// them one. Two places on the list become the one that has waited longer.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	for _, t := range personTables {
		if err := tx.Repoint(ctx, t, "person_id", from, to); err != nil {
			return err
		}
	}
	rest, err := doubled(ctx, tx.Tx, to)
	for _, id := range rest {
		if err := tx.Update(ctx, insideTable, id, "", trail.Set{"state": string(Withdrawn)}); err != nil {
			return err
		}
	}
	return err
}

// doubled are the places of somebody on the list but the one that counts.
func doubled(ctx context.Context, tx *database.Tx, personID string) ([]string, error) {
	list, err := database.All(ctx, tx, database.Value[string], `SELECT id FROM penpal_inside WHERE person_id = ? AND state <> 'withdrawn' ORDER BY asked_on, id`, personID)
	if len(list) == 0 {
		return nil, err
	}
	return list[1:], err
}

// ErasePerson removes the pen pals of somebody, inside the change that erases them.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	for _, t := range personTables {
		if err := tx.DeleteHolding(ctx, t, "person_id", personID); err != nil {
			return err
		}
	}
	return nil
}

// Tell reads out the pen pals of a person. Why they are kept apart from somebody, and what
// was reported, is told to be there to whoever may not read it. The caller has checked that
// the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelves...)
	for i, t := range list {
		if t.Kind == "penpal-block" && !actor.May(MayReadBlocks) || t.Kind == "penpal-incident" && !actor.May(MayReadIncidents) {
			list[i].Hide()
		}
	}
	return list, err
}

var shelves = []people.Shelf{
	{Kind: "penpal-inside", Class: authz.ClassProfile, From: insideTable + " t", On: "t.asked_on", Fields: []people.Field{
		{Label: "asked-on", Column: "t.asked_on"}, {Label: "called", Column: "t.called"}, {Label: "language", Column: "t.languages"}, {Label: "interests", Column: "t.interests"},
		{Label: "limits", Column: "t.wishes"}, {Label: "most", Column: "t.most"}, {Label: "state", Column: "t.state", Stem: "penpals.waits."}, {Label: "state-on", Column: "t.state_on"}, {Label: "why", Column: "t.state_why"},
		{Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "penpal-block", Class: authz.ClassSpecial, From: blockTable + " t LEFT JOIN penpal_writer w ON w.id = t.writer_id", On: "t.from_on", Fields: []people.Field{
		{Label: "writer", Column: "w.name"}, {Label: "what", Column: "t.kind", Stem: "penpals.block.kind."}, {Label: "reason", Column: "t.reason"}, {Label: "source", Column: "t.source"},
		{Label: "ended", Column: "t.ended_on"}, {Label: "ended-why", Column: "t.ended_why"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "penpal-pair", Class: authz.ClassProfile, From: pairTable + " t LEFT JOIN penpal_writer w ON w.id = t.writer_id", On: "t.state_on", Fields: []people.Field{
		{Label: "code", Column: "t.code"}, {Label: "writer", Column: "w.name"}, {Label: "state", Column: "t.state", Stem: "penpals.state."}, {Label: "state-on", Column: "t.state_on"}, {Label: "paused-on", Column: "t.paused_on"},
		{Label: "reason", Column: "t.end_reason", Stem: "penpals.end."}, {Label: "words", Column: "t.end_words"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "penpal-step", Class: authz.ClassProfile, From: stepTable + " t", On: "t.on_date", Fields: []people.Field{
		{Label: "what", Column: "t.step", Stem: "penpals.entry."}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "penpal-letter", Class: authz.ClassProfile, From: letterTable + " t", On: "t.received_on", Fields: []people.Field{
		{Label: "what", Column: "t.way", Stem: "penpals.way."}, {Label: "forwarded-on", Column: "t.forwarded_on"}, {Label: "words", Column: "t.words"},
		{Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "penpal-sheet", Class: authz.ClassProfile, From: sheetTable + " t", On: "t.given_on", Fields: []people.Field{
		{Label: "writer", Column: "t.writer"}, {Label: "called", Column: "t.called"}, {Label: "number", Column: "t.number"}, {Label: "language", Column: "t.languages"},
		{Label: "interests", Column: "t.interests"}, {Label: "limits", Column: "t.wishes"}, {Label: "place", Column: "t.at_place"}, {Label: "address", Column: "t.address"},
		{Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "penpal-incident", Class: authz.ClassCase, From: incidentTable + " t LEFT JOIN penpal_writer w ON w.id = t.writer_id", On: "t.on_date", Fields: []people.Field{
		{Label: "writer", Column: "w.name"}, {Label: "about", Column: "t.about", Stem: "penpals.about."}, {Label: "what", Column: "t.sort", Stem: "penpals.sort."},
		{Label: "words", Column: "t.words"}, {Label: "outcome", Column: "t.outcome"}, {Label: "ended", Column: "t.closed_on"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
}
