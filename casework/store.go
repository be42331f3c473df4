package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

const (
	caseTable  = "case_file"
	spanTable  = "case_span"
	grantTable = "access_grant"
)

const selectCase = `SELECT c.id, c.rev, c.person_id, c.programme_id, c.worker_id, c.state, c.stage_id, c.opened_on, c.waiting_since,
	c.closed_on, c.closing_reason, c.interval_days, c.last_contact_on, c.last_contact_how, c.created_at, c.next_on FROM case_file c`

func scanCase(scan database.Scan) (c Case, err error) {
	var created int64
	err = scan(&c.ID, &c.Rev, &c.PersonID, &c.ProgrammeID, &c.WorkerID, &c.State, &c.StageID, &c.OpenedOn, &c.WaitingSince,
		&c.ClosedOn, &c.ClosingReason, &c.IntervalDays, &c.LastContactOn, &c.LastContactHow, &created, &c.NextOn)
	c.CreatedAt = database.FromMicros(created)
	return c, err
}

func insertCase(ctx context.Context, tx *trail.Tx, c Case) error {
	return tx.Insert(ctx, caseTable, c.ID, trail.Set{
		"person_id": c.PersonID, "programme_id": c.ProgrammeID, "worker_id": c.WorkerID, "state": string(c.State), "stage_id": c.StageID,
		"opened_on": string(c.OpenedOn), "waiting_since": string(c.WaitingSince), "closed_on": string(c.ClosedOn), "closing_reason": c.ClosingReason,
		"interval_days": c.IntervalDays, "last_contact_on": string(c.LastContactOn), "last_contact_how": string(c.LastContactHow),
		"created_at": database.Micros(c.CreatedAt),
	})
}

// visible returns a case whose person the actor may see, or NotFound.
func visible(ctx context.Context, tx *database.Tx, actor authz.Actor, id string) (Case, error) {
	if !ids.Valid(id) {
		return Case{}, fault.New(fault.NotFound, "casework: case")
	}
	clause, args := actor.PersonWall("c.person_id", database.Micros(tx.Now()))
	return database.One(ctx, tx, scanCase, selectCase+` WHERE c.id = ? AND `+clause, append([]any{id}, args...)...)
}

// CasesOf lists the cases of a person, open ones first, the newest first. The caller has
// checked that its reader may see the person.
func CasesOf(ctx context.Context, tx *database.Tx, personID string) ([]Case, error) {
	return database.All(ctx, tx, scanCase, selectCase+` WHERE c.person_id = ?
		ORDER BY CASE c.state WHEN 'active' THEN 0 WHEN 'waiting' THEN 1 WHEN 'dormant' THEN 2 ELSE 3 END, c.created_at DESC, c.id DESC`, personID)
}

// openSpan gives the span a case is in, or NotFound when it is off the books.
func openSpan(ctx context.Context, tx *database.Tx, caseID string) (string, error) {
	return database.One(ctx, tx, text, `SELECT id FROM case_span WHERE case_id = ? AND closed_on = ''`, caseID)
}

func text(scan database.Scan) (s string, err error) {
	err = scan(&s)
	return s, err
}

func count(scan database.Scan) (n int, err error) {
	err = scan(&n)
	return n, err
}

// startSpan puts a case on the books.
func startSpan(ctx context.Context, tx *trail.Tx, c Case, on civil.Day) error {
	return tx.Insert(ctx, spanTable, ids.New(), trail.Set{
		"case_id": c.ID, "person_id": c.PersonID, "worker_id": c.WorkerID, "opened_on": string(on), "closed_on": "", "reason": "",
	})
}

// endSpan takes a case off the books.
func endSpan(ctx context.Context, tx *trail.Tx, c Case, on civil.Day, reason string) error {
	span, err := openSpan(ctx, tx.Tx, c.ID)
	if fault.Is(err, fault.NotFound) { // it only waited
		return nil
	}
	if err != nil {
		return err
	}
	return tx.Update(ctx, spanTable, span, "", trail.Set{"closed_on": string(on), "reason": reason, "worker_id": c.WorkerID})
}

// moveSpan counts a case as its new worker's for as long as it has been open.
func moveSpan(ctx context.Context, tx *trail.Tx, c Case) error {
	span, err := openSpan(ctx, tx.Tx, c.ID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.Update(ctx, spanTable, span, "", trail.Set{"worker_id": c.WorkerID})
}

// personName gives the name somebody goes by, for the sentence of a deed.
func personName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, text, `SELECT name FROM person WHERE id = ?`, id)
}

// accountName gives a colleague's name; NotFound for nobody and for an account that was shut.
func accountName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, text, `SELECT name FROM account WHERE id = ? AND disabled_at = 0`, id)
}

// anyName gives the name of an account, whether it is alive or not.
func anyName(ctx context.Context, tx *database.Tx, id string) (string, error) {
	return database.One(ctx, tx, text, `SELECT name FROM account WHERE id = ?`, id)
}

// answersOf lists the answers of a case by question.
func answersOf(ctx context.Context, tx *database.Tx, caseID string) (map[string]Answer, error) {
	answers := map[string]Answer{}
	err := database.Each(ctx, tx, func(scan database.Scan) error {
		var a Answer
		if err := scan(&a.QuestionID, &a.Value, &a.State); err != nil {
			return err
		}
		answers[a.QuestionID] = a
		return nil
	}, `SELECT question_id, value, state FROM case_answer WHERE case_id = ?`, caseID)
	return answers, err
}

func saveAnswer(ctx context.Context, tx *trail.Tx, caseID string, a Answer) error {
	id, err := database.One(ctx, tx.Tx, text, `SELECT id FROM case_answer WHERE case_id = ? AND question_id = ?`, caseID, a.QuestionID)
	switch {
	case err == nil:
		return tx.Update(ctx, "case_answer", id, "", trail.Set{"value": a.Value, "state": a.State})
	case fault.Is(err, fault.NotFound):
		return tx.Insert(ctx, "case_answer", ids.New(), trail.Set{"case_id": caseID, "question_id": a.QuestionID, "value": a.Value, "state": a.State})
	}
	return err
}
