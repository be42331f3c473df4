package linkage

import (
	"cmp"
	"maps"
	"slices"
)

// tiedShare is which part of the pairs between two groups must have been found
// for them to be one. Less lets one bad pair join two people; more parts the
// records of one person whose details changed over the years.
const tiedShare = 1.0 / 3

// Groups are the records that are one person's, each group and the groups in the
// order of the records; a record that fits nobody is in none. The surest pairs join
// first, and two groups become one only where a third of the pairs between them
// holds: one pair that is wrong joins nothing (average linkage; Sokal and Michener,
// 1958). Pairs stand in the order of their records.
func (r *Result) Groups() [][]uint32 { return groups(r.s.t, r.direct) }

func groups(t *Table, pairs []Pair) [][]uint32 {
	j := joiner{t: t, found: pairs, of: map[uint32]*[]uint32{}}
	sure := slices.Clone(pairs)
	slices.SortStableFunc(sure, func(x, y Pair) int { return cmp.Compare(y.Chance, x.Chance) })
	for _, p := range sure {
		j.join(j.group(p.A), j.group(p.B))
	}
	all := map[*[]uint32]bool{}
	for g := range maps.Values(j.of) {
		all[g] = len(*g) > 1
	}
	out := make([][]uint32, 0, len(all))
	for g, several := range all {
		if several {
			slices.Sort(*g)
			out = append(out, *g)
		}
	}
	slices.SortFunc(out, func(x, y []uint32) int { return cmp.Compare(x[0], y[0]) })
	return out
}

// joiner makes groups of pairs.
type joiner struct {
	t     *Table
	found []Pair // in the order of the records
	of    map[uint32]*[]uint32
}

func (j *joiner) group(record uint32) *[]uint32 {
	if j.of[record] == nil {
		j.of[record] = &[]uint32{record}
	}
	return j.of[record]
}

func (j *joiner) join(a, b *[]uint32) {
	if a == b || !j.holds(*a, *b) {
		return
	}
	if len(*a) < len(*b) {
		a, b = b, a
	}
	*a = append(*a, *b...)
	for _, record := range *b {
		j.of[record] = a
	}
}

// holds reports whether enough of the pairs between two groups was found.
func (j *joiner) holds(a, b []uint32) bool {
	there, possible := 0, 0
	for _, x := range a {
		for _, y := range b {
			if !j.t.across(x, y) {
				continue
			}
			possible++
			if _, ok := find(j.found, x, y); ok {
				there++
			}
		}
	}
	return float64(there) >= tiedShare*float64(possible)
}

// find looks a pair up among pairs in the order of their records.
func find(pairs []Pair, x, y uint32) (Pair, bool) {
	want := Pair{A: min(x, y), B: max(x, y)}
	at, ok := slices.BinarySearchFunc(pairs, want, byRecords)
	if !ok {
		return want, false
	}
	return pairs[at], true
}

func byRecords(x, y Pair) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) }

// together are the pairs of the groups. One that was not found by itself is as sure
// as its surest way over a third record, and at least as sure as the threshold.
func (r *Result) together(threshold float64) (pairs []Pair) {
	for _, g := range r.Groups() {
		for i, x := range g {
			for _, y := range g[i+1:] {
				if !r.s.t.across(x, y) {
					continue
				}
				p, ok := find(r.direct, x, y)
				if !ok {
					p.Chance = max(threshold, r.over(g, x, y))
				}
				pairs = append(pairs, p)
			}
		}
	}
	slices.SortFunc(pairs, byRecords)
	return pairs
}

// over is how sure two records of a group are by way of another.
func (r *Result) over(group []uint32, x, y uint32) (best float64) {
	for _, third := range group {
		a, _ := find(r.direct, x, third)
		b, _ := find(r.direct, third, y)
		best = max(best, a.Chance*b.Chance)
	}
	return best
}
