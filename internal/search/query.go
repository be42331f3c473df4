package search

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/throughcare/throughcare/internal/search/fold"
	"github.com/throughcare/throughcare/internal/search/likeness"
)

// Limits on a query: what is beyond them is not looked at.
const (
	mostQueryWords   = 6
	mostQueryNumbers = 3
	mostReadings     = 4
)

// request is a query as it was understood.
type request struct {
	readings [][]*likeness.Asked // the words of the name; further readings put words together or take them apart
	numbers  []numberAsked
	born     string // a date or year of birth, "" when none was given
}

// numberAsked is one number of a query.
type numberAsked struct {
	key     string
	pattern *likeness.Pattern // of key
	forms   []numberForm      // the number, and what it is together with what stands beside it (A 1234 BC)
	perhaps bool              // it may as well be a year
}

// numberForm is one way to read a number of a query.
type numberForm struct {
	key   string
	plain string // without look-alikes taken for one another
}

// understand reads the text of a query. v knows which words exist.
func understand(text string, v *vocabulary) *request {
	text = norm.NFKC.String(strings.ToValidUTF8(fold.Clip(text, fold.LongestText), " "))
	parts := strings.Fields(text)
	r := &request{}
	var words []string
	for i := 0; i < len(parts); i++ {
		if !isNumber(parts[i]) {
			words = append(words, parts[i])
			continue
		}
		r.number(parts, i)
	}
	r.read(fold.Tokens(strings.Join(words, " ")), v)
	return r
}

// isNumber reports whether a part of a query is a number and not a word with a
// misread letter (M0hamed): three digits or more.
func isNumber(part string) bool { return countDigits(fold.Text(part)) >= 3 }

// number takes in parts[i], which is one, and how it may belong together with
// its neighbours: other groups of digits, and short groups of letters.
func (r *request) number(parts []string, i int) {
	key := NumberKey(parts[i])
	if key == "" || len(r.numbers) >= mostQueryNumbers {
		return
	}
	n := newNumber(parts[i])
	n.perhaps = isYear(parts[i])
	for from := max(0, i-2); from <= i; from++ {
		for to := i; to < min(len(parts), i+3); to++ {
			if (from < i || to > i) && joinable(parts[from:to+1]) {
				n.forms = append(n.forms, formOf(strings.Join(parts[from:to+1], "")))
			}
		}
	}
	if n.perhaps && r.born == "" {
		r.born = parts[i]
	}
	r.numbers = append(r.numbers, n)
}

func newNumber(text string) numberAsked {
	form := formOf(text)
	return numberAsked{key: form.key, pattern: likeness.NewPattern(form.key), forms: []numberForm{form}}
}

func formOf(text string) numberForm { return numberForm{NumberKey(text), plainNumber(text)} }

// joinable reports whether all parts are digits or short groups of letters.
func joinable(parts []string) bool {
	for _, p := range parts {
		if countDigits(p) == 0 && len(p) > 3 {
			return false
		}
	}
	return true
}

func isYear(part string) bool {
	return len(part) == 4 && countDigits(part) == 4 && (part[:2] == "19" || part[:2] == "20")
}

// read makes the readings of the words of a query.
func (r *request) read(toks []fold.Token, v *vocabulary) {
	if len(toks) == 0 {
		return
	}
	toks = toks[:min(len(toks), mostQueryWords)]
	for i := range toks {
		toks[i].Word = clearDigits(toks[i].Word)
	}
	for i := range toks {
		if i+1 < len(toks) {
			if whole := toks[i].Word + toks[i+1].Word; v.has(whole) && utf8.RuneCountInString(whole) <= fold.LongestWord {
				r.add(replaced(toks, i, 2, fold.Token{Word: whole, Script: toks[i].Script}), false)
			}
		}
		if left, right, ok := takenApart(toks[i].Word, v); ok {
			r.add(replaced(toks, i, 1, fold.Token{Word: left, Script: toks[i].Script}, fold.Token{Word: right, Script: toks[i].Script}), false)
		}
	}
	r.readings = r.readings[:min(len(r.readings), mostReadings-1)]
	r.add(toks, true) // last, because one of the others may settle it
}

func (r *request) add(toks []fold.Token, partial bool) {
	words := make([]*likeness.Asked, len(toks))
	for i, t := range toks {
		words[i] = likeness.NewAsked(t, partial)
	}
	r.readings = append(r.readings, words)
}

// replaced returns toks with n of them from i on replaced.
func replaced(toks []fold.Token, i, n int, with ...fold.Token) []fold.Token {
	out := append([]fold.Token{}, toks[:i]...)
	out = append(out, with...)
	return fold.WithoutSmall(append(out, toks[i+n:]...))
}

// takenApart splits a word that no name has into two that names have, the longest
// beginning first (mariagarcia). A small word may be the first (alkarimi).
func takenApart(word string, v *vocabulary) (left, right string, ok bool) {
	if len(word) < 5 || !fold.IsASCII(word) || v.has(word) {
		return "", "", false
	}
	for i := len(word) - 3; i >= 2; i-- {
		left, right = word[:i], word[i:]
		if (i >= 3 && v.has(left) || fold.IsSmall(left)) && v.has(right) {
			return left, right, true
		}
	}
	return "", "", false
}

// clearDigits reads digits among letters as the letters they look like: 5m1th.
func clearDigits(word string) string {
	n := countDigits(word)
	if n == 0 || 2*n > len(word) {
		return word
	}
	b := []byte(word)
	for i, c := range b {
		switch c {
		case '0':
			b[i] = 'o'
		case '1':
			b[i] = 'l'
		case '2':
			b[i] = 'z'
		case '5':
			b[i] = 's'
		case '8':
			b[i] = 'b'
		}
	}
	return string(b)
}
