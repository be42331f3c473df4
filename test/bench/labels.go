package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/throughcare/throughcare/internal/label"
)

// How many labels are printed, and how long that may take.
const (
	manyLabels  = 10_000
	quickLabels = 2 * time.Second
)

// measureLabels prints address labels with a return address as one PDF.
func measureLabels(context.Context, setup) ([]line, error) {
	sheet, ok := label.Find("Avery 5160")
	if !ok {
		return nil, fmt.Errorf("labels: no such sheet")
	}
	items := make([]label.Item, manyLabels)
	for i := range items {
		items[i] = label.Label{
			From: []string{"Tamarack Prisoners’ Aid", "PO Box 210, Tamarack, TK 40100"},
			To:   []string{fmt.Sprintf("Yusuf Karimi 0418-OI-%04d", i), "Harrow Ridge Correctional", fmt.Sprintf("Unit C-%d, PO Box 77", i%300), "Harrow, TK 40418"},
		}
	}
	began, cpu := time.Now(), processCPU()
	r, err := label.Print(io.Discard, label.Job{Sheet: sheet, Items: items, Made: began})
	took, used := time.Since(began), processCPU()-cpu
	if err != nil || r.Printed != manyLabels {
		return nil, fmt.Errorf("labels: %+v: %w", r, err)
	}
	return []line{{
		what: "10,000 address labels as a PDF", measured: fmt.Sprintf("%d ms (processor %d ms), %d pages", took.Milliseconds(), used.Milliseconds(), r.Pages),
		target: fmt.Sprintf("< %v", quickLabels), met: took < quickLabels,
	}}, nil
}
