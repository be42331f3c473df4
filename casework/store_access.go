package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
)

// window is the time for which somebody who covers a colleague sees a person.
type window struct {
	by, reason  string
	from, until int64
}

// windowsOf lists the windows that the covers of a worker have open now.
func windowsOf(ctx context.Context, tx *database.Tx, workerID string) ([]window, error) {
	return database.All(ctx, tx, func(scan database.Scan) (w window, err error) {
		err = scan(&w.by, &w.reason, &w.from, &w.until)
		return w, err
	}, `SELECT v.by_id, g.reason, min(g.from_at), max(g.until_at) FROM cover v JOIN access_grant g ON g.account_id = v.by_id AND g.reason = ? || v.id
		WHERE v.worker_id = ? AND g.until_at > ? GROUP BY v.by_id, g.reason`,
		grantCover, workerID, database.Micros(tx.Now()))
}

// hasGrant reports whether the worker of a case sees its person for the case's sake.
func hasGrant(ctx context.Context, tx *database.Tx, c Case) (bool, error) {
	n, err := database.One(ctx, tx, count, `SELECT count(*) FROM access_grant WHERE account_id = ? AND person_id = ? AND reason = ? AND until_at = ?`,
		c.WorkerID, c.PersonID, grantCase, forever)
	return n > 0, err
}

// openGrants lists the grants that a condition on access_grant chooses and that
// have not ended.
func openGrants(ctx context.Context, tx *database.Tx, condition string, args ...any) ([]string, error) {
	return database.All(ctx, tx, text, `SELECT id FROM access_grant WHERE until_at > ? AND `+condition,
		append([]any{database.Micros(tx.Now())}, args...)...)
}

// works reports whether a worker has a case with a person, in any state.
func works(ctx context.Context, tx *database.Tx, workerID, personID string) (bool, error) {
	n, err := database.One(ctx, tx, count, `SELECT count(*) FROM case_file WHERE worker_id = ? AND person_id = ?`, workerID, personID)
	return n > 0, err
}

// peopleOf lists the people a worker has cases with that are not closed.
func peopleOf(ctx context.Context, tx *database.Tx, workerID string) ([]string, error) {
	return database.All(ctx, tx, text, `SELECT DISTINCT person_id FROM case_file WHERE worker_id = ? AND state <> 'closed'`, workerID)
}

const selectCover = `SELECT v.id, v.rev, v.worker_id, coalesce(a.name, ''), v.by_id, coalesce(b.name, ''), v.from_on, v.until_on, v.reason
	FROM cover v LEFT JOIN account a ON a.id = v.worker_id LEFT JOIN account b ON b.id = v.by_id`

func scanCover(scan database.Scan) (c Cover, err error) {
	err = scan(&c.ID, &c.Rev, &c.WorkerID, &c.Worker, &c.ByID, &c.By, &c.From, &c.Until, &c.Reason)
	return c, err
}

func oneCover(ctx context.Context, tx *database.Tx, id string) (Cover, error) {
	return database.One(ctx, tx, scanCover, selectCover+` WHERE v.id = ?`, id)
}

// coversOf lists the covers of an account, away or standing in, that have not
// ended before a day.
func coversOf(ctx context.Context, tx *database.Tx, accountID string, today civil.Day) ([]Cover, error) {
	return database.All(ctx, tx, scanCover, selectCover+` WHERE v.until_on >= ? AND (v.by_id = ? OR v.worker_id = ?) ORDER BY v.from_on, v.id`,
		today, accountID, accountID)
}

// covers reports whether somebody stands in for a worker on a day.
func covers(ctx context.Context, tx *database.Tx, byID, workerID string, on civil.Day) (bool, error) {
	n, err := database.One(ctx, tx, count, `SELECT count(*) FROM cover WHERE by_id = ? AND worker_id = ? AND from_on <= ? AND until_on >= ?`,
		byID, workerID, on, on)
	return n > 0, err
}
