package phrases

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/fault"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	own := []string{"Ana Ruiz", "Harrow Letters Collective"}
	for phrase, key := range map[string]string{
		"":                             "staff.phrase.short",
		"fourteen chars":               "staff.phrase.short",
		strings.Repeat("a1 z", 33):     "staff.phrase.long",
		"aaaaaaaaaaaaaaaaaaaa":         "staff.phrase.common",
		"passwordpassword":             "staff.phrase.common",
		"PasswordPassword1":            "staff.phrase.common",
		"123456789012345":              "staff.phrase.common",
		"qwertyuiopasdfghjkl":          "staff.phrase.common",
		"abcdefghijklmnopqrstuvwxyz":   "staff.phrase.common",
		"iloveyou iloveyou":            "staff.phrase.common",
		"P@ssw0rd P@ssw0rd!":           "staff.phrase.common",
		"harrow letters collective":    "staff.phrase.common",
		"Ana Ruiz Ana Ruiz 1":          "staff.phrase.common",
		"throughcare throughcare":      "staff.phrase.common",
		"correct horse battery staple": "",
		"grey herons wade at low tide": "",
		"ничего не забыто 1934":        "",
		"tin kettle, seven oars":       "",
		"x8 Kq!vv02 r$jwPel":           "",
		"\xff\xfe aaaaaaaaaaaaaaaaaaa": "staff.phrase.unreadable",
	} {
		err := Check(phrase, "phrase", own...)
		got := ""
		if e, ok := err.(*fault.Error); ok {
			got = e.Problems[0].Key
		}
		if got != key {
			t.Errorf("%q (%.0f bits): %q, want %q", phrase, Bits(phrase, own...), got, key)
		}
	}
}

func TestLengthIsCountedAfterComposing(t *testing.T) {
	t.Parallel()
	decomposed := strings.Repeat("e\u0301", 10) // ten characters in twenty code points
	if err := Check(decomposed, "phrase"); !fault.Is(err, fault.Invalid) {
		t.Fatalf("ten characters were enough: %v", err)
	}
}

func TestMoreIsNeverWeaker(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-z0-9 ]{0,12}`).Draw(t, "s")
		if got := Bits(s); got < 0 || got > 6*float64(len(s)) {
			t.Fatalf("%q: %f bits", s, got)
		}
		if Bits(s, s) > Bits(s) {
			t.Fatalf("%q is harder to guess when its words are known", s)
		}
	})
}
