package linkage

import (
	"slices"
	"strings"

	"github.com/throughcare/throughcare/internal/search/likeness"
)

// compare tells how far two different values agree. Neither is blank.
func (k Kind) compare(a, b *value) Level {
	switch k {
	case Given:
		if slices.Contains(a.names, b.text) || slices.Contains(b.names, a.text) {
			return known
		}
		return compareNames(a, b)
	case Family:
		return compareNames(a, b)
	case Born:
		return compareDays(a.text, b.text)
	case Postcode:
		return comparePostcodes(a.text, b.text)
	case Email:
		return compareEmails(a.text, b.text)
	case Identifier, Phone, Number:
		return compareNumbers(a.text, b.text)
	case Sex:
		return Differs
	default:
		return compareTexts(a, b)
	}
}

// How like two words are by Jaro and Winkler for each level.
const (
	likeClose = 0.92
	likeAlike = 0.85
	likeFaint = 0.75
)

func byLikeness(a, b string) Level {
	switch w := likeness.JaroWinkler(a, b); {
	case w >= likeClose:
		return near
	case w >= likeAlike:
		return alike
	case w >= likeFaint:
		return faint
	}
	return Differs
}

// compareNames knows typing errors, initials, sounds, and names of several words of
// which one is left out.
func compareNames(a, b *value) Level {
	if isInitial(a.text, b.text) {
		return known
	}
	level := byLikeness(a.text, b.text)
	if level >= near {
		return level
	}
	if shareWord(a, b) {
		return near
	}
	if a.sound != 0 && a.sound == b.sound {
		return max(level, alike)
	}
	return level
}

func isInitial(a, b string) bool { return (len(a) == 1 || len(b) == 1) && a[0] == b[0] }

// shareWord reports whether the shorter of two names is in the longer.
func shareWord(a, b *value) bool {
	switch {
	case a.parts == nil && b.parts == nil:
		return false
	case a.parts == nil:
		return slices.Contains(b.parts, a.text)
	case b.parts == nil:
		return slices.Contains(a.parts, b.text)
	}
	return slices.ContainsFunc(a.parts, func(w string) bool { return len(w) > 1 && slices.Contains(b.parts, w) })
}

// compareDays counts the digits of two days that differ. Two neighbours exchanged
// are one error, and so are the day and the month.
func compareDays(a, b string) Level {
	if len(a) != 8 || len(b) != 8 {
		return comparePartDays(a, b)
	}
	switch wrong := differing(a, b); {
	case wrong == 1, wrong == 2 && oneEdit(a, b), a[:4] == b[:4] && a[4:6] == b[6:] && a[6:] == b[4:6]:
		return near
	case wrong == 2, a[4:] == b[4:], oneEdit(a, b):
		return alike
	case a[:4] == b[:4]:
		return faint
	}
	return Differs
}

// comparePartDays compares days of which one is only a year or a month.
func comparePartDays(a, b string) Level {
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	switch {
	case len(short) >= 4 && strings.HasPrefix(long, short):
		return alike
	case len(short) >= 4 && short[:4] == long[:4]:
		return faint
	}
	return Differs
}

func differing(a, b string) (n int) {
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// oneEdit reports whether one letter more, less or other, or two neighbours
// exchanged, makes b of a.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i == len(a) || a[i+1:] == b[i+1:] ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// comparePostcodes goes from the whole code to its area.
func comparePostcodes(a, b string) Level {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	switch {
	case oneEdit(a, b):
		return near
	case n >= 3 && n >= max(len(a), len(b))-2:
		return alike
	case n >= 2:
		return faint
	}
	return Differs
}

// compareNumbers takes one typing error as nearly the same.
func compareNumbers(a, b string) Level {
	switch {
	case max(len(a), len(b)) < 4:
		if oneEdit(a, b) {
			return faint
		}
	case oneEdit(a, b):
		return near
	case len(a) == len(b) && differing(a, b) == 2:
		return alike
	}
	return Differs
}

// compareEmails looks at what is before the @ first: providers are shared, and change.
func compareEmails(a, b string) Level {
	userA, _, _ := strings.Cut(a, "@")
	userB, _, _ := strings.Cut(b, "@")
	switch {
	case userA == userB:
		return known
	case oneEdit(a, b):
		return near
	case likeness.JaroWinkler(a, b) >= likeClose:
		return alike
	case likeness.JaroWinkler(userA, userB) >= likeAlike:
		return faint
	}
	return Differs
}

// compareTexts compares a street, a town, an occupation: by letters, and by the
// words both have.
func compareTexts(a, b *value) Level {
	if oneEdit(a.text, b.text) {
		return near
	}
	level := byLikeness(a.text, b.text)
	if level >= near || a.parts == nil && b.parts == nil {
		return level
	}
	if shareWord(a, b) {
		return max(level, alike)
	}
	return level
}
