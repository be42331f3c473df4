package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
)

// held is a row as the database holds it.
type held struct {
	id      string
	columns map[string]any
}

func (h held) text(column string) string {
	s, _ := h.columns[column].(string)
	return s
}

func (h held) number(column string) int64 {
	n, _ := h.columns[column].(int64)
	return n
}

// heldBy reads the rows of a table that are about a person.
func heldBy(ctx context.Context, tx *trail.Tx, table, personID string) ([]held, error) {
	list, err := tx.Holding(ctx, table, "person_id", personID)
	if err != nil {
		return nil, err
	}
	out := make([]held, len(list))
	for i, id := range list {
		row, err := tx.Row(ctx, table, id)
		if err != nil {
			return nil, err
		}
		out[i] = held{id, row}
	}
	return out, nil
}

// joinRelations gives somebody's relations to another. One between the two
// would be of a person to themselves, and goes.
func joinRelations(ctx context.Context, tx *trail.Tx, j Joining) error {
	both, err := database.All(ctx, tx.Tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT id FROM relation WHERE (person_id = ? AND other_id = ?) OR (person_id = ? AND other_id = ?) ORDER BY id`, j.Keep, j.Gone, j.Gone, j.Keep)
	if err != nil {
		return err
	}
	for _, id := range both {
		if err := tx.Delete(ctx, relationTable, id); err != nil {
			return err
		}
	}
	if err := tx.Repoint(ctx, relationTable, "person_id", j.Gone, j.Keep); err != nil {
		return err
	}
	return tx.Repoint(ctx, relationTable, "other_id", j.Gone, j.Keep)
}

// inForce counts the facts of a kind in force of a person, without one of them.
func inForce(ctx context.Context, tx *trail.Tx, personID, kind, but string) (int, error) {
	return database.One(ctx, tx.Tx, scanInt, `SELECT count(*) FROM person_fact WHERE person_id = ? AND kind = ? AND ended_at = 0 AND id <> ?`, personID, kind, but)
}

// inUse counts the names in use of a person, without one of them.
func inUse(ctx context.Context, tx *trail.Tx, personID, but string) (int, error) {
	return database.One(ctx, tx.Tx, scanInt, `SELECT count(*) FROM person_name WHERE person_id = ? AND kind = ? AND id <> ?`, personID, string(NameUsed), but)
}

// nameAgain makes sure that somebody who was parted from another has one name in
// use: where names were changed or removed meanwhile, the one at the head of
// their record.
func nameAgain(ctx context.Context, tx *trail.Tx, personID string) error {
	n, err := inUse(ctx, tx, personID, "")
	if err != nil || n == 1 {
		return err
	}
	columns, err := tx.Row(ctx, personTable, personID)
	if err != nil {
		return err
	}
	names, err := heldBy(ctx, tx, nameTable, personID)
	if err != nil {
		return err
	}
	head, found := held{personID, columns}.text("name"), false
	for _, n := range names {
		kind := string(NameOther)
		if n.text("text") == head && !found {
			kind, found = string(NameUsed), true
		} else if n.text("kind") != string(NameUsed) {
			continue
		}
		if err := tx.Update(ctx, nameTable, n.id, "", trail.Set{"kind": kind}); err != nil {
			return err
		}
	}
	if found {
		return nil
	}
	return tx.Insert(ctx, nameTable, ids.New(), nameSet(personID, Name{Text: head, Kind: NameUsed}, 0))
}

// EntryOf is what somebody can be found by, for whoever compares everybody.
func EntryOf(ctx context.Context, tx *database.Tx, personID string) (e search.Entry, err error) {
	born, err := bornOf(ctx, tx, personID)
	if err != nil {
		return e, err
	}
	names, err := namesOf(ctx, tx, personID)
	if err != nil {
		return e, err
	}
	numbers, err := numbersOf(ctx, tx, personID)
	return entry(personID, born, names, numbers), err
}
