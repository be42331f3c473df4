package today

import (
	"context"
	"maps"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/staff"
	"github.com/throughcare/throughcare/tasks"
)

// reading is one look at the day of a worker, or of several.
type reading struct {
	tx      *database.Tx
	actor   authz.Actor
	workers []string          // "" among them is nobody's
	called  map[string]string // names of workers, when a row can be anybody's
	large   bool              // they have more cases than dates can be looked up for one by one
	clear   bool              // the actor sees everybody the workers have to do with
	on      civil.Day
	kinds   *tasks.Kinds
	off     func(civil.Day) bool
}

// team makes it a look at everybody's day, and at what is nobody's.
func (r *reading) team(ctx context.Context) (err error) {
	r.called, err = staff.Names(ctx, r.tx)
	r.workers = append(slices.Sorted(maps.Keys(r.called)), "")
	return err
}

// whose holds for rows whose column names one of the workers.
func (r reading) whose(column string) (clause string, args []any) {
	for _, w := range r.workers {
		args = append(args, w)
	}
	if len(args) == 1 {
		return column + ` = ?`, args
	}
	return column + ` IN ` + database.In(len(args)), args
}

func workerName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, func(scan database.Scan) (s string, err error) { err = scan(&s); return s, err },
		`SELECT name FROM account WHERE id = ?`, id)
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
	row.Worker = r.called[row.WorkerID]
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

// wall narrows rows of the workers' cases and tasks to people the actor may see,
// and to tasks about nobody.
func (r reading) wall(column string) (string, []any) {
	if r.clear {
		return "", nil
	}
	clause, args := r.actor.PersonWall(column, database.Micros(r.tx.Now()))
	if column == "t.person_id" {
		clause = `(t.person_id = '' OR ` + clause + `)`
	}
	return ` AND ` + clause, args
}

// isClear reports whether the actor sees everybody with an open case or task of
// the workers. Mostly it is so, and asking it once is cheaper than a wall in every
// query of the same look.
func (r reading) isClear(ctx context.Context) (bool, error) {
	ofCases, workers := r.whose("c.worker_id")
	ofTasks, _ := r.whose("t.worker_id")
	now := database.Micros(r.tx.Now())
	cases, seen := r.actor.PersonWall("c.person_id", now)
	open, _ := r.actor.PersonWall("t.person_id", now)
	hidden, err := database.One(ctx, r.tx, scanCount, `SELECT CASE
		WHEN EXISTS (SELECT 1 FROM case_file c WHERE `+ofCases+` AND c.state IN ('active', 'dormant', 'waiting') AND NOT (`+cases+`)) THEN 1
		WHEN EXISTS (SELECT 1 FROM task t WHERE `+ofTasks+` AND t.state = 'open' AND t.person_id <> '' AND NOT (`+open+`)) THEN 1
		ELSE 0 END`, slices.Concat(workers, seen, workers, seen)...)
	return hidden == 0, err
}

// open lists the tasks that are not the next contact of a case: few, whatever
// the size of the caseload. Each query is one range of task_worker.
func (r reading) open(ctx context.Context) ([]Row, error) {
	whose, workers := r.whose("t.worker_id")
	wall, args := r.wall("t.person_id")
	var all []Row
	for _, q := range []string{
		`t.kind < 'contact'`,
		`t.kind > 'contact'`,
		`t.kind = 'contact' AND t.is_next = 0`,
		`t.kind = 'contact' AND t.is_next = 1 AND t.handed = 1`,
	} {
		rows, err := r.rows(ctx, rowColumns+fromTasks+` WHERE `+whose+` AND t.state = 'open' AND `+q+` AND t.due_on <= ? AND t.wait_until <= ?`+wall+` LIMIT 2000`,
			slices.Concat(workers, []any{r.on.Add(wayDays), r.on}, args)...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// dueContacts lists the first contacts that are due or overdue, in the order of
// the ranking: the quietest first. Those never heard of are ordered by opening.
// coalesce keeps the day out of the choice of an index, so that the one in the
// order of the list is read, and no further than the limit.
func (r reading) dueContacts(ctx context.Context, limit int) ([]Row, error) {
	whose, workers := r.whose("c.worker_id")
	wall, args := r.wall("c.person_id")
	var all []Row
	for _, q := range []struct{ where, order string }{
		{`c.state = 'active' AND c.last_contact_on > ''`, `c.last_contact_on, t.id`},
		{`c.state = 'active' AND c.last_contact_on = ''`, `c.opened_on, t.id`},
		{`c.state IN ('dormant', 'waiting')`, `c.last_contact_on, t.id`},
	} {
		rows, err := r.rows(ctx, rowColumns+fromCases+` WHERE `+whose+` AND `+q.where+` AND coalesce(c.next_on, '') > '' AND coalesce(c.next_on, '') <= ?`+wall+
			` ORDER BY `+q.order+` LIMIT ?`, slices.Concat(workers, []any{r.on}, args, []any{limit})...)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// contactsUntil lists the contacts of active cases that fall due after one day
// and until another, soonest first.
func (r reading) contactsUntil(ctx context.Context, after, until civil.Day, limit int) ([]Row, error) {
	whose, workers := r.whose("c.worker_id")
	wall, args := r.wall("c.person_id")
	return r.rows(ctx, rowColumns+fromCases+` WHERE `+whose+` AND c.state = 'active' AND c.next_on > ? AND c.next_on <= ?`+wall+
		` ORDER BY c.next_on, c.person_id LIMIT ?`, slices.Concat(workers, []any{after, until}, args, []any{limit})...)
}

// contacts counts the contacts whose day has passed, is today, and comes within
// the week, from the index alone.
func (r reading) contacts(ctx context.Context) (overdue, due, week int, err error) {
	whose, workers := r.whose("t.worker_id")
	wall, args := r.wall("t.person_id")
	err = database.Each(ctx, r.tx, func(scan database.Scan) error { return scan(&overdue, &due, &week) },
		`SELECT coalesce(sum(CASE WHEN t.due_on < ? THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN t.due_on = ? THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN t.due_on > ? THEN 1 ELSE 0 END), 0)
		FROM task t WHERE `+whose+` AND t.state = 'open' AND t.kind = 'contact' AND t.is_next IN (0, 1) AND t.due_on > '' AND t.due_on <= ?`+wall,
		slices.Concat([]any{r.on, r.on, r.on}, workers, []any{r.on.Add(7)}, args)...)
	return overdue, due, week, err
}

// cases counts the active cases: all, those without a next action, and the bands
// of the last word.
func (r reading) cases(ctx context.Context) (active, unset int, b Bands, err error) {
	whose, workers := r.whose("c.worker_id")
	wall, args := r.wall("c.person_id")
	err = database.Each(ctx, r.tx, func(scan database.Scan) error {
		return scan(&active, &unset, &b.Within30, &b.To60, &b.To90)
	}, `SELECT count(*), coalesce(sum(CASE WHEN c.next_on = '' THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN c.last_contact_on >= ? THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN c.last_contact_on >= ? AND c.last_contact_on < ? THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN c.last_contact_on >= ? AND c.last_contact_on < ? THEN 1 ELSE 0 END), 0)
		FROM case_file c WHERE `+whose+` AND c.state = 'active'`+wall,
		slices.Concat([]any{r.on.Add(-30), r.on.Add(-60), r.on.Add(-30), r.on.Add(-90), r.on.Add(-60)}, workers, args)...)
	b.Over90 = active - b.Within30 - b.To60 - b.To90
	return active, unset, b, err
}

func (r reading) unset(ctx context.Context, limit int) ([]Person, error) {
	whose, workers := r.whose("c.worker_id")
	wall, args := r.wall("c.person_id")
	return database.All(ctx, r.tx, func(scan database.Scan) (p Person, err error) {
		err = scan(&p.ID, &p.CaseID, &p.Name, &p.Last)
		return p, err
	}, `SELECT p.id, c.id, p.name, c.last_contact_on FROM case_file c JOIN person p ON p.id = c.person_id
		WHERE `+whose+` AND c.state = 'active' AND c.next_on = ''`+wall+` ORDER BY c.person_id LIMIT ?`,
		slices.Concat(workers, args, []any{limit})...)
}
