package likeness

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/search/fold"
)

// Reason says in which way something matched. It is a code, for the page to put
// into words.
type Reason string

// The reasons for which two words match.
const (
	Exact       Reason = "exact"        // the same, apart from case, accents and spaces
	Misspelt    Reason = "misspelt"     // some letters differ
	LookAlike   Reason = "look-alike"   // characters differ that look alike: O and 0, I, l and 1, rn and m
	Nickname    Reason = "nickname"     // a short or customary form
	SoundsAlike Reason = "sounds-alike" // spelt differently, sounds the same
	OtherScript Reason = "other-script" // written in another script
	Initial     Reason = "initial"      // only the first letter is given
	BeginsWith  Reason = "begins-with"  // begins with what was asked
)

// Least is what two words are worth at least that have to do with each other.
const Least = 0.70

// What a word that matches in one way or another is worth, 1 being the same word.
const (
	worthLookAlike = 0.96
	worthNickname  = 0.94
	worthSibling   = 0.86 // another short form of the same name
	worthSound     = 0.83
	worthScripts   = 0.90 // two scripts that sound the same
	worthInitial   = 0.82
	worthBegins    = 0.80 // and up to 0.16 more, the more of the word was given
)

// Asked is one word of a query, prepared for comparing.
type Asked struct {
	fold.Token
	*Pattern
	Sound   Sound
	Names   []string // that stand for the same, the first Direct of them directly
	Direct  int
	Slack   int      // how many letters may be wrong
	Reread  *Pattern // with groups of letters read as the one letter they look like, nil when there are none
	Partial bool     // it may be the beginning of a word that is still being typed

	shape string // how it looks to a bad eye
}

// NewAsked prepares a word; partial says that it may be the beginning of a longer
// one.
func NewAsked(t fold.Token, partial bool) *Asked {
	a := &Asked{Token: t, Pattern: NewPattern(t.Word), Sound: SoundOf(t.Word), Partial: partial}
	a.Names, a.Direct = Nicknames(t.Word)
	a.Slack = slackOf(a.Runes)
	var buf [fold.LongestWord]byte
	a.shape = string(shapeOf(buf[:0], t.Word))
	if again := groups.Replace(t.Word); again != t.Word {
		a.Reread = NewPattern(again)
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

// IsInitial reports whether only the first letter of a word is given.
func (a *Asked) IsInitial() bool { return a.Runes == 1 && a.Text[0] < 0x80 }

// Compare tells how much of the asked word is in a word of a name, from 0 to 1,
// and in which way. Below Least the answer is 0.
func (a *Asked) Compare(word string, s Sound) (worth float64, how Reason) {
	switch {
	case word == a.Text:
		return 1, Exact
	case len(word) == 1 || a.IsInitial():
		return a.initial(word)
	}
	dist := a.Slack + 1
	if a.Near(MaskOf(word), a.Slack) {
		dist = a.Distance(word)
	}
	worth, how = a.Differing(word, s, dist)
	if w := a.nickname(word); w > worth {
		worth, how = w, Nickname
	}
	if a.Partial && strings.HasPrefix(word, a.Text) {
		if w := worthBegins + 0.16*float64(len(a.Text))/float64(len(word)); w > worth {
			worth, how = w, BeginsWith
		}
	}
	return worth, how
}

// Meets is Compare for a word of a name that may be written in another script.
func (a *Asked) Meets(t fold.Token) (float64, Reason) {
	s := SoundOf(t.Word)
	worth, how := a.Compare(t.Word, s)
	if a.Script == t.Script || how == "" || how == Initial {
		return worth, how
	}
	if worth < worthScripts && s == a.Sound && s.IsTelling() {
		worth = worthScripts
	}
	if how != BeginsWith && (how != Nickname || a.Distance(t.Word) <= a.Slack) {
		how = OtherScript
	}
	return worth, how
}

// Differing is Compare for a word at distance dist that is no short name of the
// one asked and no longer word that begins like it.
func (a *Asked) Differing(word string, s Sound, dist int) (worth float64, how Reason) {
	var buf [fold.LongestWord]byte
	if a.shape != "" && a.shape == string(shapeOf(buf[:0], word)) {
		return worthLookAlike, LookAlike
	}
	if dist <= a.Slack {
		worth, how = closeness(a.Text, word, dist, max(a.Runes, len(word))), Misspelt
	}
	if worth < worthSound && s == a.Sound && s.IsTelling() {
		worth, how = worthSound, SoundsAlike
	}
	if worth < Least {
		return 0, ""
	}
	return worth, how
}

// initial compares two words of which one is a single letter.
func (a *Asked) initial(word string) (float64, Reason) {
	switch {
	case word[0] != a.Text[0]:
		return 0, ""
	case a.IsInitial():
		return worthInitial, Initial
	}
	return worthInitial - 0.04, Initial
}

// closeness of two words that differ in d of n letters.
func closeness(a, b string, d, n int) float64 {
	edits := 1 - float64(d)/float64(n)
	if !fold.IsASCII(a) || !fold.IsASCII(b) {
		return edits
	}
	return 0.6*JaroWinkler(a, b) + 0.4*edits
}

func (a *Asked) nickname(word string) float64 {
	switch i := slices.Index(a.Names, word); {
	case i < 0:
		return 0
	case i < a.Direct:
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
