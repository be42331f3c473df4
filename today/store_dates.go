package today

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/partialdate"
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

// isLarge reports whether the workers have more active cases than that.
func (r reading) isLarge(ctx context.Context) (bool, error) {
	whose, workers := r.whose("c.worker_id")
	n, err := database.One(ctx, r.tx, scanCount,
		`SELECT count(*) FROM (SELECT c.id FROM case_file c WHERE `+whose+` AND c.state = 'active' LIMIT ?) AS few`, append(workers, largeLoad+1)...)
	return n > largeLoad, err
}

// measured is the look with what decides how its queries are asked.
func (r reading) measured(ctx context.Context) (reading, error) {
	var err error
	if r.large, err = r.isLarge(ctx); err == nil && !r.large {
		r.clear, err = r.isClear(ctx)
	}
	return r, err
}

func scanCount(scan database.Scan) (n int, err error) {
	err = scan(&n)
	return n, err
}

// coming chooses the releases, hearings and parole dates m of the workers' people
// until a day, in the order of their days, from the first of this month on since
// a month can be all that is known. An estimate gives way to an official date of
// the same kind. A person with two cases of the workers stands there twice. more
// joins further tables.
func (r reading) coming(until civil.Day, more string) (query string, args []any) {
	whose, workers := r.whose("c.worker_id")
	wall, seen := r.wall("m.person_id")
	from := ` FROM case_file c CROSS JOIN milestone m`
	own := whose + ` AND m.person_id = c.person_id AND c.state IN ('active', 'dormant')`
	if r.large {
		from = ` FROM milestone m`
		own = `EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = m.person_id AND ` + whose + ` AND c.state IN ('active', 'dormant'))`
	}
	return from + more + ` WHERE ` + own + ` AND m.kind IN ('release', 'hearing', 'parole') AND m.on_sort >= ? AND m.on_sort <= ? AND m.ended_at = 0
		AND (m.claim = 'official' OR NOT EXISTS (SELECT 1 FROM milestone o WHERE o.person_id = m.person_id
			AND o.kind = m.kind AND o.claim = 'official' AND o.ended_at = 0))` + wall + ` ORDER BY m.on_sort, m.id LIMIT 1000`,
		slices.Concat(workers, []any{r.on[:len("2026-03-")] + "01", until}, seen)
}

// dates lists what comes in so many days: the days that stand in the ranking by
// themselves, and who goes home.
func (r reading) dates(ctx context.Context, days int) (rows []Row, home []Home, err error) {
	from, args := r.coming(r.on.Add(days), ` JOIN person p ON p.id = m.person_id
		LEFT JOIN stay s ON s.person_id = p.id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id`)
	last := ""
	err = database.Each(ctx, r.tx, func(scan database.Scan) error {
		d, err := r.scanDate(scan)
		if err != nil || d.row.ID == last {
			return err
		}
		last = d.row.ID
		if _, until := d.on.Bounds(); d.row.Kind.Key == ways[custody.Release].Key && until >= r.on {
			home = append(home, Home{PersonID: d.row.PersonID, Name: d.row.Person, On: d.on, Claim: d.claim})
		}
		if d.whole() && d.row.Due() >= r.on && d.row.Due() <= r.on.Add(min(days, wayDays)) {
			rows = append(rows, d.row)
		}
		return nil
	}, `SELECT m.id, m.kind, m.on_date, m.on_sort, m.claim, m.at_time, m.detail, p.id, p.name, p.script_name, p.script_lang, coalesce(f.name, ''),
		coalesce((SELECT max(k.worker_id) FROM case_file k WHERE k.person_id = m.person_id AND k.state IN ('active', 'dormant')), '')`+from, args...)
	return rows, home, err
}

// date is one of them as it is read.
type date struct {
	row   Row
	on    partialdate.Date
	claim custody.Claim
}

// whole reports whether the day itself is known.
func (d date) whole() bool { return d.on.String() == string(d.row.Due()) }

func (r reading) scanDate(scan database.Scan) (d date, err error) {
	var kind custody.Kind
	row := &d.row
	err = scan(&row.ID, &kind, &d.on, &row.Task.DueOn, &d.claim, &row.Task.DueTime, &row.Task.Reason,
		&row.PersonID, &row.Person, &row.ScriptName, &row.ScriptLang, &row.Facility, &row.WorkerID)
	if len(r.workers) == 1 {
		row.WorkerID = r.workers[0]
	}
	row.Worker = r.called[row.WorkerID]
	row.Task.PersonID, row.Kind = row.PersonID, ways[kind]
	row.Place = Rank(Thing{ID: row.ID, Weight: row.Kind.Weight, Due: row.Task.DueOn, Hour: row.Task.DueTime}, r.on, r.off)
	row.reason()
	return d, err
}

// urgentDays is how far ahead something can lie that cannot wait: two working
// days, over the longest of holidays.
const urgentDays = 14

// urgent counts what cannot wait, without reading what nobody will see.
func (r reading) urgent(ctx context.Context) (int, error) {
	keys := []any{}
	for _, k := range r.kinds.All() {
		if k.Weight >= tasks.WeightPromise {
			keys = append(keys, k.Key)
		}
	}
	whose, workers := r.whose("t.worker_id")
	wall, seen := r.wall("t.person_id")
	n := 0
	count := func(id string, weight int, due civil.Day, hour string) {
		if Rank(Thing{ID: id, Weight: weight, Due: due, Hour: hour}, r.on, r.off).Tier == CantWait {
			n++
		}
	}
	err := database.Each(ctx, r.tx, func(scan database.Scan) error {
		var id, kind, hour string
		var due civil.Day
		err := scan(&id, &kind, &due, &hour)
		count(id, r.kinds.Of(kind).Weight, due, hour)
		return err
	}, `SELECT t.id, t.kind, t.due_on, t.due_time FROM task t WHERE `+whose+` AND t.state = 'open' AND t.kind IN `+database.In(len(keys))+
		` AND t.is_next IN (0, 1) AND t.due_on <= ? AND t.wait_until <= ?`+wall,
		slices.Concat(workers, keys, []any{r.on.Add(urgentDays), r.on}, seen)...)
	if err != nil {
		return 0, err
	}
	last := ""
	from, args := r.coming(r.on.Add(urgentDays), "")
	err = database.Each(ctx, r.tx, func(scan database.Scan) error {
		var id, hour, on string
		var kind custody.Kind
		var due civil.Day
		err := scan(&id, &kind, &due, &on, &hour)
		if id != last && on == string(due) && due >= r.on {
			count(id, ways[kind].Weight, due, hour)
		}
		last = id
		return err
	}, `SELECT m.id, m.kind, m.on_sort, m.on_date, m.at_time`+from, args...)
	return n, err
}
