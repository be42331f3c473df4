package search

import (
	"strings"

	"github.com/throughcare/throughcare/internal/search/fold"
)

// NumberKey returns a prisoner or file number in the form it is compared in:
// capital letters and digits only, look-alikes as digits (O 0, I and L 1, S 5,
// B 8, Z 2), without zeros in front. The same number read from an envelope, a
// form or a database has the same key.
func NumberKey(s string) string {
	b := make([]byte, 0, 16)
	for i := range len(fold.Clip(s, fold.LongestWord)) {
		if s[i] >= 0x80 {
			return numberKeyFolded(fold.Text(fold.Clip(s, fold.LongestWord)))
		}
		b = appendNumber(b, s[i])
	}
	return withoutZeros(string(b))
}

func numberKeyFolded(folded string) string {
	b := make([]byte, 0, len(folded))
	for i := range len(folded) {
		b = appendNumber(b, folded[i])
	}
	return withoutZeros(string(b))
}

func appendNumber(b []byte, c byte) []byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	switch {
	case 'A' <= c && c <= 'Z':
		return append(b, lookalikeDigit(c))
	case '0' <= c && c <= '9':
		return append(b, c)
	}
	return b
}

func lookalikeDigit(c byte) byte {
	switch c {
	case 'O':
		return '0'
	case 'I', 'L':
		return '1'
	case 'Z':
		return '2'
	case 'S':
		return '5'
	case 'B':
		return '8'
	}
	return c
}

// withoutZeros drops the zeros in front; of a number that is nothing but zeros
// one stays.
func withoutZeros(key string) string {
	if key == "" {
		return ""
	}
	if short := strings.TrimLeft(key, "0"); short != "" {
		return short
	}
	return "0"
}

// Alphabets a wrong character of a number may come from. Letters that look like
// digits are digits in a key.
const (
	keyDigits  = "0123456789"
	keyLetters = "ACDEFGHJKMNPQRTUVWXY"
)

// shortestVaried is the length from which on a number with one wrong character
// still says something.
const shortestVaried = 5

// numberVariants returns the keys that differ from key by one wrong, missing or
// doubled character or two swapped ones, about 180 for eight characters. A digit
// is taken for another digit and a letter for another letter.
func numberVariants(key string) []string {
	v := &variants{key: key, seen: map[string]bool{key: true}, out: make([]string, 0, 24*len(key))}
	for i := range len(key) {
		v.add(key[:i], "", key[i+1:])
		if i+1 < len(key) {
			v.add(key[:i], key[i+1:i+2]+key[i:i+1], key[i+2:])
		}
		alphabet := keyLetters
		if key[i] >= '0' && key[i] <= '9' {
			alphabet = keyDigits
		}
		for j := range len(alphabet) {
			v.add(key[:i], alphabet[j:j+1], key[i+1:])
		}
	}
	for i := range len(key) + 1 {
		for j := range len(keyDigits) {
			v.add(key[:i], keyDigits[j:j+1], key[i:])
		}
	}
	return v.out
}

type variants struct {
	key  string
	seen map[string]bool
	out  []string
}

func (v *variants) add(before, middle, after string) {
	s := withoutZeros(before + middle + after)
	if !v.seen[s] {
		v.seen[s] = true
		v.out = append(v.out, s)
	}
}

// countDigits counts the decimal digits of folded or raw ASCII text.
func countDigits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}
