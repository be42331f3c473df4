package facilities

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/fault"
)

// Sort is what a rule says in a form that can be checked against what is to be sent.
type Sort string

// The sorts. A rule of none says what it says in words, for people.
const (
	InWords   Sort = ""
	Nothing   Sort = "nothing"   // nothing of the topic is let in
	Sender    Sort = "sender"    // Value: who may send it
	Condition Sort = "condition" // Value: NewOnly
	Binding   Sort = "binding"   // Value: Paperback or NoSpiral
	Count     Sort = "count"     // at most N
	Weight    Sort = "weight"    // at most N grams
	Pages     Sort = "pages"     // at most N
	Interval  Sort = "interval"  // one in N units
	Approval  Sort = "approval"  // a form must come with it; N days it is good for, 0 for not known
	Wrapping  Sort = "wrapping"  // Value: how, in words
	Content   Sort = "content"   // Value: what is not let in, in words
)

// Sorts lists them in the order offered.
func Sorts() []Sort {
	return []Sort{InWords, Nothing, Sender, Condition, Binding, Count, Weight, Pages, Interval, Approval, Wrapping, Content}
}

// What a value can be.
const (
	FromShops   = "shop"   // publishers, book clubs and bookshops
	FromVendors = "vendor" // those the facility names, in Says
	NewOnly     = "new"
	Paperback   = "paperback"
	NoSpiral    = "no-spiral"
)

// Values lists what the value of a sort can be; none for one that takes words or none.
func (s Sort) Values() []string {
	switch s {
	case Sender:
		return []string{FromShops, FromVendors}
	case Condition:
		return []string{NewOnly}
	case Binding:
		return []string{Paperback, NoSpiral}
	}
	return nil
}

// counts reports whether a sort has a number.
func (s Sort) counts() bool { return slices.Contains([]Sort{Count, Weight, Pages, Interval}, s) }

// Test is a rule as something that can be checked (R-MAIL-11): whether what breaks it
// is stopped, or only warned of, is the rule's own.
type Test struct {
	Sort  Sort
	Value string
	N     int    // of Weight in grams
	Unit  string // of Interval: "day", "week", "month"; of Weight as it was written: "g", "kg", "lb", "oz"
	Stops bool
}

// grams are the units that weights are written in (NIST Handbook 44, appendix C, for the
// pound and the ounce), in milligrams.
var grams = map[string]int{"g": 1_000, "kg": 1_000_000, "lb": 453_592, "oz": 28_350}

// WeightUnits lists them in the order offered.
func WeightUnits() []string { return []string{"g", "kg", "oz", "lb"} }

// Grams is so many thousandths of a unit in whole grams, rounded down: what is just too
// heavy is too heavy. It returns false for a unit nobody knows.
func Grams(thousandths int, unit string) (int, bool) {
	each, ok := grams[unit]
	return int(int64(thousandths) * int64(each) / 1_000_000), ok
}

// Written is the number of a test as people write it: a weight in its own unit, "1.5".
func (t Test) Written() string {
	if t.Sort != Weight || t.Unit == "" {
		return strconv.Itoa(t.N)
	}
	each := float64(grams[t.Unit]) / 1000
	for places := range 3 { // the shortest that comes to as many grams
		text := strconv.FormatFloat(float64(t.N)/each, 'f', places, 64)
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			if g, _ := Grams(int(math.Round(v*1000)), t.Unit); g == t.N {
				return text
			}
		}
	}
	return strconv.FormatFloat(float64(t.N)/each, 'f', 3, 64)
}

// check returns what is wrong with the test.
func (t Test) check() []fault.Problem {
	var problems []fault.Problem
	bad := func(broken bool, field, key string, args ...any) {
		if broken {
			problems = append(problems, fault.Problem{Field: field, Key: key, Args: args})
		}
	}
	values := t.Sort.Values()
	bad(!slices.Contains(Sorts(), t.Sort), "sort", "facilities.test.sort.unknown")
	bad(len(values) > 0 && !slices.Contains(values, t.Value), "value", "facilities.test.value.missing")
	bad(t.Sort.counts() && t.N <= 0, "n", "facilities.test.n.missing")
	bad(t.N < 0 || t.N > 1_000_000, "n", "facilities.test.n.missing")
	bad(t.Sort == Interval && !slices.Contains(civil.Units(), t.Unit), "unit", "facilities.test.unit.missing")
	bad(len(t.Value) > maxLine, "value", "facilities.text.long", "most", maxLine)
	return problems
}

// clean leaves out what a sort has no use for.
func (t Test) clean() Test {
	t.Value = strings.TrimSpace(t.Value)
	if t.Sort == InWords {
		return Test{}
	}
	if !t.Sort.counts() && t.Sort != Approval {
		t.N = 0
	}
	if t.Sort != Interval && t.Sort != Weight {
		t.Unit = ""
	}
	if t.Sort != Wrapping && t.Sort != Content && len(t.Sort.Values()) == 0 {
		t.Value = ""
	}
	return t
}
