package tasks

import (
	"context"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/people"
)

// Tell reads out what was and is to be done for a person. A task whose kind asks
// for more than the actor may read is shut. The caller has checked that the actor
// may see the person.
func (s *Service) Tell(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) ([]people.Told, error) {
	list, err := people.TellShelves(ctx, tx, personID, shelf)
	if err != nil {
		return nil, err
	}
	all, err := everyOf(ctx, tx, personID)
	for i := range list {
		s.told(&list[i], all[list[i].ID], actor)
	}
	return list, err
}

// told says of a task without words of its own what its kind says.
func (s *Service) told(t *people.Told, task Task, actor authz.Actor) {
	kind := s.Kinds.Of(task.Kind)
	if kind.Needs != "" && !actor.May(kind.Needs) && task.WorkerID != actor.ID {
		t.Hide()
		return
	}
	var args []string
	for name, value := range task.Args {
		args = append(args, name, value)
	}
	if task.Title == "" {
		t.Lines = append(t.Lines, people.Line{Label: "told.what", Word: kind.TitleKey, Args: args})
	}
	if task.Reason == "" && kind.ReasonKey != "" {
		t.Lines = append(t.Lines, people.Line{Label: "told.why", Word: kind.ReasonKey, Args: args})
	}
}

var shelf = people.Shelf{Kind: "task", Class: authz.ClassCase, From: table + " t LEFT JOIN account a ON a.id = t.worker_id", On: "t.due_on", Fields: []people.Field{
	{Label: "what", Column: "t.title"}, {Label: "why", Column: "t.reason"}, {Label: "hour", Column: "t.due_time"}, {Label: "worker", Column: "a.name", Colleague: true},
	{Label: "state", Column: "t.state", Stem: "told.task."}, {Label: "ended", Column: "t.ended_at", Moment: true}, {Label: "ended-why", Column: "t.ended_why"},
}}

func everyOf(ctx context.Context, tx *database.Tx, personID string) (map[string]Task, error) {
	list, err := database.All(ctx, tx, scanTask, selectTask+` WHERE t.person_id = ?`, personID)
	byID := make(map[string]Task, len(list))
	for _, t := range list {
		byID[t.ID] = t
	}
	return byID, err
}
