package plans

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Row is somebody on the board of the releases.
type Row struct {
	Plan     // of one without a plan: who, and when they come home
	Planned  bool
	Person   string
	Number   string
	Facility string
	Worker   string
	Needs    []Need
	Calls    []Call
}

// Need is the need of a kind; false when the plan has none.
func (r Row) Need(kind string) (Need, bool) {
	i := slices.IndexFunc(r.Needs, func(n Need) bool { return n.Key == kind })
	if i < 0 {
		return Need{}, false
	}
	return r.Needs[i], true
}

// Red counts what may hurt somebody at a moment: needs in red, and calls whose alarm is
// due.
func (r Row) Red(now Moment) (n int) {
	for _, need := range r.Needs {
		if need.Light(r.Plan, now) == Red {
			n++
		}
	}
	for _, c := range r.Calls {
		if c.State == NotReached || c.State == Awaited && c.Alarm(r.Home).Passed(now) {
			n++
		}
	}
	return n
}

// Span is which releases a board shows.
type Span string

// The spans of the board. ThisWeek reaches back over the first 72 hours.
const (
	ThisWeek   Span = "week"
	ThisMonth  Span = "month"
	TwelveWeek Span = "twelve"
	JustHome   Span = "home"
)

// Spans lists them in the order shown.
func Spans() []Span { return []Span{ThisWeek, ThisMonth, TwelveWeek, JustHome} }

// days are the first and the last day of a span, from today.
func (s Span) days() (from, until int) {
	switch s {
	case ThisMonth:
		return 0, 31
	case TwelveWeek:
		return 0, 84
	case JustHome:
		return -180, 0
	}
	return -3, 7
}

// MostRows is how many people a board shows.
const MostRows = 50

// Board is the releases of a span, soonest first.
type Board struct {
	Span Span
	Now  Moment
	Rows []Row
	More bool // there are more than are shown
	Duty string
}

// Board shows who of the people the actor sees comes home in a span, with what they
// have and what they lack.
func (s *Service) Board(ctx context.Context, actor authz.Actor, span Span) (b Board, err error) {
	if !actor.May(MayRead) {
		return b, fault.New(fault.Forbidden, "plans: board")
	}
	b.Span, b.Now = span, s.Now(ctx)
	from, until := span.days()
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		list := going
		if span == JustHome {
			list = home
		}
		rows, err := list(ctx, tx, actor, b.Now.On.Add(from), b.Now.On.Add(until), MostRows+1)
		if err != nil {
			return err
		}
		b.sort(rows)
		if err := b.detail(ctx, tx); err != nil {
			return err
		}
		b.Duty, err = dutyName(ctx, tx, b.Now.On)
		return err
	})
	trail.SawAll(ctx, trail.List, b.Rows, func(r Row) string { return r.PersonID })
	return b, err
}

func (b *Board) sort(rows []Row) {
	slices.SortStableFunc(rows, func(x, y Row) int {
		order := cmp.Or(cmp.Compare(x.Home.On, y.Home.On), cmp.Compare(x.Home.hour(), y.Home.hour()))
		if b.Span == JustHome {
			return -order
		}
		return order
	})
	rows = slices.CompactFunc(rows, func(x, y Row) bool { return !x.Planned && !y.Planned && x.PersonID == y.PersonID })
	b.More = len(rows) > MostRows
	b.Rows = rows[:min(len(rows), MostRows)]
}

func (b *Board) detail(ctx context.Context, tx *database.Tx) error {
	var plans, out []string
	for _, r := range b.Rows {
		if r.Planned {
			plans = append(plans, r.ID)
		}
		if r.Planned && r.Home.On <= b.Now.On {
			out = append(out, r.ID)
		}
	}
	needs, calls, err := onBoard(ctx, tx, plans, out)
	for i, r := range b.Rows {
		b.Rows[i].Needs, b.Rows[i].Calls = needs[r.ID], calls[r.ID]
	}
	return err
}

func dutyName(ctx context.Context, tx *database.Tx, on civil.Day) (string, error) {
	id, err := onDuty(ctx, tx, on)
	if err != nil || id == "" {
		return "", err
	}
	return accountName(ctx, tx, id)
}

// View is everything of somebody's plan.
type View struct {
	Plan
	Known      bool // there is a plan
	Person     string
	Number     string
	Facility   string
	Worker     string // who sees to what nobody else sees to
	Needs      []Need
	Calls      []Call
	Outcomes   []Outcome
	Conditions []Condition
	Papers     []Paper
	Now        Moment
}

// View returns the newest plan of a person, with their conditions and papers. It returns
// NotFound for somebody the actor does not see.
func (s *Service) View(ctx context.Context, actor authz.Actor, personID string) (v View, err error) {
	if !actor.May(MayRead) {
		return v, fault.New(fault.NotFound, "plans: view")
	}
	v.Now = s.Now(ctx)
	err = s.DB.Read(ctx, func(tx *database.Tx) error { return v.load(ctx, tx, actor, personID) })
	return v, err
}

// Ready tells, of some people, who has a plan with everything without which nobody should
// go out. The caller has narrowed to people its reader may see.
func (s *Service) Ready(ctx context.Context, tx *database.Tx, personIDs []string) (map[string]bool, error) {
	ready := map[string]bool{}
	if len(personIDs) == 0 {
		return ready, nil
	}
	lack, err := lacking(ctx, tx, personIDs)
	for id, n := range lack {
		ready[id] = n == 0
	}
	return ready, err
}
