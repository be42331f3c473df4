package columns

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// phrase is a heading as it is compared: words in lower case without accents,
// abbreviations written out.
type phrase []string

// same turns words into the one that is compared.
var same = map[string]string{
	"no": "number", "num": "number", "nr": "number", "nbr": "number", "nos": "number", "nums": "number", "numbers": "number", "numero": "number",
	"dt": "date", "dte": "date", "fecha": "date", "addr": "address", "inst": "institution", "rel": "release", "sent": "sentence", "exp": "expected",
}

// empty words do not tell headings apart.
var empty = map[string]bool{"the": true, "of": true, "and": true, "y": true, "de": true, "del": true, "la": true, "el": true, "los": true, "las": true, "s": true}

// fold reads a heading. "D.O.B." is dob, "DOC #" is doc number, "lastContact"
// is last contact, "Nº de interno" is number interno.
func fold(heading string) phrase {
	var words phrase
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = word[:0]
		}
	}
	// º decomposes to o, so that "Nº" is "no"; accents become marks and drop.
	letters := []rune(norm.NFKD.String(heading))
	for i, r := range letters {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == '\'' || r == '’':
			continue
		case r == '#':
			end()
			words = append(words, "number")
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if turnsUp(letters, i) {
				end()
			}
			word = append(word, unicode.ToLower(r))
		default:
			end()
		}
	}
	end()
	return tidy(joinLetters(words))
}

// turnsUp reports whether a word begins within letters: lastContact, DOCNumber.
func turnsUp(s []rune, i int) bool {
	if i == 0 || !unicode.IsUpper(s[i]) {
		return false
	}
	return unicode.IsLower(s[i-1]) || unicode.IsUpper(s[i-1]) && i+1 < len(s) && unicode.IsLower(s[i+1])
}

// joinLetters makes one word of single letters in a row: d o b, a k a.
func joinLetters(words phrase) phrase {
	var out phrase
	for i := 0; i < len(words); {
		j := i
		for j < len(words) && len(words[j]) == 1 && words[j] != "y" {
			j++
		}
		if j-i > 1 {
			out = append(out, strings.Join(words[i:j], ""))
			i = j
			continue
		}
		out = append(out, words[i])
		i++
	}
	return out
}

func tidy(words phrase) phrase {
	out := words[:0]
	for _, w := range words {
		if s, ok := same[w]; ok {
			w = s
		}
		if !empty[w] {
			out = append(out, w)
		}
	}
	return out
}

// likeness says from 0 to 1 how well a heading says a phrase. Every word of the
// phrase must be there; other words in the heading take something away.
func likeness(heading, p phrase) float64 {
	if len(p) == 0 || len(heading) == 0 || len(p) > len(heading) {
		return 0
	}
	if slices.Equal(heading, p) {
		return 1
	}
	sum := 0.0
	for _, word := range p {
		best := 0.0
		for _, h := range heading {
			best = max(best, wordLikeness(h, word))
		}
		if best == 0 {
			return 0
		}
		sum += best
	}
	exact := sum / float64(len(p))
	return exact * (0.5 + 0.45*float64(len(p))/float64(len(heading)))
}

// wordLikeness compares two words: equal, cut short, or one letter wrong.
func wordLikeness(a, b string) float64 {
	switch {
	case a == b:
		return 1
	case len(a) >= 3 && len(b) >= 5 && strings.HasPrefix(b, a):
		return 0.8
	case len(a) >= 5 && len(b) >= 5 && oneOff(a, b):
		return 0.85
	}
	return 0
}

// oneOff reports whether one letter added, lost, changed or exchanged with its
// neighbour makes b of a.
func oneOff(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch {
	case x == "" || y == "":
		return len(x)+len(y) <= 1
	case x[1:] == y[1:], x[1:] == y, x == y[1:]:
		return true
	}
	return len(x) > 1 && len(y) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
}
