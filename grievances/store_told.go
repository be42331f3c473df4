package grievances

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out the grievances of a person: what they say, what happened to them, what
// goes with them and what was drafted. What is out of the actor's sight, or special and
// not theirs to read, is shut. The caller has checked that the actor may see the
// person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelves...)
	if err != nil {
		return nil, err
	}
	of, err := belonging(ctx, tx, personID)
	if err != nil {
		return nil, err
	}
	sight, err := s.sights(ctx, tx, actor, personID)
	for i := range list {
		g := of[list[i].ID]
		if is := sight[g]; is.special {
			list[i].Class = authz.ClassSpecial
		}
		if !sight[g].reads && g != "" && sight[g].there {
			list[i].Hide()
		}
	}
	return list, err
}

type sight struct{ there, reads, special bool }

// sights says for each grievance of a person whether an actor reads it.
func (s *Service) sights(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (map[string]sight, error) {
	all, err := allOf(ctx, tx, personID)
	if err != nil {
		return nil, err
	}
	out := map[string]sight{}
	for _, g := range all {
		reads, err := readsWords(ctx, tx, actor, g)
		if err != nil {
			return nil, err
		}
		out[g.ID] = sight{there: true, reads: reads && actor.May(MayRead) && g.inSight(actor), special: g.Topic.Special()}
	}
	return out, nil
}

var shelves = []people.Shelf{
	{Kind: "grievance", Class: authz.ClassCase, From: table + " t LEFT JOIN facility f ON f.id = t.facility_id LEFT JOIN account a ON a.id = t.worker_id", On: "t.opened_on", Fields: []people.Field{
		{Label: "what", Column: "t.title"}, {Label: "topic", Column: "t.topic"}, {Label: "words", Column: "t.what"}, {Label: "place", Column: "f.name"},
		{Label: "happened", Column: "t.incident"}, {Label: "hour", Column: "t.incident_at"}, {Label: "found", Column: "t.discovered"}, {Label: "unit", Column: "t.unit"},
		{Label: "wanted", Column: "t.wanted"}, {Label: "harm", Column: "t.harm"}, {Label: "reprisal", Column: "t.reprisal"}, {Label: "their-number", Column: "t.their_number"},
		{Label: "rules", Column: "t.rules_code"}, {Label: "rules", Column: "t.rules_pack"}, {Label: "rules-from", Column: "t.rules_from"}, {Label: "track", Column: "t.track"},
		{Label: "answers", Column: "t.answers"}, {Label: "state", Column: "t.state", Stem: "grievances.state."}, {Label: "ended", Column: "t.state_on"},
		{Label: "ended-why", Column: "t.state_why"}, {Label: "moved", Column: "t.moved_to"}, {Label: "worker", Column: "a.name", Colleague: true},
		{Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "grievance-event", Class: authz.ClassCase, From: eventTable + " t", On: "t.on_date", Fields: []people.Field{
		{Label: "what", Column: "t.kind", Stem: "grievances.event."}, {Label: "step", Column: "t.step"}, {Label: "how", Column: "t.way"}, {Label: "hour", Column: "t.at_time"},
		{Label: "signed", Column: "t.signed_on"}, {Label: "until", Column: "t.until_on"}, {Label: "source", Column: "t.source"}, {Label: "receipt", Column: "t.receipt"},
		{Label: "words", Column: "t.words"}, {Label: "by", Column: "t.author_name", Colleague: true},
	}},
	{Kind: "grievance-need", Class: authz.ClassCase, From: needTable + " t", On: "t.added_at", Fields: []people.Field{
		{Label: "what", Column: "t.words"}, {Label: "asked-on", Column: "t.asked_on"}, {Label: "step", Column: "t.step"}, {Label: "state", Column: "t.state", Stem: "grievances.need.state."}, {Label: "why", Column: "t.why"},
	}},
	{Kind: "grievance-box", Class: authz.ClassCase, From: boxTable + " t", On: "t.saved_at", Fields: []people.Field{
		{Label: "step", Column: "t.step"}, {Label: "box", Column: "t.box"}, {Label: "words", Column: "t.body"}, {Label: "by", Column: "t.saved_name", Colleague: true},
	}},
}

// allOf lists the grievances of a person as far as it decides who reads them.
func allOf(ctx context.Context, tx *database.Tx, personID string) ([]Grievance, error) {
	return database.All(ctx, tx, func(scan database.Scan) (g Grievance, err error) {
		return g, scan(&g.ID, &g.PersonID, &g.Topic, &g.Sight, &g.AuthorID, &g.WorkerID)
	}, `SELECT id, person_id, topic, sight, author_id, worker_id FROM grievance WHERE person_id = ? ORDER BY id`, personID)
}

// belonging says to which grievance each row about a person belongs.
func belonging(ctx context.Context, tx *database.Tx, personID string) (map[string]string, error) {
	of := map[string]string{}
	return of, database.Each(ctx, tx, func(scan database.Scan) error {
		var id, grievance string
		err := scan(&id, &grievance)
		of[id] = grievance
		return err
	}, `SELECT id, id FROM grievance WHERE person_id = ? UNION ALL SELECT id, grievance_id FROM grievance_event WHERE person_id = ?
		UNION ALL SELECT id, grievance_id FROM grievance_need WHERE person_id = ? UNION ALL SELECT id, grievance_id FROM grievance_box WHERE person_id = ?`,
		personID, personID, personID, personID)
}
