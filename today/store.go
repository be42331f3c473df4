package today

import (
	"context"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/tasks"
)

// reading is one look at a worker's day.
type reading struct {
	tx     *database.Tx
	actor  authz.Actor
	worker string
	on     civil.Day
	kinds  *tasks.Kinds
	off    func(civil.Day) bool
}

// The tables of a row. Every join is by primary key or by the one current stay.
const (
	rowColumns = `SELECT ` + tasks.Columns + `, coalesce(p.name, ''), coalesce(p.script_name, ''), coalesce(p.script_lang, ''), coalesce(f.name, ''),
		coalesce(c.last_contact_on, ''), coalesce(c.last_contact_how, ''), coalesce(c.opened_on, ''), coalesce(nullif(c.interval_days, 0), g.interval_days, 0)`
	rowTail = ` LEFT JOIN programme g ON g.id = c.programme_id LEFT JOIN stay s ON s.person_id = p.id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id`

	fromTasks = ` FROM task t LEFT JOIN person p ON p.id = t.person_id LEFT JOIN case_file c ON c.id = t.case_id` + rowTail
	fromCases = ` FROM case_file c JOIN task t ON t.case_id = c.id AND t.is_next = 1 AND t.state = 'open' AND t.kind = 'contact' AND t.handed = 0
		JOIN person p ON p.id = c.person_id` + rowTail
)

func (r reading) scan(scan database.Scan) (Row, error) {
	var row Row
	var err error
	row.Task, err = tasks.Scan(scan, &row.Person, &row.ScriptName, &row.ScriptLang, &row.Facility, &row.LastOn, &row.LastHow, &row.OpenedOn, &row.Interval)
	if err != nil {
		return row, err
	}
	row.PersonID, row.WorkerID, row.Kind = row.Task.PersonID, row.Task.WorkerID, r.kinds.Of(row.Task.Kind)
	row.Place = Rank(Thing{ID: row.Task.ID, Weight: row.Kind.Weight, Due: row.Task.DueOn, Hour: row.Task.DueTime, QuietDays: row.quiet(r.on)}, r.on, r.off)
	row.reason()
	return row, nil
}

// quiet is how long the person has been without word, since the case was opened
// when there was none.
func (r Row) quiet(on civil.Day) int {
	if r.LastOn != "" {
		return on.Since(r.LastOn)
	}
	return on.Since(r.OpenedOn)
}

func (r reading) rows(ctx context.Context, query string, args ...any) ([]Row, error) {
	return database.All(ctx, r.tx, r.scan, query, args...)
}

// wall narrows rows to people the actor may see, and to tasks about nobody.
func (r reading) wall(column string) (string, []any) {
	clause, args := r.actor.PersonWall(column, database.Micros(r.tx.Now()))
	if column == "t.person_id" && clause != "1=1" {
		clause = `(t.person_id = '' OR ` + clause + `)`
	}
	return ` AND ` + clause, args
}

// open lists the worker's tasks that are not the next contact of a case: few,
// whatever the size of the caseload. Each query is one range of task_worker.
func (r reading) open(ctx context.Context) ([]Row, error) {
	wall, args := r.wall("t.person_id")
	var all []Row
	for _, q := range []string{
		`t.worker_id = ? AND t.state = 'open' AND t.kind < 'contact'`,
		`t.worker_id = ? AND t.state = 'open' AND t.kind > 'contact'`,
		`t.worker_id = ? AND t.state = 'open' AND t.kind = 'contact' AND t.is_next = 0`,
		`t.worker_id = ? AND t.state = 'open' AND t.handed = 1 AND t.kind = 'contact' AND t.is_next = 1`,
	} {
		rows, err := r.rows(ctx, rowColumns+fromTasks+` WHERE `+q+` AND t.due_on <= ? AND t.wait_until <= ?`+wall+` LIMIT 2000`,
			append([]any{r.worker, r.on.Add(wayDays), r.on}, args...)...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// dueContacts lists the first contacts that are due or overdue, in the order of
// the ranking: the quietest first. Those never heard of are ordered by opening.
func (r reading) dueContacts(ctx context.Context, limit int) ([]Row, error) {
	wall, args := r.wall("c.person_id")
	var all []Row
	for _, q := range []struct{ where, order string }{
		{`c.state = 'active' AND c.last_contact_on > ''`, `c.last_contact_on, t.id`},
		{`c.state = 'active' AND c.last_contact_on = ''`, `c.opened_on, t.id`},
		{`c.state = 'dormant'`, `c.last_contact_on, t.id`},
		{`c.state = 'waiting'`, `c.last_contact_on, t.id`},
	} {
		rows, err := r.rows(ctx, rowColumns+fromCases+` WHERE c.worker_id = ? AND `+q.where+` AND c.next_on > '' AND c.next_on <= ?`+wall+
			` ORDER BY `+q.order+` LIMIT ?`, append(append([]any{r.worker, r.on}, args...), limit)...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// weekContacts lists the first contacts of the coming week, soonest first.
func (r reading) weekContacts(ctx context.Context, limit int) ([]Row, error) {
	wall, args := r.wall("c.person_id")
	return r.rows(ctx, rowColumns+fromCases+` WHERE c.worker_id = ? AND c.state = 'active' AND c.next_on > ? AND c.next_on <= ?`+wall+
		` ORDER BY c.next_on, c.person_id LIMIT ?`, append(append([]any{r.worker, r.on, r.on.Add(7)}, args...), limit)...)
}

// contacts counts the contacts whose day has passed, is today, and comes within
// the week, from the index alone.
func (r reading) contacts(ctx context.Context) (overdue, due, week int, err error) {
	wall, args := r.wall("t.person_id")
	err = database.Each(ctx, r.tx, func(scan database.Scan) error { return scan(&overdue, &due, &week) },
		`SELECT coalesce(sum(CASE WHEN t.due_on < ? THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN t.due_on = ? THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN t.due_on > ? THEN 1 ELSE 0 END), 0)
		FROM task t WHERE t.worker_id = ? AND t.state = 'open' AND t.kind = 'contact' AND t.is_next IN (0, 1) AND t.due_on > '' AND t.due_on <= ?`+wall,
		append([]any{r.on, r.on, r.on, r.worker, r.on.Add(7)}, args...)...)
	return overdue, due, week, err
}

// cases counts the active cases: all, those without a next action, and the bands
// of the last word.
func (r reading) cases(ctx context.Context) (active, unset int, b Bands, err error) {
	wall, args := r.wall("c.person_id")
	err = database.Each(ctx, r.tx, func(scan database.Scan) error {
		return scan(&active, &unset, &b.Within30, &b.To60, &b.To90)
	}, `SELECT count(*), coalesce(sum(CASE WHEN c.next_on = '' THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN c.last_contact_on >= ? THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN c.last_contact_on >= ? AND c.last_contact_on < ? THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN c.last_contact_on >= ? AND c.last_contact_on < ? THEN 1 ELSE 0 END), 0)
		FROM case_file c WHERE c.worker_id = ? AND c.state = 'active'`+wall,
		append([]any{r.on.Add(-30), r.on.Add(-60), r.on.Add(-30), r.on.Add(-90), r.on.Add(-60), r.worker}, args...)...)
	b.Over90 = active - b.Within30 - b.To60 - b.To90
	return active, unset, b, err
}

func (r reading) unset(ctx context.Context, limit int) ([]Person, error) {
	wall, args := r.wall("c.person_id")
	return database.All(ctx, r.tx, func(scan database.Scan) (p Person, err error) {
		err = scan(&p.ID, &p.CaseID, &p.Name, &p.Last)
		return p, err
	}, `SELECT p.id, c.id, p.name, c.last_contact_on FROM case_file c JOIN person p ON p.id = c.person_id
		WHERE c.worker_id = ? AND c.state = 'active' AND c.next_on = ''`+wall+` ORDER BY c.person_id LIMIT ?`,
		append(append([]any{r.worker}, args...), limit)...)
}

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

// dates lists the releases, hearings and parole dates of the worker's people
// that come near. An estimate gives way to an official date of the same kind.
func (r reading) dates(ctx context.Context) ([]Row, error) {
	wall, args := r.wall("m.person_id")
	return database.All(ctx, r.tx, r.scanDate,
		`SELECT m.id, m.kind, m.on_sort, m.at_time, m.detail, p.id, p.name, p.script_name, p.script_lang, coalesce(f.name, '')
		FROM milestone m JOIN person p ON p.id = m.person_id
		LEFT JOIN stay s ON s.person_id = p.id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id
		WHERE m.kind IN ('release', 'hearing', 'parole') AND m.on_sort >= ? AND m.on_sort <= ? AND m.ended_at = 0 AND length(m.on_date) = 10
			AND EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = m.person_id AND c.worker_id = ? AND c.state IN ('active', 'dormant'))
			AND (m.claim = 'official' OR NOT EXISTS (SELECT 1 FROM milestone o WHERE o.person_id = m.person_id AND o.kind = m.kind
				AND o.claim = 'official' AND o.ended_at = 0))`+wall+` ORDER BY m.on_sort, m.id LIMIT 500`,
		append([]any{r.on, r.on.Add(wayDays), r.worker}, args...)...)
}

func (r reading) scanDate(scan database.Scan) (Row, error) {
	var row Row
	var kind custody.Kind
	err := scan(&row.ID, &kind, &row.Task.DueOn, &row.Task.DueTime, &row.Task.Reason,
		&row.PersonID, &row.Person, &row.ScriptName, &row.ScriptLang, &row.Facility)
	row.Task.PersonID, row.Kind, row.WorkerID = row.PersonID, ways[kind], r.worker
	row.Place = Rank(Thing{ID: row.ID, Weight: row.Kind.Weight, Due: row.Task.DueOn, Hour: row.Task.DueTime}, r.on, r.off)
	row.reason()
	return row, err
}
