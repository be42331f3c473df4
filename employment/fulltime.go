package employment

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// fullLink is what the task for full-time work is linked to; a person has one.
var fullLink = tasks.Link{Kind: "job-clock", ID: "full-time"}

// Arrived begins the days within which somebody who came to a halfway house is expected to
// work full time (R-EMP-4). A later arrival takes the place of an earlier one; a job of
// that many hours ends it.
func (s *Service) Arrived(ctx context.Context, actor authz.Actor, personID string, on civil.Day) error {
	if !on.Valid() || on > s.Today(ctx) {
		return fault.Bad("employment: arrived", "arrived", "employment.day.ahead")
	}
	return s.about(ctx, actor, "employment.arrived", personID, func(tx *trail.Tx, _ *trail.Deed) error {
		if err := s.endFull(ctx, tx, personID, tasks.Replaced); err != nil {
			return err
		}
		full := Rules().FullTime
		_, err := tasks.Add(ctx, tx, tasks.Task{
			PersonID: personID, Kind: TaskFull, WorkerID: actor.ID, DueOn: full.By(on), Link: fullLink,
			Args: map[string]string{"weekly": number(full.Hours), "arrived": string(on)},
		})
		return err
	})
}

// endFull ends the days that run, if any.
func (s *Service) endFull(ctx context.Context, tx *trail.Tx, personID string, how tasks.State) error {
	t, found, err := fullOf(ctx, tx.Tx, personID)
	if err != nil || !found {
		return err
	}
	return tasks.End(ctx, tx, t.ID, "", how, "")
}

// fullOf is the task of the days that run for somebody.
func fullOf(ctx context.Context, tx *database.Tx, personID string) (tasks.Task, bool, error) {
	list, err := tasks.Linked(ctx, tx, personID, fullLink)
	for _, t := range list {
		if t.State == tasks.Open {
			return t, true, err
		}
	}
	return tasks.Task{}, false, err
}

// works ends the days when a job is full time: one for a vacancy of so many hours, or one
// whose hours a week nobody wrote down.
func (s *Service) works(ctx context.Context, tx *trail.Tx, p Placement) error {
	if p.VacancyID != "" {
		v, err := vacancyByID(ctx, tx.Tx, p.VacancyID)
		if err != nil || v.Hours < Rules().FullTime.Hours {
			return err
		}
	}
	return s.endFull(ctx, tx, p.PersonID, tasks.Done)
}
