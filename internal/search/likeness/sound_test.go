package likeness

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/search/fold"
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
			if SoundOf(w) != SoundOf(same[0]) {
				t.Errorf("%s does not sound like %s", w, same[0])
			}
		}
	}
	for _, w := range []string{"", "王", "42", "é"} {
		if s := SoundOf(w); s != 0 {
			t.Errorf("SoundOf(%q) = %d, want none", w, s)
		}
	}
	for _, pair := range [][2]string{{"smith", "jones"}, {"maria", "mario" + "n"}, {"david", "daniel"}} {
		if SoundOf(pair[0]) == SoundOf(pair[1]) {
			t.Errorf("%s sounds like %s", pair[0], pair[1])
		}
	}
}

func TestSoundOfAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.StringMatching(`[a-z]{0,40}`).Draw(t, "w")
		if SoundOf(w)>>60 != 0 {
			t.Fatalf("SoundOf(%q) does not fit", w)
		}
	})
}

func TestNicknames(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"william": "bill", "bill": "william", "francisco": "pancho", "pepe": "jose", "dima": "dmitri", "mohamed": "mohammed"} {
		if names, direct := Nicknames(word); !slices.Contains(names[:direct], want) {
			t.Errorf("%s does not stand for %s", want, word)
		}
	}
	if names, direct := Nicknames("peggy"); !slices.Contains(names[direct:], "maggie") || slices.Contains(names[:direct], "maggie") {
		t.Error("Maggie is no other short name of Peggy's")
	}
	for _, g := range tables().groups {
		for _, w := range append(slices.Clone(g.formal), g.short...) {
			if fold.Text(w) != w {
				t.Errorf("%q is not folded", w)
			}
		}
	}
}
