package linkage

import (
	"iter"
	"slices"
	"sync"
)

// Threshold is from which chance on two records are taken for one person, unless
// the caller says otherwise. It is right as often as not for a pair at the very
// threshold.
const Threshold = 0.5

// Result is what was found in a table.
type Result struct {
	Model *Model
	Pairs []Pair // of one person, in the order of their records

	s      *scorer
	direct []Pair // by comparison alone
}

// budget is how many pairs one rule may bring for a file of n records: for a small
// file all that may be of use, for a large one three for each record.
func budget(n int) int { return max(4_000_000, 3*n) }

// Find compares the records of a table and returns the pairs that are of one
// person with a chance of at least threshold, 0 to 1. Those are included that are so
// because both fit a third record, and those left out that go against what is found
// of their groups.
func Find(t *Table, threshold float64) *Result {
	s := newScorer(t)
	b := newBlocks(t, budget(len(t.IDs)))
	s.learn(b)
	s.rarity()
	r := &Result{Model: s.m, s: s, direct: s.score(b, threshold)}
	r.Pairs = r.together(threshold)
	return r
}

// score keeps the candidates that reach the threshold, in the order of their records.
func (s *scorer) score(b *blocks, threshold float64) (found []Pair) {
	v := newSieve(s, threshold)
	var mu sync.Mutex
	b.all(func(pairs iter.Seq2[uint32, uint32]) {
		var sure []Pair
		for x, y := range pairs {
			if w, ok := v.weight(x, y); ok {
				sure = append(sure, Pair{min(x, y), max(x, y), max(threshold, s.m.chance(w))})
			}
		}
		mu.Lock()
		defer mu.Unlock()
		found = append(found, sure...)
	})
	slices.SortFunc(found, byRecords)
	return found
}

// Why is what one column says of a pair.
type Why struct {
	Column string
	Kind   Kind
	Level  Level
	Weight float64 // powers of two: 3 is eight times likelier for one person, -3 for two
}

// Explain says what every column of a pair says, in their order. The weights and
// that of the prior add up to the log odds of a pair found by comparison alone.
func (r *Result) Explain(p Pair) []Why {
	levels := r.s.levels(p.A, p.B)
	all := make([]Why, len(r.s.t.Columns))
	for c, col := range r.s.t.Columns {
		l := levels.level(c)
		w := r.s.m.gives[c][l]
		if l == Same {
			w += r.s.rarely(c, r.s.t.cells[c][p.A])
		}
		all[c] = Why{col.Name, col.Kind, l, w}
	}
	return all
}
