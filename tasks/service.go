package tasks

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Service is what people may do with tasks.
type Service struct {
	DB    *database.DB
	Kinds *Kinds
	Zone  func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Sees reports whether a colleague may see a person, so that nothing is
	// handed to somebody who could not open it; nil means that all may.
	Sees func(ctx context.Context, tx *database.Tx, accountID, personID string) (bool, error)
}

// Today returns the present day where the organisation is.
func (s *Service) Today(ctx context.Context) civil.Day {
	var zone *time.Location
	if s.Zone != nil {
		zone = s.Zone(ctx)
	}
	return civil.Of(s.DB.Now(), zone)
}

// Due lists a worker's open tasks whose day comes until the given day, overdue
// ones first, narrowed to what the actor may see. Tasks without a day are not
// in it.
func (s *Service) Due(ctx context.Context, actor authz.Actor, workerID string, until civil.Day) ([]Task, error) {
	return s.list(ctx, actor, func(tx *database.Tx) ([]Task, error) { return due(ctx, tx, actor, workerID, until) })
}

// OfPerson lists the open tasks about a person, soonest first, those without a
// day last. A person the actor may not see has none.
func (s *Service) OfPerson(ctx context.Context, actor authz.Actor, personID string) ([]Task, error) {
	list, err := s.list(ctx, actor, func(tx *database.Tx) ([]Task, error) { return ofPerson(ctx, tx, actor, personID) })
	return slices.DeleteFunc(list, func(t Task) bool { return !s.tells(actor, t) }), err
}

// tells reports whether an actor may read a task about somebody they see: one
// that speaks of consents is for those who read consents, and its own worker.
func (s *Service) tells(actor authz.Actor, t Task) bool {
	if s.Kinds == nil || t.WorkerID == actor.ID {
		return true
	}
	needs := s.Kinds.Of(t.Kind).Needs
	return needs == "" || actor.May(needs)
}

func (s *Service) list(ctx context.Context, actor authz.Actor, read func(*database.Tx) ([]Task, error)) (tasks []Task, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "tasks: list")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		tasks, err = read(tx)
		return err
	})
	return tasks, err
}

// Task returns one task the actor may see, or NotFound.
func (s *Service) Task(ctx context.Context, actor authz.Actor, id string) (t Task, err error) {
	if !actor.May(MayRead) {
		return t, fault.New(fault.Forbidden, "tasks: task")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		t, err = visible(ctx, tx, actor, id)
		if err == nil && !s.tells(actor, t) {
			err = fault.New(fault.NotFound, "tasks: task")
		}
		return err
	})
	return t, err
}

// Person gives the name of somebody the actor may see, NotFound otherwise, and
// "" for nobody.
func (s *Service) Person(ctx context.Context, actor authz.Actor, id string) (name string, err error) {
	if id == "" {
		return "", nil
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		name, err = visibleName(ctx, tx, actor, id)
		return err
	})
	return name, err
}

// Add adds a task about a person the actor may see, or about nobody. A task
// without a worker is the actor's.
func (s *Service) Add(ctx context.Context, actor authz.Actor, t Task) (added Task, err error) {
	if !actor.May(MayWrite) {
		return added, fault.New(fault.Forbidden, "tasks: add")
	}
	if t.WorkerID == "" {
		t.WorkerID = actor.ID
	}
	deed := &trail.Deed{Action: "tasks.task.added"}
	err = trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		if err := maySee(ctx, tx, actor, t.PersonID); err != nil {
			return err
		}
		if t.WorkerID != actor.ID {
			if _, err := s.taker(ctx, tx, "worker", t.WorkerID, t.PersonID); err != nil {
				return err
			}
		}
		if added, err = Add(ctx, tx, t); err != nil {
			return err
		}
		return s.word(ctx, tx, deed, added)
	})
	return added, err
}

// maySee returns NotFound for a person the actor may not see.
func maySee(ctx context.Context, tx *trail.Tx, actor authz.Actor, personID string) error {
	if personID == "" {
		return nil
	}
	_, err := visibleName(ctx, tx.Tx, actor, personID)
	return err
}

// Done ends a task as done.
func (s *Service) Done(ctx context.Context, actor authz.Actor, id, rev string) error {
	return s.change(ctx, actor, "tasks.task.done", id, func(tx *trail.Tx, _ *trail.Deed, t Task) error {
		return end(ctx, tx, t, rev, Done, "")
	})
}

// Lose ends a task that can no longer be met, and keeps why.
func (s *Service) Lose(ctx context.Context, actor authz.Actor, id, rev, why string) error {
	return s.change(ctx, actor, "tasks.task.lost", id, func(tx *trail.Tx, _ *trail.Deed, t Task) error {
		return end(ctx, tx, t, rev, Lost, why)
	})
}

// PutOff moves a task to a later day. The day of a legal task stands: it is
// hidden until the given day, which must not lie past it.
func (s *Service) PutOff(ctx context.Context, actor authz.Actor, id, rev string, to civil.Day) error {
	today := s.Today(ctx)
	return s.change(ctx, actor, "tasks.task.put-off", id, func(tx *trail.Tx, d *trail.Deed, t Task) error {
		d.Args = map[string]string{"day": string(to)}
		moved, err := t.putOff(to, today, s.Kinds.Of(t.Kind).Legal)
		switch {
		case err != nil:
			return err
		case t.State != Open:
			return fault.New(fault.Conflict, "tasks: put off")
		}
		return tx.Update(ctx, table, id, rev, trail.Set{"due_on": string(moved.DueOn), "wait_until": string(moved.WaitUntil)})
	})
}

// HandOver gives a task to a colleague. It returns Invalid when the colleague
// may not see the person it is about.
func (s *Service) HandOver(ctx context.Context, actor authz.Actor, id, rev, to string) error {
	return s.change(ctx, actor, "tasks.task.handed-over", id, func(tx *trail.Tx, d *trail.Deed, t Task) error {
		if t.State != Open {
			return fault.New(fault.Conflict, "tasks: hand over")
		}
		name, err := s.taker(ctx, tx, "to", to, t.PersonID)
		if err != nil {
			return err
		}
		d.Args = map[string]string{"to": name}
		return tx.Update(ctx, table, id, rev, trail.Set{"worker_id": to, "handed": 1})
	})
}

// taker gives the name of a colleague a task can be given to. It returns Invalid,
// at the field of the form that names them, for somebody who is not there or who
// could not open it.
func (s *Service) taker(ctx context.Context, tx *trail.Tx, field, account, personID string) (string, error) {
	const op = "tasks: give"
	name, err := colleague(ctx, tx.Tx, account)
	if fault.Is(err, fault.NotFound) {
		return "", fault.Bad(op, field, "tasks.task.to.missing")
	}
	if err != nil || personID == "" || s.Sees == nil {
		return name, err
	}
	sees, err := s.Sees(ctx, tx.Tx, account, personID)
	if err == nil && !sees {
		err = fault.Bad(op, field, "tasks.task.to.blind")
	}
	return name, err
}

// change makes one change to one task the actor may see.
func (s *Service) change(ctx context.Context, actor authz.Actor, action, id string, fn func(*trail.Tx, *trail.Deed, Task) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		t, err := visible(ctx, tx.Tx, actor, id)
		if err != nil {
			return err
		}
		if err := fn(tx, deed, t); err != nil {
			return err
		}
		return s.word(ctx, tx, deed, t)
	})
}

// word fills the sentence of a deed: the person a task is about is its subject,
// so that the trail of a person is whole.
func (s *Service) word(ctx context.Context, tx *trail.Tx, deed *trail.Deed, t Task) error {
	name, err := nameOf(ctx, tx.Tx, t.PersonID)
	if err != nil {
		return err
	}
	deed.Kind, deed.ID = "person", t.PersonID
	if t.PersonID == "" {
		deed.Kind, deed.ID = "task", t.ID
	}
	if deed.Args == nil {
		deed.Args = map[string]string{}
	}
	deed.Args["name"], deed.Args["title"] = name, t.Title
	if t.Title == "" { // the sentence names the person instead
		deed.Action = strings.Replace(deed.Action, "tasks.task.", "tasks.untitled.", 1)
	}
	return nil
}
