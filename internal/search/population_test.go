package search_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/search"
)

// population invents people from a seed. Some names are common and most are
// rare, as in life.
type population struct {
	*rand.Rand
	first, last []string
	firstSum    []float64 // running sums of weights
	lastSum     []float64
	made        int
}

// newPopulation invents people with a given number of surnames. With the lists
// of the census at hand it uses those and adds invented surnames.
func newPopulation(seed uint64, surnames int, census bool) *population {
	p := &population{Rand: rand.New(rand.NewPCG(seed, 1))}
	names := filepath.Join("..", "..", "..", "shared", "data", "names")
	if census {
		p.first = append(readCensus(filepath.Join(names, "dist.male.first")), readCensus(filepath.Join(names, "dist.female.first"))...)
		p.last = readCensus(filepath.Join(names, "dist.all.last"))
	}
	p.first = distinct(append(p.first, p.mixed(search.FormalNames())...))
	for len(p.last) < surnames {
		p.last = distinct(append(p.last, p.invented(surnames-len(p.last))...))
	}
	p.last = p.last[:surnames]
	p.firstSum, p.lastSum = weights(len(p.first), 8), weights(len(p.last), 20)
	return p
}

func readCensus(file string) []string {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close()
	var out []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 0 {
			out = append(out, strings.ToLower(fields[0]))
		}
	}
	return out
}

func distinct(names []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(names, func(s string) bool {
		again := seen[s]
		seen[s] = true
		return again
	})
}

func (p *population) mixed(names []string) []string {
	p.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

var (
	onsets = strings.Fields("b br c ch cl d dr f fr g gr h j k kr l m n p pr r s sh st t th tr v w z kh sz")
	cores  = strings.Fields("a e i o u a e i o ai ei ou ee ia io")
	codas  = strings.Fields("- - - n r l s m nd ck rt ng tz v k th ll ss")
	ends   = strings.Fields("- - - - son ez ov ski man ian er ton ham ley ini enko")
)

// invented makes n surnames out of syllables.
func (p *population) invented(n int) []string {
	out := make([]string, n)
	pick := func(parts []string) string { return strings.TrimSuffix(parts[p.IntN(len(parts))], "-") }
	for i := range out {
		var b strings.Builder
		for range 1 + p.IntN(3) {
			b.WriteString(pick(onsets) + pick(cores))
		}
		out[i] = b.String() + pick(codas) + pick(ends)
	}
	return out
}

func weights(n, flat int) []float64 {
	sums := make([]float64, n)
	sum := 0.0
	for i := range sums {
		sum += 1 / float64(i+flat)
		sums[i] = sum
	}
	return sums
}

func (p *population) pick(names []string, sums []float64) string {
	x := p.Float64() * sums[len(sums)-1]
	i, _ := slices.BinarySearch(sums, x)
	return names[min(i, len(names)-1)]
}

// next invents one person: mostly two names, some with three or another name.
func (p *population) next() search.Entry {
	p.made++
	e := search.Entry{Subject: fmt.Sprintf("018f0000-0000-7000-8000-%012d", p.made)}
	name := []string{p.pick(p.first, p.firstSum), p.pick(p.last, p.lastSum)}
	switch p.IntN(10) {
	case 0:
		name = []string{name[0], p.pick(p.first, p.firstSum), name[1]}
	case 1:
		name = append(name, p.pick(p.last, p.lastSum))
	}
	e.Names = []string{title(name)}
	if p.IntN(7) == 0 {
		e.Names = append(e.Names, title([]string{p.pick(p.first, p.firstSum), name[len(name)-1]}))
	}
	e.Numbers = []string{p.number()}
	if p.IntN(3) == 0 {
		e.Numbers = append(e.Numbers, p.number())
	}
	e.Born = fmt.Sprintf("%d-%02d-%02d", 1940+p.IntN(65), 1+p.IntN(12), 1+p.IntN(28))
	return e
}

func title(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(out, " ")
}

// number invents one in the form of some prison service.
func (p *population) number() string {
	letter := func() string { return string(rune('A' + p.IntN(26))) }
	switch p.IntN(4) {
	case 0:
		return fmt.Sprintf("%s%04d%s%s", letter(), p.IntN(1e4), letter(), letter())
	case 1:
		return fmt.Sprintf("%05d-%03d", p.IntN(1e5), p.IntN(1e3))
	case 2:
		return fmt.Sprintf("%08d", p.IntN(1e8))
	}
	return fmt.Sprintf("%s%s%06d", letter(), letter(), p.IntN(1e6))
}

// fill puts n people into the index and returns some of them, evenly spread.
func (p *population) fill(t testing.TB, db *database.DB, x *search.Index, n, targets int) []search.Entry {
	t.Helper()
	var kept []search.Entry
	for done := 0; done < n; {
		entries := make([]search.Entry, min(20_000, n-done))
		for i := range entries {
			entries[i] = p.next()
			if (done+i)%max(1, n/targets) == 0 {
				kept = append(kept, entries[i])
			}
		}
		put(t, db, func(ctx context.Context, tx *database.Tx) error { return x.PutAll(ctx, tx, entries) })
		done += len(entries)
	}
	return kept
}
