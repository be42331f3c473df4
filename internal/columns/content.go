package columns

import (
	"strings"
	"unicode"

	"github.com/throughcare/throughcare/internal/partialdate"
)

// share says what part of the cells, from 0 to 1, has a property; ok is false
// when all are blank.
func share(cells []string, has func(string) bool) (part float64, ok bool) {
	filled, having := 0, 0
	for _, c := range cells {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		filled++
		if has(c) {
			having++
		}
	}
	if filled == 0 {
		return 0, false
	}
	return float64(having) / float64(filled), true
}

// fit says how well the cells of a column suit a kind, 0 to 1, and ok is false
// where they say nothing.
func fit(cells []string, kind Kind) (part float64, ok bool) {
	switch kind {
	case Date:
		return share(cells, func(s string) bool { return dateLike(s) || serialLike(s) || yearLike(s) })
	case Number:
		return share(cells, numberLike)
	case Name:
		return share(cells, nameLike)
	case Facility:
		return share(cells, facilityLike)
	case Choice:
		return choiceLike(cells)
	}
	return 0, false
}

// dateLike reports whether a text is a date. A bare number is not: it may be
// anything.
func dateLike(s string) bool {
	if digitsOnly(s) || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	w, err := partialdate.Read(s, "2000-01-01", partialdate.DayFirst)
	return (err == nil && w.Precision != partialdate.Unknown) || len(partialdate.Repairs(err)) > 0
}

// serialLike reports whether a number may be a date as Excel counts days, from
// 1927 to 2064.
func serialLike(s string) bool { return len(s) == 5 && digitsOnly(s) && s >= "10000" && s <= "60000" }

// yearLike reports whether a number may be a year of somebody's life: births are
// often known no better.
func yearLike(s string) bool { return len(s) == 4 && digitsOnly(s) && s >= "1900" && s <= "2100" }

func digitsOnly(s string) bool { return strings.Trim(s, "0123456789") == "" }

// numberLike reports whether a text looks like a number somebody was given:
// "0418-OI-22", "A1234BC", "77-1A0-334".
func numberLike(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r), strings.ContainsRune(" -/.#+", r):
		default:
			return false
		}
	}
	return digits >= 2 && len(s) <= 24 && strings.Count(s, " ") <= 2 && !dateLike(s)
}

// nameLike reports whether a text looks like the name of a person.
func nameLike(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 6 || len(s) > 80 || facilityLike(s) {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" -'’.,`()\"", r) {
			return false
		}
	}
	return true
}

// facilityWords are words in the names of places people are held in.
var facilityWords = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`prison jail correctional corrections correction penitentiary institution facility detention hmp hmyoi yoi
		usp fci fmc fdc mdc mcc fpc cf ci sci ccf dcf dci cc ctr center centre complex reformatory farm workhouse lockup remand camp
		carcel prision penitenciario penitenciaria penal cereso cefereso cp cis reclusorio`) {
		m[w] = true
	}
	return m
}()

func facilityLike(s string) bool {
	for _, w := range fold(s) {
		if facilityWords[w] {
			return true
		}
	}
	return false
}

// choiceLike reports whether few short values come again and again.
func choiceLike(cells []string) (part float64, ok bool) {
	seen := map[string]bool{}
	filled := 0
	for _, c := range cells {
		if c = strings.ToLower(strings.TrimSpace(c)); c == "" {
			continue
		}
		filled++
		seen[c] = true
		if len(c) > 40 {
			return 0, true
		}
	}
	if filled < 4 {
		return 0, false
	}
	return 1 - float64(len(seen)-1)/float64(filled), true
}
