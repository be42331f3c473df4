package phrases

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed" // the commonest words
	"math"
	"strings"
	"unicode"
)

// commonest holds pass words and English words people choose most, most common
// first: the frequency lists of dropbox/zxcvbn (MIT, see commonest.LICENSE),
// merged. It is packed because many of them are not nice to read.
//
//go:embed commonest.txt.gz
var commonest []byte

// Bits estimates how many bits of guessing a pass phrase takes: it is cut in
// the cheapest way into common words, the words in own (names of the person
// and the organisation, which a guesser tries first), repetitions, runs along
// the alphabet or the keyboard, and single characters. It follows the idea of
// zxcvbn (Wheeler, USENIX Security 2016) in small.
func Bits(phrase string, own ...string) float64 {
	words := ranks(own)
	plain := []rune(strings.ToLower(phrase))
	bits := cheapest(plain, words)
	if spoken := []rune(strings.Map(unleet, string(plain))); string(spoken) != string(plain) {
		bits = min(bits, cheapest(spoken, words)+2)
	}
	for _, r := range phrase {
		if unicode.IsUpper(r) {
			return bits + 1
		}
	}
	return bits
}

// cheapest is the cost of the cheapest cut of s, found from left to right.
func cheapest(s []rune, words map[string]int) float64 {
	best := make([]float64, len(s)+1)
	for end := 1; end <= len(s); end++ {
		best[end] = best[end-1] + single(s[end-1])
		for start := max(0, end-32); start <= end-3; start++ {
			if rank, ok := words[string(s[start:end])]; ok {
				best[end] = min(best[end], best[start]+math.Log2(float64(rank+2)))
			} else if run(s[start:end]) {
				best[end] = min(best[end], best[start]+5)
			}
		}
		for n := 1; 2*n <= end; n++ {
			if string(s[end-2*n:end-n]) == string(s[end-n:end]) {
				best[end] = min(best[end], best[end-n]+1)
			}
		}
	}
	return best[len(s)]
}

// single is the cost of one character that is part of nothing.
func single(r rune) float64 {
	switch {
	case r == ' ' || r == '-':
		return 1
	case r < unicode.MaxASCII && (unicode.IsLower(r) || unicode.IsDigit(r)):
		return 5.2 // one in 36
	}
	return 6
}

const rows = "1234567890 qwertyuiop asdfghjkl zxcvbnm"

var rowsBack = reversed(rows)

// run reports a stretch of the alphabet, of digits, or of a keyboard row.
func run(s []rune) bool {
	if text := string(s); strings.Contains(rows, text) || strings.Contains(rowsBack, text) {
		return true
	}
	step := s[1] - s[0]
	if step < -1 || step > 1 {
		return false
	}
	for i := 2; i < len(s); i++ {
		if s[i]-s[i-1] != step {
			return false
		}
	}
	return true
}

func reversed(s string) string {
	var b strings.Builder
	for i := len(s) - 1; i >= 0; i-- {
		b.WriteByte(s[i])
	}
	return b.String()
}

func unleet(r rune) rune {
	if i := strings.IndexRune("013457@$!", r); i >= 0 {
		return rune("oleastasi"[i])
	}
	return r
}

// ranks is every word with its place in the list; own words stand first. It is
// built when a pass phrase is chosen, which is seldom, and not kept.
func ranks(own []string) map[string]int {
	words := make(map[string]int, 35000)
	packed, err := gzip.NewReader(bytes.NewReader(commonest))
	if err != nil {
		panic("phrases: the list of common words is damaged: " + err.Error())
	}
	lines := bufio.NewScanner(packed)
	for lines.Scan() {
		words[lines.Text()] = len(words)
	}
	for _, text := range own {
		for word := range strings.FieldsFuncSeq(strings.ToLower(text), NotWord) {
			words[word] = 0
		}
	}
	return words
}

// NotWord reports a character that parts words.
func NotWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
