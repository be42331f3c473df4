package plans

import (
	"context"
	"slices"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

func (v *View) load(ctx context.Context, tx *database.Tx, actor authz.Actor, personID string) error {
	p, err := people.Head(ctx, tx, actor, personID)
	if err != nil {
		return err
	}
	v.Person, v.Number = p.Name, p.Number
	trail.Saw(ctx, trail.Page, personID)
	if err := v.place(ctx, tx, personID); err != nil {
		return err
	}
	if v.Conditions, err = conditionsOf(ctx, tx, personID); err != nil {
		return err
	}
	if v.Papers, err = papersOf(ctx, tx, personID); err != nil {
		return err
	}
	v.Plan, err = newestPlan(ctx, tx, personID)
	if fault.Is(err, fault.NotFound) {
		v.PersonID = personID
		return v.soon(ctx, tx)
	}
	if err != nil {
		return err
	}
	v.Known = true
	return v.parts(ctx, tx)
}

// soon is when somebody without a plan comes home.
func (v *View) soon(ctx context.Context, tx *database.Tx) error {
	all, err := custody.MilestonesOf(ctx, tx, v.PersonID)
	for _, m := range custody.Best(all) {
		if m.Kind == custody.Release {
			first, _ := m.On.Bounds()
			v.Home, v.Said, v.Claim = Moment{On: first, At: m.At}, m.On, m.Claim
		}
	}
	return err
}

func (v *View) place(ctx context.Context, tx *database.Tx, personID string) error {
	stay, err := custody.CurrentOf(ctx, tx, personID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	v.Facility = stay.Facility
	return err
}

func (v *View) parts(ctx context.Context, tx *database.Tx) (err error) {
	if v.Needs, err = needsOf(ctx, tx, v.ID); err != nil {
		return err
	}
	v.order()
	if v.Calls, err = callsOf(ctx, tx, v.ID); err != nil {
		return err
	}
	if v.Outcomes, err = outcomesOf(ctx, tx, v.ID); err != nil {
		return err
	}
	if v.WorkerID == "" {
		return nil
	}
	v.Worker, err = anyName(ctx, tx, v.WorkerID)
	return err
}

// order puts the needs below their headings as the outline has them, those in own words
// last, and below a heading by when they are due.
func (v *View) order() {
	outline, _ := OutlineOf(v.Outline)
	rank := map[string]int{"": len(outline.Headings)}
	for i, h := range outline.Headings {
		rank[h.Key] = i
	}
	slices.SortStableFunc(v.Needs, func(a, b Need) int {
		if d := rank[a.Heading] - rank[b.Heading]; d != 0 {
			return d
		}
		return a.Due.Hours() - b.Due.Hours()
	})
}

// Done counts the needs that are settled, of all.
func (v View) Done() (done, all int) {
	for _, n := range v.Needs {
		if !n.State.Open() {
			done++
		}
	}
	return done, len(v.Needs)
}

// Left lists the kinds of the outline that the plan does not have.
func (v View) Left() (left []Kind) {
	outline, _ := OutlineOf(v.Outline)
	for _, h := range outline.Headings {
		for _, k := range h.Needs {
			if !slices.ContainsFunc(v.Needs, func(n Need) bool { return n.Key == k.Key }) {
				left = append(left, k)
			}
		}
	}
	return left
}

// Tally counts how it went, so long after the gate.
type Tally struct {
	After   Offset
	Asked   int // came home at least that long ago
	Said    int
	InTouch int
	Lost    int
	Inside  int // back in prison, of those we are in touch with
	Housed  int // own home, family or supported
	Working int
}

// Tallies counts the outcomes of the people the actor sees, at 3, 30, 90 and 180 days.
func (s *Service) Tallies(ctx context.Context, actor authz.Actor) (list []Tally, err error) {
	if !actor.May(MayRead) {
		return nil, fault.New(fault.Forbidden, "plans: tallies")
	}
	today := s.Now(ctx).On
	for _, after := range After().Outcomes {
		list = append(list, Tally{After: after})
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		return answered(ctx, tx, actor, func(o Outcome, home Moment, open bool) {
			i := slices.IndexFunc(list, func(t Tally) bool { return t.After == o.After })
			due, _ := o.After.From(home)
			if i >= 0 && (o.Contact != "" || open && due != "" && due <= today) {
				list[i].count(o)
			}
		})
	})
	return list, err
}

func (t *Tally) count(o Outcome) {
	t.Asked++
	switch o.Contact {
	case Lost:
		t.Said, t.Lost = t.Said+1, t.Lost+1
		return
	case InTouch:
		t.Said, t.InTouch = t.Said+1, t.InTouch+1
	}
	switch o.Living {
	case Inside:
		t.Inside++
	case OwnHome, Family, Supported:
		t.Housed++
	}
	if o.Income == Work || o.Income == Both {
		t.Working++
	}
}
