package directory

import (
	"strings"

	"github.com/throughcare/throughcare/facilities/placename"
)

// Same reports whether two addresses lead to the same door: word for word, or
// the same house number, street and postcode in another spelling.
func (a Address) Same(b Address) bool {
	if a == b {
		return true
	}
	key := a.StreetKey()
	return a.Purpose == b.Purpose && key != "" && key == b.StreetKey() &&
		len(a.Postcode) >= 5 && len(b.Postcode) >= 5 && a.ZipKey() == b.ZipKey()
}

// ZipKey is the part of a postcode that two directories share: five figures of
// a ZIP code, the whole of others. The postcode has at least five signs.
func (a Address) ZipKey() string {
	if a.Country == "US" {
		return a.Postcode[:5]
	}
	return strings.ReplaceAll(a.Postcode, " ", "")
}

// StreetKey is the street as compared: the house number and the first letters of
// the street, without "Road" and "Rd".
func (a Address) StreetKey() string {
	first, _, _ := strings.Cut(a.Lines, "\n")
	ws := strings.Fields(placename.Fold(first))
	if len(ws) < 2 || !startsWithDigit(ws[0]) {
		return ""
	}
	for _, w := range ws[1:] {
		if len(w) > 2 || startsWithDigit(w) {
			return ws[0] + " " + w
		}
	}
	return ""
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
