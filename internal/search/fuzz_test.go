package search_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/throughcare/throughcare/internal/search"
)

// Folding is done once: what was folded folds to itself, and its words are the
// words of what was typed.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Yusuf Karimi", "José", "Jose\u0301", "Straße", "İIıi", "ﬁ", "٣٤٥", "山田", "\xff", "a\u200bb", "Nguyễn", "О'Коннор"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := search.Fold(text)
		if again := search.Fold(folded); again != folded {
			t.Fatalf("%q folds to %q, and that to %q", text, folded, again)
		}
		if utf8.ValidString(text) && !utf8.ValidString(folded) {
			t.Fatalf("%q folds to %q", text, folded)
		}
		if a, b := search.Words(text), search.Words(folded); len(text) < 100 && !slices.Equal(a, b) { // a text that is cut is cut elsewhere when folded
			t.Fatalf("%q has the words %q, folded %q", text, a, b)
		}
		_ = search.NumberKey(text) // it ends
	})
}
