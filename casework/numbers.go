package casework

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// Numbers says how the open cases changed between two days, both included:
// Start + Opened - Closed = End.
type Numbers struct {
	Start  int // on the books before the first day
	Opened int
	Closed int
	End    int // on the books after the last day
}

// Numbers counts the open cases between two days, of one worker or of all with
// an empty workerID, among the people the actor may see. A case that was opened
// and closed twice counts twice.
func (s *Service) Numbers(ctx context.Context, actor authz.Actor, workerID string, from, until civil.Day) (n Numbers, err error) {
	if !actor.May(MayRead) {
		return n, fault.New(fault.Forbidden, "casework: numbers")
	}
	if !from.Valid() || !until.Valid() || until < from {
		return n, fault.Bad("casework: numbers", "until", "casework.numbers.days.invalid")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		n, err = numbers(ctx, tx, actor, workerID, from, until)
		return err
	})
	return n, err
}

func numbers(ctx context.Context, tx *database.Tx, actor authz.Actor, workerID string, from, until civil.Day) (Numbers, error) {
	clause, args := actor.PersonWall("s.person_id", database.Micros(tx.Now()))
	if workerID != "" {
		clause, args = clause+` AND s.worker_id = ?`, append(args, workerID)
	}
	return database.One(ctx, tx, func(scan database.Scan) (n Numbers, err error) {
		err = scan(&n.Start, &n.Opened, &n.Closed, &n.End)
		return n, err
	}, `SELECT
		coalesce(sum(CASE WHEN s.opened_on < ? AND (s.closed_on = '' OR s.closed_on >= ?) THEN 1 ELSE 0 END), 0),
		coalesce(sum(CASE WHEN s.opened_on BETWEEN ? AND ? THEN 1 ELSE 0 END), 0),
		coalesce(sum(CASE WHEN s.closed_on BETWEEN ? AND ? THEN 1 ELSE 0 END), 0),
		coalesce(sum(CASE WHEN s.opened_on <= ? AND (s.closed_on = '' OR s.closed_on > ?) THEN 1 ELSE 0 END), 0)
		FROM case_span s WHERE `+clause,
		append([]any{from, from, from, until, from, until, until, until}, args...)...)
}
