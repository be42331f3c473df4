package plans

import (
	"context"
	"time"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
	"github.com/throughcare/throughcare/timeline"
)

// Service is what pages and commands may do with plans.
type Service struct {
	DB   *database.DB
	Zone func(context.Context) *time.Location // where the organisation is; nil means UTC
	// Worker says who works with a person, and in which case; nil knows nobody.
	Worker func(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error)
}

func (s *Service) zone(ctx context.Context) *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone(ctx)
}

// Now is the present day and hour where the organisation is.
func (s *Service) Now(ctx context.Context) Moment {
	zone := s.zone(ctx)
	now := s.DB.Now().In(zone)
	return Moment{On: civil.Of(now, zone), At: now.Format("15:04")}
}

func (s *Service) worker(ctx context.Context, tx *database.Tx, personID string) (workerID, caseID string, err error) {
	if s.Worker == nil {
		return "", "", nil
	}
	return s.Worker(ctx, tx, personID)
}

func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return database.FromMicros(micros)
}

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return database.Micros(t)
}

// change makes one change about a person whom the actor sees.
func (s *Service) change(ctx context.Context, actor authz.Actor, action, personID string, fn func(*trail.Tx, *trail.Deed) error) error {
	if !actor.May(MayWrite) {
		return fault.New(fault.Forbidden, action)
	}
	deed := &trail.Deed{Action: action, Kind: "person", ID: personID, Args: map[string]string{}}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := people.Head(ctx, tx.Tx, actor, personID)
		if err != nil {
			return err
		}
		deed.Args["name"] = p.Name
		return fn(tx, deed)
	})
}

// open makes one change to the open plan of a person.
func (s *Service) open(ctx context.Context, actor authz.Actor, action, personID string, fn func(*trail.Tx, *trail.Deed, Plan) error) error {
	return s.change(ctx, actor, action, personID, func(tx *trail.Tx, deed *trail.Deed) error {
		p, err := openPlan(ctx, tx.Tx, personID)
		if err != nil {
			return err
		}
		return fn(tx, deed, p)
	})
}

// New is what a plan is made of.
type New struct {
	PersonID string
	Outline  string
	Needs    []string // keys of the outline's kinds
}

// Make makes a plan: its needs, its calls and its outcomes, with a task for everything
// whose day is known. It returns Invalid for an outline or a need that is not known,
// and Conflict when the person has an open plan already.
func (s *Service) Make(ctx context.Context, actor authz.Actor, n New) (planID string, err error) {
	const op = "plans.made"
	outline, known := OutlineOf(n.Outline)
	if !known {
		return "", fault.Bad(op, "outline", "plans.outline.missing")
	}
	err = s.change(ctx, actor, op, n.PersonID, func(tx *trail.Tx, _ *trail.Deed) error {
		if _, err := openPlan(ctx, tx.Tx, n.PersonID); err == nil {
			return fault.New(fault.Conflict, op)
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
		p := Plan{ID: ids.New(), PersonID: n.PersonID, Outline: outline.Key, State: Open, OpenedOn: s.Now(ctx).On, AuthorName: actor.Name}
		if err := s.begin(ctx, tx, actor, &p); err != nil {
			return err
		}
		planID = p.ID
		if err := tx.Insert(ctx, table, p.ID, p.set()); err != nil {
			return err
		}
		if err := s.fill(ctx, tx, p, outline, n.Needs); err != nil {
			return err
		}
		if _, err := s.sync(ctx, tx, p); err != nil {
			return err
		}
		return s.note(ctx, tx, p, "plans.entry.made", nil)
	})
	return planID, err
}

// begin gives a new plan its worker and its date.
func (s *Service) begin(ctx context.Context, tx *trail.Tx, actor authz.Actor, p *Plan) (err error) {
	if p.WorkerID, _, err = s.worker(ctx, tx.Tx, p.PersonID); err != nil {
		return err
	}
	if p.WorkerID == "" {
		p.WorkerID = actor.ID
	}
	stay, err := custody.CurrentOf(ctx, tx.Tx, p.PersonID)
	switch {
	case err != nil && !fault.Is(err, fault.NotFound):
		return err
	case err == nil && stay.State == custody.Released:
		s.out(ctx, p, stay)
		return nil
	}
	return s.read(ctx, tx, p)
}

// fill adds the needs that were chosen, the calls and the outcomes.
func (s *Service) fill(ctx context.Context, tx *trail.Tx, p Plan, outline Outline, keys []string) error {
	seen := map[string]bool{}
	for _, key := range keys {
		heading, kind, ok := outline.Kind(key)
		if !ok || seen[key] {
			return fault.Bad("plans: fill", "needs", "plans.need.unknown")
		}
		seen[key] = true
		n := Need{
			ID: ids.New(), PlanID: p.ID, PersonID: p.PersonID, Heading: heading, Key: key, Due: kind.Due, Must: kind.Must, First: kind.First,
			OwnerID: p.WorkerID, State: Todo,
		}
		if err := tx.Insert(ctx, needTable, n.ID, n.set()); err != nil {
			return err
		}
	}
	for _, after := range After().Calls {
		c := Call{ID: ids.New(), PlanID: p.ID, PersonID: p.PersonID, After: after, State: Awaited}
		if err := tx.Insert(ctx, callTable, c.ID, c.set()); err != nil {
			return err
		}
	}
	for _, after := range After().Outcomes {
		o := Outcome{ID: ids.New(), PlanID: p.ID, PersonID: p.PersonID, After: after}
		if err := tx.Insert(ctx, outcomeTable, o.ID, o.set()); err != nil {
			return err
		}
	}
	return nil
}

// Close ends a plan with why. What was still to be done is taken off the lists.
func (s *Service) Close(ctx context.Context, actor authz.Actor, personID, rev, why string) error {
	why, _ = people.Clean(why)
	if err := fault.Check("plans: close", fault.Broken(fault.When(why == "", "why", "plans.why.missing"), long("why", why, maxLine))); err != nil {
		return err
	}
	return s.open(ctx, actor, "plans.closed", personID, func(tx *trail.Tx, _ *trail.Deed, p Plan) error {
		return s.close(ctx, tx, p, rev, why)
	})
}

func (s *Service) close(ctx context.Context, tx *trail.Tx, p Plan, rev, why string) error {
	p.State, p.ClosedOn, p.ClosedWhy = Closed, s.Now(ctx).On, why
	if err := tx.Update(ctx, table, p.ID, rev, trail.Set{"state": string(p.State), "closed_on": string(p.ClosedOn), "closed_why": p.ClosedWhy}); err != nil {
		return err
	}
	if _, err := s.sync(ctx, tx, p); err != nil {
		return err
	}
	return s.note(ctx, tx, p, "plans.entry.closed", nil)
}

// note puts what happened on the person's timeline.
func (s *Service) note(ctx context.Context, tx *trail.Tx, p Plan, key string, args map[string]string) error {
	now := s.Now(ctx)
	_, err := timeline.Add(ctx, tx, timeline.Entry{
		PersonID: p.PersonID, Kind: entryKind, TitleKey: key, TitleArgs: args, On: partialdate.On(now.On), Link: timeline.Link{Kind: LinkKind, ID: p.ID},
	})
	return err
}
