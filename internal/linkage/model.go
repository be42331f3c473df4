package linkage

import (
	"maps"
	"math"
	"slices"
)

// most is how many columns are compared; the levels of one pair fit into a word.
const most = 16

// pattern is the levels of a pair, four bits for each column.
type pattern uint64

func (p pattern) level(column int) Level { return Level(p >> (4 * column) & 15) }

func (p pattern) with(column int, l Level) pattern {
	return p&^(15<<(4*column)) | pattern(l)<<(4*column)
}

// Model is what was learnt of a file: for each column and level, how often two
// records of one person agree so, and how often two of different people.
type Model struct {
	Prior float64 // how likely any two records are of one person

	one   [most][levels]float64 // given one person
	two   [most][levels]float64 // given two people
	gives [most][levels]float64 // log2(one/two)
}

// counts is how many pairs show each pattern.
type counts map[pattern]float64

func (c counts) add(more counts) {
	for p, n := range more {
		c[p] += n
	}
}

// tally is counts in the order of the patterns, so that sums are the same each time.
type tally []struct {
	p pattern
	n float64
}

func (c counts) tally() tally {
	out := make(tally, 0, len(c))
	for _, p := range slices.Sorted(maps.Keys(c)) {
		out = append(out, struct {
			p pattern
			n float64
		}{p, c[p]})
	}
	return out
}

// guess is the model before anything was learnt: that chance pairs are of two
// people, and that two records of one person mostly agree.
func guess(columns int, random tally, prior float64) *Model {
	m := &Model{Prior: prior}
	var two [most][levels]float64
	for _, seen := range random {
		for c := range columns {
			two[c][seen.p.level(c)] += seen.n
		}
	}
	for c := range columns {
		m.one[c] = [levels]float64{0, 0.05, 0.02, 0.03, 0.05, 0.05, 0.01, 0.79}
		m.two[c] = shares(two[c], 0.5)
	}
	m.weigh(columns)
	return m
}

// weigh turns chances into weights.
func (m *Model) weigh(columns int) {
	for c := range columns {
		for l := Differs; l < levels; l++ {
			m.gives[c][l] = math.Log2(m.one[c][l] / m.two[c][l])
		}
	}
}

// weight is the sum for a pattern, without the prior and without rare values.
func (m *Model) weight(p pattern, columns int) (sum float64) {
	for c := range columns {
		sum += m.gives[c][p.level(c)]
	}
	return sum
}

// chance turns a weight into a probability.
func (m *Model) chance(weight float64) float64 {
	odds := math.Exp2(weight) * m.Prior / (1 - m.Prior)
	if math.IsInf(odds, 1) {
		return 1
	}
	return odds / (1 + odds)
}

// rounds is how often expectation and maximisation take turns at most; it settles
// in ten to twenty.
const rounds = 30

// learn estimates a model of likely pairs and of chance pairs. Likely pairs are all
// candidates, or so many of them that each stands for scale; chance pairs are drawn
// from the whole file. A pair that no rule brings is taken to be of two people.
func learn(columns int, likely tally, scale float64, random tally, records, pairs float64) *Model {
	m := guess(columns, random, math.Min(0.05, records/pairs))
	for range rounds {
		before := m.Prior
		m.turn(columns, likely, scale, random, records, pairs)
		if math.Abs(m.Prior-before) < before*1e-4 {
			break
		}
	}
	return m
}

// turn is one round: how likely is each pattern, and what would then be the chances.
func (m *Model) turn(columns int, likely tally, scale float64, random tally, records, pairs float64) {
	var one, two [most][levels]float64
	sum := 0.0
	for _, seen := range likely {
		share := seen.n * scale * m.chance(m.weight(seen.p, columns))
		sum += share
		for c := range columns {
			one[c][seen.p.level(c)] += share
		}
	}
	for _, seen := range random {
		share := seen.n * (1 - m.chance(m.weight(seen.p, columns)))
		for c := range columns {
			two[c][seen.p.level(c)] += share
		}
	}
	m.Prior = math.Min(0.5, math.Min(math.Max(sum, 1), crowd*records)/pairs)
	for c := range columns {
		m.one[c] = shares(one[c], 0.5)
		m.two[c] = shares(two[c], 0.5)
	}
	m.weigh(columns)
}

// shares are the levels as parts of one, blanks apart. Few is added to each, so
// that what was never seen is not impossible.
func shares(seen [levels]float64, few float64) (out [levels]float64) {
	total := 0.0
	for l := Differs; l < levels; l++ {
		out[l] = seen[l] + few
		total += out[l]
	}
	for l := Differs; l < levels; l++ {
		out[l] /= total
	}
	return out
}

// Weights are what the same value of a column, and a different one, weigh, in
// powers of two; what rarity adds is left out.
func (m *Model) Weights(column int) (same, differs float64) {
	return m.gives[column][Same], m.gives[column][Differs]
}
