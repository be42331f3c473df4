package roster

import (
	"testing"

	"github.com/throughcare/throughcare/internal/civil"
)

func TestDays(t *testing.T) {
	t.Parallel()
	texas, err := LayoutOf(tdcj)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]civil.Day{
		"2027-03-01": "2027-03-01", "03/01/2027": "2027-03-01", "3/1/2027": "2027-03-01", "2027-03-01T00:00:00.000": "2027-03-01", "2027-03-01 00:00:00": "2027-03-01",
		"": "", "9999-01-01": "", "LIFE": "", "UNKNOWN": "", "13/40/2027": "", "0000-00-00": "", "12": "", "#NULL!": "",
	} {
		if got, ok := texas.day(text); got != want && ok || ok != (want != "") {
			t.Errorf("%q is %q %v, want %q", text, got, ok, want)
		}
	}
	for name, want := range map[string]civil.Day{"roster-2026-02-20.csv": "2026-02-20", "nyc_20260220.csv": "2026-02-20", "list.csv": "", "a1234567890.csv": "", "x-2026-13-45.csv": ""} {
		if got := DayInName(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// Every layout says where it is from and when that was looked at.
func TestLayoutsCite(t *testing.T) {
	t.Parallel()
	all, err := Layouts()
	if err != nil || len(all) < 9 {
		t.Fatal(len(all), err)
	}
	for _, l := range all {
		if l.Title == "" || l.Cites == "" || !civil.Day(l.VerifiedOn).Valid() || len(l.Required) == 0 {
			t.Errorf("%s does not say where it is from", l.Key)
		}
	}
}
