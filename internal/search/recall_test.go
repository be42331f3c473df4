package search_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/search"
	"github.com/throughcare/throughcare/internal/search/searchtest"
)

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
	targets := fill(t, searchtest.New(7, 12_000, ""), db, x, 20_000, 100)
	c := searchtest.NewTally()
	for _, q := range searchtest.Questions(7, targets) {
		c.Count(q, find(t, db, x, search.Query{Text: q.Text}))
	}
	t.Logf("recall@10 %.1f %%%s", 100*c.Recall(), c)
	for i, d := range searchtest.Damages {
		if share := c.Share(i); share < 0.90 {
			t.Errorf("%s: %.1f %% found, want 90 %% of each kind", d.Name, 100*share)
		}
	}
	if c.Recall() < 0.95 {
		t.Errorf("recall@10 of damaged queries is %.1f %%, want 95 %%\n%s", 100*c.Recall(), strings.Join(c.Missed, "\n"))
	}
}

// BenchmarkFind asks damaged queries of 100,000 people.
func BenchmarkFind(b *testing.B) {
	db := dbtest.SQLite(b, time.Now)
	x, err := search.Open(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	ask := searchtest.Questions(7, fill(b, searchtest.New(7, 40_000, ""), db, x, 100_000, 300))
	for n := 0; b.Loop(); n++ {
		find(b, db, x, search.Query{Text: ask[n%len(ask)].Text})
	}
}

// fill puts n people into the index and returns some of them, evenly spread.
func fill(t testing.TB, p *searchtest.Population, db *database.DB, x *search.Index, n, targets int) []search.Entry {
	t.Helper()
	var kept []search.Entry
	for done := 0; done < n; {
		entries := make([]search.Entry, min(20_000, n-done))
		for i := range entries {
			entries[i] = p.Next()
			if (done+i)%max(1, n/targets) == 0 {
				kept = append(kept, entries[i])
			}
		}
		put(t, db, func(ctx context.Context, tx *database.Tx) error { return x.PutAll(ctx, tx, entries) })
		done += len(entries)
	}
	return kept
}
