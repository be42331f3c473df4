package casework

import (
	"context"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Cover is somebody standing in for a colleague, from one day until another,
// both included.
type Cover struct {
	ID       string
	Rev      string
	WorkerID string // who is away
	Worker   string
	ByID     string // who stands in
	By       string
	From     civil.Day
	Until    civil.Day
	Reason   string
}

// maxCover is the longest a cover can last, in days: longer is a transfer.
const maxCover = 184

func (c Cover) check(today civil.Day) []fault.Problem {
	var bad []fault.Problem
	problem := func(broken bool, field, key string) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key})
		}
	}
	problem(c.ByID == "" || c.ByID == c.WorkerID, "by", "casework.cover.by.missing")
	problem(!c.From.Valid(), "from", "casework.cover.from.invalid")
	problem(!c.Until.Valid() || c.Until < c.From || c.Until < today, "until", "casework.cover.until.invalid")
	problem(c.Until.Since(c.From) > maxCover, "until", "casework.cover.until.long")
	return bad
}

// Reasons of a grant: it comes with a case, or with a cover.
const (
	grantCase  = "case"
	grantCover = "cover "
)

// forever is the end of a grant that has none: the last second of the year 9999.
var forever = database.Micros(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC))

// SetCover lets a colleague stand in: until the last day they see the worker's
// people and the worker's day. A worker arranges their own cover, a lead
// anybody's.
func (s *Service) SetCover(ctx context.Context, actor authz.Actor, c Cover) (Cover, error) {
	const op = "casework.cover.set"
	if !actor.May(MayWrite) || c.WorkerID != actor.ID && !actor.May(MayLead) {
		return c, fault.New(fault.Forbidden, op)
	}
	if err := fault.Check(op, c.check(s.Today(ctx))); err != nil {
		return c, err
	}
	from, until := s.span(ctx, c)
	c.ID, c.Reason = ids.New(), strings.TrimSpace(c.Reason)
	deed := &trail.Deed{Action: op, Kind: "account", ID: c.WorkerID}
	err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) (err error) {
		c.Rev = tx.Change
		if c.Worker, err = accountName(ctx, tx.Tx, c.WorkerID); err != nil {
			return err
		}
		if c.By, err = accountName(ctx, tx.Tx, c.ByID); err != nil {
			return err
		}
		deed.Args = map[string]string{"worker": c.Worker, "by": c.By, "from": string(c.From), "until": string(c.Until)}
		if err := tx.Insert(ctx, "cover", c.ID, trail.Set{
			"worker_id": c.WorkerID, "by_id": c.ByID, "from_on": string(c.From), "until_on": string(c.Until), "reason": c.Reason,
		}); err != nil {
			return err
		}
		return coverPeople(ctx, tx, c, from, until)
	})
	return c, err
}

// span gives the instants between which a cover opens people to its colleague.
func (s *Service) span(ctx context.Context, c Cover) (from, until int64) {
	zone := s.zone(ctx)
	midnight := func(d civil.Day) int64 {
		t := d.Time()
		return database.Micros(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone))
	}
	return midnight(c.From), midnight(c.Until.Add(1))
}

func coverPeople(ctx context.Context, tx *trail.Tx, c Cover, from, until int64) error {
	persons, err := peopleOf(ctx, tx.Tx, c.WorkerID)
	if err != nil {
		return err
	}
	for _, id := range persons {
		if err := grant(ctx, tx, c.ByID, id, from, until, grantCover+c.ID); err != nil {
			return err
		}
	}
	return nil
}

// EndCover ends a cover today: what it opened is closed from now on.
func (s *Service) EndCover(ctx context.Context, actor authz.Actor, id string) error {
	const op = "casework.cover.ended"
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: op, Kind: "account"}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		c, err := oneCover(ctx, tx.Tx, id)
		switch {
		case err != nil:
			return err
		case c.WorkerID != actor.ID && c.ByID != actor.ID && !actor.May(MayLead):
			return fault.New(fault.NotFound, op)
		}
		deed.ID, deed.Args = c.WorkerID, map[string]string{"worker": c.Worker, "by": c.By}
		if err := tx.Update(ctx, "cover", c.ID, "", trail.Set{"until_on": string(s.Today(ctx).Add(-1))}); err != nil {
			return err
		}
		return endGrants(ctx, tx, `reason = ?`, grantCover+c.ID)
	})
}

// Leave ends what an account stands in for, inside the change that ends the
// account. Whoever stands in for it goes on: somebody has to.
func (s *Service) Leave(ctx context.Context, tx *trail.Tx, accountID string) error {
	today := s.Today(ctx)
	list, err := coversOf(ctx, tx.Tx, accountID, today)
	for _, c := range list {
		if err == nil && c.ByID == accountID {
			err = tx.Update(ctx, "cover", c.ID, "", trail.Set{"until_on": string(today.Add(-1))})
		}
	}
	return err
}

// Covers lists the covers that last until today or longer and concern an
// account: it is away, or stands in.
func (s *Service) Covers(ctx context.Context, actor authz.Actor, accountID string) (list []Cover, err error) {
	if !actor.May(MayRead) || accountID != actor.ID && !actor.May(MayLead) {
		return nil, fault.New(fault.Forbidden, "casework: covers")
	}
	today := s.Today(ctx)
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = coversOf(ctx, tx, accountID, today)
		return err
	})
	return list, err
}

// MayOpenDay reports whether an actor may see the day of a worker: their own, a
// lead anybody's, and a colleague whom they cover today.
func MayOpenDay(ctx context.Context, tx *database.Tx, actor authz.Actor, workerID string, today civil.Day) (bool, error) {
	if workerID == actor.ID || actor.May(MayLead) {
		return true, nil
	}
	return covers(ctx, tx, actor.ID, workerID, today)
}
