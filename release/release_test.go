package release

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/i18n"
)

const today = civil.Day("2026-11-26")

func length(t testing.TB, text string) Length {
	t.Helper()
	l, err := ParseLength(text)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// The vectors of the material, each by the rules in force today: nobody has to
// know under which law a sentence falls. (a) to (d), (f), (h) and (i) and their
// figures are what the Ministry of Justice publishes of its service, as of 20
// August 2026; the law they rest on is cited in the packs. The federal ones are 18
// U.S.C. 3624(b). This is acceptance A27 and A28.
func TestVectors(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	for _, v := range []struct {
		name     string
		ask      Ask
		length   string
		want     map[Key]civil.Day
		out      civil.Day
		citation string
	}{
		{"a", Ask{Imposed: "2024-11-13", Remand: 57}, "3y", map[Key]civil.Day{CRD: "2025-11-28", SLED: "2027-09-16", HDCED: "2025-06-02"}, "2025-11-27", "2024/844"},
		{"b", Ask{Imposed: "2025-12-11"}, "20m", map[Key]civil.Day{CRD: "2026-08-11", SLED: "2027-08-10"}, "2026-08-11", "2024/844"},
		{"c", Ask{Imposed: "2012-12-15", Remand: 35, TaggedBail: 10}, "3y", map[Key]civil.Day{CRD: "2014-05-01", SLED: "2015-10-30", HDCED: "2013-11-03"}, "2014-05-01", "s. 244(3)(a)"},
		{"d", Ask{Imposed: "2026-10-02"}, "20m", map[Key]civil.Day{CRD: "2027-04-22", SLED: "2028-06-01"}, "2027-04-22", "Sentencing Act 2026, s. 23"},
		{"e", Ask{Imposed: "2026-10-12"}, "2y", map[Key]civil.Day{CRD: "2027-06-12"}, "2027-06-10", "Day of Release"},
		{"f", Ask{Imposed: "2026-11-04", Track: "sds-plus"}, "5y", map[Key]civil.Day{CRD: "2029-05-04"}, "2029-05-03", "Sentencing Act 2026, s. 23(4)"},
		{"g", Ask{Imposed: "2026-09-02", Track: "excluded"}, "3y", map[Key]civil.Day{CRD: "2028-03-02"}, "2028-03-02", "s. 244(3)(a)"},
		{"h", Ask{Imposed: "2025-06-13"}, "40m", map[Key]civil.Day{CRD: "2026-10-13"}, "2026-10-13", "2024/844"},
		{"i", Ask{Imposed: "2025-06-16", Remand: 35}, "5y", map[Key]civil.Day{CRD: "2027-01-12"}, "2027-01-12", "Sentencing Act 2026, s. 23"},
		{"us 37 months", Ask{Jurisdiction: Federal, Imposed: "2026-01-05"}, "37m", map[Key]civil.Day{FullTerm: "2029-02-04", ProjectedRelease: "2028-08-22"}, "2028-08-22", "3624(b)"},
		{"us 120 months", Ask{Jurisdiction: Federal, Imposed: "2026-01-05", JailCredit: 100}, "120m", map[Key]civil.Day{ProjectedRelease: "2034-04-04"}, "2034-04-04", "3585(b)"},
		{"us a year and a day", Ask{Jurisdiction: Federal, Imposed: "2026-01-05"}, "1y1d", map[Key]civil.Day{FullTerm: "2027-01-05", ProjectedRelease: "2026-11-12"}, "2026-11-12", "3624(b)"},
		{"us a year", Ask{Jurisdiction: Federal, Imposed: "2026-01-05"}, "1y", map[Key]civil.Day{FullTerm: "2027-01-04", ProjectedRelease: "2027-01-04"}, "2027-01-04", "3624(b)"},
		{"us time credits", Ask{Jurisdiction: Federal, Imposed: "2026-01-05", TimeCredit: 500}, "120m", map[Key]civil.Day{ProjectedRelease: "2033-07-13"}, "2033-07-13", "3632(d)(4)"},
		{"scotland, half", Ask{Jurisdiction: Scotland, Imposed: "2023-03-01"}, "2y", map[Key]civil.Day{CRD: "2024-02-29", SED: "2025-02-28"}, "", "s. 1(1)"},
		{"scotland, 40 %", Ask{Jurisdiction: Scotland, Imposed: "2025-03-03", Remand: 10}, "2y", map[Key]civil.Day{CRD: "2025-12-09", SED: "2027-02-20"}, "", "asp 1"},
		{"scotland, excluded", Ask{Jurisdiction: Scotland, Imposed: "2026-06-01", Track: "excluded"}, "1y", map[Key]civil.Day{CRD: "2026-11-30"}, "", "s. 1(1)"},
	} {
		v.ask.Length, v.ask.Today = length(t, v.length), today
		if v.ask.Jurisdiction == "" {
			v.ask.Jurisdiction = EnglandWales
		}
		est, err := c.Sentence(v.ask)
		if err != nil {
			t.Errorf("%s: %v", v.name, err)
			continue
		}
		for k, want := range v.want {
			if got := est.On(k); got != want {
				t.Errorf("%s: %s is %s, want %s", v.name, k, got, want)
			}
		}
		if est.ReleaseDay != v.out {
			t.Errorf("%s: out on %s, want %s", v.name, est.ReleaseDay, v.out)
		}
		cited := func(text string) bool {
			for _, x := range est.Evidence {
				if strings.Contains(x.Citation, text) {
					return true
				}
			}
			return false
		}
		if !cited(v.citation) {
			t.Errorf("%s: %q is not cited in %v", v.name, v.citation, est.Evidence)
		}
	}
}

// Half, 40 % and a third of the same sentence, by name of the rules.
func TestSetsOfRules(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	for rules, want := range map[string]civil.Day{"sds-50": "2028-04-03", "sds-40": "2027-12-16", "progression-2026": "2027-10-04", "": "2027-10-04"} {
		est, err := c.Sentence(Ask{Jurisdiction: EnglandWales, Imposed: "2026-10-04", Length: Length{Years: 3}, Rules: rules, Today: today})
		if err != nil || est.On(CRD) != want {
			t.Errorf("%q: %s, %v; want %s", rules, est.On(CRD), err, want)
		}
	}
	for day, want := range map[civil.Day]string{"2024-09-09": "sds-50", "2024-09-10": "sds-40", "2026-09-30": "sds-40", "2026-10-01": "progression-2026"} {
		est, err := c.Sentence(Ask{Jurisdiction: EnglandWales, Imposed: "2020-01-06", Length: Length{Years: 3}, Today: day})
		if err != nil || est.Rules != want {
			t.Errorf("on %s: %s, %v; want %s", day, est.Rules, err, want)
		}
	}
}

// What cannot be is refused, with words, and without a date.
func TestRefusedSentences(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	good := Ask{Jurisdiction: EnglandWales, Imposed: "2025-06-16", Length: Length{Years: 2}, Today: today}
	with := func(change func(*Ask)) Ask { a := good; change(&a); return a }
	for key, a := range map[string]Ask{
		"release.refused.jurisdiction":      with(func(a *Ask) { a.Jurisdiction = "us-tx" }),
		"release.refused.track":             with(func(a *Ask) { a.Track = "life" }),
		"release.refused.rules":             with(func(a *Ask) { a.Rules = "sds-99" }),
		"release.refused.no_such_day":       with(func(a *Ask) { a.Imposed = "2025-02-30" }),
		"release.refused.length":            with(func(a *Ask) { a.Length = Length{} }),
		"release.refused.negative_days":     with(func(a *Ask) { a.Remand = -1 }),
		"release.refused.days_too_many":     with(func(a *Ask) { a.Away = 1 << 40 }),
		"release.refused.credit_here":       with(func(a *Ask) { a.JailCredit = 3 }),
		"release.refused.plus_short":        with(func(a *Ask) { a.Track = "sds-plus" }),
		"release.refused.long_scotland":     with(func(a *Ask) { a.Jurisdiction, a.Length = Scotland, Length{Years: 4} }),
		"release.refused.not_in_scotland":   with(func(a *Ask) { a.Jurisdiction, a.Added = Scotland, 3 }),
		"release.refused.unsettled":         with(func(a *Ask) { a.Jurisdiction, a.Imposed = Scotland, "2026-10-01" }),
		"release.refused.groups_scotland":   with(func(a *Ask) { a.Jurisdiction, a.Imposed = Scotland, "2024-03-10" }),
		"release.refused.not_federal":       with(func(a *Ask) { a.Jurisdiction, a.Remand = Federal, 3 }),
		"release.refused.added_over_change": with(func(a *Ask) { a.Imposed, a.Length, a.Added = "2025-06-13", Length{Months: 40}, 90 }),
	} {
		est, err := c.Sentence(a)
		refusedWith(t, est, err, key)
	}
}

func refusedWith(t *testing.T, est Estimate, err error, key string) {
	t.Helper()
	var keys []string
	if e := new(fault.Error); asFault(err, &e) {
		for _, p := range e.Problems {
			keys = append(keys, p.Key)
			if words := english(t).T(p.Key, p.Args...); strings.ContainsAny(words, "⟦") || words == p.Key {
				t.Errorf("%s is said as %q", p.Key, words)
			}
		}
	}
	if !slices.Contains(keys, key) || len(est.Dates) > 0 {
		t.Errorf("%v with %v, want %s and no date", err, est.Dates, key)
	}
}

func asFault(err error, to **fault.Error) bool {
	e, ok := err.(*fault.Error)
	*to = e
	return ok
}

func english(t testing.TB) *i18n.Printer {
	t.Helper()
	words, err := i18n.New(Locales)
	if err != nil {
		t.Fatal(err)
	}
	return words.Printer("en")
}

// Every step is said whole, in both languages, and the estimate says that it is
// one.
func TestWorkingsAreSaid(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	words, err := i18n.New(Locales)
	if err != nil {
		t.Fatal(err)
	}
	est, err := c.Sentence(Ask{Jurisdiction: EnglandWales, Imposed: "2025-06-16", Length: Length{Years: 5, Months: 2}, Remand: 1, Away: 3, Added: 2, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range words.Languages() {
		ctx := i18n.With(context.Background(), words.Printer(locale))
		for _, line := range est.Workings(ctx) {
			if strings.ContainsAny(line, "⟦{%") || line == "" {
				t.Errorf("%s: %q", locale, line)
			}
		}
		for _, k := range order {
			if said := k.Words(ctx); strings.HasPrefix(said, "release.") {
				t.Errorf("%s: no words for %s", locale, k)
			}
		}
	}
	ctx := i18n.With(context.Background(), words.Printer("en"))
	raw, err := est.JSON(est.Workings(ctx))
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Dates     map[string]civil.Day
		Estimate  bool
		Workings  []string
		Citations []struct{ Citation, Mark string }
	}
	if err := json.Unmarshal(raw, &out); err != nil || !out.Estimate || len(out.Dates) < 2 || len(out.Citations) < 4 {
		t.Errorf("%s: %v", raw, err)
	}
	if all := strings.Join(out.Workings, "\n"); !strings.Contains(all, "5 years and 2 months") || !strings.Contains(all, "Less 1 day on remand.") {
		t.Errorf("the workings are\n%s", all)
	}
}

func TestParseLength(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Length{
		"3y": {Years: 3}, "20m": {Months: 20}, "2y6m": {2, 6, 0, 0}, " 1Y 3m 10d ": {1, 3, 0, 10}, "26w": {Weeks: 26}, "0y6m": {Months: 6},
	} {
		if got, err := ParseLength(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "3", "y", "6m2y", "3y3y", "-3y", "3.5y", "101y", "9999999999999999999999d", "life", "0d", "3x"} {
		if got, err := ParseLength(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// Where a month has no such day, the sentence lasts to its end.
func TestLengthsOnTheCalendar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   civil.Day
		length string
		last   civil.Day
	}{
		{"2020-08-31", "1m", "2020-09-30"}, {"2021-01-01", "3m", "2021-03-31"}, {"2020-02-29", "1y", "2021-02-28"}, {"2019-02-28", "1y", "2020-02-27"},
		{"2023-10-23", "18m15d", "2025-05-07"}, {"2025-03-20", "1d", "2025-03-20"}, {"2025-01-27", "26w", "2025-07-27"},
	} {
		from, _ := dayOf(c.from)
		if got := (length(t, c.length).after(from) - 1).civil(); got != c.last {
			t.Errorf("%s from %s ends on %s, want %s", c.length, c.from, got, c.last)
		}
	}
}

// Weeks and months take turns as the sentences do.
func TestRuns(t *testing.T) {
	t.Parallel()
	from, _ := dayOf("2021-05-06")
	var r run
	for _, l := range []string{"2y4m", "28d", "10m"} {
		r.add(length(t, l))
	}
	if got := (r.after(from) - 1).civil(); got != "2024-08-03" {
		t.Errorf("28 months, 28 days and 10 months end on %s", got)
	}
}
