// Package searchtest invents people from a seed and asks for them in the ways
// people are asked for: misspelt, misheard, misread, by a short name, with a
// digit wrong. The recall test and the benchmark share it.
package searchtest

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// Population invents people from a seed. Some names are common and most are
// rare, as in life.
type Population struct {
	*rand.Rand
	first, last []string
	firstSum    []float64 // running sums of weights
	lastSum     []float64
	made        int
}

// New invents people with a given number of surnames. names is a folder with the
// lists of the census of the United States, to which invented surnames are added;
// without it all are invented.
func New(seed uint64, surnames int, names string) *Population {
	p := &Population{Rand: rand.New(rand.NewPCG(seed, 1))}
	if names != "" {
		p.first = append(readCensus(filepath.Join(names, "dist.male.first")), readCensus(filepath.Join(names, "dist.female.first"))...)
		p.last = readCensus(filepath.Join(names, "dist.all.last"))
	}
	p.first = distinct(append(p.first, p.mixed(likeness.FormalNames())...))
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

func (p *Population) mixed(names []string) []string {
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
func (p *Population) invented(n int) []string {
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

func (p *Population) pick(names []string, sums []float64) string {
	x := p.Float64() * sums[len(sums)-1]
	i, _ := slices.BinarySearch(sums, x)
	return names[min(i, len(names)-1)]
}

// Next invents one person: mostly two names, some with three or another name.
func (p *Population) Next() search.Entry {
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
func (p *Population) number() string {
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
