package letters

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// MovePerson gives the letters to one person to another, inside the change that makes them
// one.
func (s *Service) MovePerson(ctx context.Context, tx *trail.Tx, from, to string) error {
	return tx.Repoint(ctx, pieceTable, "person_id", from, to)
}

// ErasePerson removes the letters to somebody, inside the change that erases them, with the
// words of those that went to nobody else. What was written to many stays, without whom it
// went to.
func (s *Service) ErasePerson(ctx context.Context, tx *trail.Tx, personID string) error {
	alone, err := database.All(ctx, tx.Tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT r.id FROM letter_run r JOIN letter_piece t ON t.run_id = r.id WHERE r.scope = ? AND t.person_id = ? ORDER BY r.id`, string(ToOne), personID)
	if err != nil {
		return err
	}
	for _, id := range alone {
		if err := tx.DeleteHolding(ctx, textTable, "run_id", id); err != nil {
			return err
		}
		if err := tx.Delete(ctx, runTable, id); err != nil {
			return err
		}
	}
	return tx.DeleteHolding(ctx, pieceTable, "person_id", personID)
}

// Tell reads out the letters to a person. The caller has checked that the actor may see
// them.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, _ authz.Actor, personID string) ([]people.Told, error) {
	return people.TellShelves(ctx, tx, personID, shelf)
}

var shelf = people.Shelf{
	Kind: "letter-out", Class: authz.ClassCase, On: "r.dated",
	From: pieceTable + " t LEFT JOIN letter_run r ON r.id = t.run_id LEFT JOIN letter_text x ON x.run_id = t.run_id AND x.lang = t.lang",
	Fields: []people.Field{
		{Label: "what", Column: "r.name"}, {Label: "title", Column: "x.title"}, {Label: "words", Column: "x.body"}, {Label: "address", Column: "t.address"},
		{Label: "called", Column: "t.called"}, {Label: "number", Column: "t.number"}, {Label: "place", Column: "t.at_place"}, {Label: "worker", Column: "t.worker", Colleague: true},
		{Label: "pages", Column: "t.pages"}, {Label: "why", Column: "t.why"}, {Label: "warns", Column: "t.warns"}, {Label: "posted", Column: "r.posted_on"},
		{Label: "by", Column: "r.author_name", Colleague: true},
	},
}
