package jobs

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/internal/database"
)

// every is how often progress is written down: often enough for a reader, and
// seldom enough to cost nothing.
const every = 250 * time.Millisecond

// Progress is how work says how far it is. It belongs to one goroutine.
type Progress struct {
	db       *database.DB
	id       string
	done     int
	total    int
	problems int
	written  time.Time
}

// Of sets how many units there are in all.
func (p *Progress) Of(total int) { p.total = total }

// Step counts units as done, and problems met on the way. It returns the error
// of ctx, so that a loop can end by it.
func (p *Progress) Step(ctx context.Context, units, problems int) error {
	p.done, p.problems = p.done+units, p.problems+problems
	if err := ctx.Err(); err != nil {
		return err
	}
	now := p.db.Now()
	if now.Sub(p.written) < every && now.After(p.written) {
		return nil
	}
	p.written = now
	return p.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job SET done = ?, total = ?, problems = ? WHERE id = ?`, p.done, p.total, p.problems, p.id)
		return err
	})
}

func (p *Progress) end(ctx context.Context, state State, message string) error {
	return p.db.Write(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE job SET state = ?, done = ?, total = ?, problems = ?, ended_at = ?, message = ? WHERE id = ?`,
			string(state), p.done, p.total, p.problems, database.Micros(tx.Now()), message, p.id)
		return err
	})
}
