package rulepacks_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// book is the packs that come with the program.
func book(t testing.TB) *rulepacks.Book {
	t.Helper()
	files, err := rulepacks.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	var packs []*rulepacks.Pack
	for _, f := range files {
		packs = append(packs, f.Pack)
	}
	return rulepacks.NewBook(packs, nil)
}

func on(event rulepacks.Event, date string) map[rulepacks.Event]rulepacks.When {
	return map[rulepacks.Event]rulepacks.When{event: {Date: partialdate.Must(date)}}
}

// The worked examples of the material, each with its citation in the pack. A chain
// of the federal remedy is acceptance A7.
func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		procedure, step string
		event           rulepacks.Event
		day             string
		what            rulepacks.For
		legal, safe     civil.Day
		extended        civil.Day
	}{
		{"us-bop", "bp-9", rulepacks.Incident, "2026-03-02", rulepacks.Filing, "2026-03-22", "2026-03-20", ""},
		{"us-bop", "bp-9", rulepacks.Logged, "2026-03-24", rulepacks.Response, "2026-04-13", "", "2026-05-03"},
		{"us-bop", "bp-10", rulepacks.AnswerSigned, "2026-04-10", rulepacks.Filing, "2026-04-30", "2026-04-29", ""},
		{"us-bop", "bp-10", rulepacks.Logged, "2026-05-05", rulepacks.Response, "2026-06-04", "", "2026-07-04"},
		{"us-bop", "bp-11", rulepacks.AnswerSigned, "2026-06-01", rulepacks.Filing, "2026-07-01", "", ""},
		{"us-bop", "bp-11", rulepacks.Logged, "2026-07-06", rulepacks.Response, "2026-08-15", "", "2026-09-04"},
	} {
		clocks, err := b.Due(rulepacks.Ask{Procedure: c.procedure, Step: c.step, Events: on(c.event, c.day)})
		if err != nil || len(clocks) != 1 {
			t.Errorf("%s %s: %d clocks, %v", c.procedure, c.step, len(clocks), err)
			continue
		}
		got := clocks[0]
		if got.For != c.what || got.Legal != c.legal || got.Extended != c.extended || c.safe != "" && got.Safe != c.safe {
			t.Errorf("%s %s from %s: %s by %s, safe %s, extended %s; want %s by %s, safe %s, extended %s", c.procedure, c.step, c.day,
				got.For, got.Legal, got.Safe, got.Extended, c.what, c.legal, c.safe, c.extended)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	bk := book(b)
	ask := rulepacks.Ask{Procedure: "us-bop", Step: "bp-10", Events: on(rulepacks.AnswerSigned, "2026-04-10")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bk.Due(ask); err != nil {
			b.Fatal(err)
		}
	}
}
