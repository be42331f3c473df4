package sheet

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// plain tells the bytes of a cell that need no second look.
var plain = func() (t [256]bool) {
	for c := byte(' '); c < 0x7f; c++ {
		t[c] = true
	}
	t['\t'], t['\n'], t['\r'] = true, true, true
	return t
}()

func isPlain(s string) bool {
	for i := range len(s) {
		if !plain[s[i]] {
			return false
		}
	}
	return true
}

// clean checks a cell and puts what is left of it into the row. Text files
// have the apostrophes of Harmless, workbooks those of harmlessText; both are
// taken off here.
func (b *builder) clean(column int, cell string) string {
	if cell == "" {
		return ""
	}
	if !isPlain(cell) {
		cell = b.unveil(column, cell)
	}
	if n := len(cell); n > b.limits.Cell {
		if n = utf8.RuneCountInString(cell); n > b.limits.Cell {
			b.refuse(column, RefusedCell, "limit", b.limits.Cell, "length", n)
			return ""
		}
	}
	if hasExponent(cell) {
		b.note(column, NoteExponent)
	}
	return Original(cell)
}

// unveil takes out of a cell what a person cannot see, and repairs letters in
// another encoding.
func (b *builder) unveil(column int, cell string) string {
	if !utf8.ValidString(cell) {
		cell = fromWindows(cell)
		b.note(column, NoteEncoding)
	}
	if strings.ContainsRune(cell, utf8.RuneError) {
		b.note(column, NoteLost)
	}
	if garbled(cell) {
		b.note(column, NoteGarbled)
	}
	found := map[string]bool{}
	cell = strings.Map(func(r rune) rune {
		if r == '\u2028' || r == '\u2029' {
			return '\n'
		}
		if key := veil(r); key != "" {
			found[key] = true
			return -1
		}
		return r
	}, cell)
	for _, key := range []string{NoteControl, NoteDirection, NoteInvisible} {
		if found[key] {
			b.note(column, key)
		}
	}
	return cell
}

// veil says what is hidden about a character, or nothing. The joiners U+200C and
// U+200D stay: Persian and the scripts of India are written with them.
func veil(r rune) string {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return ""
	case r < ' ', r >= 0x7f && r <= 0x9f:
		return NoteControl
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
		return NoteDirection
	case r == 0x200b, r >= 0x2060 && r <= 0x2065, r >= 0x206a && r <= 0x206f, r == 0xfeff, r == 0x00ad, r == 0x180e,
		r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return NoteInvisible
	}
	return ""
}

// fromWindows keeps what is valid UTF-8 and reads each other byte as
// Windows-1252, as the makers of such mixtures meant them.
func fromWindows(s string) string {
	var out strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(s[0])
		}
		out.WriteRune(r)
		s = s[n:]
	}
	return out.String()
}

// garbled finds UTF-8 that was once read as Windows-1252: Ã or Â before what
// the second byte of such a letter turns into.
func garbled(s string) bool {
	for i, r := range s {
		if r != 'Ã' && r != 'Â' {
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+2:])
		if b, ok := charmap.Windows1252.EncodeRune(next); ok && b >= 0x80 && b <= 0xbf {
			return true
		}
	}
	return false
}

// hasExponent finds a long number as spreadsheet programs shorten it: 4.18E+11.
func hasExponent(s string) bool {
	if len(s) < len("4E+11") || len(s) > 24 || s[0] < '0' || s[0] > '9' {
		return false
	}
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(s), "E+")
	return ok && digitsOnly(exponent) && digitsOnly(strings.Replace(strings.Replace(mantissa, ",", "", 1), ".", "", 1))
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
