package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"github.com/throughcare/throughcare/internal/linkage"
)

// How many records are matched, and how long and how much memory that may take.
const (
	manyRecords  = 1_000_000
	quickRecords = time.Minute
	smallRecords = 2 << 10 // MiB
)

// measureMatching finds the records of one person among a million invented ones, a
// fifth of which are there again with an error or two.
func measureMatching(context.Context, setup) ([]line, error) {
	began, cpu := time.Now(), processCPU()
	truth := make([]int, 0, manyRecords)
	table := linkage.NewTable(recordColumns, invented(&truth))
	found := linkage.Find(table, linkage.Threshold)
	took, used := time.Since(began), processCPU()-cpu
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	mib := int(m.Sys >> 20)
	right := 0
	for _, p := range found.Pairs {
		if truth[p.A] == truth[p.B] {
			right++
		}
	}
	if right == 0 {
		return nil, fmt.Errorf("matching: nothing found")
	}
	return []line{{
		what: "A million records matched", target: fmt.Sprintf("< %v, < 2 GiB", quickRecords), met: took < quickRecords && mib < smallRecords,
		measured: fmt.Sprintf("%.1f s (processor %.1f s), %d MiB, %d pairs, %.2f %% of them right", took.Seconds(), used.Seconds(), mib, len(found.Pairs), 100*float64(right)/float64(len(found.Pairs))),
	}}, nil
}

var recordColumns = []linkage.Column{
	{Name: "first name", Kind: linkage.Given}, {Name: "surname", Kind: linkage.Family}, {Name: "born", Kind: linkage.Born},
	{Name: "town", Kind: linkage.Place}, {Name: "postcode", Kind: linkage.Postcode}, {Name: "phone", Kind: linkage.Phone},
}

// invented are records of people with common and rare names; truth says whose each is.
func invented(truth *[]int) linkage.Rows {
	draw := rand.New(rand.NewPCG(1, 1))
	return func(yield func(string, []string) bool) {
		row := make([]string, len(recordColumns))
		for person := 0; len(*truth) < manyRecords; person++ {
			row = somebody(draw, row)
			for {
				*truth = append(*truth, person)
				if !yield(fmt.Sprint(len(*truth)), row) {
					return
				}
				if draw.IntN(5) > 0 || len(*truth) == manyRecords {
					break
				}
				at := draw.IntN(len(row))
				row[at] = mistyped(draw, row[at])
			}
		}
	}
}

func somebody(draw *rand.Rand, row []string) []string {
	town := draw.IntN(3000)
	row[0], row[1] = syllables(draw, 2), syllables(draw, 3)
	row[2] = fmt.Sprintf("%d-%02d-%02d", 1945+draw.IntN(60), 1+draw.IntN(12), 1+draw.IntN(28))
	row[3], row[4], row[5] = fmt.Sprintf("town %d", town), fmt.Sprintf("%05d", 10000+7*town), ""
	if draw.IntN(5) < 2 {
		row[5] = fmt.Sprintf("%010d", draw.Int64N(1e10))
	}
	return row
}

// syllables make a name, the first ones of the list by far the most often.
func syllables(draw *rand.Rand, n int) (name string) {
	list := []string{"ma", "jo", "an", "ka", "ri", "el", "wi", "lo", "da", "su", "be", "to", "mi", "ha", "re", "vi"}
	for range n {
		name += list[min(draw.IntN(len(list)), draw.IntN(len(list)))]
	}
	return name
}

// mistyped leaves a letter out, or everything.
func mistyped(draw *rand.Rand, s string) string {
	if len(s) < 2 || draw.IntN(4) == 0 {
		return ""
	}
	at := draw.IntN(len(s))
	return s[:at] + s[at+1:]
}
