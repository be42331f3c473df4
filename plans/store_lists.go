package plans

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

func scanCondition(scan database.Scan) (c Condition, err error) {
	return c, scan(&c.ID, &c.Rev, &c.PersonID, &c.Words, &c.Kind, &c.From, &c.Until, &c.Source, &c.EndedOn, &c.taskID)
}

const selectCondition = `SELECT c.id, c.rev, c.person_id, c.words, c.kind, c.from_on, c.until_on, c.source, c.ended_on, c.task_id FROM plan_condition c`

func (c Condition) set() trail.Set {
	return trail.Set{
		"person_id": c.PersonID, "words": c.Words, "kind": string(c.Kind), "from_on": string(c.From), "until_on": string(c.Until), "source": c.Source,
		"ended_on": string(c.EndedOn), "task_id": c.taskID,
	}
}

func conditionsOf(ctx context.Context, tx *database.Tx, personID string) ([]Condition, error) {
	return database.All(ctx, tx, scanCondition, selectCondition+` WHERE c.person_id = ? ORDER BY CASE WHEN c.until_on = '' THEN 1 ELSE 0 END, c.until_on, c.id`, personID)
}

func conditionByID(ctx context.Context, tx *database.Tx, personID, id string) (Condition, error) {
	return database.One(ctx, tx, scanCondition, selectCondition+` WHERE c.id = ? AND c.person_id = ?`, id, personID)
}

func scanPaper(scan database.Scan) (p Paper, err error) {
	return p, scan(&p.ID, &p.Rev, &p.PersonID, &p.Kind, &p.Title, &p.Holder, &p.Place, &p.Copied, &p.Since)
}

const selectPaper = `SELECT p.id, p.rev, p.person_id, p.kind, p.title, p.holder, p.place, p.copied, p.since_on FROM plan_paper p`

func (p Paper) set() trail.Set {
	return trail.Set{
		"person_id": p.PersonID, "kind": string(p.Kind), "title": p.Title, "holder": string(p.Holder), "place": p.Place, "copied": database.Flag(p.Copied), "since_on": string(p.Since),
	}
}

func paperByID(ctx context.Context, tx *database.Tx, personID, id string) (Paper, error) {
	return database.One(ctx, tx, scanPaper, selectPaper+` WHERE p.id = ? AND p.person_id = ?`, id, personID)
}

// papersOf lists the papers of a person, each with where it went, newest first.
func papersOf(ctx context.Context, tx *database.Tx, personID string) ([]Paper, error) {
	list, err := database.All(ctx, tx, scanPaper, selectPaper+` WHERE p.person_id = ? ORDER BY p.kind, p.id`, personID)
	if err != nil || len(list) == 0 {
		return list, err
	}
	at := map[string]int{}
	for i, p := range list {
		at[p.ID] = i
	}
	return list, database.Each(ctx, tx, func(scan database.Scan) error {
		var m PaperMove
		err := scan(&m.PaperID, &m.On, &m.What, &m.Note, &m.AuthorName)
		if i, known := at[m.PaperID]; known && err == nil {
			list[i].Moves = append(list[i].Moves, m)
		}
		return err
	}, `SELECT m.paper_id, m.moved_on, m.what, m.note, m.author_name FROM plan_paper_move m WHERE m.person_id = ? ORDER BY m.moved_on DESC, m.id DESC`, personID)
}

// onDuty is who is on duty on a day, as it was said last; "" for nobody.
func onDuty(ctx context.Context, tx *database.Tx, on civil.Day) (string, error) {
	list, err := database.All(ctx, tx, database.Value[string], `SELECT d.account_id FROM plan_duty d JOIN account a ON a.id = d.account_id
		WHERE d.from_on <= ? AND d.until_on >= ? AND a.disabled_at = 0 ORDER BY d.id DESC LIMIT 1`, on, on)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

func duties(ctx context.Context, tx *database.Tx, on civil.Day) ([]Duty, error) {
	return database.All(ctx, tx, func(scan database.Scan) (d Duty, err error) {
		return d, scan(&d.ID, &d.Rev, &d.AccountID, &d.Name, &d.From, &d.Until)
	}, `SELECT d.id, d.rev, d.account_id, a.name, d.from_on, d.until_on FROM plan_duty d JOIN account a ON a.id = d.account_id
		WHERE d.until_on >= ? ORDER BY d.from_on, d.id`, on)
}

// going lists who comes home in a span of days, those with a plan and those without,
// whom the actor may see: the day, the hour, the place.
func going(ctx context.Context, tx *database.Tx, actor authz.Actor, from, until civil.Day, limit int) (list []Row, err error) {
	planned, err := planned(ctx, tx, actor, from, until, ` ORDER BY p.home_on, p.home_at, p.id LIMIT ?`, limit)
	if err != nil {
		return nil, err
	}
	rest, err := unplanned(ctx, tx, actor, from, until, limit)
	return append(planned, rest...), err
}

// home lists who came home in a span of days, the last first.
func home(ctx context.Context, tx *database.Tx, actor authz.Actor, from, until civil.Day, limit int) ([]Row, error) {
	return planned(ctx, tx, actor, from, until, ` AND p.went = 1 ORDER BY p.home_on DESC, p.home_at DESC, p.id LIMIT ?`, limit)
}

func planned(ctx context.Context, tx *database.Tx, actor authz.Actor, from, until civil.Day, more string, limit int) (list []Row, err error) {
	wall, seen := actor.PersonWall("p.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (r Row, err error) {
		r.Planned = true
		r.Plan, err = scanPlan(func(into ...any) error {
			return scan(append(into, &r.Person, &r.Number, &r.Facility, &r.Worker)...)
		})
		return r, err
	}, `SELECT `+planColumns+`, w.name, w.number, coalesce(f.name, ''), coalesce(a.name, '') FROM plan p JOIN person w ON w.id = p.person_id
		LEFT JOIN stay s ON s.person_id = p.person_id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id LEFT JOIN account a ON a.id = p.worker_id
		WHERE p.state = 'open' AND p.home_on >= ? AND p.home_on <= ? AND `+wall+more,
		append(append([]any{from, until}, seen...), limit)...)
}

// unplanned lists who comes home in a span of days without a plan.
func unplanned(ctx context.Context, tx *database.Tx, actor authz.Actor, from, until civil.Day, limit int) ([]Row, error) {
	wall, seen := actor.PersonWall("m.person_id", database.Micros(tx.Now()))
	return database.All(ctx, tx, func(scan database.Scan) (r Row, err error) {
		return r, scan(&r.PersonID, &r.Person, &r.Number, &r.Home.On, &r.Home.At, &r.Said, &r.Claim, &r.Facility)
	}, `SELECT m.person_id, w.name, w.number, m.on_sort, m.at_time, m.on_date, m.claim, coalesce(f.name, '') FROM milestone m JOIN person w ON w.id = m.person_id
		LEFT JOIN stay s ON s.person_id = m.person_id AND s.current = 1 LEFT JOIN facility f ON f.id = s.facility_id
		WHERE m.kind = 'release' AND m.ended_at = 0 AND m.on_sort >= ? AND m.on_sort <= ? AND coalesce(s.state, '') <> 'released'
			AND (m.claim = 'official' OR NOT EXISTS (SELECT 1 FROM milestone o WHERE o.person_id = m.person_id AND o.kind = 'release' AND o.claim = 'official' AND o.ended_at = 0))
			AND NOT EXISTS (SELECT 1 FROM plan p WHERE p.person_id = m.person_id AND p.state = 'open')
			AND EXISTS (SELECT 1 FROM case_file c WHERE c.person_id = m.person_id AND c.state IN ('active', 'dormant'))
			AND `+wall+` ORDER BY m.on_sort, m.at_time, m.id LIMIT ?`,
		append(append([]any{from, until}, seen...), limit)...)
}

// onBoard reads what a board shows of some plans: the needs that have a column or without
// which nobody should go out, and the calls of those who are out.
func onBoard(ctx context.Context, tx *database.Tx, planIDs, out []string) (needs map[string][]Need, calls map[string][]Call, err error) {
	needs, calls = map[string][]Need{}, map[string][]Call{}
	if len(planIDs) == 0 {
		return needs, calls, nil
	}
	args, kinds := database.Args(planIDs), database.Args(After().Columns)
	err = database.Each(ctx, tx, func(scan database.Scan) error {
		n, err := scanNeed(scan)
		needs[n.PlanID] = append(needs[n.PlanID], n)
		return err
	}, `SELECT `+needColumns+` FROM plan_need n WHERE n.plan_id IN `+database.In(len(args))+` AND (n.must = 1 OR n.kind IN `+database.In(len(kinds))+`) ORDER BY n.id`, append(args, kinds...)...)
	if err != nil || len(out) == 0 {
		return needs, calls, err
	}
	return needs, calls, database.Each(ctx, tx, func(scan database.Scan) error {
		c, err := scanCall(scan)
		calls[c.PlanID] = append(calls[c.PlanID], c)
		return err
	}, `SELECT `+callColumns+` FROM plan_call c WHERE c.plan_id IN `+database.In(len(out))+` ORDER BY c.id`, database.Args(out)...)
}

// lacking lists, of some people with an open plan, how much is lacking without which
// nobody should go out.
func lacking(ctx context.Context, tx *database.Tx, personIDs []string) (map[string]int, error) {
	args, out := database.Args(personIDs), map[string]int{}
	return out, database.Each(ctx, tx, func(scan database.Scan) error {
		var id string
		var n int
		err := scan(&id, &n)
		out[id] = n
		return err
	}, `SELECT p.person_id, (SELECT count(*) FROM plan_need n WHERE n.plan_id = p.id AND n.must = 1 AND n.state IN ('todo', 'doing'))
		FROM plan p WHERE p.state = 'open' AND p.person_id IN `+database.In(len(args)), args...)
}

// answered counts what was said of how it went, by when it was asked for.
func answered(ctx context.Context, tx *database.Tx, actor authz.Actor, fn func(Outcome, Moment, bool)) error {
	wall, seen := actor.PersonWall("p.person_id", database.Micros(tx.Now()))
	return database.Each(ctx, tx, func(scan database.Scan) error {
		var o Outcome
		var home civil.Day
		var open bool
		err := scan(&o.After, &o.Contact, &o.Living, &o.Income, &home, &open)
		fn(o, Moment{On: home}, open)
		return err
	}, `SELECT o.due, o.contact, o.living, o.income, p.home_on, CASE WHEN p.state = 'open' THEN 1 ELSE 0 END FROM plan p JOIN plan_outcome o ON o.plan_id = p.id WHERE p.went = 1 AND `+wall, seen...)
}
