package plans_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/plans"
)

func TestOffsets(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		offset  plans.Offset
		at      string
		on      civil.Day
		hour    string
		comment string
	}{
		{"-12w", "09:30", "2025-12-11", "", "twelve weeks before, all day"},
		{"0d", "09:30", "2026-03-05", "", "the day itself"},
		{"+24h", "09:30", "2026-03-06", "09:30", "a day later to the minute"},
		{"+72h", "09:30", "2026-03-08", "09:30", ""},
		{"-10h", "09:30", "2026-03-04", "23:30", "the evening before"},
		{"+24h", "", "2026-03-06", "12:00", "an hour nobody said counts as noon"},
		{"+180d", "09:30", "2026-09-01", "", ""},
		{"+24h", "nine", "2026-03-06", "12:00", "no hour at all"},
		{"soon", "09:30", "", "", "what cannot be counted"},
		{"", "09:30", "", "", ""},
		{"+99999999999999999999d", "09:30", "", "", ""},
	} {
		on, hour := tt.offset.From(plans.Moment{On: "2026-03-05", At: tt.at})
		if on != tt.on || hour != tt.hour {
			t.Errorf("%s from 09:30 on 5 March (%s): %s %s, want %s %s", tt.offset, tt.comment, on, hour, tt.on, tt.hour)
		}
	}
	for _, bad := range []string{"", "w", "-", "12", "1.5d", "2000d", "+ +1d", "d1", "１d"} {
		if o, err := plans.ParseOffset(bad); err == nil {
			t.Errorf("%q was read as %s", bad, o)
		}
	}
	if o, err := plans.ParseOffset(" - 12 W"); err != nil || o != "-12w" {
		t.Errorf("read %q, %v", o, err)
	}
}

// A later release makes everything due later, and never changes by how much they differ.
func TestOffsetsKeepTheirDistance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		home := civil.Numbered(rapid.IntRange(730000, 745000).Draw(t, "day"))
		later := rapid.IntRange(1, 900).Draw(t, "later")
		hour := rapid.StringMatching(`([01][0-9]|2[0-3]):[0-5][0-9]`).Draw(t, "hour")
		o, err := plans.ParseOffset(rapid.StringMatching(`[+-]?[0-9]{1,2}[hdw]`).Draw(t, "offset"))
		if err != nil {
			t.Fatal(err)
		}
		one, at := o.From(plans.Moment{On: home, At: hour})
		two, again := o.From(plans.Moment{On: home.Add(later), At: hour})
		if two.Since(one) != later || at != again {
			t.Errorf("%s from %s: %s %s; %d days later: %s %s", o, home, one, at, later, two, again)
		}
		if timed := strings.HasSuffix(string(o), "h"); timed != (at != "") {
			t.Errorf("%s has the hour %q", o, at)
		}
	})
}

func TestOutlines(t *testing.T) {
	t.Parallel()
	if got := len(plans.Outlines()); got != 2 {
		t.Fatalf("%d outlines", got)
	}
	for _, o := range plans.Outlines() {
		first := 0
		for _, h := range o.Headings {
			for _, k := range h.Needs {
				if k.First {
					first++
				}
				if (k.Must || k.First) && !k.Usual {
					t.Errorf("%s: %s is needed and not in a new plan", o.Key, k.Key)
				}
			}
		}
		if first != 9 {
			t.Errorf("%s: %d things of the first 72 hours, want 9", o.Key, first)
		}
	}
	for _, bad := range []string{
		"", "outline: x", "outline: x\nheadings: [{key: a, needs: [{key: b, due: soon}]}]",
		"outline: x\nevidence: {citation: c, source: nowhere, verified_on: 2026-01-01, mark: verified}\ncalls: [+24h]\nalarm: +2h\noutcomes: [+3d]",
	} {
		if _, err := plans.ReadOutline([]byte(bad)); err == nil {
			t.Errorf("read %q", bad)
		}
	}
}
