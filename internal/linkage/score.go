package linkage

import (
	"iter"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
)

// Pair is two records and how likely they are of one person.
type Pair struct {
	A, B   uint32  // their numbers in the table, A before B
	Chance float64 // 0 to 1
}

// scorer compares the records of a table.
type scorer struct {
	t       *Table
	m       *Model
	rare    [][]float32 // for each column and value, what the same value weighs more or less than usual
	implied []int       // for each column, the one that says the same already; -1 for none
	given   int
	family  int
	columns int
}

func newScorer(t *Table) *scorer {
	s := &scorer{t: t, given: -1, family: -1, columns: len(t.Columns), implied: implied(t)}
	for i, c := range t.Columns {
		switch {
		case c.Kind == Given && s.given < 0:
			s.given = i
		case c.Kind == Family && s.family < 0:
			s.family = i
		}
	}
	return s
}

// levels compares two records in every column.
func (s *scorer) levels(x, y uint32) (p pattern) {
	for c := range s.columns {
		p |= pattern(s.level(c, x, y)) << (4 * c)
	}
	for c := range s.implied {
		if s.told(c, x, y) {
			p = p.with(c, Blank)
		}
	}
	if s.crossed(x, y) && p.level(s.family) <= faint && p.level(s.given) <= faint {
		return p.with(s.family, Swapped).with(s.given, Blank)
	}
	return p
}

func (s *scorer) level(c int, x, y uint32) Level {
	a, b := s.t.cells[c][x], s.t.cells[c][y]
	switch {
	case a == 0 || b == 0:
		return Blank
	case a == b:
		return Same
	}
	values := s.t.words[c].values
	return s.t.Columns[c].Kind.compare(&values[a], &values[b])
}

// crossed reports whether one record has the names of the other the other way round.
// The given name then says nothing more.
func (s *scorer) crossed(x, y uint32) bool {
	if s.given < 0 || s.family < 0 {
		return false
	}
	given, family := s.t.cells[s.given], s.t.cells[s.family]
	here, there := given[x] == family[y], family[x] == given[y]
	full := given[x] != 0 && given[y] != 0 && family[x] != 0 && family[y] != 0
	if full {
		return here && there
	}
	return here && given[x] != 0 || there && family[x] != 0
}

// weight is what two records that agree so far are worth: the same rare value more,
// the same common one less.
func (s *scorer) weight(p pattern, x uint32) float64 {
	sum := s.m.weight(p, s.columns)
	for c := range s.columns {
		if p.level(c) == Same {
			sum += s.rarely(c, s.t.cells[c][x])
		}
	}
	return sum
}

// Bounds of what rarity adds or takes, in powers of two.
const (
	rarest    = 6
	commonest = -6
)

// rarity works out what each value weighs more than an average one: the average
// agreement is on values that are common, by the square of how common they are.
func (s *scorer) rarity() {
	s.rare = make([][]float32, s.columns)
	for c, col := range s.t.Columns {
		if col.Kind == Identifier || col.Kind == Sex {
			continue
		}
		seen := make([]float64, len(s.t.words[c].values))
		total := 0.0
		for _, v := range s.t.cells[c] {
			if v != 0 {
				seen[v]++
				total++
			}
		}
		if total == 0 {
			continue
		}
		s.rare[c] = weights(seen, total)
	}
}

func weights(seen []float64, total float64) []float32 {
	square := 0.0
	for _, n := range seen {
		square += n / total * n / total
	}
	out := make([]float32, len(seen))
	for v, n := range seen {
		if n > 0 {
			out[v] = float32(math.Min(rarest, math.Max(commonest, math.Log2(square*total/n))))
		}
	}
	return out
}

// How many pairs the model is learnt from at most.
const (
	drawn    = 500_000
	examined = 2_000_000
)

// learn estimates the model of a table from its candidates.
func (s *scorer) learn(b *blocks) {
	every := max(1, int(b.count()/examined))
	wanted, likely := oneIn(uint64(every)), counts{}
	var mu sync.Mutex
	b.all(func(pairs iter.Seq2[uint32, uint32]) {
		some := counts{}
		for x, y := range pairs {
			if wanted(x, y) {
				some[s.levels(x, y)]++
			}
		}
		mu.Lock()
		defer mu.Unlock()
		likely.add(some)
	})
	s.m = learn(s.columns, likely.tally(), float64(every), s.random().tally(), float64(len(s.t.IDs)), s.t.pairs())
}

// oneIn picks one pair in so many, the same ones every time.
func oneIn(n uint64) func(x, y uint32) bool {
	return func(x, y uint32) bool {
		return n == 1 || (uint64(min(x, y))<<32|uint64(max(x, y)))*0x9E3779B97F4A7C15>>32%n == 0
	}
}

// random are the patterns of pairs drawn from the whole table, the same every time.
func (s *scorer) random() counts {
	total := counts{}
	n := uint32(len(s.t.IDs))
	if n < 2 {
		return total
	}
	var mu sync.Mutex
	inParts(int(math.Min(drawn, 2*s.t.pairs())), func(from, to int) {
		draw, some := rand.New(rand.NewPCG(1969, uint64(from))), counts{}
		for range to - from {
			x, y := draw.Uint32N(n), draw.Uint32N(n)
			if x != y && s.t.across(x, y) {
				some[s.levels(x, y)]++
			}
		}
		mu.Lock()
		defer mu.Unlock()
		total.add(some)
	})
	return total
}

// count is how many pairs the rules bring at most.
func (b *blocks) count() (n float64) {
	for i := range b.rules {
		for _, g := range b.groups(i) {
			n += float64(b.size(g))
		}
	}
	return n
}

// all hands the candidates to one call for each processor.
func (b *blocks) all(do func(pairs iter.Seq2[uint32, uint32])) {
	workers := runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			do(func(yield func(x, y uint32) bool) {
				for i := range b.rules {
					b.each(i, w, workers, func(x, y uint32) { yield(x, y) })
				}
			})
		})
	}
	all.Wait()
}
