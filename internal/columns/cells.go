package columns

import (
	"strconv"
	"strings"
)

// Turned reads "Karimi, Yusuf" as Yusuf Karimi. A name with two commas, or one
// that ends in a title (Jr.), stays as it is.
func Turned(name string) string {
	family, given, ok := strings.Cut(name, ",")
	given = strings.TrimSpace(given)
	switch strings.ToLower(strings.Trim(given, ".")) {
	case "", "jr", "sr", "ii", "iii", "iv":
		return name
	}
	if !ok || strings.Contains(given, ",") {
		return name
	}
	return given + " " + strings.TrimSpace(family)
}

// Shortened reports whether a value is a number in the form Excel shows long
// ones in, 4.18E+11: its last digits are lost for ever.
func Shortened(value string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(value), "E+")
	if !ok {
		return false
	}
	_, errM := strconv.ParseFloat(strings.Replace(mantissa, ",", ".", 1), 64)
	_, errE := strconv.Atoi(exponent)
	return errM == nil && errE == nil
}

// Serial reads five digits, which may be how Excel counts days.
func Serial(value string) (days int, ok bool) {
	if len(value) != 5 || !digitsOnly(value) {
		return 0, false
	}
	days, err := strconv.Atoi(value)
	return days, err == nil
}

// Digits is how many digits the numbers of a column have when all have as many
// and some begin with a zero; else 0. A shorter one has then lost its zeros.
func Digits(samples [][]string, column int) int {
	length, zeros := 0, false
	for _, cells := range samples {
		if column >= len(cells) || cells[column] == "" {
			continue
		}
		if !digitsOnly(cells[column]) {
			return 0
		}
		length = max(length, len(cells[column]))
		zeros = zeros || cells[column][0] == '0'
	}
	if !zeros || length < 4 {
		return 0
	}
	return length
}

// Padded gives a number the zeros it has lost where all have so many digits,
// and says whether it had lost any.
func Padded(value string, digits int) (whole string, lost bool) {
	if value == "" || len(value) >= digits || !digitsOnly(value) {
		return value, false
	}
	return strings.Repeat("0", digits-len(value)) + value, true
}
