package penpals_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/penpals"
)

const today civil.Day = "2026-03-02"

func side(id string, asked civil.Day, free int, languages []string, interests ...string) penpals.Side {
	return penpals.Side{ID: id, AskedOn: asked, Free: free, Languages: languages, Interests: interests}
}

func who(list []penpals.Match) (out []string) {
	for _, m := range list {
		out = append(out, m.Person+"+"+m.Writer)
	}
	return out
}

func TestWhoIsSuggested(t *testing.T) {
	t.Parallel()
	en, es := []string{"en"}, []string{"es"}
	for name, c := range map[string]struct {
		inside, writers []penpals.Side
		apart           penpals.Apart
		want            []string
	}{
		"who waited longest gets the one writer": {
			[]penpals.Side{side("late", "2026-02-01", 1, en), side("early", "2025-02-01", 1, en)}, []penpals.Side{side("w", "2026-01-01", 1, en)}, nil, []string{"early+w"},
		},
		"interests before the waiting of writers": {
			[]penpals.Side{side("p", "2026-02-01", 1, en, "Chess", "birds")}, []penpals.Side{side("old", "2025-01-01", 1, en), side("new", "2026-01-01", 1, en, "chess")}, nil, []string{"p+new"},
		},
		"without interests in common, the writer who waited longest": {
			[]penpals.Side{side("p", "2026-02-01", 1, en, "birds")}, []penpals.Side{side("new", "2026-01-01", 1, en, "chess"), side("old", "2025-01-01", 1, en)}, nil, []string{"p+old"},
		},
		"no language in common":   {[]penpals.Side{side("p", "2026-02-01", 1, es)}, []penpals.Side{side("w", "2026-01-01", 1, en)}, nil, nil},
		"a language nobody knows": {[]penpals.Side{side("p", "2026-02-01", 1, nil)}, []penpals.Side{side("w", "2026-01-01", 1, en)}, nil, []string{"p+w"}},
		"two who are kept apart": {
			[]penpals.Side{side("p", "2025-02-01", 1, en), side("q", "2026-02-01", 1, en)}, []penpals.Side{side("w", "2026-01-01", 1, en)}, penpals.Apart{{"p", "w"}: true}, []string{"q+w"},
		},
		"a person kept from everybody": {[]penpals.Side{side("p", "2025-02-01", 1, en)}, []penpals.Side{side("w", "2026-01-01", 1, en)}, penpals.Apart{{"p", ""}: true}, nil},
		"a writer kept from everybody": {[]penpals.Side{side("p", "2025-02-01", 1, en)}, []penpals.Side{side("w", "2026-01-01", 1, en)}, penpals.Apart{{"", "w"}: true}, nil},
		"who has enough":               {[]penpals.Side{side("p", "2025-02-01", 0, en)}, []penpals.Side{side("w", "2026-01-01", 1, en)}, nil, nil},
		"a writer with room for two": {
			[]penpals.Side{side("p", "2025-02-01", 3, en), side("q", "2025-03-01", 1, en), side("r", "2025-04-01", 1, en)}, []penpals.Side{side("w", "2026-01-01", 2, en)}, nil, []string{"p+w", "q+w"},
		},
	} {
		if got := who(penpals.Suggest(c.inside, c.writers, c.apart, today)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestReasonsSayWhatSpeaksForTwo(t *testing.T) {
	t.Parallel()
	p := side("p", "2026-01-01", 1, []string{"es", "en"}, "Chess", "Gardens")
	for name, c := range map[string]struct {
		writer penpals.Side
		want   string
	}{
		"all":         {side("w", "2026-02-28", 1, []string{"en"}, "chess"), "[{language [en] 0} {interest [Chess] 0} {inside-waits [] 60} {writer-waits [] 2}]"},
		"no language": {side("w", "2026-03-02", 1, nil), "[{no-language [] 0} {inside-waits [] 60} {writer-waits [] 0}]"},
	} {
		if got := fmt.Sprint(penpals.Reasons(p, c.writer, today)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func anySide(id string) *rapid.Generator[penpals.Side] {
	return rapid.Custom(func(t *rapid.T) penpals.Side {
		some := func(from ...string) []string {
			return rapid.SliceOfDistinct(rapid.SampledFrom(from), rapid.ID[string]).Draw(t, "some")
		}
		return side(id, civil.Day("2024-01-01").Add(rapid.IntRange(0, 700).Draw(t, "asked")), rapid.IntRange(0, 3).Draw(t, "free"), some("en", "es", "fa"), some("chess", "birds", "God")...)
	})
}

func anySides(t *rapid.T, kind string, most int) (list []penpals.Side) {
	for n := range rapid.IntRange(0, most).Draw(t, kind) {
		list = append(list, anySide(fmt.Sprintf("%s%d", kind, n)).Draw(t, kind))
	}
	return list
}

// Whatever the lists: nobody is brought together with somebody they are kept from, nobody
// gets more than they want, the order is by waiting, and nobody is passed over for
// somebody who waited less long.
func TestSuggestionsKeepTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		inside, writers, apart := anySides(t, "p", 12), anySides(t, "w", 6), penpals.Apart{}
		for range rapid.IntRange(0, 8).Draw(t, "blocks") {
			two := [2]string{fmt.Sprintf("p%d", rapid.IntRange(0, 12).Draw(t, "p")), fmt.Sprintf("w%d", rapid.IntRange(0, 6).Draw(t, "w"))}
			if whole := rapid.IntRange(0, 5).Draw(t, "whole"); whole < 2 {
				two[whole] = ""
			}
			apart[two] = true
		}
		list := penpals.Suggest(inside, writers, apart, today)
		byID, taken, served := map[string]penpals.Side{}, map[string]int{}, map[string]string{}
		for _, s := range slices.Concat(inside, writers) {
			byID[s.ID] = s
		}
		for i, m := range list {
			if apart[[2]string{m.Person, m.Writer}] || apart[[2]string{m.Person, ""}] || apart[[2]string{"", m.Writer}] {
				t.Fatalf("%s is kept from %s", m.Person, m.Writer)
			}
			if i > 0 && before(byID[m.Person], byID[list[i-1].Person]) {
				t.Fatalf("%s comes behind %s, who waited less long", m.Person, list[i-1].Person)
			}
			if _, twice := served[m.Person]; twice || byID[m.Person].Free < 1 {
				t.Fatalf("%s gets more than they want", m.Person)
			}
			served[m.Person] = m.Writer
			var left []penpals.Side
			for _, w := range writers {
				w.Free -= taken[w.ID]
				left = append(left, w)
			}
			if best := penpals.Candidates(byID[m.Person], left, apart, today); best[0].Writer != m.Writer {
				t.Fatalf("%s gets %s, and %s suits better", m.Person, m.Writer, best[0].Writer)
			}
			if taken[m.Writer]++; taken[m.Writer] > byID[m.Writer].Free {
				t.Fatalf("%s gets more than they want", m.Writer)
			}
		}
		for _, p := range inside {
			if _, ok := served[p.ID]; ok || p.Free < 1 {
				continue
			}
			for _, m := range penpals.Candidates(p, writers, apart, today) {
				for _, other := range list {
					if other.Writer == m.Writer && before(p, byID[other.Person]) {
						t.Fatalf("%s waited longer than %s and could have had %s", p.ID, other.Person, m.Writer)
					}
				}
				if taken[m.Writer] < byID[m.Writer].Free {
					t.Fatalf("%s got nobody, and %s has room", p.ID, m.Writer)
				}
			}
		}
	})
}

func before(a, b penpals.Side) bool {
	return cmp.Or(cmp.Compare(a.AskedOn, b.AskedOn), cmp.Compare(a.ID, b.ID)) < 0
}

func TestHowFarLettersBringTwo(t *testing.T) {
	t.Parallel()
	out := func(on civil.Day) penpals.Letter { return penpals.Letter{ID: string(on), Way: penpals.Out, CameOn: on} }
	in := func(on civil.Day) penpals.Letter { return penpals.Letter{ID: string(on), Way: penpals.In, CameOn: on} }
	for want, lists := range map[penpals.State][][]penpals.Letter{
		penpals.Accepted:  {nil},
		penpals.FirstSent: {{out("2026-01-01")}, {in("2026-01-01")}, {out("2026-01-02"), out("2026-01-01")}},
		penpals.Replied:   {{out("2026-01-01"), in("2026-01-09")}, {in("2026-01-09"), out("2026-01-01"), out("2026-01-05")}},
		penpals.Active:    {{out("2026-01-01"), in("2026-01-09"), out("2026-01-20")}, {in("2026-01-09"), out("2026-01-01"), in("2026-01-10")}},
	} {
		for _, letters := range lists {
			if got := penpals.AfterLetters(letters); got != want {
				t.Errorf("%v: %s, want %s", letters, got, want)
			}
		}
	}
}

// The order in which letters are logged changes nothing.
func TestLettersCanBeLoggedInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var list []penpals.Letter
		for n := range rapid.IntRange(0, 8).Draw(t, "n") {
			list = append(list, penpals.Letter{ID: fmt.Sprint(n), Way: rapid.SampledFrom(penpals.Ways()).Draw(t, "way"), CameOn: today.Add(rapid.IntRange(0, 40).Draw(t, "on"))})
		}
		if a, b := penpals.AfterLetters(list), penpals.AfterLetters(rapid.Permutation(list).Draw(t, "order")); a != b {
			t.Fatalf("%s and %s", a, b)
		}
	})
}

func TestWhenAPairIsSilent(t *testing.T) {
	t.Parallel()
	policy := penpals.Policy{NudgeDays: 30, RematchDays: 60}
	pair := penpals.Pair{State: penpals.FirstSent, StateOn: "2026-03-01", FromOn: "2026-02-27", LastOn: "2026-03-01"}
	for _, c := range []struct {
		change func(*penpals.Pair)
		on     civil.Day
		want   penpals.State
		since  civil.Day
	}{
		{nil, "2026-04-29", penpals.FirstSent, "2026-03-01"},
		{nil, "2026-04-30", penpals.Silent, "2026-04-30"},
		{nil, "2026-08-01", penpals.Silent, "2026-04-30"},
		{func(p *penpals.Pair) { p.PausedOn = "2026-03-05" }, "2026-08-01", penpals.FirstSent, "2026-03-01"},
		{func(p *penpals.Pair) { p.State = penpals.Ended }, "2026-08-01", penpals.Ended, "2026-03-01"},
		{func(p *penpals.Pair) { p.State = penpals.Proposed }, "2026-08-01", penpals.Proposed, "2026-03-01"},
		{func(p *penpals.Pair) { p.State, p.LastOn = penpals.Accepted, "" }, "2026-04-28", penpals.Silent, "2026-04-28"},
		{func(p *penpals.Pair) { p.FromOn = "2026-04-01" }, "2026-05-30", penpals.FirstSent, "2026-03-01"},
	} {
		p := pair
		if c.change != nil {
			c.change(&p)
		}
		if state, since := p.Stands(policy, c.on); state != c.want || since != c.since {
			t.Errorf("on %s: %s since %s, want %s since %s", c.on, state, since, c.want, c.since)
		}
	}
}

func TestTheSuggestedDaysHaveTheirSource(t *testing.T) {
	t.Parallel()
	s := penpals.Suggestion
	if s.NudgeDays != 30 || s.RematchDays != 60 || s.Citation == "" || s.Mark == "" {
		t.Errorf("%+v", s)
	}
}
