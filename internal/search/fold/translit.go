package fold

import (
	"strings"
	"unicode"
)

// transliterate returns the Latin letters that stand for the rune at i, and how
// many further runes they stand for. The aim is what an English or Spanish
// speaker types when told the name, not a scholarly transliteration: the rules
// are the customary passport spellings, with the letters most often dropped in
// them left out.
func transliterate(runes []rune, i int) (text string, used int, ok bool) {
	r := unicode.ToLower(runes[i])
	switch {
	case r >= 0x0600 && r <= 0x06ff:
		return fromArabic(runes, i)
	case r >= 0x0590 && r <= 0x05ff:
		return fromHebrew(runes, i)
	case r >= 0x0400 && r <= 0x052f:
		return fromCyrillic(runes, i)
	case r >= 0x0370 && r <= 0x03ff || r >= 0x1f00 && r <= 0x1fff:
		return fromGreek(runes, i)
	case r >= 0xac00 && r <= 0xd7a3:
		return fromHangul(r), 0, true
	}
	text, ok = letters[r]
	return text, 0, ok
}

// at is the lower-case rune at i, or 0 beyond the text.
func at(runes []rune, i int) rune {
	if i < 0 || i >= len(runes) {
		return 0
	}
	return unicode.ToLower(runes[i])
}

// starts and ends report whether a word starts or ends at i.
func starts(runes []rune, i int) bool { return !unicode.IsLetter(at(runes, i-1)) }
func ends(runes []rune, i int) bool   { return !unicode.IsLetter(at(runes, i+1)) }

// fromCyrillic: й after и or ы at the end of a word is not written
// (Дмитрий, Dmitri).
func fromCyrillic(runes []rune, i int) (string, int, bool) {
	r := at(runes, i)
	if prev := at(runes, i-1); r == 'й' && (prev == 'и' || prev == 'ы' || prev == 'і') && ends(runes, i) {
		return "", 0, true
	}
	text, ok := letters[r]
	return text, 0, ok
}

// fromGreek writes the letter pairs that stand for one sound.
func fromGreek(runes []rune, i int) (string, int, bool) {
	r, next := []rune(stripped(at(runes, i))), at(runes, i+1)
	if len(r) == 0 {
		return "", 0, true
	}
	text, ok := greekPairs[string([]rune{unaccented(at(runes, i)), unaccented(next)})]
	if ok {
		if !starts(runes, i) && text == "d" {
			text = "nt"
		}
		return text, 1, true
	}
	text, ok = letters[unaccented(at(runes, i))]
	return text, 0, ok
}

var greekPairs = map[string]string{
	"ου": "ou", "αυ": "av", "ευ": "ev", "μπ": "b", "ντ": "d", "γκ": "g", "γγ": "ng", "τζ": "tz",
}

// fromArabic writes Arabic, Persian, Urdu and Kurdish letters. Short vowels are
// not written in these scripts, so the outcome is a skeleton (کریمی, krimi) that
// meets the Latin spelling by sound. The article at the start of a word goes.
func fromArabic(runes []rune, i int) (string, int, bool) {
	r, next := at(runes, i), at(runes, i+1)
	switch {
	case r == 'ا' && next == 'ل' && starts(runes, i) && isArticle(runes, i):
		return "", 1, true
	case r == 'و' && (starts(runes, i) && !ends(runes, i) || next == 'ا' || next == 'ي' || next == 'ی'):
		return "w", 0, true
	case (r == 'ي' || r == 'ی') && (starts(runes, i) || next == 'ا'):
		return "y", 0, true
	case r == 'ع' && starts(runes, i) && !isArabicVowel(next):
		return "a", 0, true
	}
	text, ok := letters[r]
	return text, 0, ok
}

func isArabicVowel(r rune) bool { return strings.ContainsRune("اويىیة", r) }

// isArticle reports whether the alif-lam at i is the article, with a word of
// three letters or more after it, and not the start of a name.
func isArticle(runes []rune, i int) bool {
	end := i
	for end < len(runes) && unicode.IsLetter(runes[end]) {
		end++
	}
	return end-i >= 5 && !withoutArticle[string(runes[i:end])]
}

var withoutArticle = setOf("الياس الیاس الهام البرت اليزابيث الیزابت المیرا الناز الهه")

// fromHebrew: vav and yod are consonants at the start of a word.
func fromHebrew(runes []rune, i int) (string, int, bool) {
	switch r := at(runes, i); {
	case r == 'ו' && starts(runes, i):
		return "v", 0, true
	case r == 'י' && starts(runes, i):
		return "y", 0, true
	case r == 'ה' && ends(runes, i):
		return "a", 0, true
	}
	text, ok := letters[at(runes, i)]
	return text, 0, ok
}

// fromHangul spells a syllable by the Revised Romanisation of Korean.
func fromHangul(r rune) string {
	n := int(r - 0xac00)
	return hangulFirst[n/588] + hangulVowel[n%588/28] + hangulLast[n%28]
}

var (
	hangulFirst = strings.Split("g kk n d tt r m b pp s ss  j jj ch k t p h", " ")
	hangulVowel = strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i", " ")
	hangulLast  = strings.Split(" k k k n n n t l k m l l l p l m p p t t ng t t k t p t", " ")
)

// unaccented is the base letter of r.
func unaccented(r rune) rune {
	bare := stripMarks(r)
	switch {
	case len(bare) == 0:
		return r
	case bare[0] == 'ς':
		return 'σ'
	}
	return bare[0]
}
