package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits on what is read of one text, so that a name of 10,000 characters costs
// no more than a long one.
const (
	LongestText = 400 // runes of a name or a query that are looked at
	LongestWord = 40  // runes of a word that count; the edit distance has room for 64
	MostWords   = 7   // words of one name that can be found
)

// Text returns s without what people get wrong first: lower case, without
// accents, in Latin letters where we know the script, words separated by one
// space. Apostrophes vanish (O'Brien, obrien); hyphens and all else separate.
func Text(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	runes := []rune(norm.NFKC.String(strings.ToValidUTF8(s, " ")))
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for i := 0; i < len(runes); i++ {
		text, used, letter := latin(runes, i)
		i += used
		switch {
		case letter && text == "": // one that is not heard, like the hard sign
		case letter:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteString(text)
		case text != "":
			gap = true
		}
	}
	return b.String()
}

// foldASCII is Text for the common case; ok is false when s needs the long way.
func foldASCII(s string) (folded string, ok bool) {
	b := make([]byte, 0, len(s))
	gap := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 0x80:
			return "", false
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case c == '\'' || c == '`':
			continue
		default:
			gap = true
			continue
		}
		if gap && len(b) > 0 {
			b = append(b, ' ')
		}
		gap = false
		b = append(b, c)
	}
	return string(b), true
}

// latin returns what stands for the rune at i in folded text, how many further
// runes it took up, and whether that belongs to a word. A mark or an apostrophe
// is no letter and has no text; a separator is no letter and has some.
func latin(runes []rune, i int) (text string, used int, letter bool) {
	r := unicode.ToLower(runes[i])
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
		return string(r), 0, true
	case isApostrophe(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || r == 'ـ':
		return "", 0, false
	case unicode.IsDigit(r):
		return string('0' + digitValue(r)), 0, true
	case !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mc, r):
		return " ", 0, false
	}
	if text, used, ok := transliterate(runes, i); ok {
		return text, used, true
	}
	return stripped(r), 0, true
}

// stripped returns r without its accents, or as it is in a script of its own.
func stripped(r rune) string {
	var b strings.Builder
	for _, d := range norm.NFD.String(string(r)) {
		if unicode.Is(unicode.Mn, d) {
			continue
		}
		if plain, ok := letters[d]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(d)
	}
	return b.String()
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '‘', '’', 'ʻ', 'ʼ', 'ʾ', 'ʿ', '′', '׳', '״':
		return true
	}
	return false
}

// digitValue is the value of a decimal digit of any script: the ten digits of a
// script stand in order, beginning at a code point that ends in 0 or 6.
func digitValue(r rune) rune {
	zero := r
	for r-zero < 9 && unicode.IsDigit(zero-1) {
		zero--
	}
	return r - zero
}

// Words returns the words of a name that it can be found by: folded, without
// titles and small words (de, al, bin, Jr) as long as anything else is left,
// and with the parts of one word put together (Mc Donald, Abd al-Rahman).
func Words(s string) []string {
	toks := Tokens(s)
	words := make([]string, len(toks))
	for i, t := range toks {
		words[i] = t.Word
	}
	return words
}

// Token is one word of a name with the script it was written in.
type Token struct {
	Word   string
	Script Script
}

// Tokens returns the words of a name or a query.
func Tokens(s string) []Token {
	s = Clip(s, LongestText)
	all := make([]Token, 0, 4)
	for part := range strings.FieldsSeq(s) {
		sc := scriptOf(part)
		for word := range strings.FieldsSeq(Text(part)) {
			all = append(all, Token{Clip(word, LongestWord), sc})
		}
	}
	all = WithoutSmall(joinParts(all))
	if len(all) > MostWords { // the first ones and the last, which is often the surname
		all[MostWords-1] = all[len(all)-1]
		all = all[:MostWords]
	}
	return all
}

// Clip cuts s after n runes.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// IsASCII reports whether s holds nothing beyond ASCII.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// IsSmall reports whether a folded word says little: a title, a particle.
func IsSmall(word string) bool { return small[word] }

// joinParts writes as one word what is customarily written both ways: Mc Donald,
// O Brien, and the Arabic servant-of names (Abd al-Rahman, Abdul Rahman, Abdur
// Rahman, all abdulrahman).
func joinParts(all []Token) []Token {
	out := all[:0]
	for i := 0; i < len(all); i++ {
		t := all[i]
		last := i+1 >= len(all)
		switch {
		case last:
		case t.Word == "mc" || t.Word == "mac" || t.Word == "o" && i > 0:
			i++
			t.Word += all[i].Word
		case servants[t.Word]:
			if articles[all[i+1].Word] && i+2 < len(all) {
				i++
			}
			i++
			t.Word = "abdul" + all[i].Word
		}
		out = append(out, t)
	}
	return out
}

// WithoutSmall drops the words that say little, unless nothing else is left.
func WithoutSmall(all []Token) []Token {
	out := make([]Token, 0, len(all))
	for _, t := range all {
		if !small[t.Word] {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}

var (
	servants = setOf("abd abdul abdel abdal abdur abder abdu abdus abdoul abdol")
	articles = setOf("al el ul ol ur er ar as es us ad ed ud an en un at et ut az ez uz")
	small    = setOf(`al el de la las los del da do das dos di du des van von der den ter ten te bin ibn bint ben ould ul ur
		jr sr ii iii iv mr mrs ms miss mx dr rev sra srta don dona und y`)
)

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// Script is the writing system of a word, as far as it matters here.
type Script uint8

const (
	latinScript Script = iota
	cyrillic
	greek
	arabic
	hebrew
	armenian
	georgian
	hangul
	otherScript
)

var scripts = [...]struct {
	table  *unicode.RangeTable
	script Script
}{
	{unicode.Latin, latinScript}, {unicode.Cyrillic, cyrillic}, {unicode.Greek, greek}, {unicode.Arabic, arabic},
	{unicode.Hebrew, hebrew}, {unicode.Armenian, armenian}, {unicode.Georgian, georgian}, {unicode.Hangul, hangul},
}

// scriptOf returns the script of the first letter.
func scriptOf(word string) Script {
	for _, r := range word {
		if r < 0x80 || !unicode.IsLetter(r) {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				return latinScript
			}
			continue
		}
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				return s.script
			}
		}
		return otherScript
	}
	return latinScript
}
