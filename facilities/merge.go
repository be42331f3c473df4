package facilities

import (
	"context"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/facilities/directory"
	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/event"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

// Merged is told when two facilities turn out to be one place. Whoever keeps
// the id of From changes it to Into, in the same transaction.
type Merged struct{ From, Into string }

// Pair is two facilities that may be one place.
type Pair struct {
	ID       string
	Rev      string
	A, B     Full
	Likeness float64  // 0–1
	Reasons  []string // message keys "facilities.pair.reason." + reason
	Decision string   // "", "same", "apart"
}

// Decisions about a pair.
const (
	SamePlace   = "same"
	ApartPlaces = "apart"
)

// Pairs lists a part of the pairs nobody decided yet, likeliest first, and how
// many there are in all.
func (s *Service) Pairs(ctx context.Context, actor authz.Actor, limit, offset int) (pairs []Pair, total int, err error) {
	err = s.read(ctx, actor, "facilities: pairs", func(tx *database.Tx) error {
		rows, n, err := openPairs(ctx, tx, limit, offset)
		total = n
		for _, r := range rows {
			p := Pair{ID: r.id, Rev: r.rev, Likeness: r.likeness, Reasons: strings.Fields(r.reasons)}
			if p.A, err = fullByID(ctx, tx, r.a); err != nil {
				return err
			}
			if p.B, err = fullByID(ctx, tx, r.b); err != nil {
				return err
			}
			pairs = append(pairs, p)
		}
		return err
	})
	return pairs, total, err
}

// Decide says whether the two facilities of a pair are one place. When they
// are, B becomes part of A. It returns Conflict when somebody decided before.
func (s *Service) Decide(ctx context.Context, actor authz.Actor, pairID, rev string, same bool) error {
	const op = "facilities: decide"
	if !actor.May(MayImport) {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "facilities.pair.apart", Kind: subject}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		p, err := pairByID(ctx, tx.Tx, pairID)
		if err != nil {
			return err
		}
		if p.decision != "" {
			return fault.New(fault.Conflict, op)
		}
		decision := ApartPlaces
		if same {
			decision, deed.Action = SamePlace, "facilities.facility.merged"
		}
		if err := tx.Update(ctx, pairTable, pairID, rev, trail.Set{"decision": decision, "decided_at": database.Micros(tx.Now()), "decided_by": tx.Actor.Name}); err != nil {
			return err
		}
		keep, err := facilityByID(ctx, tx.Tx, p.a)
		if err != nil {
			return err
		}
		deed.ID, deed.Args = keep.ID, map[string]string{"name": keep.Name}
		if !same {
			return nil
		}
		return s.merge(ctx, tx, p.a, p.b)
	})
}

// Merge makes one facility of two: everything known of double belongs to keep
// from now on, and double leads there. It returns Conflict when one of them is
// part of another already.
func (s *Service) Merge(ctx context.Context, actor authz.Actor, keep, double string) error {
	const op = "facilities: merge"
	if !actor.May(MayImport) {
		return fault.New(fault.Forbidden, op)
	}
	deed := &trail.Deed{Action: "facilities.facility.merged", Kind: subject, ID: keep}
	return trail.Write(ctx, s.DB, actor, deed, func(tx *trail.Tx) error {
		f, err := facilityByID(ctx, tx.Tx, keep)
		if err != nil {
			return err
		}
		deed.Args = map[string]string{"name": f.Name}
		return s.merge(ctx, tx, keep, double)
	})
}

func (s *Service) merge(ctx context.Context, tx *trail.Tx, keep, double string) error {
	const op = "facilities: merge"
	h, err := loadHoldings(ctx, tx.Tx)
	if err != nil {
		return err
	}
	a, b := h.byID[keep], h.byID[double]
	switch {
	case a == nil || b == nil:
		return fault.New(fault.NotFound, op)
	case a == b || a.mergedTo != "" || b.mergedTo != "":
		return fault.New(fault.Conflict, op)
	}
	if err := moveRows(ctx, tx, keep, double); err != nil {
		return err
	}
	if err := mergeNames(ctx, tx, a, b); err != nil {
		return err
	}
	if err := mergeFacts(ctx, tx, a, b); err != nil {
		return err
	}
	if err := tx.Update(ctx, facilityTable, double, "", trail.Set{"merged_into": keep}); err != nil {
		return err
	}
	if err := settlePairs(ctx, tx, keep, double); err != nil {
		return err
	}
	return event.Tell(ctx, s.Bus, tx, Merged{From: double, Into: keep})
}

// moveRows gives the double's rows to the facility that is kept.
func moveRows(ctx context.Context, tx *trail.Tx, keep, double string) error {
	for _, table := range []string{codeTable, claimTable, addressTable, ruleTable, postTable, holderTable} {
		rows, err := rowsOf(ctx, tx.Tx, table, double)
		if err != nil {
			return err
		}
		for _, id := range rows {
			if err := tx.Update(ctx, table, id, "", trail.Set{"facility_id": keep}); err != nil {
				return err
			}
		}
	}
	return nil
}

func mergeNames(ctx context.Context, tx *trail.Tx, a, b *holding) error {
	for _, n := range b.names {
		if slices.ContainsFunc(a.names, func(have NameOf) bool { return have.Text == n.Text }) {
			continue
		}
		if err := insertName(ctx, tx, a.id, n.Text, n.Source); err != nil {
			return err
		}
	}
	return nil
}

// mergeFacts shows what the directories of both say, except where somebody
// changed it by hand; what only the double knew is kept.
func mergeFacts(ctx context.Context, tx *trail.Tx, a, b *holding) error {
	var before, after []directory.Claim
	for _, c := range a.claims {
		before = append(before, c.Claim)
	}
	after = append(after, before...)
	for _, c := range b.claims {
		after = append(after, c.Claim)
	}
	changed := changedFacts(a.facts, directory.Weigh(before), directory.Weigh(after))
	for column, v := range b.facts {
		if a.facts[column] == "" && changed[column] == "" {
			changed[column] = v
		}
	}
	delete(changed, "name") // the one that is kept keeps its name
	if len(changed) == 0 {
		return nil
	}
	return tx.Update(ctx, facilityTable, a.id, "", factSet(changed))
}

// settlePairs makes open questions about the double questions about the
// facility that is kept, unless they are asked already or have become idle.
func settlePairs(ctx context.Context, tx *trail.Tx, keep, double string) error {
	open, err := pairsOf(ctx, tx.Tx, double)
	if err != nil {
		return err
	}
	asked, err := pairsOf(ctx, tx.Tx, keep)
	if err != nil {
		return err
	}
	have := map[[2]string]bool{}
	for _, p := range asked {
		have[[2]string{p.a, p.b}] = true
	}
	for _, p := range open {
		if p.decision != "" {
			continue
		}
		other := p.a
		if other == double {
			other = p.b
		}
		pair := orderedPair(keep, other)
		set := trail.Set{"a_id": pair[0], "b_id": pair[1]}
		if other == keep || have[pair] {
			set = trail.Set{"decision": SamePlace, "decided_at": database.Micros(tx.Now()), "decided_by": tx.Actor.Name}
		}
		have[pair] = true
		if err := tx.Update(ctx, pairTable, p.id, "", set); err != nil {
			return err
		}
	}
	return nil
}

// After refuses to take back what others built on: a facility that would vanish
// while rules, posts or addresses entered since still belong to it. It is a
// trail.After.
func After(ctx context.Context, tx *trail.Tx, rows []trail.Touched) error {
	if !slices.ContainsFunc(rows, func(r trail.Touched) bool { return r.Table == facilityTable }) {
		return nil
	}
	n, err := orphans(ctx, tx.Tx)
	if err == nil && n > 0 {
		return fault.New(fault.Conflict, "facilities: undo under what was added since")
	}
	return err
}
