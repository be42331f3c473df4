package release

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
)

var draws = struct {
	day    *rapid.Generator[day]
	length *rapid.Generator[Length]
	rules  *rapid.Generator[string]
	track  *rapid.Generator[string]
}{
	rapid.Custom(func(t *rapid.T) day { return day(rapid.IntRange(14975, 22000).Draw(t, "day")) }), // 2011 to 2030
	rapid.Custom(func(t *rapid.T) Length {
		return Length{rapid.IntRange(0, 20).Draw(t, "years"), rapid.IntRange(0, 11).Draw(t, "months"), 0, rapid.IntRange(1, 40).Draw(t, "days")}
	}),
	rapid.SampledFrom([]string{"sds-50", "sds-40", "progression-2026"}),
	rapid.SampledFrom([]string{"sds", "excluded"}),
}

func drawAsk(t *rapid.T) Ask {
	return Ask{
		Jurisdiction: EnglandWales, Imposed: draws.day.Draw(t, "imposed").civil(), Length: draws.length.Draw(t, "length"),
		Rules: draws.rules.Draw(t, "rules"), Track: draws.track.Draw(t, "track"), Today: today, Remand: rapid.IntRange(0, 900).Draw(t, "remand"),
	}
}

// released is the day somebody is released, on licence or without.
func released(e *Estimate) civil.Day { return max(e.On(CRD), e.On(ARD)) }

func ends(e *Estimate) civil.Day { return max(e.On(SLED), e.On(SED)) }

func TestMoreRemandIsNeverLater(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAsk(t)
		more := a
		more.Remand += rapid.IntRange(1, 60).Draw(t, "more")
		x, err1 := c.Sentence(a)
		y, err2 := c.Sentence(more)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if released(&y) > released(&x) || ends(&y) > ends(&x) {
			t.Fatalf("%d days: %v; %d days: %v", a.Remand, x.Dates, more.Remand, y.Dates)
		}
	})
}

// A longer sentence imposed on the same day ends later, and under one and the same
// rule lets go no earlier.
func TestLongerIsNeverEarlier(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAsk(t)
		a.Rules, a.Remand = "sds-50", 0
		longer := a
		longer.Length.Days += rapid.IntRange(1, 400).Draw(t, "more")
		x, err1 := c.Sentence(a)
		y, err2 := c.Sentence(longer)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if released(&y) < released(&x) || ends(&y) <= ends(&x) {
			t.Fatalf("%v: %v; %v: %v", a.Length, x.Dates, longer.Length, y.Dates)
		}
	})
}

// No set of rules puts release later than the one before it did, and every one puts
// it between the sentence and its end.
func TestNewerRulesAreNotHarsher(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAsk(t)
		before := civil.Day("9999-12-31")
		for _, rules := range []string{"sds-50", "sds-40", "progression-2026"} {
			a.Rules = rules
			e, err := c.Sentence(a)
			if err != nil {
				t.Fatal(err)
			}
			out := released(&e)
			if out > before || out < a.Imposed || out > max(ends(&e), a.Imposed) {
				t.Fatalf("%s: %v after %s", rules, e.Dates, before)
			}
			if h := e.On(HDCED); h != "" && (h >= out || h < a.Imposed.Add(14)) {
				t.Fatalf("%s: curfew in %v", rules, e.Dates)
			}
			before = out
		}
	})
}

// Days added move release and nothing but it, and never past the end.
func TestAddedDaysMoveReleaseOnly(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	rapid.Check(t, func(t *rapid.T) {
		a := drawAsk(t)
		a.Rules, a.Remand = "sds-50", 0
		added := a
		added.Added = rapid.IntRange(1, 200).Draw(t, "added")
		x, err1 := c.Sentence(a)
		y, err2 := c.Sentence(added)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if want := min(released(&x).Add(added.Added), ends(&x)); ends(&x) != ends(&y) || released(&y) != want {
			t.Fatalf("%d days: %v from %v", added.Added, y.Dates, x.Dates)
		}
	})
}

// A sentence beside another never lets anybody out earlier; one after another
// neither.
func TestMoreSentencesAreNeverEarlier(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	rapid.Check(t, func(t *rapid.T) {
		imposed := draws.day.Draw(t, "imposed")
		one := Sentence{ID: "a", Kind: Standard, Offence: imposed - 10, Imposed: imposed, Custody: draws.length.Draw(t, "first"), TopUpUntil: none}
		two := Sentence{Kind: Standard, Offence: imposed - 10, Imposed: imposed, Custody: draws.length.Draw(t, "second"), TopUpUntil: none}
		b := Booking{Born: none, Returned: none, Sentences: []Sentence{one}}
		x, err := c.Booking(&b, "sds-50", today)
		if err != nil {
			t.Fatal(err)
		}
		for _, after := range []string{"", "a"} {
			two.After = after
			b.Sentences = []Sentence{one, two}
			y, err := c.Booking(&b, "sds-50", today)
			if err != nil {
				t.Fatal(err)
			}
			if released(&y) < released(&x) || ends(&y) < ends(&x) {
				t.Fatalf("after %q: %v; alone: %v", after, y.Dates, x.Dates)
			}
		}
	})
}

// The day somebody walks out is never later than release is due, never a day off,
// and since the Act of 2023 never the day before one.
func TestWalksOutEarlierOnly(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	r := &c.england.ReleaseDay
	off := c.off(c.england.Calendar)
	rapid.Check(t, func(t *rapid.T) {
		due := day(rapid.IntRange(19000, 33000).Draw(t, "due")) // 2022 to 2060
		out := r.out(due, off)
		if out > due || off(out.civil()) || due-out > 10 || out >= r.since && off((out+1).civil()) {
			t.Fatalf("due %s, out %s, a %s", due.civil(), out.civil(), out.civil().Weekday())
		}
		if again := r.out(out, off); again != out {
			t.Fatalf("%s moves on to %s", out.civil(), again.civil())
		}
	})
	if friday, _ := dayOf("2026-12-25"); r.out(friday, off).civil() != "2026-12-23" || friday.civil().Weekday() != time.Friday {
		t.Errorf("Christmas Day 2026: out on %s", r.out(friday, off).civil())
	}
}

// Federal good conduct time grows with the sentence and is at most 54 days a year.
func TestGoodConduct(t *testing.T) {
	t.Parallel()
	c := calculator(t)
	rapid.Check(t, func(t *rapid.T) {
		a := Ask{Jurisdiction: Federal, Imposed: draws.day.Draw(t, "imposed").civil(), Length: draws.length.Draw(t, "length"), Today: today}
		e, err := c.Sentence(a)
		if err != nil {
			t.Fatal(err)
		}
		days := e.On(FullTerm).Since(a.Imposed) + 1
		if good := e.On(FullTerm).Since(e.On(ProjectedRelease)); good < 0 || good*365 > days*54+54*2 || days > 366 && good == 0 {
			t.Fatalf("%d days of %d: %v", good, days, e.Dates)
		}
	})
}

func BenchmarkSentence(b *testing.B) {
	c := calculator(b)
	a := Ask{Jurisdiction: EnglandWales, Imposed: "2025-06-16", Length: Length{Years: 5}, Remand: 35, Today: today}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Sentence(a); err != nil {
			b.Fatal(err)
		}
	}
}
