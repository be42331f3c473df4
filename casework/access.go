package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// giveAccess lets the worker of a case see its person, and whoever covers that
// worker, for as long as the cover lasts. It is written whatever the worker may
// see now, so that an organisation can close its team without losing a case.
func giveAccess(ctx context.Context, tx *trail.Tx, c Case) error {
	if c.WorkerID == "" {
		return nil
	}
	had, err := hasGrant(ctx, tx.Tx, c)
	if err != nil {
		return err
	}
	if !had {
		if err := grant(ctx, tx, c.WorkerID, c.PersonID, database.Micros(tx.Now()), forever, grantCase); err != nil {
			return err
		}
	}
	return letCover(ctx, tx, c)
}

// letCover opens the person of a new case to those who cover its worker: the
// window is the one their other grants of the same cover have.
func letCover(ctx context.Context, tx *trail.Tx, c Case) error {
	open, err := windowsOf(ctx, tx.Tx, c.WorkerID)
	if err != nil {
		return err
	}
	for _, w := range open {
		if err := grant(ctx, tx, w.by, c.PersonID, w.from, w.until, w.reason); err != nil {
			return err
		}
	}
	return nil
}

func grant(ctx context.Context, tx *trail.Tx, account, person string, from, until int64, reason string) error {
	return tx.Insert(ctx, grantTable, ids.New(), trail.Set{
		"account_id": account, "person_id": person, "from_at": from, "until_at": until, "reason": reason,
	})
}

// takeAccess ends what a worker saw for the sake of a case that is no longer
// theirs, unless another case with the same person still is.
func takeAccess(ctx context.Context, tx *trail.Tx, workerID, personID string) error {
	still, err := works(ctx, tx.Tx, workerID, personID)
	if err != nil || still {
		return err
	}
	return endGrants(ctx, tx, `account_id = ? AND person_id = ? AND reason = ?`, workerID, personID, grantCase)
}

// endGrants ends the open grants that a condition on access_grant chooses, now.
func endGrants(ctx context.Context, tx *trail.Tx, condition string, args ...any) error {
	open, err := openGrants(ctx, tx.Tx, condition, args...)
	if err != nil {
		return err
	}
	for _, id := range open {
		if err := tx.Update(ctx, grantTable, id, "", trail.Set{"until_at": database.Micros(tx.Now())}); err != nil {
			return err
		}
	}
	return nil
}

// hand gives a case and its open tasks to another worker.
func hand(ctx context.Context, tx *trail.Tx, action string, c Case, to, name, why string, today civil.Day) error {
	if err := tx.Update(ctx, caseTable, c.ID, "", trail.Set{"worker_id": to}); err != nil {
		return err
	}
	from := c.WorkerID
	c.WorkerID = to
	if err := moveSpan(ctx, tx, c); err != nil {
		return err
	}
	if err := assign(ctx, tx, c, from); err != nil {
		return err
	}
	return note(ctx, tx, c, today, action, why, map[string]string{"worker": name})
}
