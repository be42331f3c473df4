package search

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

func TestGuessesAreTheNearWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-e]{3,8}`), 1, 60).Draw(t, "words")
		v := newVocabulary()
		v.add(words...)
		a := likeness.NewAsked(fold.Token{Word: rapid.StringMatching(`[a-e]{3,8}`).Draw(t, "asked")}, false)
		got := map[string]bool{}
		for _, g := range v.guesses(a) {
			got[g.word] = true
		}
		for _, w := range words {
			if worth, _ := a.Compare(w, likeness.SoundOf(w)); worth > 0 && !got[w] && len(got) < mostGuesses {
				t.Fatalf("%q is worth %.2f for %q and was not guessed", w, worth, a.Text)
			}
		}
	})
}

func TestLikelyIsAPartOfGuesses(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := newVocabulary()
		v.add(rapid.SliceOfN(rapid.StringMatching(`[a-d]{3,6}`), 1, 30).Draw(t, "words")...)
		a := likeness.NewAsked(fold.Token{Word: rapid.StringMatching(`[a-d]{3,6}`).Draw(t, "asked")}, false)
		all := map[string]bool{}
		for _, g := range v.guesses(a) {
			all[g.word] = true
		}
		for _, g := range v.likely(a, 30) {
			if !all[g.word] {
				t.Fatalf("likely has %q for %q, and guesses does not", g.word, a.Text)
			}
		}
	})
}
