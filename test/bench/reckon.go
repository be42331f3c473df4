package main

import (
	"context"
	"fmt"
	"time"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/release"
	"github.com/throughcare/throughcare/rulepacks"
)

// leastEstimates is how many one-sentence estimates a core makes in a second.
const leastEstimates = 100_000

// leastClocks is how many legal clocks a core counts in a second.
const leastClocks = 1_000_000

// measureClocks measures counting the clocks of a step, over procedures counted in days,
// working days and months, and over days of three years.
func measureClocks(context.Context, setup) ([]line, error) {
	files, err := rulepacks.Shipped()
	if err != nil {
		return nil, err
	}
	var packs []*rulepacks.Pack
	for _, f := range files {
		packs = append(packs, f.Pack)
	}
	book := rulepacks.NewBook(packs, nil)
	asks := make([]rulepacks.Ask, 0, 4096)
	for i := range cap(asks) {
		one := [...]struct {
			procedure, step string
			event           rulepacks.Event
		}{{"us-bop", "bp-10", rulepacks.AnswerSigned}, {"us-sc", "step-1", rulepacks.Incident}, {"gb-ew", "comp1a", rulepacks.AnswerReceived}, {"us-fl", "formal", rulepacks.AnswerReceived}}[i%4]
		day := civil.Day("2024-01-01").Add(i % 900)
		asks = append(asks, rulepacks.Ask{Procedure: one.procedure, Step: one.step, Events: map[rulepacks.Event]rulepacks.When{one.event: {Date: partialdate.On(day)}}})
	}
	const times = 400
	clocks, began, cpu := 0, time.Now(), processCPU()
	for range times {
		for i := range asks {
			list, err := book.Due(asks[i])
			if err != nil {
				return nil, err
			}
			clocks += len(list)
		}
	}
	took := time.Since(began)
	if used := processCPU() - cpu; used > 0 {
		took = used
	}
	rate := int(float64(clocks) / took.Seconds())
	return []line{{
		what: "Legal clocks, counted with both dates, on one core", measured: fmt.Sprintf("%d a second (%d ns each)", rate, took.Nanoseconds()/int64(clocks)),
		target: fmt.Sprintf("≥ %d a second", leastClocks), met: rate >= leastClocks,
	}}, nil
}

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
