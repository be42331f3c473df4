package facilities

import "testing"

func TestWeightsComeBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		thousandths int
		unit, want  string
		grams       int
	}{
		{3000, "lb", "3", 1360}, {1200, "lb", "1.2", 544}, {2000, "kg", "2", 2000}, {500, "g", "500", 500}, {8000, "oz", "8", 226}, {1250, "lb", "1.25", 566},
	} {
		if c.unit == "g" {
			c.thousandths *= 1000
		}
		g, ok := Grams(c.thousandths, c.unit)
		if got := (Test{Sort: Weight, N: g, Unit: c.unit}).Written(); got != c.want || g != c.grams || !ok {
			t.Errorf("%s %s is %d g and written %q", c.want, c.unit, g, got)
		}
	}
	if _, ok := Grams(1000, "stone"); ok {
		t.Error("a stone is a unit")
	}
}

func TestTestsThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]Test{
		"unknown": {Sort: "smell"}, "no number": {Sort: Count}, "below nothing": {Sort: Count, N: -1}, "no unit": {Sort: Interval, N: 2}, "a pound of days": {Sort: Interval, N: 2, Unit: "lb"},
		"no value": {Sort: Binding}, "another's value": {Sort: Binding, Value: NewOnly}, "too many": {Sort: Pages, N: 2_000_000},
	} {
		if len(test.check()) == 0 {
			t.Errorf("%s: nothing is wrong with it", name)
		}
	}
	for _, test := range []Test{{}, {Sort: Nothing}, {Sort: Approval}, {Sort: Interval, N: 60, Unit: "day"}, {Sort: Sender, Value: FromShops}, {Sort: Content, Value: "stickers"}} {
		if bad := test.check(); len(bad) > 0 {
			t.Errorf("%+v: %v", test, bad)
		}
	}
	if got := (Test{Sort: Count, N: 3, Unit: "day", Value: "x", Stops: true}).clean(); got != (Test{Sort: Count, N: 3, Stops: true}) {
		t.Errorf("cleaned to %+v", got)
	}
}
