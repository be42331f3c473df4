package people

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
)

// Shelf is a table that holds something about people, and how its rows are read
// out.
type Shelf struct {
	Kind   string
	Class  authz.Class
	From   string // the table as t, with whatever it is joined to
	Of     string // column that names the person; "" is t.person_id
	On     string // column of the day; "" when it has none
	Fields []Field
}

// Field is a column of a Shelf. What is empty is not told.
type Field struct {
	Label     string // below "told."
	Column    string // with the table: "t.source"
	Stem      string // of the messages for its values, when they are enumerated
	Moment    bool   // microseconds, 0 for never
	Other     string // column with the id of another person, when the field is about them
	Colleague bool
}

// TellShelves reads out what stands about a person on some shelves.
func TellShelves(ctx context.Context, tx *database.Tx, personID string, shelves ...Shelf) (all []Told, err error) {
	for _, s := range shelves {
		some, err := s.tell(ctx, tx, personID)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func (s Shelf) tell(ctx context.Context, tx *database.Tx, personID string) ([]Told, error) {
	columns := []string{"t.id", orEmpty(s.On)}
	for _, f := range s.Fields {
		columns = append(columns, asText(f.Column), orEmpty(f.Other))
	}
	of := s.Of
	if of == "" {
		of = "t.person_id"
	}
	return database.All(ctx, tx, s.scan, `SELECT `+strings.Join(columns, ", ")+` FROM `+s.From+` WHERE `+of+` = ? ORDER BY t.id`, personID)
}

// asText makes numbers words: the engines differ in how they hand them out.
func asText(column string) string { return "COALESCE(CAST(" + column + " AS TEXT), '')" }

func orEmpty(column string) string {
	if column == "" {
		return "''"
	}
	return asText(column)
}

func (s Shelf) scan(scan database.Scan) (Told, error) {
	t := Told{Kind: s.Kind, Class: s.Class}
	values, others := make([]string, len(s.Fields)), make([]string, len(s.Fields))
	dest := []any{&t.ID, &t.On}
	for i := range s.Fields {
		dest = append(dest, &values[i], &others[i])
	}
	if err := scan(dest...); err != nil {
		return t, err
	}
	if micros, err := strconv.ParseInt(t.On, 10, 64); err == nil && len(t.On) > len("2026") {
		t.On = database.FromMicros(micros).Format(time.DateOnly)
	}
	for i, f := range s.Fields {
		if line, ok := f.line(values[i], others[i]); ok {
			t.Lines = append(t.Lines, line)
		}
	}
	return t, nil
}

func (f Field) line(value, other string) (Line, bool) {
	l := Line{Label: "told." + f.Label, Text: value, Other: other, Colleague: f.Colleague}
	switch {
	case value == "", f.Moment && value == "0":
		return l, false
	case f.Moment:
		micros, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return l, true
		}
		l.Text = database.FromMicros(micros).Format("2006-01-02 15:04 UTC")
	case f.Stem != "":
		l.Text, l.Word = "", f.Stem+value
	}
	return l, true
}

// shelves are what this capability holds about a person. A relation is told
// to both: who they are to each other, and to each how to reach themselves.
var shelves = []Shelf{
	{Kind: "person", Class: authz.ClassPost, From: personTable + " t", Of: "t.id", On: "t.created_at", Fields: []Field{
		{Label: "name", Column: "t.name"}, {Label: "script", Column: "t.script_name"}, {Label: "say-it", Column: "t.say_it"}, {Label: "sort-as", Column: "t.sort_as"},
		{Label: "pronoun", Column: "t.pronoun"}, {Label: "born", Column: "t.born"}, {Label: "born", Column: "t.born_state", Stem: "told.state."},
		{Label: "died", Column: "t.died"}, {Label: "number", Column: "t.number"}, {Label: "number", Column: "t.number_state", Stem: "told.state."},
	}},
	{Kind: "name", Class: authz.ClassPost, From: nameTable + " t", Fields: []Field{
		{Label: "name", Column: "t.text"}, {Label: "sort", Column: "t.kind"}, {Label: "source", Column: "t.source"},
	}},
	{Kind: "number", Class: authz.ClassPost, From: numberTable + " t", Fields: []Field{
		{Label: "number", Column: "t.text"}, {Label: "issuer", Column: "t.issuer"}, {Label: "source", Column: "t.source"},
	}},
	{Kind: "language", Class: authz.ClassPost, From: languageTable + " t", Fields: []Field{{Label: "language", Column: "t.lang"}, {Label: "how", Column: "t.how"}}},
	{Kind: "fact", Class: authz.ClassCase, From: factTable + " t", On: "t.recorded_at", Fields: []Field{
		{Label: "what", Column: "t.kind"}, {Label: "value", Column: "t.value"}, {Label: "value", Column: "t.state", Stem: "told.state."},
		{Label: "source", Column: "t.source"}, {Label: "known-on", Column: "t.known_on"}, {Label: "ended", Column: "t.ended_at", Moment: true},
	}},
	{Kind: "care", Class: authz.ClassCase, From: careTable + " t", Fields: []Field{
		{Label: "care", Column: "t.line"}, {Label: "detail", Column: "t.detail"}, {Label: "why", Column: "t.reason"},
		{Label: "review", Column: "t.review_on"}, {Label: "ended", Column: "t.ended_at", Moment: true},
	}},
	{Kind: "around", Class: authz.ClassCase, From: relationTable + " t LEFT JOIN person o ON o.id = t.other_id", Fields: []Field{
		{Label: "relation", Column: "t.relation"}, {Label: "name", Column: "o.name", Other: "t.other_id"}, {Label: "contact", Column: "t.contact", Other: "t.other_id"},
		{Label: "when", Column: "t.when_to_call", Other: "t.other_id"}, {Label: "agreed", Column: "t.agreed"}, {Label: "agreed-on", Column: "t.agreed_on"},
		{Label: "ended", Column: "t.ended_at", Moment: true},
	}},
	{Kind: "around-of", Class: authz.ClassCase, From: relationTable + " t LEFT JOIN person o ON o.id = t.person_id", Of: "t.other_id", Fields: []Field{
		{Label: "relation-to", Column: "t.relation"}, {Label: "to", Column: "o.name", Other: "t.person_id"}, {Label: "contact", Column: "t.contact"},
		{Label: "when", Column: "t.when_to_call"}, {Label: "ended", Column: "t.ended_at", Moment: true},
	}},
}

func factKinds(ctx context.Context, tx *database.Tx, personID string) (map[string]string, error) {
	kinds := map[string]string{}
	return kinds, database.Each(ctx, tx, func(scan database.Scan) error {
		var id, kind string
		err := scan(&id, &kind)
		kinds[id] = kind
		return err
	}, `SELECT id, kind FROM person_fact WHERE person_id = ?`, personID)
}

// hiddenRelations are the relations of a person with somebody the work is with
// and whom the actor does not see.
func hiddenRelations(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (map[string]bool, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	hidden := map[string]bool{}
	return hidden, database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		err := scan(&id)
		hidden[id] = true
		return err
	}, `SELECT r.id FROM relation r JOIN person p ON p.id = CASE WHEN r.person_id = ? THEN r.other_id ELSE r.person_id END
		WHERE (r.person_id = ? OR r.other_id = ?) AND p.kind = ? AND NOT (`+wall+`)`, append([]any{personID, personID, personID, Supported}, args...)...)
}

func everyName(ctx context.Context, tx *database.Tx, each func(id, name string)) error {
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id, name string
		err := scan(&id, &name)
		each(id, name)
		return err
	}, `SELECT id, name FROM person UNION SELECT id, script_name FROM person WHERE script_name <> ''
		UNION SELECT person_id, text FROM person_name UNION SELECT person_id, text FROM person_number ORDER BY 1, 2`)
}

func calledSo(ctx context.Context, tx *database.Tx, actor authz.Actor, who string) ([]Card, error) {
	wall, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return database.All(ctx, tx, scanCard, `SELECT `+cardColumns+` FROM person p
		WHERE (p.id = ? OR p.name_key = ? OR p.id IN (SELECT person_id FROM person_number WHERE number_key = ?)) AND `+wall+` ORDER BY p.id LIMIT 2`,
		append([]any{who, search.Fold(who), search.NumberKey(who)}, args...)...)
}
