package grievances

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/grievances/way"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
)

func stateClause(ended bool) (string, any) {
	if ended {
		return `g.state <> ?`, string(Open)
	}
	return `g.state = ?`, string(Open)
}

// listed reads grievances in the actor's sight, narrowed by a clause of this package.
func listed(ctx context.Context, tx *database.Tx, actor authz.Actor, ended bool, clause string, args ...any) ([]Row, error) {
	state, is := stateClause(ended)
	sight, seen := wall(tx, actor)
	all := slices.Concat([]any{is}, seen, args)
	return database.All(ctx, tx, func(s database.Scan) (r Row, err error) {
		r.Grievance, err = scan(s, &r.Person, &r.ScriptName, &r.ScriptLang, &r.Number, &r.Facility, &r.Worker)
		return r, err
	}, `SELECT `+columns+`, p.name, p.script_name, p.script_lang, p.number, coalesce(f.name, ''), coalesce(a.name, '')
		FROM grievance g JOIN person p ON p.id = g.person_id LEFT JOIN facility f ON f.id = g.facility_id LEFT JOIN account a ON a.id = g.worker_id
		WHERE `+state+` AND `+sight+clause+` ORDER BY g.id`, all...)
}

// eachPlace goes through where grievances in the actor's sight happened and by which
// procedure they go.
func eachPlace(ctx context.Context, tx *database.Tx, actor authz.Actor, do func(id, name, code string)) error {
	sight, seen := wall(tx, actor)
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var id, name, code string
		err := scan(&id, &name, &code)
		do(id, name, code)
		return err
	}, `SELECT DISTINCT g.facility_id, coalesce(f.name, ''), g.rules_code FROM grievance g LEFT JOIN facility f ON f.id = g.facility_id WHERE `+sight, seen...)
}

func countOpen(ctx context.Context, tx *database.Tx, actor authz.Actor) (int, error) {
	return countState(ctx, tx, actor, false)
}

func countEnded(ctx context.Context, tx *database.Tx, actor authz.Actor) (int, error) {
	return countState(ctx, tx, actor, true)
}

func countState(ctx context.Context, tx *database.Tx, actor authz.Actor, ended bool) (int, error) {
	state, is := stateClause(ended)
	sight, seen := wall(tx, actor)
	return database.One(ctx, tx, func(scan database.Scan) (n int, err error) { return n, scan(&n) },
		`SELECT count(*) FROM grievance g WHERE `+state+` AND `+sight, append([]any{is}, seen...)...)
}

// most is how many ids stand in one query.
const most = 500

// eventsOfAll lists what happened to many grievances, by grievance, the oldest first.
func eventsOfAll(ctx context.Context, tx *database.Tx, ids []any) (map[string][]way.Event, error) {
	events := map[string][]way.Event{}
	for part := range slices.Chunk(ids, most) {
		err := database.Each(ctx, tx, func(s database.Scan) error {
			e, err := scanEvent(s)
			events[e.GrievanceID] = append(events[e.GrievanceID], e)
			return err
		}, `SELECT `+eventColumns+` FROM grievance_event e WHERE e.grievance_id IN `+database.In(len(part))+`
			ORDER BY ltrim(e.on_date, '~'), e.at_time, e.recorded_at, e.id`, part...)
		if err != nil {
			return nil, err
		}
	}
	return events, nil
}
