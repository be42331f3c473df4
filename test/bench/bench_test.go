package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"
)

// What is measured can be measured: the records are made, in the schema as it is
// now, and every page answers. How fast is no matter of a test.
func TestMeasures(t *testing.T) {
	t.Parallel()
	s := setup{dir: t.TempDir(), small: 400, large: 400, asks: 20}
	for _, m := range []struct {
		measure func(context.Context, setup) ([]line, error)
		lines   int
	}{{measurePages, 4}, {measureFind, 2}, {measureFind, 2}} { // the second time with the record of the first
		lines, err := m.measure(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) != m.lines {
			t.Errorf("%d lines, want %d: %v", len(lines), m.lines, lines)
		}
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	v := times{clock: []time.Duration{3 * time.Millisecond, time.Millisecond, 40 * time.Millisecond}, processor: []time.Duration{time.Millisecond}}
	printTable(&out, []line{v.line("A page", 10*time.Millisecond), {what: "Memory", measured: "40 MiB", target: "< 60 MiB", met: true}, {what: "Aside", measured: "7"}})
	got := out.String()
	for _, want := range []string{"p50 3.0 ms, p99 40.0 ms (processor 1.0 ms, 1.0 ms)", "MISSED", "40 MiB", "met"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	if lines := strings.Split(strings.TrimSpace(got), "\n"); len(lines) != 4 || strings.Contains(lines[3], "MISSED") {
		t.Errorf("the table is\n%s", got)
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	var took []time.Duration
	for i := 100; i > 0; i-- {
		took = append(took, time.Duration(i))
	}
	if percentile(took, 50) != 51 || percentile(took, 99) != 100 || percentile(nil, 50) != 0 {
		t.Errorf("p50 %d, p99 %d of 1 to 100", percentile(took, 50), percentile(took, 99))
	}
}
