package settings

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/authz"
	"github.com/throughcare/throughcare/internal/database"
	"github.com/throughcare/throughcare/internal/dbtest"
	"github.com/throughcare/throughcare/internal/fault"
	"github.com/throughcare/throughcare/internal/trail"
)

var boss = authz.NewActor("a1", "Ada", authz.Administrator, authz.SeesNone, Manage)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestChange(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, err := Open(ctx, db)
		must(t, err)
		if diff := cmp.Diff(Defaults(""), s.Current(ctx), cmp.Comparer(func(a, b map[string]Noun) bool { return len(a) == len(b) })); diff != "" {
			t.Fatal(diff)
		}
		must(t, s.Change(ctx, boss, func(c *Choices) {
			*c = Defaults("GB")
			c.Name, c.OpenTeam, c.Capabilities = "  Harrow   Letters ", true, []string{"cases", "calendar", "cases"}
			c.Nouns = map[string]Noun{"person": {"resident", "residents"}, "case": {}, "nonsense": {"a", "b"}}
		}))
		again, err := Open(ctx, db)
		must(t, err)
		got := again.Current(ctx)
		want := Defaults("GB")
		want.Name, want.OpenTeam, want.Capabilities = "Harrow Letters", true, []string{"calendar", "cases"}
		want.Nouns = map[string]Noun{"person": {"resident", "residents"}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(got, s.Current(ctx)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRules(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		s, err := Open(ctx, db)
		must(t, err)
		must(t, s.Change(ctx, boss, func(c *Choices) { c.Name = "H" }))
		if err := s.Change(ctx, authz.NewActor("w", "Wim", authz.Worker, 0), func(*Choices) {}); !fault.Is(err, fault.Forbidden) {
			t.Fatal(err)
		}
		for field, fn := range map[string]func(*Choices){
			"name":         func(c *Choices) { c.Name = " " },
			"country":      func(c *Choices) { c.Country = "USA" },
			"words":        func(c *Choices) { c.Words = "AU" },
			"language":     func(c *Choices) { c.Language = "tlh" },
			"time_zone":    func(c *Choices) { c.TimeZone = "Mars/Olympus" },
			"date_order":   func(c *Choices) { c.DateOrder = "ydm" },
			"letter_days":  func(c *Choices) { c.LetterDays = 0 },
			"quiet_days":   func(c *Choices) { c.QuietDays = 6 },
			"lock_minutes": func(c *Choices) { c.LockMinutes = 16 },
			"of_age":       func(c *Choices) { c.OfAge = 15 },
			"noun_case":    func(c *Choices) { c.Nouns = map[string]Noun{"case": {One: "file"}} },
		} {
			err := s.Change(ctx, boss, fn)
			e, ok := err.(*fault.Error)
			if !ok || e.Kind != fault.Invalid || len(e.Problems) != 1 || e.Problems[0].Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if s.Current(ctx).Name != "H" {
			t.Error("a refused change was kept")
		}
	})
}

func TestUndoIsSeenAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s, err := Open(t.Context(), db)
		must(t, err)
		must(t, s.Change(t.Context(), boss, func(c *Choices) { c.Name = "Before" }))
		ctx, made := trail.Collect(t.Context())
		must(t, s.Change(ctx, boss, func(c *Choices) { c.Name = "After" }))
		must(t, trail.Undo(t.Context(), db, boss, made.Changes()[0].Change, s.Undone))
		if got := s.Current(t.Context()).Name; got != "Before" {
			t.Fatal(got)
		}
	})
}

// Another server's change is seen after a few seconds.
func TestChangesElsewhere(t *testing.T) {
	t.Parallel()
	dbtest.EachClock(t, func(t *testing.T, db *database.DB, clock *dbtest.Clock) {
		here, err := Open(t.Context(), db)
		must(t, err)
		elsewhere, err := Open(t.Context(), db)
		must(t, err)
		must(t, elsewhere.Change(t.Context(), boss, func(c *Choices) { c.Name = "New" }))
		clock.Add(fresh + time.Second)
		if got := here.Current(t.Context()).Name; got != "New" {
			t.Fatal(got)
		}
	})
}

func TestRowsAreReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := Defaults(rapid.SampledFrom([]string{"US", "GB", "NZ", "DE"}).Draw(t, "country"))
		c.Name = rapid.StringMatching(`[A-Za-zñ ]{1,30}`).Draw(t, "name")
		c.OpenTeam = rapid.Bool().Draw(t, "open")
		c.LetterDays = rapid.IntRange(1, 365).Draw(t, "days")
		c.Capabilities = rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{3,8}`), 1, 4, func(s string) string { return s }).Draw(t, "capabilities")
		c.Nouns = map[string]Noun{"task": {"job", "jobs"}}
		c.tidy()
		if diff := cmp.Diff(c, fromRows(c.rows())); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestLocale(t *testing.T) {
	t.Parallel()
	uk, us := Defaults("GB"), Defaults("US")
	spanish := us
	spanish.Language = "es"
	for _, c := range []struct {
		choices Choices
		own     string
		want    string
	}{
		{us, "", "en"}, {uk, "", "en-GB"}, {uk, "es", "es"}, {us, "xx", "en"}, {spanish, "", "es"}, {spanish, "en", "en"}, {uk, "en", "en-GB"},
	} {
		if got := c.choices.Locale(c.own); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.choices.Words, c.own, got, c.want)
		}
	}
}

func TestZonesAreKnown(t *testing.T) {
	t.Parallel()
	for _, z := range append(Zones(), Defaults("US").TimeZone, Defaults("NZ").TimeZone) {
		if !KnownZone(z) {
			t.Errorf("%s is no time zone", z)
		}
	}
}

// Every age says where it was read, and is one that may be chosen.
func TestMajorities(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, m := range majorities {
		if seen[m.Country] || m.Citation == "" || !between(m.Age, LeastOfAge, MostOfAge) || (m.VerifiedOn == "") != (m.Mark == "unverified") {
			t.Errorf("%+v", m)
		}
		seen[m.Country] = true
	}
	if !seen[""] || MajorityOf("FR").Citation != majorities[0].Citation || MajorityOf("US").Country != "US" || Defaults("US").OfAge != 18 {
		t.Errorf("%v", seen)
	}
}
