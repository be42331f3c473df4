package find

import (
	"context"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
)

const selectPerson = `SELECT p.id, p.name, p.script_name, p.script_lang, coalesce(s.facility_id, ''), coalesce(f.name, '')
	FROM person p LEFT JOIN stay s ON s.person_id = p.id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id`

func scanPerson(scan database.Scan) (Person, error) {
	var p Person
	return p, scan(&p.ID, &p.Name, &p.ScriptName, &p.ScriptLang, &p.FacilityID, &p.Facility)
}

// cards reads what the page shows of people; the caller has narrowed the ids.
func cards(ctx context.Context, tx *database.Tx, ids []string) (map[string]Person, error) {
	return seen(ctx, tx, ids, "1=1", nil)
}

// seen is cards for those of the people whom a wall on p.id lets through.
func seen(ctx context.Context, tx *database.Tx, ids []string, wall string, wallArgs []any) (map[string]Person, error) {
	byID := make(map[string]Person, len(ids))
	if len(ids) == 0 {
		return byID, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	list, err := database.All(ctx, tx, scanPerson, selectPerson+` WHERE p.id IN `+database.In(len(ids))+` AND (`+wall+`)`, append(args, wallArgs...)...)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		byID[p.ID] = p
	}
	return byID, database.Each(ctx, tx, func(scan database.Scan) error {
		var id, number string
		if err := scan(&id, &number); err != nil {
			return err
		}
		if p, ok := byID[id]; ok {
			p.Numbers = append(p.Numbers, number)
			byID[id] = p
		}
		return nil
	}, `SELECT person_id, text FROM person_number WHERE person_id IN `+database.In(len(ids))+` ORDER BY place, id`, args...)
}

// through lists the people a wall lets through, by name.
func through(ctx context.Context, tx *database.Tx, wall string, wallArgs []any, limit int) ([]Person, error) {
	ids, err := database.All(ctx, tx, func(scan database.Scan) (id string, err error) { return id, scan(&id) },
		`SELECT subject_id FROM (SELECT id AS subject_id, sort_key FROM person) AS everybody WHERE `+wall+` ORDER BY sort_key, subject_id LIMIT ?`,
		append(append([]any{}, wallArgs...), limit)...)
	if err != nil {
		return nil, err
	}
	known, err := cards(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Person, 0, len(ids))
	for _, id := range ids {
		list = append(list, known[id])
	}
	return list, nil
}

// peopled lists the places where somebody is.
func peopled(ctx context.Context, tx *database.Tx) ([]peopledPlace, error) {
	return database.All(ctx, tx, func(scan database.Scan) (p peopledPlace, err error) {
		err = scan(&p.id, &p.name)
		p.words = search.Words(p.name)
		return p, err
	}, `SELECT f.id, f.name FROM facility f WHERE f.id IN (SELECT facility_id FROM stay WHERE current = 1 AND facility_id <> '') ORDER BY f.name, f.id`)
}
