package rulepacks_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/rulepacks"
)

// bad says of each file of testdata/bad what is wrong with it: the line, and the message.
var bad = map[string]string{
	"a-list.yaml":                "1 shape.map",
	"a-source-that-is-none.yaml": "18 source",
	"alias.yaml":                 "13 alias, 14 alias",
	"cycle.yaml":                 "14 cycle",
	"empty.yaml":                 "0 empty",
	"ends-before-it-begins.yaml": "10 range",
	"impossible-day.yaml":        "9 day",
	"never-looked-up.yaml":       "18 verified_on",
	"no-citation.yaml":           "24 citation",
	"no-such-calendar.yaml":      "10 calendar",
	"no-such-event.yaml":         "18 word",
	"no-such-step.yaml":          "22 step",
	"not-utf-8.yaml":             "0 syntax",
	"number-in-words.yaml":       "18 shape.number",
	"overlap.yaml":               "28 overlap",
	"said-twice.yaml":            "9 field.twice",
	"tabs.yaml":                  "7 syntax",
	"two-documents.yaml":         "0 several",
	"unknown-key.yaml":           "8 field.unknown",
	"unknown-unit.yaml":          "24 word",
}

// Each pack that cannot be used is refused with the line of what is wrong.
func TestBadPacksAreNamedByLine(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) != len(bad) {
		t.Fatalf("%d files, %d known, %v", len(files), len(bad), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = rulepacks.Read(text, book(t).CalendarIDs()...)
		wrong, ok := errors.AsType[*rulepacks.Wrong](err)
		if !ok {
			t.Errorf("%s is taken: %v", name, err)
			continue
		}
		var got []string
		for _, f := range wrong.Findings {
			got = append(got, fmt.Sprintf("%d %s", f.Line, strings.TrimPrefix(f.Key, "rulepacks.check.")))
		}
		if is := strings.Join(got, ", "); is != bad[filepath.Base(name)] {
			t.Errorf("%q: %q,", filepath.Base(name), is)
		}
	}
}

func TestAPackTooLarge(t *testing.T) {
	t.Parallel()
	text := append([]byte("pack: large\n# "), make([]byte, rulepacks.MaxFile)...)
	if _, err := rulepacks.Read(text); err == nil {
		t.Error("a pack of more than a megabyte is taken")
	}
	deep := "pack: " + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000)
	if _, err := rulepacks.Read([]byte(deep)); err == nil {
		t.Error("a pack two hundred thousand levels deep is taken")
	}
}

// What is asked of a clock and cannot be is refused or answered, never guessed silently.
func TestEventsThatCannotBe(t *testing.T) {
	t.Parallel()
	b := book(t)
	when := func(pairs ...string) map[rulepacks.Event]rulepacks.When {
		out := map[rulepacks.Event]rulepacks.When{}
		for i := 0; i < len(pairs); i += 2 {
			out[rulepacks.Event(pairs[i])] = rulepacks.When{Date: partialdate.Must(pairs[i+1])}
		}
		return out
	}
	for name, c := range map[string]struct {
		ask  rulepacks.Ask
		kind fault.Kind
	}{
		"an event after its own answer":           {rulepacks.Ask{Procedure: "us-bop", Step: "bp-10", Events: when("incident", "2026-04-12", "previous_response_signed", "2026-04-10")}, fault.Invalid},
		"an answer received before it was signed": {rulepacks.Ask{Procedure: "us-bop", Step: "bp-10", Events: when("previous_response_received", "2026-04-09", "previous_response_signed", "2026-04-10")}, fault.Invalid},
		"a year nobody counts":                    {rulepacks.Ask{Procedure: "us-bop", Step: "bp-9", Events: when("incident", "1901-04-12")}, fault.Invalid},
		"a procedure that is none":                {rulepacks.Ask{Procedure: "us-moon", Step: "bp-9", Events: when("incident", "2026-04-12")}, fault.NotFound},
		"a step that is none":                     {rulepacks.Ask{Procedure: "us-bop", Step: "bp-99", Events: when("incident", "2026-04-12")}, fault.NotFound},
		"nothing that starts it":                  {rulepacks.Ask{Procedure: "us-bop", Step: "bp-10", Events: when("incident", "2026-04-12")}, fault.Invalid},
		"before any version":                      {rulepacks.Ask{Procedure: "us-sc", Step: "step-1", Events: when("incident", "1995-04-12")}, fault.Invalid},
	} {
		if _, err := b.Due(c.ask); !fault.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	list, err := b.Due(rulepacks.Ask{Procedure: "us-bop", Step: "bp-9", Events: when("incident", "2026-03")})
	if err != nil || list[0].Legal != "2026-03-21" || !list[0].Partial() {
		t.Errorf("March 2026 is answered by %+v, %v", list, err)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range append(files, "packs/blank.yaml", "packs/us-prea.yaml") {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	ids := book(f).CalendarIDs()
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := rulepacks.Read(text, ids...)
		if (p == nil) == (err == nil) {
			t.Fatalf("a pack and an error, or neither: %v", err)
		}
		if p != nil {
			rulepacks.NewBook([]*rulepacks.Pack{p}, nil).Codes()
		}
	})
}

func FuzzDue(f *testing.F) {
	b := book(f)
	f.Add("us-bop", "bp-9", "", "incident", "2026-03-02", "21:10", "America/New_York")
	f.Add("gb-ew", "comp1", "standard", "submitted", "2026-04", "", "Europe/London")
	f.Add("us-prea", "grievance", "emergency", "submitted", "~2026", "02:30", "Nowhere/Land")
	f.Fuzz(func(t *testing.T, procedure, step, track, event, date, at, zone string) {
		d, err := partialdate.Parse(date)
		if err != nil {
			t.Skip()
		}
		list, err := b.Due(rulepacks.Ask{
			Procedure: procedure, Step: step, Track: rulepacks.Track(track), Zone: zone,
			Events: map[rulepacks.Event]rulepacks.When{rulepacks.Event(event): {Date: d, Time: at}},
		})
		for _, c := range list {
			if err == nil && !c.Unlimited && (!c.Legal.Valid() || c.For.Ours() && c.Safe > c.Legal) {
				t.Fatalf("%+v", c)
			}
		}
	})
}
