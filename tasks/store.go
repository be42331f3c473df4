package tasks

import (
	"context"
	"encoding/json"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/trail"
)

const table = "task"

// Columns are the columns of a task t, in the order Scan reads them.
const Columns = `t.id, t.rev, t.person_id, t.case_id, t.kind, t.title, t.reason, t.args, t.due_on, t.due_time, t.until_time,
	t.wait_until, t.worker_id, t.is_next, t.handed, t.link_kind, t.link_id, t.state, t.ended_at, t.ended_by, t.ended_why, t.created_at`

const selectTask = `SELECT ` + Columns + ` FROM task t`

func scanTask(scan database.Scan) (Task, error) { return Scan(scan) }

// Scan reads Columns, and what a query has after them into more.
func Scan(scan database.Scan, more ...any) (Task, error) {
	var (
		t              Task
		args           string
		ended, created int64
	)
	dest := []any{&t.ID, &t.Rev, &t.PersonID, &t.CaseID, &t.Kind, &t.Title, &t.Reason, &args, &t.DueOn, &t.DueTime, &t.UntilTime,
		&t.WaitUntil, &t.WorkerID, &t.IsNext, &t.Handed, &t.Link.Kind, &t.Link.ID, &t.State, &ended, &t.EndedBy, &t.EndedWhy, &created}
	if err := scan(append(dest, more...)...); err != nil {
		return t, err
	}
	t.CreatedAt = database.FromMicros(created)
	if ended != 0 {
		t.EndedAt = database.FromMicros(ended)
	}
	var err error
	t.Args, err = readArgs(args)
	return t, err
}

func readArgs(column string) (map[string]string, error) {
	if column == "" {
		return nil, nil
	}
	var args map[string]string
	err := json.Unmarshal([]byte(column), &args)
	return args, err
}

func writeArgs(args map[string]string) (string, error) {
	if len(args) == 0 {
		return "", nil
	}
	text, err := json.Marshal(args)
	return string(text), err
}

func insert(ctx context.Context, tx *trail.Tx, t Task) error {
	args, err := writeArgs(t.Args)
	if err != nil {
		return err
	}
	return tx.Insert(ctx, table, t.ID, trail.Set{
		"person_id": t.PersonID, "case_id": t.CaseID, "kind": t.Kind, "title": t.Title, "reason": t.Reason, "args": args,
		"due_on": string(t.DueOn), "due_time": t.DueTime, "until_time": t.UntilTime, "wait_until": string(t.WaitUntil),
		"worker_id": t.WorkerID, "is_next": database.Flag(t.IsNext), "handed": 0, "link_kind": t.Link.Kind, "link_id": t.Link.ID, "state": string(t.State),
		"ended_at": 0, "ended_by": "", "ended_why": "", "created_at": database.Micros(t.CreatedAt),
	})
}

// visible returns a task the actor may see, or NotFound.
func visible(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Task, error) {
	clause, args := wall(tx, actor)
	return database.One(ctx, tx, scanTask, selectTask+` WHERE t.id = ? AND `+clause, append([]any{id}, args...)...)
}

// wall narrows tasks to the people the actor may see, and to tasks about nobody.
func wall(tx *database.Tx, actor authz.Actor) (string, []any) {
	clause, args := actor.PersonWall("t.person_id", database.Micros(tx.Now()))
	return `(t.person_id = '' OR ` + clause + `)`, args
}

func due(ctx context.Context, tx *database.Tx, actor authz.Actor, workerID string, until civil.Day) ([]Task, error) {
	clause, args := wall(tx, actor)
	return database.All(ctx, tx, scanTask, selectTask+` WHERE t.worker_id = ? AND t.state = 'open' AND t.due_on > '' AND t.due_on <= ? AND `+clause+
		` ORDER BY t.due_on, t.due_time, t.id`, append([]any{workerID, until}, args...)...)
}

func ofPerson(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]Task, error) {
	clause, args := wall(tx, actor)
	return database.All(ctx, tx, scanTask, selectTask+` WHERE t.person_id = ? AND t.state = 'open' AND `+clause+
		` ORDER BY t.due_on = '', t.due_on, t.due_time, t.id`, append([]any{personID}, args...)...)
}

// One returns a task, or NotFound. The caller narrows it to what its reader may
// see.
func One(ctx context.Context, tx *database.Tx, id string) (Task, error) {
	return database.One(ctx, tx, scanTask, selectTask+` WHERE t.id = ?`, id)
}

// NextOf returns the open next action of a case, or NotFound when nothing is set.
func NextOf(ctx context.Context, tx *database.Tx, caseID string) (Task, error) {
	return database.One(ctx, tx, scanTask, selectTask+` WHERE t.case_id = ? AND t.is_next = 1 AND t.state = 'open'`, caseID)
}

// OpenOfCase lists the open tasks of a case, soonest first.
func OpenOfCase(ctx context.Context, tx *database.Tx, caseID string) ([]Task, error) {
	return database.All(ctx, tx, scanTask, selectTask+` WHERE t.case_id = ? AND t.state = 'open' ORDER BY t.due_on, t.id`, caseID)
}

// nameOf gives the name somebody goes by, for the sentence of a deed.
func nameOf(ctx context.Context, tx *database.Tx, personID string) (string, error) {
	if personID == "" {
		return "", nil
	}
	return database.One(ctx, tx, text, `SELECT name FROM person WHERE id = ?`, personID)
}

// visibleName gives the name of somebody the actor may see, or NotFound.
func visibleName(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) (string, error) {
	clause, args := actor.PersonWall("p.id", database.Micros(tx.Now()))
	return database.One(ctx, tx, text, `SELECT p.name FROM person p WHERE p.id = ? AND `+clause, append([]any{personID}, args...)...)
}

// colleague gives the name of somebody work can be given to, or NotFound.
func colleague(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, text, `SELECT name FROM account WHERE id = ? AND disabled_at = 0`, id)
}

func text(scan database.Scan) (s string, err error) {
	err = scan(&s)
	return s, err
}

func linked(ctx context.Context, tx *database.Tx, personID string, link Link) ([]Task, error) {
	return database.All(ctx, tx, scanTask, selectTask+` WHERE t.person_id = ? AND t.link_kind = ? AND t.link_id = ? ORDER BY t.id`, personID, link.Kind, link.ID)
}
