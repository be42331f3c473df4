package search_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/search"
)

// question is a damaged query and who is meant.
type question struct {
	damage int
	text   string
	meant  search.Entry
}

func questions(seed uint64, targets []search.Entry) []question {
	r := rand.New(rand.NewPCG(seed, 2))
	var out []question
	for _, e := range targets {
		for i, d := range damages {
			if text := d.do(r, e); text != "" {
				out = append(out, question{i, text, e})
			}
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// tally counts answers by damage.
type tally struct {
	asked, found []int
	missed       []string
}

func newTally() *tally {
	return &tally{asked: make([]int, len(damages)), found: make([]int, len(damages))}
}

func (c *tally) count(q question, hits []search.Hit) {
	c.asked[q.damage]++
	if damages[q.damage].hasFound(q.meant, hits) {
		c.found[q.damage]++
	} else {
		c.missed = append(c.missed, fmt.Sprintf("%s: %q for %q %s", damages[q.damage].name, q.text, q.meant.Names[0], q.meant.Numbers[0]))
	}
}

// recall is the share found among the damaged queries.
func (c *tally) recall() float64 {
	asked, found := 0, 0
	for i := range damages {
		if damages[i].name != "exact" {
			asked, found = asked+c.asked[i], found+c.found[i]
		}
	}
	return float64(found) / float64(asked)
}

func (c *tally) String() string {
	var b strings.Builder
	for i, d := range damages {
		fmt.Fprintf(&b, "\n  %-28s %5.1f %% of %d", d.name, 100*float64(c.found[i])/float64(max(1, c.asked[i])), c.asked[i])
	}
	return b.String()
}

func TestRecall(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("loads 20,000 people")
	}
	db := dbtest.SQLite(t, func() time.Time { return dbtest.Noon })
	x, err := search.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	targets := newPopulation(7, 12_000, false).fill(t, db, x, 20_000, 100)
	c := newTally()
	for _, q := range questions(7, targets) {
		c.count(q, find(t, db, x, search.Query{Text: q.text}))
	}
	t.Logf("recall@10 %.1f %%%s", 100*c.recall(), c)
	for i, d := range damages {
		if share := float64(c.found[i]) / float64(c.asked[i]); share < 0.90 {
			t.Errorf("%s: %.1f %% found, want 90 %% of each kind", d.name, 100*share)
		}
	}
	if c.recall() < 0.95 {
		t.Errorf("recall@10 of damaged queries is %.1f %%, want 95 %%\n%s", 100*c.recall(), strings.Join(c.missed, "\n"))
	}
}

// BenchmarkFind100k asks damaged queries of 100,000 people.
func BenchmarkFind100k(b *testing.B) { benchmarkFind(b, 100_000, 40_000) }

// BenchmarkFind2500k asks them of 2,500,000 people. It takes minutes to load and
// runs when THROUGHCARE_BENCH_LARGE is 1.
func BenchmarkFind2500k(b *testing.B) {
	if os.Getenv("THROUGHCARE_BENCH_LARGE") != "1" {
		b.Skip("THROUGHCARE_BENCH_LARGE is not 1")
	}
	benchmarkFind(b, 2_500_000, 140_000)
}

func benchmarkFind(b *testing.B, people, surnames int) {
	db := dbtest.SQLite(b, time.Now)
	x, err := search.Open(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	targets := newPopulation(7, surnames, true).fill(b, db, x, people, 300)
	loaded := time.Since(start)
	ask := questions(7, targets)
	x, opened, held := reopened(b, db)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	took, spent := make([]time.Duration, 0, len(ask)), make([]time.Duration, 0, len(ask))
	by := make([][]time.Duration, len(damages))
	c := newTally()
	n := 0
	for b.Loop() {
		q := ask[n%len(ask)]
		n++
		start, cpu := time.Now(), threadCPU()
		hits := find(b, db, x, search.Query{Text: q.text})
		took, spent = append(took, time.Since(start)), append(spent, threadCPU()-cpu)
		by[q.damage] = append(by[q.damage], spent[len(spent)-1])
		c.count(q, hits)
	}
	b.ReportMetric(percentile(took, 50), "p50-ms")
	b.ReportMetric(percentile(took, 99), "p99-ms")
	b.ReportMetric(percentile(spent, 50), "cpu-p50-ms")
	b.ReportMetric(percentile(spent, 99), "cpu-p99-ms")
	b.ReportMetric(100*c.recall(), "recall@10-%")
	b.ReportMetric(held, "vocabulary-MB")
	b.ReportMetric(opened.Seconds()*1000, "open-ms")
	b.ReportMetric(float64(loaded.Microseconds())/float64(people), "load-µs/person")
	if n >= len(ask) {
		b.Logf("%d people, %d words, %d queries%s", people, x.WordCount(), n, c)
		for i, d := range damages {
			b.Logf("%-28s CPU p50 %.2f ms, p99 %.2f ms", d.name, percentile(by[i], 50), percentile(by[i], 99))
		}
		for _, m := range c.missed[:min(len(c.missed), 60)] {
			b.Log(m)
		}
	}
}

// reopened opens the index as a start of the program does, and returns what that
// took and how much memory it keeps.
func reopened(b *testing.B, db *database.DB) (*search.Index, time.Duration, float64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	x, err := search.Open(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	return x, took, (float64(after.HeapAlloc) - float64(before.HeapAlloc)) / 1e6
}

func percentile(took []time.Duration, p int) float64 {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return float64(sorted[min(len(sorted)-1, len(sorted)*p/100)].Microseconds()) / 1000
}
