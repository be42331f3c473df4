package merging

import (
	"context"
	"maps"
	"slices"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/trail"
	"github.com/throughcare/throughcare/people"
)

// Double is two records that may be of one person. Keep is the older one.
type Double struct {
	Keep, Gone         people.Card
	KeepBorn, GoneBorn partialdate.Date
	Certain            bool // almost certainly one person
	Why                []search.Why
}

// What a comparison of everybody with everybody keeps: how alike two have to be,
// from where on it is almost certain, how many are asked for at a time, and how
// many likenesses of one person are looked at.
const (
	likelyScore  = 0.75
	certainScore = 0.9
	atOnce       = 100
	mostLikely   = 5
)

// Search compares everybody with everybody and keeps the pairs that may be one
// person, in place of those found before. It is long work: step is told after
// every so many people, and ends it with its error. Nothing of it is shown
// past anybody's wall.
func (s *Service) Search(ctx context.Context, begin func(total int), step func(done int) error) error {
	var list []string
	err := s.DB.Read(ctx, func(tx *database.Tx) (err error) {
		list, err = everybody(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	begin(len(list))
	found := map[[2]string]pair{}
	for some := range slices.Chunk(list, atOnce) {
		if err := s.DB.Read(ctx, func(tx *database.Tx) error { return s.compareSome(ctx, tx, some, found) }); err != nil {
			return err
		}
		if err := step(len(some)); err != nil {
			return err
		}
	}
	return s.DB.Write(ctx, func(tx *database.Tx) error {
		return replacePairs(ctx, tx, slices.Collect(maps.Values(found)))
	})
}

func (s *Service) compareSome(ctx context.Context, tx *database.Tx, some []string, found map[[2]string]pair) error {
	m, ok := s.People.Index.(people.Matcher)
	if !ok {
		return nil
	}
	for _, id := range some {
		e, err := people.EntryOf(ctx, tx, id)
		if fault.Is(err, fault.NotFound) {
			continue // merged meanwhile
		}
		if err != nil {
			return err
		}
		hits, err := m.Match(ctx, tx, search.Candidate{Entry: e, Limit: mostLikely})
		if err != nil {
			return err
		}
		for _, h := range hits {
			low, high := pairOf(id, h.Subject)
			if key := [2]string{low, high}; h.Score >= likelyScore && h.Score > found[key].score {
				found[key] = pair{low, high, h.Score, h.Why}
			}
		}
	}
	return nil
}

// Doubles lists the likely doubles among the people the actor sees that nobody
// has decided about, the likeliest first, and says how many there are.
func (s *Service) Doubles(ctx context.Context, actor authz.Actor, limit int) (list []Double, total int, err error) {
	if !actor.May(MayMerge) {
		return nil, 0, fault.New(fault.Forbidden, "merging: doubles")
	}
	err = s.DB.Read(ctx, func(tx *database.Tx) error {
		pairs, n, err := openPairs(ctx, tx, actor, limit)
		if err != nil {
			return err
		}
		total = n
		for _, p := range pairs {
			low, high, err := heads(ctx, tx, actor, p.low, p.high)
			if err != nil {
				return err
			}
			if high.CreatedAt.Before(low.CreatedAt) {
				low, high = high, low
			}
			list = append(list, Double{
				Keep: low.Card(), Gone: high.Card(), KeepBorn: low.Born, GoneBorn: high.Born, Certain: p.score >= certainScore, Why: p.why,
			})
		}
		return nil
	})
	trail.SawAll(ctx, trail.List, list, func(d Double) string { return d.Keep.ID })
	trail.SawAll(ctx, trail.List, list, func(d Double) string { return d.Gone.ID })
	return list, total, err
}

// Distinct remembers that two people are not the same.
func (s *Service) Distinct(ctx context.Context, actor authz.Actor, one, other string) error {
	if !actor.May(MayMerge) {
		return fault.New(fault.Forbidden, "merging: distinct")
	}
	deed := &trail.Deed{Action: "merging.pair.distinct", Kind: "person", ID: one}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		a, b, err := heads(ctx, tx.Tx, actor, one, other)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": a.Name, "other": b.Name}
		if known, err := distinct(ctx, tx.Tx, one, other); err != nil || known {
			return err
		}
		return insertDistinct(ctx, tx, one, other)
	})
}
