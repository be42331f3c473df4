package facilitiesweb

import (
	"context"
	"strconv"
	"strings"

	"github.com/throughcare/throughcare/facilities"
	"github.com/throughcare/throughcare/internal/civil"
	"github.com/throughcare/throughcare/internal/i18n"
	"github.com/throughcare/throughcare/internal/web"
	"github.com/throughcare/throughcare/internal/web/layout"
)

// testChoice is the answer of the form that a test is: its sort, and its value where that
// is one of a few.
func testChoice(t facilities.Test) string {
	if len(t.Sort.Values()) > 0 {
		return string(t.Sort) + ":" + t.Value
	}
	return string(t.Sort)
}

func testChoices(ctx context.Context) []layout.Option {
	var list []layout.Option
	for _, s := range facilities.Sorts() {
		values := s.Values()
		if len(values) == 0 {
			values = []string{""}
		}
		for _, v := range values {
			t := facilities.Test{Sort: s, Value: v}
			list = append(list, layout.Option{Value: testChoice(t), Label: testWords(ctx, t)})
		}
	}
	return list
}

// testWords names a test without its number.
func testWords(ctx context.Context, t facilities.Test) string {
	key := "facilities.test." + string(t.Sort)
	switch {
	case t.Sort == facilities.InWords:
		key = "facilities.test.in-words"
	case len(t.Sort.Values()) > 0:
		key += "." + t.Value
	}
	return i18n.T(ctx, key)
}

func testUnits(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "facilities.unit.", append(civil.Units(), facilities.WeightUnits()...))
}

// testNumber is the number of a test as it is typed.
func testNumber(t facilities.Test) string {
	if t.N == 0 {
		return ""
	}
	return t.Written()
}

func stopsValue(t facilities.Test) string {
	if t.Stops {
		return "stop"
	}
	return "warn"
}

func stopsChoices(ctx context.Context) []layout.Option {
	return layout.Worded(ctx, "facilities.test.", []string{"stop", "warn"})
}

// readTest reads the test of a rule; a number that is none fails at its field.
func readTest(f *web.Form) facilities.Test {
	sort, value, _ := strings.Cut(f.Text("test"), ":")
	t := facilities.Test{Sort: facilities.Sort(sort), Value: value, Unit: f.Text("unit"), Stops: f.Text("stops") == "stop"}
	typed := strings.Replace(f.Text("n"), ",", ".", 1)
	if typed == "" {
		return t
	}
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || n < 0 || n > 100_000 || t.Sort != facilities.Weight && n != float64(int(n)) {
		f.Fail("n", "facilities.test.n.missing")
		return t
	}
	if t.Sort != facilities.Weight {
		t.N = int(n)
		return t
	}
	grams, ok := facilities.Grams(int(n*1000+0.5), t.Unit)
	if !ok {
		f.Fail("unit", "facilities.test.unit.missing")
	}
	t.N = grams
	return t
}
