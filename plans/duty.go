package plans

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// Duty says who is on duty from a day to a day.
type Duty struct {
	ID, Rev   string
	AccountID string
	Name      string
	From      civil.Day
	Until     civil.Day
}

// mostDuty is how long one turn of duty may be, in days.
const mostDuty = 366

// Duties lists who is on duty now and in the time to come.
func (s *Service) Duties(ctx context.Context, actor authz.Actor) (list []Duty, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "plans: duties")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = duties(ctx, tx, s.Now(ctx).On)
		return err
	})
	return list, err
}

// SetDuty says who is on duty. What is said later wins where two turns overlap.
func (s *Service) SetDuty(ctx context.Context, actor authz.Actor, d Duty) error {
	const op = "plans.duty.set"
	if !actor.May(MayDuty) {
		return fault.New(fault.Forbidden, op)
	}
	if err := fault.Check(op, fault.Broken(
		fault.When(!d.From.Valid(), "from", "plans.day.invalid"), fault.When(!d.Until.Valid() || d.Until < d.From, "until", "plans.duty.until.early"),
		fault.When(d.From.Valid() && d.Until.Valid() && d.Until.Since(d.From) > mostDuty, "until", "plans.duty.until.late"),
	)); err != nil {
		return err
	}
	deed := &trail.Deed{Action: op, Kind: "duty", Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		name, err := accountName(ctx, tx.Tx, d.AccountID)
		if err != nil {
			return err
		}
		deed.ID = ids.New()
		deed.Args["name"], deed.Args["from"], deed.Args["until"] = name, string(d.From), string(d.Until)
		return tx.Insert(ctx, dutyTable, deed.ID, trail.Set{"account_id": d.AccountID, "from_on": string(d.From), "until_on": string(d.Until)})
	})
}

// EndDuty takes a turn of duty off the list.
func (s *Service) EndDuty(ctx context.Context, actor authz.Actor, id string) error {
	const op = "plans.duty.ended"
	if !actor.May(MayDuty) {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: op, Kind: "duty", ID: id, Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error { return tx.Delete(ctx, dutyTable, id) })
}
