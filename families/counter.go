package families

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
)

// TapKind is what is counted at the counter of a visitor centre (R-POP-6).
type TapKind string

// TapKinds lists what is counted, in the order of the buttons.
func TapKinds() []TapKind { return []TapKind{"adult", "child", "first-time", "query", "referral"} }

// Part is a part of the day in which people visit.
type Part string

// Parts lists the parts of a day.
func Parts() []Part { return []Part{"morning", "afternoon", "evening"} }

// PartOf is the part of the day an hour lies in: "14:05".
func PartOf(hour string) Part {
	switch {
	case hour < "12:00":
		return "morning"
	case hour < "17:30":
		return "afternoon"
	}
	return "evening"
}

// Counts is what was counted in one part of one day at one prison.
type Counts map[TapKind]int

// Tap counts one more. It names nobody; a tap too many is undone like everything else.
func (s *Service) Tap(ctx context.Context, actor authz.Actor, facilityID string, part Part, kind TapKind) error {
	const op = "families.tapped"
	if !actor.May(MayCount) {
		return fault.New(fault.Forbidden, op)
	}
	if err := fault.Check(op, fault.Broken(fault.When(!slices.Contains(TapKinds(), kind), "kind", "families.tap.kind.unknown"), fault.When(!slices.Contains(Parts(), part), "part", "families.tap.part.unknown"))); err != nil {
		return err
	}
	deed := &trail.Deed{Action: op, Kind: "facility", ID: facilityID, Args: map[string]string{"kind_key": "families.tap." + string(kind)}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if _, err := facilityName(ctx, tx.Tx, facilityID); err != nil {
			return err
		}
		return tx.Insert(ctx, tapTable, ids.New(), trail.Set{"facility_id": facilityID, "on_date": string(s.Today(ctx)), "part": string(part), "kind": string(kind), "author_name": actor.Name})
	})
}

// Counter returns what was counted at a prison on a day, by part of the day, and what the
// prison is called.
func (s *Service) Counter(ctx context.Context, actor authz.Actor, facilityID string, on civil.Day) (name string, parts map[Part]Counts, err error) {
	if !actor.May(MayCount) {
		return "", nil, fault.New(fault.Forbidden, "families: counter")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		if name, err = facilityName(ctx, tx, facilityID); err != nil {
			return err
		}
		parts, err = taps(ctx, tx, facilityID, on)
		return err
	})
	return name, parts, err
}
