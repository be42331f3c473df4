package employment_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/employment"
	"github.com/throughcare/throughcare/internal/civil"
)

// Acceptance A10: released 15 June 2025, starts 9 March 2026.
func TestA10(t *testing.T) {
	t.Parallel()
	r := employment.Rules()
	wotc, ok := r.Incentive("wotc")
	if !ok || !wotc.Eligible("2025-06-15", "2026-03-09") || wotc.Eligible("2025-03-08", "2026-03-09") || wotc.Eligible("", "2026-03-09") {
		t.Error("the class")
	}
	if by := wotc.FileBy("2026-03-09"); by != "2026-04-06" {
		t.Errorf("the form by %s, want 6 April", by)
	}
	if !wotc.Lapsed("2026-03-09") || !wotc.Lapsed("2026-01-01") || wotc.Lapsed("2025-12-31") {
		t.Error("the hiatus")
	}
	for _, tt := range []struct{ hours, wages, want int }{
		{300, 4_500_00, 1_125_00}, {420, 7_000_00, 2_400_00}, {119, 6_000_00, 0}, {120, 6_000_00, 1_500_00}, {399, 6_000_00, 1_500_00}, {400, 6_000_00, 2_400_00}, {400, -5, 0}, {0, 0, 0},
	} {
		if got := wotc.Worth(tt.hours, tt.wages); got != tt.want {
			t.Errorf("%d hours, %d: %d, want %d", tt.hours, tt.wages, got, tt.want)
		}
	}
	var days []string
	for _, k := range r.Retention.Kept("2026-03-09") {
		days = append(days, string(k.On))
	}
	if got := strings.Join(days, " "); got != "2026-04-08 2026-05-08 2026-06-07 2026-09-05 2027-03-09" {
		t.Errorf("asked on %s", got)
	}
}

func TestGaps(t *testing.T) {
	t.Parallel()
	r := employment.Rules().Retention
	for name, tt := range map[string]struct {
		jobs []employment.Job
		want civil.Day
	}{
		"ten days keep the clock":   {[]employment.Job{{"2026-03-09", "2026-04-30"}, {"2026-05-10", ""}}, "2026-03-09"},
		"twenty days start it anew": {[]employment.Job{{"2026-03-09", "2026-04-30"}, {"2026-05-20", ""}}, "2026-05-20"},
		"fourteen are the most":     {[]employment.Job{{"2026-03-09", "2026-04-30"}, {"2026-05-14", ""}}, "2026-03-09"},
		"in any order":              {[]employment.Job{{"2026-05-10", ""}, {"2026-03-09", "2026-04-30"}}, "2026-03-09"},
		"two at once":               {[]employment.Job{{"2026-03-09", ""}, {"2026-05-10", "2026-06-01"}, {"2026-09-01", ""}}, "2026-03-09"},
		"the longer of two":         {[]employment.Job{{"2026-03-09", "2026-08-25"}, {"2026-04-10", "2026-05-01"}, {"2026-09-01", ""}}, "2026-03-09"},
		"no job":                    {nil, ""},
	} {
		if got := r.Clock(tt.jobs); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestWhenNothingMustBeSaid(t *testing.T) {
	t.Parallel()
	d := employment.Rules().Disclosure
	spent := func(list ...employment.Conviction) string {
		var out []string
		for _, day := range d.Spent(list) {
			out = append(out, string(day))
		}
		return strings.Join(out, " ")
	}
	for _, tt := range []struct {
		got, want string
	}{
		{spent(employment.Conviction{On: "2020-01-10", Months: 12, Ends: "2021-01-09"}), "2022-01-10"},
		{spent(employment.Conviction{On: "2020-01-10", Months: 13, Ends: "2021-02-09"}), "2025-02-10"},
		{spent(employment.Conviction{On: "2020-01-10", Months: 49, Ends: "2024-02-09"}), "2031-02-10"},
		{spent(employment.Conviction{On: "2020-01-10", Months: 12, Ends: "2021-01-09", Youth: true}), "2021-07-10"},
		{spent(employment.Conviction{On: "2020-01-10", Ends: "2021-01-09"}), "2021-01-10"},
		{spent(employment.Conviction{On: "2020-01-10", Months: 12, Ends: "2021-01-09"}, employment.Conviction{On: "2021-12-01", Months: 24, Ends: "2023-12-01"}), "2027-12-02 2027-12-02"},
		{spent(employment.Conviction{On: "2020-01-10", Months: 12, Ends: "2021-01-09"}, employment.Conviction{On: "2022-02-01", Months: 6, Ends: "2022-08-01"}), "2022-01-10 2023-08-02"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s, want %s", tt.got, tt.want)
		}
	}
}

// One more conviction never lets another be spent sooner.
func TestAnotherConvictionNeverHelps(t *testing.T) {
	t.Parallel()
	d := employment.Rules().Disclosure
	rapid.Check(t, func(t *rapid.T) {
		var list []employment.Conviction
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			on := civil.Numbered(rapid.IntRange(730000, 738000).Draw(t, "on"))
			months := rapid.IntRange(0, 90).Draw(t, "months")
			list = append(list, employment.Conviction{On: on, Months: months, Ends: on.AddMonths(max(1, months)), Youth: rapid.Bool().Draw(t, "youth")})
		}
		fewer, all := d.Spent(list[:len(list)-1]), d.Spent(list)
		for i, day := range fewer {
			if all[i] < day {
				t.Errorf("%s with one more, %s without", all[i], day)
			}
		}
	})
}

func TestBrokenRules(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "rules: x", "rules: x\nretention: {days: [30]}", "rules: x\nnonsense: 1"} {
		if _, err := employment.ReadRules([]byte(bad)); err == nil {
			t.Errorf("read %q", bad)
		}
	}
}
