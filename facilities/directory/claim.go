package directory

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of text, in bytes.
const (
	MaxName = 300
	MaxLine = 500
)

// Claim is what one directory says of one place.
type Claim struct {
	Facts     map[string]string `json:"facts"`           // by column of the facility table; nothing for not known
	Names     []string          `json:"names,omitempty"` // other names
	Addresses []Address         `json:"addresses,omitempty"`
	SaidOn    string            `json:"said_on,omitempty"`
	Print     string            `json:"print"` // of the row as it stands in the file: the same print says nothing new

	Code string `json:"-"` // its own id in that directory
	Also []Code `json:"-"` // ids of other directories it gives
}

// Code is a directory's own id of a place.
type Code struct{ Source, Code string }

// The purposes of the addresses that directories give.
const (
	Street  = "street"
	Letters = "letters"
)

// Address is an address as a directory gives it.
type Address struct {
	Purpose  string `json:"for"`
	Lines    string `json:"lines,omitempty"`
	Town     string `json:"town,omitempty"`
	County   string `json:"county,omitempty"`
	Region   string `json:"region,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Country  string `json:"country,omitempty"`
}

// FactColumns are the columns a directory may fill, in the order they are shown.
var FactColumns = []string{
	"name", "country", "region", "county", "place", "kind", "level", "agency", "security", "holds", "capacity",
	"population", "phone", "website", "time_zone", "latitude", "longitude", "status", "opened_on", "closed_on",
}

// Weigh gives, for every fact, what the newest of the claims says that says
// anything. Claims are in any order; of two of one day, the later in the list
// wins.
func Weigh(claims []Claim) map[string]string {
	sorted := slices.Clone(claims)
	slices.SortStableFunc(sorted, func(a, b Claim) int { return strings.Compare(a.SaidOn, b.SaidOn) })
	sum := map[string]string{}
	for _, c := range sorted {
		maps.Copy(sum, c.Facts)
	}
	return sum
}

// cleanText trims a cell and takes out what is no text: broken UTF-8, control
// and direction-override characters, runs of blanks.
func cleanText(s string) string {
	plain := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if !plain {
		s = strings.Map(func(r rune) rune {
			switch {
			case r == utf8.RuneError, unicode.Is(unicode.Cf, r):
				return -1
			case unicode.IsControl(r), unicode.IsSpace(r):
				return ' '
			}
			return r
		}, s)
	}
	return strings.Join(strings.Fields(s), " ")
}

// wholeNumber reads "1384", "6766.0" and "1,384"; -1 for what is no count.
func wholeNumber(s string) int64 {
	s = strings.TrimSuffix(strings.ReplaceAll(s, ",", ""), ".0")
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > 10_000_000 {
		return -1
	}
	return n
}

// degrees reads a coordinate; false for what is none.
func degrees(s string, most float64) (float64, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= -most && f <= most && f != 0
}
