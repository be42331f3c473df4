package release

import (
	"fmt"
	"strconv"
	"strings"
)

// Fraction is a part of a sentence, exact: 2/5, never 0.4.
type Fraction struct{ Of, In int }

// whole is all of a sentence.
var whole = Fraction{1, 1}

// days gives the days of the part of n days; a part of a day counts as a day.
func (f Fraction) days(n int) int { return (n*f.Of + f.In - 1) / f.In }

func (f Fraction) String() string { return strconv.Itoa(f.Of) + "/" + strconv.Itoa(f.In) }

// UnmarshalText reads "2/5": more than nothing and at most the whole.
func (f *Fraction) UnmarshalText(text []byte) error {
	of, in, ok := strings.Cut(string(text), "/")
	n, err1 := strconv.Atoi(of)
	d, err2 := strconv.Atoi(in)
	if !ok || err1 != nil || err2 != nil || n < 1 || d < n || d > 1000 {
		return fmt.Errorf("%q is not a fraction like 2/5", text)
	}
	*f = Fraction{n, d}
	return nil
}
