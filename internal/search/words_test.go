package search

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSound(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"smith", "smyth", "smithe"},
		{"philip", "filip", "phillip", "felipe"},
		{"mohammed", "mohamad", "muhammad", "mhmd", "mehmet"},
		{"karimi", "krimi", "kareemi", "carimi"},
		{"hussein", "husain", "hosein", "hsin"},
		{"jimenez", "jimenes"},
		{"gonzalez", "gonzales"},
		{"shevchenko", "chevchenko", "schevtchenko"},
		{"christos", "kristos"},
		{"nicholls", "nichols"},
		{"wright", "write"},
		{"hernandez", "ernandez"},
		{"tsvetkov", "tzvetkov"},
		{"alexander", "aleksander"},
		{"walid", "valid"},
	} {
		for _, w := range same[1:] {
			if soundOf(w) != soundOf(same[0]) {
				t.Errorf("%s does not sound like %s", w, same[0])
			}
		}
	}
	for _, w := range []string{"", "王", "42", "é"} {
		if s := soundOf(w); s != 0 {
			t.Errorf("soundOf(%q) = %d, want none", w, s)
		}
	}
	for _, pair := range [][2]string{{"smith", "jones"}, {"maria", "mario" + "n"}, {"david", "daniel"}} {
		if soundOf(pair[0]) == soundOf(pair[1]) {
			t.Errorf("%s sounds like %s", pair[0], pair[1])
		}
	}
}

func TestSoundOfAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.StringMatching(`[a-z]{0,40}`).Draw(t, "w")
		if soundOf(w)>>60 != 0 {
			t.Fatalf("soundOf(%q) does not fit", w)
		}
	})
}

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

func TestNicknames(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"william": "bill", "bill": "william", "francisco": "pancho", "pepe": "jose", "dima": "dmitri", "mohamed": "mohammed"} {
		if names, direct := loadNicknames().of(word); !slices.Contains(names[:direct], want) {
			t.Errorf("%s does not stand for %s", want, word)
		}
	}
	if names, direct := loadNicknames().of("bill"); !slices.Contains(names[direct:], "will") {
		t.Error("Will is no other short name of Bill's")
	}
	for _, g := range loadNicknames().groups {
		for _, w := range append(slices.Clone(g.formal), g.short...) {
			if Fold(w) != w {
				t.Errorf("%q is not folded", w)
			}
		}
	}
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
