package grievances

import (
	"context"

	"github.com/throughcare/throughcare/grievances/pattern"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
)

// Patterns counts what was told of the facilities, theme by theme, as far as the actor
// sees it: the places by name, the theme of most people first. Quarters are whole, so
// that no two of them differ by one person alone. It returns Invalid for a quarter that
// is none.
func (s *Service) Patterns(ctx context.Context, actor authz.Actor, q pattern.Quarter) (list []pattern.Row, err error) {
	const op = "grievances: patterns"
	if !actor.May(MayPatterns) {
		return nil, fault.New(fault.Forbidden, op)
	}
	from, to, ok := q.Span()
	if !ok {
		return nil, fault.Bad(op, "quarter", "grievances.quarter.wrong")
	}
	begin, _, _ := q.Before().Span()
	err = s.read(ctx, actor, op, func(tx *database.Tx) error {
		list, err = patterns(ctx, tx, actor, begin, from, to)
		return err
	})
	return list, err
}

// sixMonths is how far back a pattern is looked for (a matter of the page, not of any law).
const sixMonths = 6

// loadAlike counts, for those who see patterns, the others who told of the same.
func (s *Service) loadAlike(ctx context.Context, tx *database.Tx, actor authz.Actor, v *View) (err error) {
	if !actor.May(MayPatterns) || v.Topic == "" {
		return nil
	}
	v.Alike, err = alike(ctx, tx, actor, v.Grievance, v.Today.AddMonths(-sixMonths))
	return err
}

// Quarters lists the quarters in which something was opened that the actor sees, the
// newest first, and the one of today.
func (s *Service) Quarters(ctx context.Context, actor authz.Actor) (list []pattern.Quarter, err error) {
	now := pattern.QuarterOf(s.Today(ctx))
	list = []pattern.Quarter{now}
	err = s.read(ctx, actor, "grievances: quarters", func(tx *database.Tx) error {
		first, err := firstOpened(ctx, tx, actor)
		if err != nil || first == "" {
			return err
		}
		for q := now; q > pattern.QuarterOf(civil.Day(first)) && len(list) < 80; {
			q = q.Before()
			list = append(list, q)
		}
		return nil
	})
	return list, err
}
