package verdict_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/custody"
	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/partialdate"
	"github.com/throughcare/throughcare/mailroom/verdict"
)

func rule(sort facilities.Sort, value string, n int, unit string, stops bool) facilities.Rule {
	return facilities.Rule{
		ID: string(sort) + value, Topic: "books", CheckedOn: partialdate.Must("2026-03-01"),
		Test: facilities.Test{Sort: sort, Value: value, N: n, Unit: unit, Stops: stops},
	}
}

// ask is something that may go: held, an address, rules that are fresh.
func ask(change ...func(*verdict.Ask)) verdict.Ask {
	a := verdict.Ask{Today: "2026-03-02", Topic: "books", NearDays: 60, Where: verdict.Where{State: custody.Held, Facility: "Harrow Ridge", Address: true}}
	for _, fn := range change {
		fn(&a)
	}
	return a
}

func sent(days ...civil.Day) func(*verdict.Ask) {
	return func(a *verdict.Ask) {
		for _, d := range days {
			a.Sent = append(a.Sent, verdict.Sent{On: d})
		}
	}
}

func rules(list ...facilities.Rule) func(*verdict.Ask) {
	return func(a *verdict.Ask) { a.Rules = list }
}

func pounds(thousandths ...int) func(*verdict.Ask) {
	return func(a *verdict.Ask) {
		for i, n := range thousandths {
			g, _ := facilities.Grams(n, "lb")
			a.Items = append(a.Items, verdict.Item{Title: fmt.Sprint("Book ", i+1), Grams: g})
		}
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	threePounds, _ := facilities.Grams(3000, "lb")
	harrow := rules(rule(facilities.Binding, facilities.Paperback, 0, "", true), rule(facilities.Count, "", 3, "", true), rule(facilities.Weight, "", threePounds, "lb", true))
	for name, c := range map[string]struct {
		ask   verdict.Ask
		is    verdict.Sort
		until civil.Day
		why   string
	}{
		"nothing against it": {ask(), verdict.Send, "", ""},
		// Acceptance A25, with the examples of Pages to Prisoners and Inside Books.
		"two months":      {ask(sent("2009-01-29"), func(a *verdict.Ask) { a.Today, a.Every = "2009-02-10", verdict.Every{N: 2, Unit: "month"} }), verdict.Wait, "2009-03-29", "ours"},
		"the day itself":  {ask(sent("2009-01-29"), func(a *verdict.Ask) { a.Today, a.Every = "2009-03-29", verdict.Every{N: 2, Unit: "month"} }), verdict.Send, "", ""},
		"ninety days":     {ask(sent("2026-01-15"), func(a *verdict.Ask) { a.Every = verdict.Every{N: 90, Unit: "day"} }), verdict.Wait, "2026-04-15", "ours"},
		"2.6 lb":          {ask(harrow, pounds(1200, 1400)), verdict.Send, "", ""},
		"3.2 lb":          {ask(harrow, pounds(1200, 1400, 600)), verdict.Never, "", "weight"},
		"four books":      {ask(harrow, pounds(100, 100, 100, 100)), verdict.Never, "", "count"},
		"a hardcover":     {ask(harrow, func(a *verdict.Ask) { a.Items = []verdict.Item{{Title: "Hafez", Hardcover: true}} }), verdict.Never, "", "binding.paperback"},
		"home in 41 days": {ask(func(a *verdict.Ask) { a.Where.ReleaseOn = partialdate.Must("2026-04-12") }), verdict.Check, "", "release"},
		"home in 60 days": {ask(func(a *verdict.Ask) { a.Where.ReleaseOn = partialdate.Must("2026-05-01") }), verdict.Send, "", ""},

		"the facility's interval": {ask(sent("2026-02-20"), rules(rule(facilities.Interval, "", 60, "day", true))), verdict.Wait, "2026-04-21", "theirs"},
		"the longer of both": {ask(sent("2026-02-20"), rules(rule(facilities.Interval, "", 60, "day", true)), func(a *verdict.Ask) { a.Every = verdict.Every{N: 3, Unit: "month"} }),
			verdict.Wait, "2026-05-20", "ours"},
		"an interval that warns":   {ask(sent("2026-02-20"), rules(rule(facilities.Interval, "", 60, "day", false))), verdict.Check, "", "theirs"},
		"a re-send keeps its turn": {ask(sent("2026-02-20"), func(a *verdict.Ask) { a.Again, a.Every = true, verdict.Every{N: 3, Unit: "month"} }), verdict.Send, "", ""},
		"what came back counts for nothing": {ask(func(a *verdict.Ask) {
			a.Sent, a.Every = []verdict.Sent{{On: "2026-02-20", Back: true}, {On: "2026-02-25", Again: true}}, verdict.Every{N: 3, Unit: "month"}
		}), verdict.Send, "", ""},
		"two a year":        {ask(sent("2026-01-05", "2026-02-20", "2025-12-30"), func(a *verdict.Ask) { a.Every.AYear = 2 }), verdict.Wait, "2027-01-01", "year"},
		"one of two a year": {ask(sent("2026-01-05", "2025-12-30"), func(a *verdict.Ask) { a.Every.AYear = 2 }), verdict.Send, "", ""},

		"gone home":  {ask(func(a *verdict.Ask) { a.Where.State = custody.Released }), verdict.Never, "", "home"},
		"in transit": {ask(func(a *verdict.Ask) { a.Where.State = custody.InTransit }), verdict.Wait, "", "transit"},
		"in transit, and too soon": {ask(sent("2026-02-20"), func(a *verdict.Ask) { a.Where.State, a.Every = custody.InTransit, verdict.Every{N: 3, Unit: "month"} }),
			verdict.Wait, "", "transit"},
		"nobody knows where":            {ask(func(a *verdict.Ask) { a.Where.State = custody.Unknown }), verdict.Check, "", "nowhere"},
		"no address":                    {ask(func(a *verdict.Ask) { a.Where.Address = false }), verdict.Check, "", "address"},
		"another's address":             {ask(func(a *verdict.Ask) { a.Where.StandsIn = true }), verdict.Check, "", "stands-in"},
		"an old address":                {ask(func(a *verdict.Ask) { a.Where.AddressStale = true }), verdict.Check, "", "address-old"},
		"two words of where":            {ask(func(a *verdict.Ask) { a.Where.Doubted = true }), verdict.Check, "", "doubted"},
		"no books":                      {ask(rules(rule(facilities.Nothing, "", 0, "", true))), verdict.Never, "", "nothing"},
		"no letters is not about books": {ask(rules(func() facilities.Rule { r := rule(facilities.Nothing, "", 0, "", true); r.Topic = "letters"; return r }())), verdict.Send, "", ""},
		"no parcels is":                 {ask(rules(func() facilities.Rule { r := rule(facilities.Nothing, "", 0, "", true); r.Topic = "parcels"; return r }())), verdict.Never, "", "nothing"},
		"old rules": {ask(func(a *verdict.Ask) {
			r := rule(facilities.Count, "", 3, "", true)
			r.CheckedOn = partialdate.Must("2025-11-01")
			a.Rules = []facilities.Rule{r}
		}), verdict.Check, "", "rules-old"},
		"used":                   {ask(rules(rule(facilities.Condition, facilities.NewOnly, 0, "", true)), func(a *verdict.Ask) { a.Items = []verdict.Item{{Title: "A", Used: true}} }), verdict.Never, "", "condition.new"},
		"from us":                {ask(rules(rule(facilities.Sender, facilities.FromShops, 0, "", true)), func(a *verdict.Ask) { a.Items = []verdict.Item{{Title: "A", FromUs: true}} }), verdict.Never, "", "sender.shop"},
		"a spiral":               {ask(rules(rule(facilities.Binding, facilities.NoSpiral, 0, "", true)), func(a *verdict.Ask) { a.Items = []verdict.Item{{Title: "A", Spiral: true}} }), verdict.Never, "", "binding.no-spiral"},
		"a form must come along": {ask(rules(rule(facilities.Approval, "", 30, "", true))), verdict.Check, "", "approval"},
		"too many pages":         {ask(rules(rule(facilities.Pages, "", 5, "", false)), func(a *verdict.Ask) { a.Items = []verdict.Item{{Pages: 6}} }), verdict.Check, "", "pages"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := verdict.Judge(c.ask)
			why := ""
			if len(v.Reasons) > 0 {
				why = v.Reasons[0].Key
			}
			if v.Sort != c.is || v.Until != c.until || why != c.why {
				t.Errorf("%s until %q because of %q, want %s until %q because of %q: %+v", v.Sort, v.Until, why, c.is, c.until, c.why, v.Reasons)
			}
		})
	}
}

// What the mock of the desk says: one parcel in sixty days, so the next was free from a day.
func TestFreeSince(t *testing.T) {
	t.Parallel()
	v := verdict.Judge(ask(sent("2025-12-01"), rules(rule(facilities.Interval, "", 60, "day", true))))
	if v.Sort != verdict.Send || v.Free != "2026-01-30" || len(v.Limits) != 1 {
		t.Errorf("%+v", v)
	}
}

func anyDay(t *rapid.T, name string) civil.Day {
	return civil.Day("2024-01-01").Add(rapid.IntRange(0, 900).Draw(t, name))
}

// A later parcel never makes the next one free earlier, more in the parcel never makes it
// better, and nothing that waits waits for a day that is gone.
func TestVerdictsAreMonotone(t *testing.T) {
	t.Parallel()
	weightOf := []verdict.Sort{verdict.Send, verdict.Check, verdict.Wait, verdict.Never}
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom(civil.Units()).Draw(t, "unit")
		a := ask(func(a *verdict.Ask) {
			a.Today, a.Every = anyDay(t, "today"), verdict.Every{N: rapid.IntRange(0, 5).Draw(t, "n"), Unit: unit, AYear: rapid.IntRange(0, 3).Draw(t, "a year")}
			a.Rules = []facilities.Rule{rule(facilities.Count, "", 2, "", true), rule(facilities.Weight, "", 900, "g", rapid.Bool().Draw(t, "stops"))}
		}, sent(anyDay(t, "sent")))
		before := verdict.Judge(a)
		if before.Sort == verdict.Wait && before.Until != "" && before.Until <= a.Today {
			t.Fatalf("waits until %s, and today is %s", before.Until, a.Today)
		}
		more := a
		more.Items = append(slices.Clone(a.Items), verdict.Item{Grams: rapid.IntRange(0, 2000).Draw(t, "grams")})
		if after := verdict.Judge(more); slices.Index(weightOf, after.Sort) < slices.Index(weightOf, before.Sort) {
			t.Fatalf("more in the parcel made %s of %s", after.Sort, before.Sort)
		}
		later := a
		later.Sent = append(slices.Clone(a.Sent), verdict.Sent{On: a.Sent[0].On.Add(rapid.IntRange(1, 100).Draw(t, "later"))})
		if free := verdict.Judge(later).Free; free < before.Free {
			t.Fatalf("a later parcel frees the next on %s in place of %s", free, before.Free)
		}
	})
}
