package retention

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Of is what a schedule lets go of.
type Of string

// What schedules let go of.
const (
	OfPeople   Of = "people"   // everything about somebody
	OfFacts    Of = "facts"    // what is known of somebody's health, faith and ethnicity
	OfAccounts Of = "accounts" // the name and settings of somebody who left
	OfProofs   Of = "proofs"   // what was left of the ledger of somebody who was erased
	OfBatches  Of = "batches"  // the file and rows of an import
)

// Unit is what the length of a schedule is counted in.
type Unit string

// The units.
const (
	Days   Unit = "day"
	Months Unit = "month"
)

// Schedule says after how long what goes. The messages "retention.schedule." +
// Key and its ".event" say what, and counted from when.
type Schedule struct {
	Key        string    `json:"key"`
	Of         Of        `json:"of"`
	Amount     int       `json:"amount"`
	Unit       Unit      `json:"unit"`
	Used       bool      `json:"-"`
	Automatic  bool      `json:"-"` // nobody is asked
	Reason     string    `json:"-"` // in the organisation's words; "" for ours
	Citation   string    `json:"citation"`
	VerifiedOn civil.Day `json:"-"` // when somebody held it against the law; "" when nobody did
	Rev        string    `json:"-"` // "" while it is as it came
}

//go:embed schedules.json
var defaultsText []byte

// defaults are the schedules as they come: all used, none automatic, none
// verified.
func defaults() []Schedule {
	var list []Schedule
	if err := json.Unmarshal(defaultsText, &list); err != nil {
		panic("retention: schedules.json: " + err.Error()) // it is built in, and a test reads it
	}
	for i := range list {
		list[i].Used = true
	}
	return list
}

// DueOn is the day on which something of a day is due. A month that is too short
// ends on its last day.
func (s Schedule) DueOn(event civil.Day) civil.Day {
	if s.Unit == Days {
		return event.Add(s.Amount)
	}
	t := event.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(s.Amount), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return civil.Of(first.AddDate(0, 0, min(t.Day(), last)-1), time.UTC)
}

// since is a day such that nothing due on a day is of a later one.
func (s Schedule) since(today civil.Day) civil.Day {
	if s.Unit == Days {
		return today.Add(-s.Amount)
	}
	return today.Add(-s.Amount*28 + 4) // no month is shorter
}

// Check returns what is wrong with a schedule.
func (s Schedule) Check(today civil.Day) (bad []fault.Problem) {
	problem := func(broken bool, field, key string, args ...any) {
		if broken {
			bad = append(bad, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	problem(s.Unit != Days && s.Unit != Months, "unit", "retention.schedule.unit.wrong")
	problem(s.Amount < 0 || s.Amount > 1200 || s.Unit == Months && s.Amount > 600, "amount", "retention.schedule.amount.wrong")
	problem(s.Of == OfPeople && s.Amount == 0, "amount", "retention.schedule.amount.none")
	problem(utf8.RuneCountInString(s.Reason) > most, "reason", "retention.why.long", "count", most)
	problem(utf8.RuneCountInString(s.Citation) > most, "citation", "retention.why.long", "count", most)
	problem(s.VerifiedOn != "" && (!s.VerifiedOn.Valid() || s.VerifiedOn > today), "verified", "retention.schedule.verified.wrong")
	problem(s.VerifiedOn != "" && s.Citation == "", "citation", "retention.schedule.citation.missing")
	return bad
}

// Schedules lists all schedules as they hold now.
func (s *Service) Schedules(ctx context.Context, actor authz.Actor) (list []Schedule, err error) {
	if !actor.May(MaySchedule) && !actor.May(MayErase) {
		return nil, fault.New(fault.Forbidden, "retention: schedules")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = schedules(ctx, tx)
		return err
	})
	return list, err
}

// schedule is one of all, or NotFound.
func schedule(ctx context.Context, tx *database.Tx, key string) (Schedule, error) {
	list, err := schedules(ctx, tx)
	for _, one := range list {
		if one.Key == key {
			return one, err
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "retention: schedule")
	}
	return Schedule{}, err
}

// SetSchedule changes a schedule. It returns Invalid for one that breaks a rule,
// and Conflict when somebody else changed it since its rev was read.
func (s *Service) SetSchedule(ctx context.Context, actor authz.Actor, n Schedule) error {
	const op = "retention: set a schedule"
	if !actor.May(MaySchedule) {
		return fault.New(fault.Forbidden, op)
	}
	n.Reason, n.Citation = strings.TrimSpace(n.Reason), strings.TrimSpace(n.Citation)
	deed := &trail.Deed{Action: "retention.schedule.changed", Kind: "schedule", ID: n.Key}
	defer s.counted.forget()
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		old, err := schedule(ctx, tx.Tx, n.Key)
		if err != nil {
			return err
		}
		n.Of = old.Of
		if err := fault.Check(op, n.Check(s.Today(ctx))); err != nil {
			return err
		}
		if n.Rev != old.Rev {
			return fault.New(fault.Conflict, op)
		}
		return putSchedule(ctx, tx, n)
	})
}
