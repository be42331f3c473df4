package linkage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// The sieve passes over exactly the pairs that comparing everything would refuse,
// and weighs the others the same.
func TestSieve(t *testing.T) {
	t.Parallel()
	draw := rand.New(rand.NewPCG(3, 3))
	some := func(list ...string) string { return list[draw.IntN(len(list))] }
	table := NewTable([]Column{{"g", Given}, {"f", Family}, {"b", Born}, {"p", Postcode}, {"t", Place}}, func(yield func(string, []string) bool) {
		for i := range 400 {
			zip := some("10077", "10078", "20044", "")
			row := []string{some("Ana", "Anna", "Yusuf", "Peggy", "Margaret", "Karimi", ""), some("Karimi", "Yusuf", "Ward", "Wards", ""), fmt.Sprintf("19%d-0%d-11", 50+draw.IntN(9), 1+draw.IntN(9)), zip, "town " + zip}
			if !yield(fmt.Sprint(i), row) {
				return
			}
		}
	})
	s := newScorer(table)
	s.learn(newBlocks(table, budget(400)))
	s.rarity()
	v := newSieve(s, 0.5)
	for x := range uint32(400) {
		for y := range x {
			want := s.weight(s.levels(x, y), x)
			got, ok := v.weight(x, y)
			if ok != (want >= v.need) || ok && math.Abs(got-want) > 1e-9 {
				t.Fatalf("%d, %d: %v %v, want %v (%v)", x, y, got, ok, want, v.need)
			}
		}
	}
}
