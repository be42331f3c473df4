package partialdate

import (
	"strings"
	"unicode"
)

// token is a number, a word (lower case, no accents) or a sign.
type token struct {
	word   string // "" for a number
	n      int    // the number
	digits int    // how many digits it was written with; 0 for words and signs
	year   bool   // an apostrophe before it says that it is a year: '90
}

// is reports whether the token is one of the words or signs.
func (t token) is(words ...string) bool {
	for _, w := range words {
		if t.digits == 0 && t.word == w {
			return true
		}
	}
	return false
}

// maxDigits keeps numbers within int; no date part is longer.
const maxDigits = 8

// fold brings a letter to the form the vocabulary is written in.
func fold(r rune) rune {
	switch r {
	case 'á', 'Á', 'à', 'À':
		return 'a'
	case 'é', 'É', 'è', 'È':
		return 'e'
	case 'í', 'Í':
		return 'i'
	case 'ó', 'Ó':
		return 'o'
	case 'ú', 'Ú', 'ü', 'Ü':
		return 'u'
	case 'ñ', 'Ñ':
		return 'n'
	case '‐', '‑', '–', '—', '−':
		return '-'
	case '’', '‘', '´', '`':
		return '\''
	case '¿', '\u200e', '\u200f':
		return -1
	}
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return unicode.ToLower(r)
}

// tokens cuts a text; false when it holds a number too long for a date.
func tokens(text string) ([]token, bool) {
	s := strings.Map(fold, text)
	var out []token
	for s != "" {
		n := 1
		switch c := s[0]; {
		case c == ' ':
		case isDigit(c):
			n = prefix(s, isDigit)
			if n > maxDigits {
				return nil, false
			}
			out = append(out, number(s[:n], out))
		case isLetter(c):
			n = prefix(s, isLetter)
			out = append(out, token{word: s[:n]})
		default:
			out = append(out, token{word: s[:1]})
		}
		s = s[n:]
	}
	return tidy(out), true
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 0x80 }

// prefix counts the bytes at the start of s that belong together.
func prefix(s string, belongs func(byte) bool) int {
	for i := range len(s) {
		if !belongs(s[i]) {
			return i
		}
	}
	return len(s)
}

func number(s string, before []token) token {
	t := token{digits: len(s)}
	for i := range len(s) {
		t.n = t.n*10 + int(s[i]-'0')
	}
	t.year = len(before) > 0 && before[len(before)-1].is("'")
	return t
}

// tidy drops what carries no meaning: commas, full stops after words,
// apostrophes, and the endings of "3rd" and "1.º".
func tidy(in []token) []token {
	out := in[:0]
	for i, t := range in {
		afterNumber := i > 0 && in[i-1].digits > 0
		switch {
		case t.is(",", "'", "(", ")", "º", "ª"):
		case t.is(".") && (!afterNumber || i+1 == len(in) || in[i+1].digits == 0):
		case afterNumber && t.is("st", "nd", "rd", "th", "ro", "er", "ero"):
		default:
			out = append(out, t)
		}
	}
	return out
}

// starts finds the longest entry of a vocabulary at the start of the tokens and
// how many tokens it takes; 0 when there is none. Entries have up to four words.
func starts[T any](ts []token, vocabulary map[string]T) (found T, n int) {
	phrase := ""
	for i, t := range ts[:min(len(ts), 4)] {
		if t.digits > 0 {
			break
		}
		if i > 0 {
			phrase += " "
		}
		phrase += t.word
		if v, ok := vocabulary[phrase]; ok {
			found, n = v, i+1
		}
	}
	return found, n
}

// whole finds the entry of a vocabulary that all the tokens make up.
func whole[T any](ts []token, vocabulary map[string]T) (found T, ok bool) {
	v, n := starts(ts, vocabulary)
	if n == 0 || n != len(ts) {
		return found, false
	}
	return v, true
}
