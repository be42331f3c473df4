package keys

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"unicode"
)

// MinBits is the least strength of a pass phrase, by our own estimate. At the
// default cost a guess takes a processor core about a second, so 2^60 of them
// are 36 thousand million core-years, which leaves room for an estimate that is
// wrong and machines that are better.
const MinBits = 60

// PhraseWords is the number of words of a generated pass phrase.
const PhraseWords = 6

// Generate makes a pass phrase of six random words, and says how strong it is:
// exactly 66 bits, as each word is one of 2,048.
func Generate() (phrase string, bits float64) {
	words := make([]string, PhraseWords)
	for i := range words {
		n := binary.LittleEndian.Uint16(random(2)) % uint16(len(list())) //nolint:gosec // 2,048 divides 65,536: no bias
		words[i] = list()[n]
	}
	return strings.Join(words, " "), PhraseWords * math.Log2(float64(len(list())))
}

// The estimate, in bits. It is made low on purpose: it knows less than somebody
// who guesses for a living.
const (
	bitsListed  = 11.0 // a word of our list
	bitsWord    = 13.0 // another word, or a name: one of about 8,000 that people choose
	bitsSmall   = 3.0  // the, and, my
	bitsAgain   = 1.0  // what was there already, or follows from what was there
	bitsQuoted  = 10.0 // a known line, whatever its length
	bitsLetter  = 4.5  // a letter of no word
	bitsDigit   = 3.0
	bitsSign    = 4.0
	bitsCapital = 0.5 // a capital where one is usual adds next to nothing
)

// Strength estimates how many bits somebody has to guess to find a pass phrase
// that a person chose. It counts words, not letters, wherever letters look like
// words, and next to nothing for repetition, runs and well-known lines.
func Strength(passphrase string) float64 {
	tokens := tokenize(canonical(passphrase))
	bits := 0.0
	seen := map[string]bool{}
	quoted := quotations(tokens)
	for i, t := range tokens {
		low := strings.ToLower(t)
		switch {
		case quoted[i] == inside:
		case quoted[i] == begins:
			bits += bitsQuoted
		case seen[low]:
			bits += bitsAgain
		default:
			bits += tokenBits(t)
		}
		seen[low] = true
	}
	return bits
}

// tokenize cuts a phrase into runs of letters, runs of digits, and single signs.
func tokenize(s string) (tokens []string) {
	kind := func(r rune) int {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'' || r == '’':
			return 1
		case unicode.IsDigit(r):
			return 2
		case unicode.IsSpace(r):
			return 3
		}
		return 4
	}
	start, last := 0, 0
	for i, r := range s {
		k := kind(r)
		if i > start && (k != last || k == 4) {
			tokens = append(tokens, s[start:i])
			start = i
		}
		last = k
	}
	if start < len(s) {
		tokens = append(tokens, s[start:])
	}
	return slices.DeleteFunc(tokens, func(t string) bool { return strings.TrimSpace(t) == "" })
}

var smallWords = strings.Fields(`a an and are as at be but by for from he her his i if in is it me my no not of on or our she
	so that the their them they this to up us was we were with you your`)

func tokenBits(t string) float64 {
	low, runes := strings.ToLower(t), []rune(t)
	switch {
	case unicode.IsDigit(runes[0]):
		return digitBits(t)
	case !unicode.IsLetter(runes[0]):
		return bitsSign
	case slices.Contains(smallWords, low):
		return bitsSmall
	}
	capital := 0.0
	if low != t {
		capital = bitsCapital
	}
	if _, listed := slices.BinarySearch(list(), low); listed {
		return bitsListed + capital
	}
	letters := bitsLetter * float64(steps(runes))
	if wordlike(low) {
		return min(bitsWord, letters) + capital
	}
	return letters + capital
}

// digitBits counts a year as a word and other digits one by one.
func digitBits(t string) float64 {
	n := bitsDigit * float64(steps([]rune(t)))
	if len(t) == 4 && (t[:2] == "19" || t[:2] == "20") {
		return min(n, 7)
	}
	return n
}

// keyboard is the runs that fingers make; the alphabet is one of them.
const keyboard = "qwertyuiop asdfghjkl zxcvbnm qwertzuiop azertyuiop 1234567890"

// steps counts the characters that do not follow from the one before: aaaa,
// abcd, 4321 and qwer are little more than one.
func steps(runes []rune) int {
	n := 0
	for i, r := range runes {
		if i == 0 || !follows(unicode.ToLower(runes[i-1]), unicode.ToLower(r)) {
			n++
		}
	}
	return n
}

func follows(a, b rune) bool {
	if d := b - a; d >= -1 && d <= 1 {
		return true
	}
	return strings.Contains(keyboard, string([]rune{a, b})) || strings.Contains(keyboard, string([]rune{b, a}))
}

// wordlike reports whether letters could be said: vowels among them, and no long
// stretch without one. Other alphabets are taken for words.
func wordlike(s string) bool {
	run, vowels, letters := 0, 0, 0
	for _, r := range s {
		if r > unicode.MaxASCII {
			return true
		}
		letters++
		run++
		if strings.ContainsRune("aeiouy", r) {
			vowels++
			run = 0
		}
		if run > 4 {
			return false
		}
	}
	return vowels*6 >= letters
}

const (
	begins = 1 // the first word of a known line
	inside = 2
)

// quotations marks where three or more words in a row stand in a known line.
func quotations(tokens []string) []int {
	marks := make([]int, len(tokens))
	for i := 0; i < len(tokens); {
		n := quotedFrom(tokens[i:])
		if n < 3 {
			i++
			continue
		}
		marks[i] = begins
		for j := i + 1; j < i+n; j++ {
			marks[j] = inside
		}
		i += n
	}
	return marks
}

// quotedFrom is how many of the tokens at the beginning stand in a row in one of
// the known lines.
func quotedFrom(tokens []string) int {
	best := 0
	for _, line := range knownLines() {
		for at := range line {
			n := 0
			for n < len(tokens) && at+n < len(line) && strings.ToLower(tokens[n]) == line[at+n] {
				n++
			}
			best = max(best, n)
		}
	}
	return best
}
