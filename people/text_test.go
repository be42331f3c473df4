package people_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/people"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, want string
		removed  int
	}{
		{"  Yusuf   Karimi ", "Yusuf Karimi", 0},
		{"Yusuf\tKarimi\n", "Yusuf Karimi", 0},
		{"Jose\u0301", "José", 0},
		{"Ruth\u202emirak", "Ruthmirak", 1},
		{"a\x00b\x1b[31m", "ab[31m", 2},
		{"zero\u200bwidth\ufeff", "zerowidth", 2},
		{"می\u200cخواهم", "می\u200cخواهم", 0}, // Persian needs the joiner
		{"x\xffy", "x\ufffdy", 1},
		{"", "", 0},
	} {
		got, removed := people.Clean(c.in)
		if got != c.want || removed != c.removed {
			t.Errorf("Clean(%q) = %q, %d; want %q, %d", c.in, got, removed, c.want, c.removed)
		}
	}
}

func TestCleanLeavesNothingThatHides(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("a \u202e\u2066\u200b\u0301\x00\u0650م")))).Draw(t, "in")
		for _, clean := range []func(string) (string, int){people.Clean, people.CleanLines} {
			got, _ := clean(in)
			if again, n := clean(got); again != got || n != 0 {
				t.Fatalf("not settled: %q, then %q", got, again)
			}
			if !norm.NFC.IsNormalString(got) || strings.TrimSpace(got) != got {
				t.Fatalf("%q is not as it is kept", got)
			}
			for _, r := range got {
				if r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || unicode.IsControl(r) && r != '\n' && r != '\t' {
					t.Fatalf("%q keeps %U", got, r)
				}
			}
		}
	})
}

func TestMixesScripts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Yusuf Karimi": false, "Юлия Navalnaya": false, "Yusuf يوسف": false,
		"Pаul": true, // the second letter is Cyrillic
		"Ωmar": true,
	} {
		if got := people.MixesScripts(name); got != want {
			t.Errorf("MixesScripts(%q) = %v", name, got)
		}
	}
}
