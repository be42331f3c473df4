package linkage

import (
	"cmp"
	"math"
	"slices"
)

// sieve passes the pairs over that cannot reach a threshold, mostly before a single
// word is compared: a pair of which too many cells differ would not reach it even
// if they were nearly the same.
type sieve struct {
	*scorer
	need  float64       // the weight of the threshold
	most  [most]float64 // what a column weighs at most when its cells differ
	order []int         // columns, the quickest to compare first
}

// newSieve is for a scorer that has learnt.
func newSieve(s *scorer, threshold float64) *sieve {
	v := &sieve{scorer: s, need: math.Log2(threshold/(1-threshold)) - math.Log2(s.m.Prior/(1-s.m.Prior))}
	for c := range s.columns {
		v.order = append(v.order, c)
		v.most[c] = s.m.gives[c][Differs]
		for l := faint; l < Same; l++ {
			v.most[c] = max(v.most[c], s.m.gives[c][l])
		}
	}
	slices.SortStableFunc(v.order, func(a, b int) int {
		return cmp.Compare(slow[s.t.Columns[a].Kind], slow[s.t.Columns[b].Kind])
	})
	return v
}

// slow is how long comparing takes: letters take longer than digits.
var slow = map[Kind]int{Given: 2, Family: 2, Email: 3, Address: 4, Place: 4, Text: 4}

// weight is what a pair is worth, and whether that reaches the threshold.
func (v *sieve) weight(x, y uint32) (sum float64, reaches bool) {
	if v.crossed(x, y) {
		sum = v.scorer.weight(v.levels(x, y), x)
		return sum, sum >= v.need
	}
	var open [most]int
	n := 0
	for _, c := range v.order {
		a, b := v.t.cells[c][x], v.t.cells[c][y]
		switch {
		case a == 0 || b == 0 || v.told(c, x, y):
		case a == b:
			sum += v.m.gives[c][Same] + v.rarely(c, a)
		default:
			sum += v.most[c]
			open[n] = c
			n++
		}
	}
	for _, c := range open[:n] {
		if sum < v.need {
			return sum, false
		}
		sum += v.m.gives[c][v.level(c, x, y)] - v.most[c]
	}
	return sum, sum >= v.need
}

// told reports whether a column says nothing of a pair because another said it.
func (s *scorer) told(c int, x, y uint32) bool {
	by := s.implied[c]
	return by >= 0 && s.t.cells[by][x] != 0 && s.t.cells[by][x] == s.t.cells[by][y]
}

// rarely is what a value weighs more, or less, than usual.
func (s *scorer) rarely(c int, value uint32) float64 {
	if s.rare[c] == nil {
		return 0
	}
	return float64(s.rare[c][value])
}
