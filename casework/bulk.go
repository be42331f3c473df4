package casework

import (
	"context"
	"strconv"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// MaxBulk is how many cases one action takes at once.
const MaxBulk = 5000

// each does something to every case of a list, in one change. The list is
// narrowed to what the actor may see; one that is not there, or refuses, stops
// the whole, so that the count said is the count done.
func (s *Service) each(ctx context.Context, actor authz.Actor, action string, ids []string, args map[string]string, fn func(*trail.Tx, Case) error) error {
	switch {
	case !actor.May(MayWrite):
		return fault.New(fault.Forbidden, action)
	case len(ids) == 0:
		return fault.Bad(action, "id", "casework.bulk.none")
	case len(ids) > MaxBulk:
		return fault.New(fault.TooLarge, action)
	}
	deed := &trail.Deed{Action: action, Kind: "cases", Args: map[string]string{"count": strconv.Itoa(len(ids))}}
	for k, v := range args {
		deed.Args[k] = v
	}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		cases, err := byID(ctx, tx.Tx, actor, ids)
		if err != nil {
			return err
		}
		if err := subjects(ctx, tx, deed, cases); err != nil {
			return err
		}
		for _, c := range cases {
			if err := fn(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// subjects says whom a deed is about: a single person by name, several by their
// number; the sentence of several is another one.
func subjects(ctx context.Context, tx *trail.Tx, deed *trail.Deed, cases []Case) error {
	if len(cases) > 1 {
		deed.Action += ".many"
		return nil
	}
	name, err := personName(ctx, tx.Tx, cases[0].PersonID)
	deed.Kind, deed.ID, deed.Args["name"] = "person", cases[0].PersonID, name
	return err
}

// byID reads cases in the order of the list; NotFound when one is not there.
func byID(ctx context.Context, tx *database.Tx, actor authz.Actor, list []string) ([]Case, error) {
	found := make([]Case, 0, len(list))
	seen := map[string]bool{}
	for _, id := range list {
		if seen[id] {
			continue
		}
		seen[id] = true
		c, err := visible(ctx, tx, actor, id)
		if err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, nil
}

// SetNextAll sets the same next action for many cases; each person's timeline
// says so.
func (s *Service) SetNextAll(ctx context.Context, actor authz.Actor, ids []string, next Next) error {
	const action = "casework.next.set"
	today := s.Today(ctx)
	return s.each(ctx, actor, action, ids, map[string]string{"words": next.Words, "day": string(next.On)}, func(tx *trail.Tx, c Case) error {
		if err := plan(ctx, tx, action, c, next, today); err != nil {
			return err
		}
		return note(ctx, tx, c, today, action, next.Words, map[string]string{"day": string(next.On)})
	})
}

// SetAsideAll makes many active cases dormant.
func (s *Service) SetAsideAll(ctx context.Context, actor authz.Actor, ids []string, why string) error {
	const action = "casework.case.dormant"
	today := s.Today(ctx)
	return s.each(ctx, actor, action, ids, nil, func(tx *trail.Tx, c Case) error {
		return setAside(ctx, tx, action, c, "", why, today)
	})
}

// CloseAll closes many cases for one reason.
func (s *Service) CloseAll(ctx context.Context, actor authz.Actor, ids []string, how Closing) error {
	const action = "casework.case.closed"
	today := s.Today(ctx)
	return s.each(ctx, actor, action, ids, map[string]string{"reason": how.Reason}, func(tx *trail.Tx, c Case) error {
		return closeCase(ctx, tx, action, c, "", how, today)
	})
}

// Transfer gives cases, with their open tasks and the access to their people,
// to a colleague. A worker gives away their own and takes on nobody's; a lead
// moves any.
func (s *Service) Transfer(ctx context.Context, actor authz.Actor, ids []string, to, why string) error {
	const action = "casework.case.transferred"
	today := s.Today(ctx)
	name, err := s.colleague(ctx, to)
	if err != nil {
		return err
	}
	return s.each(ctx, actor, action, ids, map[string]string{"worker": name}, func(tx *trail.Tx, c Case) error {
		if c.WorkerID != actor.ID && c.WorkerID != "" && !actor.May(MayLead) {
			return fault.New(fault.Forbidden, action)
		}
		if c.WorkerID == to {
			return nil
		}
		return hand(ctx, tx, action, c, to, name, why, today)
	})
}

// colleague gives the name of somebody cases can be given to.
func (s *Service) colleague(ctx context.Context, id string) (name string, err error) {
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		name, err = accountName(ctx, tx, id)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		err = fault.Bad("casework: transfer", "to", "casework.transfer.to.missing")
	}
	return name, err
}

// assign moves tasks and access of a case to its new worker.
func assign(ctx context.Context, tx *trail.Tx, c Case, from string) error {
	if err := tasks.Assign(ctx, tx, c.ID, from, c.WorkerID); err != nil {
		return err
	}
	if err := giveAccess(ctx, tx, c); err != nil || from == "" {
		return err
	}
	return takeAccess(ctx, tx, from, c.PersonID)
}

// Suggestion is a case without word for so long that setting it aside is
// suggested; a person decides.
type Suggestion struct {
	CaseID   string
	PersonID string
	Name     string
	Since    civil.Day // last contact, or the opening when there was none
	Days     int       // without word
}

// Quieted lists a worker's active cases that their programme suggests to set
// aside, the quietest first.
func (s *Service) Quieted(ctx context.Context, actor authz.Actor, workerID string, limit int) (list []Suggestion, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "casework: quieted")
	}
	today := s.Today(ctx)
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list, err = suggestions(ctx, tx, actor, workerID, today, limit)
		return err
	})
	for _, g := range list {
		trail.Saw(ctx, trail.List, g.PersonID)
	}
	return list, err
}

// CountQuieted says how many cases Quieted lists.
func (s *Service) CountQuieted(ctx context.Context, actor authz.Actor, workerID string) (n int, err error) {
	if !actor.May(MayRead) {
		return 0, fault.New(fault.Forbidden, "casework: count quieted")
	}
	today := s.Today(ctx)
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		n, err = countSuggestions(ctx, tx, actor, workerID, today)
		return err
	})
	return n, err
}
