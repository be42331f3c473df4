package people

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Limits of what is typed, in characters.
const (
	maxShort  = 200
	maxLong   = 2000
	maxNumber = 60
)

func characters(s string) int { return utf8.RuneCountInString(s) }

// Clean returns text as it is kept: in Unicode's composed form (NFC), on one
// line, without the characters that hide in a name or turn its direction round.
// removed counts those, so that whoever typed the text can be told. Broken
// UTF-8 counts too and leaves a replacement character.
func Clean(text string) (clean string, removed int) {
	if plain(text) {
		return strings.TrimSpace(text), 0
	}
	var b strings.Builder
	space := false
	for i, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case hides(r), r == utf8.RuneError && broken(text[i:]):
			removed++
			if r != utf8.RuneError {
				continue
			}
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String()), removed
}

// CleanLines is Clean for a text of several lines: line ends and spaces stay.
func CleanLines(text string) (clean string, removed int) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !hides(r) {
			return r
		}
		removed++
		return -1
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.TrimSpace(norm.NFC.String(text)), removed
}

// plain reports whether s is printable ASCII with single spaces: most is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

func broken(s string) bool {
	_, size := utf8.DecodeRuneInString(s)
	return size <= 1
}

// hides reports whether a character is invisible or changes the direction of
// the text around it. The joiners U+200C and U+200D stay: Persian, Urdu and the
// scripts of India cannot be spelled without them.
func hides(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069: // embeddings, overrides, isolates
		return true
	case r == 0x200B, r == 0x200E, r == 0x200F, r == 0x061C, r == 0x2060, r == 0xFEFF, r == 0x00AD: // zero width, marks, soft hyphen
		return true
	case r >= 0xE0000 && r <= 0xE007F, r >= 0xFFF9 && r <= 0xFFFB: // tags, annotations
		return true
	}
	return unicode.Is(unicode.Co, r) // private use: looks different on every machine
}

// MixesScripts reports whether one word of a name mixes Latin, Greek and
// Cyrillic letters, which look alike: a mistake, or somebody pretending.
func MixesScripts(name string) bool {
	for word := range strings.FieldsSeq(name) {
		var latin, greek, cyrillic bool
		for _, r := range word {
			latin = latin || unicode.Is(unicode.Latin, r)
			greek = greek || unicode.Is(unicode.Greek, r)
			cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
		}
		if latin && greek || latin && cyrillic || greek && cyrillic {
			return true
		}
	}
	return false
}

// lang checks a BCP 47 language tag; "" is fine.
func (p *problems) lang(field, tag string) {
	if tag == "" {
		return
	}
	if _, err := language.Parse(tag); err != nil {
		p.add(field, "people.lang.unknown")
	}
}
