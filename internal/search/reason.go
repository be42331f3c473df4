package search

import (
	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// Reason says in which way something matched. It is a code, for the page to put
// into words.
type Reason = likeness.Reason

// The reasons. A name of several words may have several.
const (
	Exact       = likeness.Exact       // the same, apart from case, accents and spaces
	Misspelt    = likeness.Misspelt    // some letters differ
	LookAlike   = likeness.LookAlike   // characters differ that look alike: O and 0, I, l and 1, rn and m
	Nickname    = likeness.Nickname    // a short or customary form
	SoundsAlike = likeness.SoundsAlike // spelt differently, sounds the same
	OtherScript = likeness.OtherScript // written in another script
	Initial     = likeness.Initial     // only the first letter is given
	BeginsWith  = likeness.BeginsWith  // begins with what was asked

	OneDigit Reason = "one-digit" // a number with one wrong, missing or swapped character
	Swapped  Reason = "swapped"   // the words stand in another order
)

// Fold returns s without what people get wrong first: case, accents, script,
// punctuation.
func Fold(s string) string { return fold.Text(s) }

// Words returns the words of a name that it can be found by, folded.
func Words(s string) []string { return fold.Words(s) }
