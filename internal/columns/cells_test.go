package columns_test

import (
	"testing"

	"github.com/throughcare/throughcare/internal/columns"
)

func TestTurned(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Karimi, Yusuf": "Yusuf Karimi", "Yusuf Karimi": "Yusuf Karimi", "King, Jr.": "King, Jr.", "Delgado,": "Delgado,",
		"De la Cruz, Ana María": "Ana María De la Cruz", "a, b, c": "a, b, c", "": "",
	} {
		if got := columns.Turned(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestWhatExcelDoesToNumbers(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{
		"1.23E+08": true, "4,18E+11": true, "4e+11": true, "E+5": false, "A1.2E+08": false, "0418-OI-22": false, "1E5": false, "": false, "1.5E+x": false,
	} {
		if got := columns.Shortened(value); got != want {
			t.Errorf("%q: %v", value, got)
		}
	}
	for value, want := range map[string]int{"45992": 45992, "4599": 0, "4599a": 0, "459921": 0} {
		if got, ok := columns.Serial(value); got != want || ok != (want > 0) {
			t.Errorf("%q: %d, %v", value, got, ok)
		}
	}
}

func TestZerosThatWereLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cells []string
		want  int
	}{
		"fixed":       {[]string{"00418221", "77182211", "", "41822"}, 8},
		"no zeros":    {[]string{"77182211", "41822"}, 0},
		"letters":     {[]string{"00418221", "A1"}, 0},
		"short":       {[]string{"001", "123"}, 0},
		"nothing":     {nil, 0},
		"other width": {[]string{"0041", "77182"}, 5},
	} {
		var samples [][]string
		for _, cell := range c.cells {
			samples = append(samples, []string{"x", cell})
		}
		if got := columns.Digits(append(samples, []string{"short row"}), 1); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
	for value, want := range map[string]string{"41822": "00041822", "00418221": "00418221", "A1": "A1", "": ""} {
		if got, lost := columns.Padded(value, 8); got != want || lost != (got != value) {
			t.Errorf("%q: %q, %v", value, got, lost)
		}
	}
}
