package retention

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/ids"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Item is something a schedule lets go of.
type Item struct {
	ID    string // of the person, account or batch
	Name  string // "" for what has none
	Event civil.Day
	DueOn civil.Day
	Held  bool // a hold keeps it
	Keep  Keep // longer, as somebody said; zero when nobody did
}

// Keep is that somebody is kept longer than a schedule says.
type Keep struct {
	PersonID string
	Schedule string
	Until    civil.Day // the last day
	Why      string
	By       string // name
}

// List is what a schedule lets go of, or would if nobody had said otherwise.
type List struct {
	Schedule
	Due   []Item // nothing keeps them, or a hold
	Kept  []Item // longer
	Ready int    // of Due, those that nothing holds
}

// Due lists what is due by every schedule that is used, among people the actor
// sees, those due longest first. Readings are recorded as a list.
func (s *Service) Due(ctx context.Context, actor authz.Actor) (lists []List, err error) {
	if !actor.May(MayErase) {
		return nil, fault.New(fault.Forbidden, "retention: due")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		lists, err = s.due(ctx, tx, actor)
		return err
	})
	for _, l := range lists {
		if l.Of == OfPeople || l.Of == OfFacts {
			trail.SawAll(ctx, trail.List, append(l.Due, l.Kept...), func(i Item) string { return i.ID })
		}
	}
	return lists, err
}

// Count says how much is due and waits for somebody to say so, for Today.
func (s *Service) Count(ctx context.Context, actor authz.Actor) (n int, err error) {
	if !actor.May(MayErase) {
		return 0, nil
	}
	return s.counted.of(actor, s.Today(ctx), func() (n int, err error) {
		err = s.DB.Read(ctx, func(tx *database.Tx) error {
			lists, err := s.due(ctx, tx, actor)
			for _, l := range lists {
				if !l.Automatic {
					n += l.Ready
				}
			}
			return err
		})
		return n, err
	})
}

func (s *Service) due(ctx context.Context, tx *database.Tx, actor authz.Actor) (lists []List, err error) {
	all, err := schedules(ctx, tx)
	if err != nil {
		return nil, err
	}
	held, err := allHeld(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		if !one.Used {
			continue
		}
		l, err := s.dueBy(ctx, tx, actor, one, held)
		if err != nil {
			return nil, err
		}
		if len(l.Due)+len(l.Kept) > 0 {
			lists = append(lists, l)
		}
	}
	return lists, nil
}

// dueBy is what one schedule lets go of today.
func (s *Service) dueBy(ctx context.Context, tx *database.Tx, actor authz.Actor, one Schedule, held map[string]bool) (List, error) {
	l, today := List{Schedule: one}, s.Today(ctx)
	kept, err := keptOf(ctx, tx, one.Key, today)
	if err != nil {
		return l, err
	}
	items, err := candidates(ctx, tx, actor, one, s.zone(ctx), today)
	for _, i := range items {
		i.DueOn, i.Held, i.Keep = one.DueOn(i.Event), held[i.ID], kept[i.ID]
		switch {
		case i.DueOn > today:
		case i.Keep.Until != "":
			l.Kept = append(l.Kept, i)
		default:
			l.Due = append(l.Due, i)
			if !i.Held {
				l.Ready++
			}
		}
	}
	return l, err
}

// KeepLonger keeps people longer than a schedule says, through a day. It returns
// NotFound for somebody the actor does not see, and Invalid without a reason, or
// a day within ten years.
func (s *Service) KeepLonger(ctx context.Context, actor authz.Actor, key string, persons []string, until civil.Day, why string) error {
	const op = "retention: keep longer"
	if !actor.May(MayErase) {
		return fault.New(fault.Forbidden, op)
	}
	why = strings.TrimSpace(why)
	if err := fault.Check(op, s.checkKeep(ctx, until, why)); err != nil {
		return err
	}
	defer s.counted.forget()
	for _, id := range persons {
		deed := &trail.Deed{Action: "retention.person.kept", Kind: "person", ID: id}
		err := trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
			p, err := people.Head(ctx, tx.Tx, actor, id)
			if err != nil {
				return err
			}
			deed.Args = map[string]string{"name": p.Name}
			return insertKeep(ctx, tx, ids.New(), Keep{PersonID: id, Schedule: key, Until: until, Why: why})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) checkKeep(ctx context.Context, until civil.Day, why string) (bad []fault.Problem) {
	today := s.Today(ctx)
	if why == "" {
		bad = append(bad, fault.Problem{Field: "why", Key: "retention.keep.why.missing"})
	}
	if utf8.RuneCountInString(why) > most {
		bad = append(bad, fault.Problem{Field: "why", Key: "retention.why.long", Args: []any{"count", most}})
	}
	if !until.Valid() || until <= today || until > today.Add(3660) {
		bad = append(bad, fault.Problem{Field: "until", Key: "retention.keep.until.wrong"})
	}
	return bad
}
