package people

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
)

// The tables of this capability.
const (
	personTable   = "person"
	nameTable     = "person_name"
	numberTable   = "person_number"
	languageTable = "person_language"
	factTable     = "person_fact"
	careTable     = "take_care"
	relationTable = "relation"
)

// diedUnknown stands in the column died of somebody dead whose day of death
// nobody knows.
const diedUnknown = "unknown"

func visibleRow(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (bool, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	n, err := database.One(ctx, tx, scanInt, `SELECT count(*) FROM person p WHERE p.id = ? AND `+wall,
		append([]any{personID}, args...)...)
	return n > 0, err
}

func bornOf(ctx context.Context, tx *database.Tx, personID string) (string, error) {
	return database.One(ctx, tx, func(scan database.Scan) (born string, err error) { return born, scan(&born) },
		`SELECT born FROM person WHERE id = ?`, personID)
}

func allIDs(ctx context.Context, tx *database.Tx) ([]string, error) {
	return database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) }, `SELECT id FROM person ORDER BY id`)
}

func scanInt(scan database.Scan) (n int, err error) { return n, scan(&n) }

const personColumns = `p.id, p.rev, p.name, p.script_name, p.script_lang, p.say_it, p.sort_as, p.pronoun,
	p.born, p.born_state, p.born_last, p.died, p.number, p.number_state, p.kind, p.created_at`

func scanPerson(scan database.Scan) (Person, error) {
	var p Person
	var bornLast, died string
	var created int64
	err := scan(&p.ID, &p.Rev, &p.Name, &p.ScriptName, &p.ScriptLang, &p.SayIt, &p.SortAs, &p.Pronoun,
		&p.Born, &p.BornState, &bornLast, &died, &p.Number, &p.NumberState, &p.Kind, &created)
	if err != nil {
		return p, err
	}
	p.CreatedAt, p.MarkedMinor = database.FromMicros(created), bornLast == markedMinor
	if p.Dead = died != ""; died == diedUnknown {
		died = ""
	}
	p.Died, err = partialdate.Parse(died)
	return p, err
}

// personByID reads the head of a person behind the wall: NotFound for hidden
// and missing alike.
func personByID(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Person, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return database.One(ctx, tx, scanPerson, `SELECT `+personColumns+` FROM person p WHERE p.id = ? AND `+wall,
		append([]any{id}, args...)...)
}

// headSet is the columns of a person's head that people type.
func headSet(p Person) trail.Set {
	sort := p.SortAs
	if sort == "" {
		sort = p.Name
	}
	died := p.Died.String()
	if p.Dead && died == "" {
		died = diedUnknown
	}
	return trail.Set{
		"name": p.Name, "name_key": search.Fold(p.Name), "sort_key": search.Fold(sort), "sort_as": p.SortAs,
		"script_name": p.ScriptName, "script_lang": p.ScriptLang, "say_it": p.SayIt, "pronoun": p.Pronoun,
		"born": p.Born.String(), "born_state": string(p.BornState), "born_last": p.bornLast(), "died": died,
		"number": p.Number, "number_state": string(p.NumberState), "kind": string(p.Kind),
	}
}

func insertPerson(ctx context.Context, tx *trail.Tx, p Person) error {
	s := headSet(p)
	s["created_at"] = database.Micros(p.CreatedAt)
	s["chapter_id"] = tx.Actor.Chapter // whoever adds somebody, adds them to their own
	return tx.Insert(ctx, personTable, p.ID, s)
}

// updatePerson writes the head when it differs from what it was.
func updatePerson(ctx context.Context, tx *trail.Tx, before, after Person) error {
	old, set := headSet(before), headSet(after)
	for column, value := range set {
		if old[column] == value {
			delete(set, column)
		}
	}
	if len(set) == 0 {
		return nil
	}
	if err := tx.Update(ctx, personTable, after.ID, "", set); err != nil {
		return err
	}
	return keepNamed(ctx, tx, before, after)
}

// grant lets an actor see somebody by name whom they would not see else.
func grant(ctx context.Context, tx *trail.Tx, personID string, until int64, reason string) error {
	return tx.Insert(ctx, "access_grant", ids.New(), trail.Set{
		"account_id": tx.Actor.ID, "person_id": personID,
		"from_at": database.Micros(tx.Now()), "until_at": until, "reason": reason,
	})
}

// granted reports whether a person was given to the actor by name, and still is.
func granted(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (bool, error) {
	now := database.Micros(tx.Now())
	n, err := database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM access_grant WHERE account_id = ? AND person_id = ? AND from_at <= ? AND until_at > ?`, actor.ID, personID, now, now)
	return n > 0, err
}

const cardColumns = `p.id, p.name, p.script_name, p.script_lang, p.number, p.pronoun, p.kind,
	CASE WHEN p.died <> '' THEN 1 ELSE 0 END`

func scanCard(scan database.Scan) (c Card, err error) {
	return c, scan(&c.ID, &c.Name, &c.ScriptName, &c.ScriptLang, &c.Number, &c.Pronoun, &c.Kind, &c.Dead)
}

// mostIDs is how many ids one statement asks for: the engines limit it.
const mostIDs = 500

func cards(ctx context.Context, tx *database.Tx, ids []string) ([]Card, error) {
	return database.All(ctx, tx, scanCard, `SELECT `+cardColumns+` FROM person p WHERE p.id IN `+database.In(len(ids)), anys(ids)...)
}

func anys(texts []string) []any {
	out := make([]any, len(texts))
	for i, t := range texts {
		out[i] = t
	}
	return out
}
