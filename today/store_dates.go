package today

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/tasks"
)

// ways are the dates of somebody's way that stand in the ranking by themselves.
var ways = map[custody.Kind]tasks.Kind{
	custody.Release: way(custody.Release, tasks.WeightDeparture, false),
	custody.Hearing: way(custody.Hearing, tasks.WeightDeparture, false),
	custody.Parole:  way(custody.Parole, tasks.WeightClock, true),
}

func way(k custody.Kind, weight int, legal bool) tasks.Kind {
	stem := "today.way." + string(k)
	return tasks.Kind{
		Key: "way-" + string(k), TitleKey: stem + ".title", CountKey: stem + ".count", ReasonKey: stem + ".reason",
		ActionKey: stem + ".action", Weight: weight, Legal: legal,
	}
}

// largeLoad is the caseload from which dates are looked up by their day instead
// of case by case.
const largeLoad = 1000

// large reports whether the workers have more open cases than that.
func (r reading) large(ctx context.Context) (bool, error) {
	whose, workers := r.whose("c.worker_id")
	n, err := database.One(ctx, r.tx, scanCount,
		`SELECT count(*) FROM (SELECT c.id FROM case_file c WHERE `+whose+` AND c.state = 'active' LIMIT ?) AS few`, append(workers, largeLoad+1)...)
	return n > largeLoad, err
}

func scanCount(scan database.Scan) (n int, err error) {
	err = scan(&n)
	return n, err
}

// dates lists the releases, hearings and parole dates of the workers' people in
// the coming days, once for each. An estimate gives way to an official date of
// the same kind.
func (r reading) dates(ctx context.Context, days int) ([]Row, error) {
	large, err := r.large(ctx)
	if err != nil {
		return nil, err
	}
	whose, workers := r.whose("c.worker_id")
	wall, args := r.wall("m.person_id")
	from := ` FROM case_file c CROSS JOIN milestone m`
	own := whose + ` AND m.person_id = c.person_id AND c.state IN ('active', 'dormant')`
	if large {
		from = ` FROM milestone m`
		own = `EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = m.person_id AND ` + whose + ` AND c.state IN ('active', 'dormant'))`
	}
	rows, err := database.All(ctx, r.tx, r.scanDate,
		`SELECT m.id, m.kind, m.on_sort, m.at_time, m.detail, p.id, p.name, p.script_name, p.script_lang, coalesce(f.name, ''),
			coalesce((SELECT max(k.worker_id) FROM case_file k WHERE k.person_id = m.person_id AND k.state IN ('active', 'dormant')), '')`+from+
			` JOIN person p ON p.id = m.person_id LEFT JOIN stay s ON s.person_id = p.id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id
		WHERE `+own+` AND m.kind IN ('release', 'hearing', 'parole') AND m.on_sort >= ? AND m.on_sort <= ? AND m.ended_at = 0 AND length(m.on_date) = 10
			AND (m.claim = 'official' OR NOT EXISTS (SELECT 1 FROM milestone o WHERE o.person_id = m.person_id AND o.kind = m.kind
				AND o.claim = 'official' AND o.ended_at = 0))`+wall+` ORDER BY m.on_sort, m.id LIMIT 500`,
		slices.Concat(workers, []any{r.on, r.on.Add(days)}, args)...)
	return slices.CompactFunc(rows, func(a, b Row) bool { return a.ID == b.ID }), err
}

func (r reading) scanDate(scan database.Scan) (Row, error) {
	var row Row
	var kind custody.Kind
	err := scan(&row.ID, &kind, &row.Task.DueOn, &row.Task.DueTime, &row.Task.Reason,
		&row.PersonID, &row.Person, &row.ScriptName, &row.ScriptLang, &row.Facility, &row.WorkerID)
	if len(r.workers) == 1 {
		row.WorkerID = r.workers[0]
	}
	row.Worker = r.called[row.WorkerID]
	row.Task.PersonID, row.Kind = row.PersonID, ways[kind]
	row.Place = Rank(Thing{ID: row.ID, Weight: row.Kind.Weight, Due: row.Task.DueOn, Hour: row.Task.DueTime}, r.on, r.off)
	row.reason()
	return row, err
}
