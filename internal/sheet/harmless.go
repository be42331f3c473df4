package sheet

import (
	"strings"
	"unicode/utf8"
)

// Harmless returns a text as it may stand in a CSV file that a spreadsheet
// program opens: where a formula could begin, an apostrophe is put before it.
//
// A formula begins with one of = + - @ tab CR, or their full-width forms. It
// can begin at the start of the text and, because a program of another country
// cuts cells at semicolons and tabs and a broken quote cuts them at line ends,
// also after one of these (and quotes that follow). Where apostrophes already
// stand before such a sign one more is put, so that [Original] can take exactly
// one away again: Original(Harmless(s)) == s for every s.
func Harmless(s string) string { return guard(s, 0, 1) }

// Original takes away the apostrophes that Harmless put. Cells of any file are
// read through it; a foreign file has such apostrophes for the same reason.
func Original(s string) string {
	if strings.IndexByte(s, '\'') < 0 {
		return s
	}
	return guard(s, 1, -1)
}

// harmlessText is Harmless for a cell that is marked as text, where no formula
// can begin: only apostrophes that Original would take need one more.
func harmlessText(s string) string {
	if strings.IndexByte(s, '\'') < 0 {
		return s
	}
	return guard(s, 1, 1)
}

// guard goes through the places where a formula could begin. Where at least
// fewest apostrophes stand before its sign it adds one (by 1) or takes one (-1).
func guard(s string, fewest, by int) string {
	var out strings.Builder
	copied := 0
	for at := 0; at >= 0; at = nextPlace(s, at) {
		sign := at + run(s[at:], '\'')
		if sign-at < fewest || !startsFormula(s[sign:]) {
			continue
		}
		out.WriteString(s[copied:at])
		copied = at
		if by > 0 {
			out.WriteByte('\'')
		} else {
			copied++
		}
	}
	if copied == 0 && out.Len() == 0 {
		return s
	}
	out.WriteString(s[copied:])
	return out.String()
}

// nextPlace returns the next place after at where a cell could begin, or -1.
func nextPlace(s string, at int) int {
	i := strings.IndexAny(s[at:], ";\t\r\n")
	if i < 0 {
		return -1
	}
	at += i + 1
	return at + run(s[at:], '"')
}

// run counts how often c stands at the start of s.
func run(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// startsFormula reports whether a spreadsheet program could run s. At the start
// of a cell a tab or CR is dropped by some programs, and what follows is run.
func startsFormula(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠':
		return true
	}
	return false
}
