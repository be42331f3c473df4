package sheet_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/sheet"
)

func TestHarmless(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                  "",
		"Yusuf":             "Yusuf",
		"O'Neill":           "O'Neill",
		"0418-OI-22":        "0418-OI-22",
		"=1+1":              "'=1+1",
		"'=1+1":             "''=1+1",
		"'tis":              "'tis",
		"-5":                "'-5",
		"+44 20":            "'+44 20",
		"@SUM(A1)":          "'@SUM(A1)",
		"\t=1":              "'\t'=1",
		"\r=1":              "'\r'=1",
		"＝1":                "'＝1",
		"a;=cmd":            "a;'=cmd",
		"a;\"\"=cmd":        "a;\"\"'=cmd",
		"plan:\n- call\n+1": "plan:\n'- call\n'+1",
		"a; b":              "a; b",
	} {
		if got := sheet.Harmless(text); got != want {
			t.Errorf("Harmless(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestOriginalTakesBackWhatHarmlessPut(t *testing.T) {
	t.Parallel()
	text := rapid.StringOf(rapid.SampledFrom([]rune("a'=+-@\t\r\n;\"＝, é0")))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "s")
		safe := sheet.Harmless(s)
		if got := sheet.Original(safe); got != s {
			t.Fatalf("%q became %q and then %q", s, safe, got)
		}
		for i, cell := range strings.FieldsFunc("x"+safe, func(r rune) bool { return r == ';' || r == '\n' }) {
			if i == 0 {
				cell = strings.TrimPrefix(cell, "x") // proper quotes hold at the start of a cell
			} else {
				cell = strings.TrimLeft(cell, `"`)
			}
			if strings.IndexAny(cell, "=+-@\t\r＝") == 0 {
				t.Fatalf("%q holds a cell %q", safe, cell)
			}
		}
	})
}
