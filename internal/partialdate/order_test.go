package partialdate_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/partialdate"
)

func TestOrders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		cells []string
		want  partialdate.Order
		sure  bool
	}{
		{"day first", []string{"3/4/2024", "25/12/2024", "hello", "12/12/90"}, partialdate.DayFirst, true},
		{"month first", []string{"3/4/2024", "12/25/2024 10:00:00 AM"}, partialdate.MonthFirst, true},
		{"mixed", []string{"12/25/2024", "25-12-2024", "1/31/24"}, partialdate.MonthFirst, false},
		{"no evidence", []string{"3/4/2024", "2024-12-25", "25/31/2024", "1.2.3.4", "", "99", "0/13/2024"}, partialdate.DayFirst, false},
		{"as many each way", []string{"12/25/2024", "25/12/2024"}, partialdate.DayFirst, false},
	} {
		var o partialdate.Orders
		for i, cell := range c.cells {
			o.Add(i+1, cell)
		}
		if got, sure := o.Order(partialdate.DayFirst); got != c.want || sure != c.sure {
			t.Errorf("%s: %v, %v", c.name, got, sure)
		}
	}
}

func TestOrdersKeepAFewProofs(t *testing.T) {
	t.Parallel()
	var o partialdate.Orders
	for row := range 100 {
		o.Add(row, "25/12/2024")
		o.Add(row, "3/4/2024")
	}
	if o.DayFirst != 100 || o.Either != 100 || len(o.DayProof) != 5 || o.DayProof[0] != (partialdate.Proof{Row: 0, Text: "25/12/2024"}) {
		t.Errorf("%+v", o)
	}
}
