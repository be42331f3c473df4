package search

import (
	"slices"
	"strings"
)

// Reason says in which way something matched. It is a code, for the page to put
// into words.
type Reason string

// The reasons. A name of several words may have several.
const (
	Exact       Reason = "exact"        // the same, apart from case, accents and spaces
	Misspelt    Reason = "misspelt"     // some letters differ
	LookAlike   Reason = "look-alike"   // characters differ that look alike: O and 0, I, l and 1, rn and m
	Nickname    Reason = "nickname"     // a short or customary form
	SoundsAlike Reason = "sounds-alike" // spelt differently, sounds the same
	OtherScript Reason = "other-script" // written in another script
	Initial     Reason = "initial"      // only the first letter is given
	BeginsWith  Reason = "begins-with"  // begins with what was asked
	OneDigit    Reason = "one-digit"    // a number with one wrong, missing or swapped character
	Swapped     Reason = "swapped"      // the words stand in another order
)

// What a word that matches in one way or another is worth, 1 being the same word.
const (
	worthLookAlike = 0.96
	worthNickname  = 0.94
	worthSibling   = 0.86 // another short form of the same name
	worthSound     = 0.83
	worthInitial   = 0.82
	worthBegins    = 0.80 // and up to 0.16 more, the more of the word was given
	leastWorth     = 0.70 // below this two words have nothing to do with each other
)

// asked is one word of a query, prepared for comparing.
type asked struct {
	token
	*pattern
	sound   sound
	names   []string // that stand for the same, the first direct of them directly
	direct  int
	slack   int      // how many letters may be wrong
	shape   string   // how it looks to a bad eye
	reread  *pattern // with groups of letters read as the one letter they look like, nil when there are none
	partial bool     // it may be the beginning of a word that is still being typed
}

func newAsked(t token, partial bool) *asked {
	a := &asked{token: t, pattern: newPattern(t.word), sound: soundOf(t.word), partial: partial}
	a.names, a.direct = loadNicknames().of(t.word)
	a.slack = slackOf(a.runes)
	var buf [longestWord]byte
	a.shape = string(shapeOf(buf[:0], t.word))
	if again := groups.Replace(t.word); again != t.word {
		a.reread = newPattern(again)
	}
	return a
}

// groups are the letters that a scanner makes of one.
var groups = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d")

// slackOf is how many letters may be wrong in a word of n. Two in a word of
// five let much in that is not meant; the ranking puts it last.
func slackOf(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 5:
		return 1
	case n < 10:
		return 2
	}
	return 3
}

// isInitial reports whether only the first letter of a word is given.
func (a *asked) isInitial() bool { return a.runes == 1 && a.text[0] < 0x80 }

// compare tells how much of the asked word is in a word of a name, from 0 to 1,
// and in which way. Below leastWorth the answer is 0.
func (a *asked) compare(word string, s sound) (worth float64, how Reason) {
	switch {
	case word == a.text:
		return 1, Exact
	case len(word) == 1 || a.isInitial():
		return a.initial(word)
	}
	dist := a.slack + 1
	if a.near(maskOf(word), a.slack) {
		dist = a.distance(word)
	}
	worth, how = a.differing(word, s, dist)
	if w := a.nickname(word); w > worth {
		worth, how = w, Nickname
	}
	if a.partial && strings.HasPrefix(word, a.text) {
		if w := worthBegins + 0.16*float64(len(a.text))/float64(len(word)); w > worth {
			worth, how = w, BeginsWith
		}
	}
	return worth, how
}

// differing is compare for a word at distance dist that is no short name of the
// one asked and no longer word that begins like it.
func (a *asked) differing(word string, s sound, dist int) (worth float64, how Reason) {
	var buf [longestWord]byte
	if a.shape != "" && a.shape == string(shapeOf(buf[:0], word)) {
		return worthLookAlike, LookAlike
	}
	if dist <= a.slack {
		worth, how = closeness(a.text, word, dist, max(a.runes, len(word))), Misspelt
	}
	if worth < worthSound && s == a.sound && isTelling(s) {
		worth, how = worthSound, SoundsAlike
	}
	if worth < leastWorth {
		return 0, ""
	}
	return worth, how
}

// isTelling reports whether a sound has at least two parts.
func isTelling(s sound) bool { return s >= 1<<5 }

// initial compares two words of which one is a single letter.
func (a *asked) initial(word string) (float64, Reason) {
	switch {
	case word[0] != a.text[0]:
		return 0, ""
	case a.isInitial():
		return worthInitial, Initial
	}
	return worthInitial - 0.04, Initial
}

// closeness of two words that differ in d of n letters.
func closeness(a, b string, d, n int) float64 {
	edits := 1 - float64(d)/float64(n)
	if !isASCII(a) || !isASCII(b) {
		return edits
	}
	return 0.6*jaroWinkler(a, b) + 0.4*edits
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func (a *asked) nickname(word string) float64 {
	switch i := slices.Index(a.names, word); {
	case i < 0:
		return 0
	case i < a.direct:
		return worthNickname
	}
	return worthSibling
}

// shapeOf appends to buf how a word looks to a scanner: one letter for each group
// that is taken for one another. It is empty for a word outside ASCII.
func shapeOf(buf []byte, word string) []byte {
	for i := 0; i < len(word); i++ {
		c := word[i]
		var next byte
		if i+1 < len(word) {
			next = word[i+1]
		}
		switch {
		case c >= 0x80:
			return buf[:0]
		case c == 'r' && next == 'n':
			c, i = 'm', i+1
		case c == 'v' && next == 'v':
			c, i = 'w', i+1
		case c == 'c' && next == 'l':
			c, i = 'd', i+1
		case c == '1' || c == 'l':
			c = 'i'
		case c == '0':
			c = 'o'
		case c == '5':
			c = 's'
		case c == '8':
			c = 'b'
		case c == '2':
			c = 'z'
		}
		buf = append(buf, c)
	}
	return buf
}
