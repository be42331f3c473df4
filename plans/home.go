package plans

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/tasks"
)

// read takes over the date of release as it is known now: the official one before an
// estimate. A month is counted from its first day, so that nothing is begun too late.
func (s *Service) read(ctx context.Context, tx *trail.Tx, p *Plan) error {
	all, err := custody.MilestonesOf(ctx, tx.Tx, p.PersonID)
	if err != nil {
		return err
	}
	p.Home, p.Said, p.Claim = Moment{}, partialdate.Date{}, ""
	for _, m := range custody.Best(all) {
		if m.Kind == custody.Release {
			first, _ := m.On.Bounds()
			p.Home, p.Said, p.Claim = Moment{On: first, At: m.At}, m.On, m.Claim
		}
	}
	return nil
}

// Listen lets plans follow the release: its date, the gate, and the way back inside.
func (s *Service) Listen(bus *event.Bus) {
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e custody.Dated) error { return s.dated(ctx, tx, e.PersonID) })
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e custody.CameHome) error { return s.cameHome(ctx, tx, e) })
	event.Hear(bus, func(ctx context.Context, tx *trail.Tx, e custody.Moved) error {
		if e.To.State != custody.Held {
			return nil
		}
		return s.backInside(ctx, tx, e.PersonID)
	})
}

// dated moves a plan with the date of release. Somebody who is out stays out.
func (s *Service) dated(ctx context.Context, tx *trail.Tx, personID string) error {
	p, err := openPlan(ctx, tx.Tx, personID)
	if fault.Is(err, fault.NotFound) || p.Went {
		return nil
	}
	if err != nil {
		return err
	}
	was := p
	if err := s.read(ctx, tx, &p); err != nil {
		return err
	}
	return s.follow(ctx, tx, was, p)
}

// follow brings a plan in step with another date.
func (s *Service) follow(ctx context.Context, tx *trail.Tx, was, p Plan) error {
	if p.Home == was.Home && p.Said == was.Said && p.Claim == was.Claim && p.Went == was.Went {
		return nil
	}
	if err := tx.Update(ctx, table, p.ID, "", p.date()); err != nil {
		return err
	}
	moved, err := s.sync(ctx, tx, p)
	if err != nil || p.Home == was.Home {
		return err
	}
	if err := s.tellOwners(ctx, tx, was, p, moved); err != nil {
		return err
	}
	key, args := redated(was, p)
	return s.note(ctx, tx, p, key, args)
}

// redated is what the timeline says of another date.
func redated(was, p Plan) (key string, args map[string]string) {
	switch {
	case p.Home.On == "":
		return "plans.entry.undated", map[string]string{"from": string(was.Home.On)}
	case was.Home.On == "":
		return "plans.entry.dated", map[string]string{"day": string(p.Home.On)}
	case was.Home.On == p.Home.On:
		return "plans.entry.hour", map[string]string{"day": string(p.Home.On), "hour": p.Home.hour()}
	}
	return "plans.entry.redated", map[string]string{"from": string(was.Home.On), "day": string(p.Home.On)}
}

// tellOwners tells everybody whose things moved, but for the one who moved them, once for
// each plan: the newest word takes the place of an older one.
func (s *Service) tellOwners(ctx context.Context, tx *trail.Tx, was, p Plan, moved map[string]int) error {
	open, err := tasks.Linked(ctx, tx.Tx, p.PersonID, tasks.Link{Kind: LinkKind, ID: p.ID})
	if err != nil {
		return err
	}
	for _, t := range open {
		if t.Kind == TaskMoved && t.State == tasks.Open {
			if err := tasks.End(ctx, tx, t.ID, "", tasks.Replaced, ""); err != nil {
				return err
			}
		}
	}
	for _, owner := range slices.Sorted(maps.Keys(moved)) {
		if owner == tx.Actor.ID || owner == "" {
			continue
		}
		t := tasks.Task{
			PersonID: p.PersonID, Kind: TaskMoved, WorkerID: owner, DueOn: s.Now(ctx).On, Link: tasks.Link{Kind: LinkKind, ID: p.ID},
			Args: map[string]string{"from": dayOr(was.Home.On), "to": dayOr(p.Home.On), "count": strconv.Itoa(moved[owner])},
		}
		if _, err := tasks.Add(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

// dayOr is a day, or a dash for one that is not known.
func dayOr(d civil.Day) string {
	if d == "" {
		return "–"
	}
	return string(d)
}

// cameHome counts from the day somebody came out, which is not always the day that was
// said. Nobody is released by surprise: without a plan their worker is told.
func (s *Service) cameHome(ctx context.Context, tx *trail.Tx, e custody.CameHome) error {
	p, err := openPlan(ctx, tx.Tx, e.PersonID)
	if fault.Is(err, fault.NotFound) {
		return s.unplanned(ctx, tx, e.PersonID)
	}
	if err != nil || p.Went {
		return err
	}
	was := p
	s.out(ctx, &p, e.Stay)
	return s.follow(ctx, tx, was, p)
}

// out counts a plan from the day a stay says somebody came out; from today when the day
// is not known.
func (s *Service) out(ctx context.Context, p *Plan, stay custody.Stay) {
	day, whole := stay.Since.Day()
	if !whole {
		day = s.Now(ctx).On
	}
	if day != p.Home.On {
		p.Home = Moment{On: day}
	}
	p.Said, p.Claim, p.Went = partialdate.On(day), custody.Official, true
}

func (s *Service) unplanned(ctx context.Context, tx *trail.Tx, personID string) error {
	worker, caseID, err := s.worker(ctx, tx.Tx, personID)
	if err != nil || worker == "" {
		return err
	}
	_, err = tasks.Add(ctx, tx, tasks.Task{PersonID: personID, CaseID: caseID, Kind: TaskNone, WorkerID: worker, DueOn: s.Now(ctx).On})
	return err
}

// backInside ends the plan of somebody who is held again, and counts it as how it went.
func (s *Service) backInside(ctx context.Context, tx *trail.Tx, personID string) error {
	p, err := openPlan(ctx, tx.Tx, personID)
	if fault.Is(err, fault.NotFound) || err == nil && !p.Went {
		return nil
	}
	if err != nil {
		return err
	}
	list, err := outcomesOf(ctx, tx.Tx, p.ID)
	if err != nil {
		return err
	}
	for _, o := range list {
		if o.Contact == "" {
			set := trail.Set{"contact": string(InTouch), "living": string(Inside), "income": string(NotKnown), "said_on": string(s.Now(ctx).On), "said_by": tx.Actor.Name}
			if err := tx.Update(ctx, outcomeTable, o.ID, "", set); err != nil {
				return err
			}
			break
		}
	}
	return s.close(ctx, tx, p, "", "")
}
