package facilities

import (
	"cmp"
	"context"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/database"
)

// Check is a rule that somebody should ask about again.
type Check struct {
	Rule
	Facility string // its name
	People   int    // we know there
}

// Checks lists the rules older than their shelf life, those of places where we
// know somebody first, then the oldest; people is how many we know where. It
// returns at most limit, and how many there are in all.
func (s *Service) Checks(ctx context.Context, actor authz.Actor, today civil.Day, people map[string]int, limit int) (list []Check, total int, err error) {
	err = s.read(ctx, actor, "facilities: checks", func(tx *database.Tx) error {
		standing, err := standingRules(ctx, tx)
		for _, c := range standing {
			if c.Stale(today) {
				c.People = people[c.FacilityID]
				list = append(list, c)
			}
		}
		return err
	})
	slices.SortStableFunc(list, func(a, b Check) int {
		return cmp.Or(cmp.Compare(min(b.People, 1), min(a.People, 1)), cmp.Compare(b.Age(today), a.Age(today)), cmp.Compare(a.Facility, b.Facility))
	})
	return list[:min(len(list), limit)], len(list), err
}
