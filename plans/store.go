package plans

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	table          = "plan"
	needTable      = "plan_need"
	callTable      = "plan_call"
	outcomeTable   = "plan_outcome"
	conditionTable = "plan_condition"
	paperTable     = "plan_paper"
	paperMoveTable = "plan_paper_move"
	dutyTable      = "plan_duty"
)

const planColumns = `p.id, p.rev, p.person_id, p.outline, p.home_on, p.home_at, p.home_said, p.claim, p.went, p.state, p.opened_on, p.closed_on, p.closed_why, p.worker_id, p.author_name`

func scanPlan(scan database.Scan) (p Plan, err error) {
	return p, scan(&p.ID, &p.Rev, &p.PersonID, &p.Outline, &p.Home.On, &p.Home.At, &p.Said, &p.Claim, &p.Went, &p.State, &p.OpenedOn, &p.ClosedOn, &p.ClosedWhy, &p.WorkerID, &p.AuthorName)
}

func (p Plan) set() trail.Set {
	return trail.Set{
		"person_id": p.PersonID, "outline": p.Outline, "home_on": string(p.Home.On), "home_at": p.Home.At, "home_said": p.Said.String(), "claim": string(p.Claim),
		"went": database.Flag(p.Went), "state": string(p.State), "opened_on": string(p.OpenedOn), "closed_on": string(p.ClosedOn), "closed_why": p.ClosedWhy,
		"worker_id": p.WorkerID, "author_name": p.AuthorName,
	}
}

// date is the part of a row that follows the release.
func (p Plan) date() trail.Set {
	return trail.Set{"home_on": string(p.Home.On), "home_at": p.Home.At, "home_said": p.Said.String(), "claim": string(p.Claim), "went": database.Flag(p.Went)}
}

// openPlan is the open plan of a person, or NotFound. The caller has narrowed to people
// the actor may see.
func openPlan(ctx context.Context, tx *database.Tx, personID string) (Plan, error) {
	return database.One(ctx, tx, scanPlan, `SELECT `+planColumns+` FROM plan p WHERE p.person_id = ? AND p.state = 'open' ORDER BY p.id DESC LIMIT 1`, personID)
}

// newestPlan is the open plan of a person, or the one that ended last, or NotFound.
func newestPlan(ctx context.Context, tx *database.Tx, personID string) (Plan, error) {
	return database.One(ctx, tx, scanPlan, `SELECT `+planColumns+` FROM plan p WHERE p.person_id = ? ORDER BY CASE WHEN p.state = 'open' THEN 0 ELSE 1 END, p.id DESC LIMIT 1`, personID)
}

const needColumns = `n.id, n.rev, n.plan_id, n.person_id, n.heading, n.kind, n.title, n.due, n.must, n.first72, n.owner_id, n.owner_name, n.state, n.state_on, n.note, n.supply_days, n.task_id`

func scanNeed(scan database.Scan) (n Need, err error) {
	return n, scan(&n.ID, &n.Rev, &n.PlanID, &n.PersonID, &n.Heading, &n.Key, &n.Title, &n.Due, &n.Must, &n.First, &n.OwnerID, &n.OwnerName, &n.State, &n.StateOn, &n.Note, &n.SupplyDays, &n.taskID)
}

func (n Need) set() trail.Set {
	return trail.Set{
		"person_id": n.PersonID, "plan_id": n.PlanID, "heading": n.Heading, "kind": n.Key, "title": n.Title, "due": string(n.Due), "must": database.Flag(n.Must), "first72": database.Flag(n.First),
		"owner_id": n.OwnerID, "owner_name": n.OwnerName, "state": string(n.State), "state_on": string(n.StateOn), "note": n.Note, "supply_days": n.SupplyDays, "task_id": n.taskID,
	}
}

func needsOf(ctx context.Context, tx *database.Tx, planID string) ([]Need, error) {
	return database.All(ctx, tx, scanNeed, `SELECT `+needColumns+` FROM plan_need n WHERE n.plan_id = ? ORDER BY n.id`, planID)
}

func needByID(ctx context.Context, tx *database.Tx, planID, id string) (Need, error) {
	return database.One(ctx, tx, scanNeed, `SELECT `+needColumns+` FROM plan_need n WHERE n.id = ? AND n.plan_id = ?`, id, planID)
}

const callColumns = `c.id, c.rev, c.plan_id, c.person_id, c.due, c.state, c.tries, c.note, c.said_at, c.said_by, c.task_id, c.alarm_id, c.alarmed_at`

func scanCall(scan database.Scan) (c Call, err error) {
	var said, alarmed int64
	err = scan(&c.ID, &c.Rev, &c.PlanID, &c.PersonID, &c.After, &c.State, &c.Tries, &c.Note, &said, &c.SaidBy, &c.taskID, &c.alarmID, &alarmed)
	c.SaidAt, c.Alarmed = moment(said), moment(alarmed)
	return c, err
}

func (c Call) set() trail.Set {
	return trail.Set{
		"person_id": c.PersonID, "plan_id": c.PlanID, "due": string(c.After), "state": string(c.State), "tries": c.Tries, "note": c.Note,
		"said_at": micros(c.SaidAt), "said_by": c.SaidBy, "task_id": c.taskID, "alarm_id": c.alarmID, "alarmed_at": micros(c.Alarmed),
	}
}

func callsOf(ctx context.Context, tx *database.Tx, planID string) ([]Call, error) {
	return database.All(ctx, tx, scanCall, `SELECT `+callColumns+` FROM plan_call c WHERE c.plan_id = ? ORDER BY c.id`, planID)
}

const outcomeColumns = `o.id, o.rev, o.plan_id, o.person_id, o.due, o.contact, o.living, o.income, o.note, o.said_on, o.said_by, o.task_id`

func scanOutcome(scan database.Scan) (o Outcome, err error) {
	return o, scan(&o.ID, &o.Rev, &o.PlanID, &o.PersonID, &o.After, &o.Contact, &o.Living, &o.Income, &o.Note, &o.SaidOn, &o.SaidBy, &o.taskID)
}

func (o Outcome) set() trail.Set {
	return trail.Set{
		"person_id": o.PersonID, "plan_id": o.PlanID, "due": string(o.After), "contact": string(o.Contact), "living": string(o.Living), "income": string(o.Income),
		"note": o.Note, "said_on": string(o.SaidOn), "said_by": o.SaidBy, "task_id": o.taskID,
	}
}

func outcomesOf(ctx context.Context, tx *database.Tx, planID string) ([]Outcome, error) {
	return database.All(ctx, tx, scanOutcome, `SELECT `+outcomeColumns+` FROM plan_outcome o WHERE o.plan_id = ? ORDER BY o.id`, planID)
}

// accountName is the name of an account that may have something to see to.
func accountName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	name, err := database.One(ctx, tx, database.Value[string], `SELECT name FROM account WHERE id = ? AND disabled_at = 0`, id)
	if fault.Is(err, fault.NotFound) {
		err = fault.Bad("plans: account", "owner", "plans.owner.missing")
	}
	return name, err
}

// anyName is the name of an account, also of one that was closed; "" for none.
func anyName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	list, err := database.All(ctx, tx, database.Value[string], `SELECT name FROM account WHERE id = ?`, id)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// late lists the calls that are awaited of plans whose release was in the last days.
func late(ctx context.Context, tx *database.Tx, from, until civil.Day) ([]lateCall, error) {
	return database.All(ctx, tx, func(scan database.Scan) (l lateCall, err error) {
		return l, scan(&l.ID, &l.PersonID, &l.After, &l.home.On, &l.home.At)
	}, `SELECT c.id, c.person_id, c.due, p.home_on, p.home_at FROM plan p JOIN plan_call c ON c.plan_id = p.id
		WHERE p.state = 'open' AND p.home_on >= ? AND p.home_on <= ? AND c.state = 'awaited' AND c.alarmed_at = 0 ORDER BY c.id LIMIT 500`, from, until)
}

func callByID(ctx context.Context, tx *database.Tx, id string) (Call, error) {
	return database.One(ctx, tx, scanCall, `SELECT `+callColumns+` FROM plan_call c WHERE c.id = ?`, id)
}
