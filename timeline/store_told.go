package timeline

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out the entries of a person, each with what it said before and
// what the person has to say to it. What is out of the actor's sight is shut. The
// caller has checked that the actor may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	entries, err := database.All(ctx, tx, scanEntry, `SELECT `+entryColumns+` FROM timeline_entry e WHERE e.person_id = ? ORDER BY e.id`, personID)
	if err != nil {
		return nil, err
	}
	edits, err := people.TellShelves(ctx, tx, personID, shelves...)
	if err != nil {
		return nil, err
	}
	of, err := besides(ctx, tx, personID)
	if err != nil {
		return nil, err
	}
	shut, list := map[string]bool{}, make([]people.Told, 0, len(entries)+len(edits))
	for _, e := range entries {
		shut[e.ID] = !e.InSight(actor)
		list = append(list, s.told(e, shut[e.ID]))
	}
	for _, t := range edits {
		if shut[of[t.ID]] {
			t.Hide()
		}
		list = append(list, t)
	}
	return list, nil
}

func (s *Service) told(e Entry, shut bool) people.Told {
	t := people.Told{Kind: "entry", ID: e.ID, On: e.On.String(), Class: authz.ClassCase, Shut: shut}
	if shut {
		return t
	}
	var args []string
	for name, value := range e.TitleArgs {
		args = append(args, name, value)
	}
	t.Lines = []people.Line{{Label: "told.what", Word: s.Kinds.TitleKey(e), Args: args}}
	for _, l := range []people.Line{
		{Label: "told.hour", Text: e.At}, {Label: "told.words", Text: e.Body}, {Label: "told.source", Text: e.Source},
		{Label: "told.by", Text: e.AuthorName, Colleague: true},
	} {
		if l.Text != "" {
			t.Lines = append(t.Lines, l)
		}
	}
	return t
}

// shelves lie beside entries.
var shelves = []people.Shelf{
	{Kind: "edit", Class: authz.ClassCase, From: editTable + " t JOIN " + entryTable + " e ON e.id = t.entry_id", Of: "e.person_id", On: "t.on_date", Fields: []people.Field{
		{Label: "before", Column: "t.body"}, {Label: "changed", Column: "t.edited_at", Moment: true}, {Label: "by", Column: "t.editor", Colleague: true},
	}},
	{Kind: "statement", Class: authz.ClassCase, From: statementTable + " t JOIN " + entryTable + " e ON e.id = t.entry_id", Of: "e.person_id", On: "t.said_on", Fields: []people.Field{
		{Label: "their-words", Column: "t.body"}, {Label: "how", Column: "t.how"}, {Label: "by", Column: "t.recorded_name", Colleague: true},
	}},
}

// besides says which entry each thing beside one belongs to.
func besides(ctx context.Context, tx *database.Tx, personID string) (map[string]string, error) {
	of := map[string]string{}
	return of, database.Each(ctx, tx, func(scan database.Scan) error {
		var id, entry string
		err := scan(&id, &entry)
		of[id] = entry
		return err
	}, `SELECT t.id, t.entry_id FROM timeline_edit t JOIN timeline_entry e ON e.id = t.entry_id WHERE e.person_id = ?
		UNION ALL SELECT t.id, t.entry_id FROM timeline_statement t JOIN timeline_entry e ON e.id = t.entry_id WHERE e.person_id = ?`, personID, personID)
}
