package main

import (
	"context"
	"fmt"
	"time"

	"github.com/throughcare/throughcare/release"
	"github.com/throughcare/throughcare/rulepacks"
)

// leastEstimates is how many one-sentence estimates a core makes in a second.
const leastEstimates = 100_000

// measureEstimates measures estimates of release dates, one after the other, over
// sentences of every length under every rule.
func measureEstimates(context.Context, setup) ([]line, error) {
	files, err := rulepacks.Shipped()
	if err != nil {
		return nil, err
	}
	var packs []*rulepacks.Pack
	for _, f := range files {
		packs = append(packs, f.Pack)
	}
	c, err := release.New(rulepacks.NewBook(packs, nil))
	if err != nil {
		return nil, err
	}
	const times = 200_000
	began, cpu := time.Now(), processCPU()
	for i := range times {
		ask := release.Ask{
			Jurisdiction: release.EnglandWales, Imposed: "2025-06-16", Length: release.Length{Years: i % 12, Months: 1 + i%11}, Remand: i % 60,
			Today: "2026-11-26", Track: [...]string{"sds", "excluded"}[i%2],
		}
		if _, err := c.Sentence(ask); err != nil {
			return nil, err
		}
	}
	took := time.Since(began)
	if used := processCPU() - cpu; used > 0 { // of all threads: the collector is part of the price
		took = used
	}
	each := took / times
	rate := int(time.Second / each)
	return []line{{
		what: "Release dates of one sentence, estimated with workings, on one core", measured: fmt.Sprintf("%d a second (%v each)", rate, each),
		target: fmt.Sprintf("≥ %d a second", leastEstimates), met: rate >= leastEstimates,
	}}, nil
}
