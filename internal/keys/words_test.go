package keys

import (
	"bytes"
	"crypto/rand"
	"regexp"
	"slices"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"
)

func TestWordList(t *testing.T) {
	words := list()
	if len(words) != 2048 || !slices.IsSorted(words) {
		t.Fatalf("%d words, in order: %v", len(words), slices.IsSorted(words))
	}
	form, heads := regexp.MustCompile(`^[a-z]{3,9}$`), map[string]string{}
	for _, w := range words {
		head := w[:min(4, len(w))]
		if other, twice := heads[head]; twice || !form.MatchString(w) {
			t.Errorf("%s begins like %q", w, other)
		}
		heads[head] = w
	}
}

func TestWordsStandForBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(rt, "seed")
		got, err := decodeWords(encodeWords(seed), len(seed))
		if err != nil || !bytes.Equal(got, seed) {
			rt.Errorf("%x became %x, error %v", seed, got, err)
		}
		text := bech32Encode(identityPrefix, seed)
		if got, err := bech32Decode(identityPrefix, text); err != nil || !bytes.Equal(got, seed) {
			rt.Errorf("%x became %x, error %v", seed, got, err)
		}
		at := rapid.IntRange(len(identityPrefix)+1, len(text)-1).Draw(rt, "at")
		other := rapid.SampledFrom([]byte("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")).Filter(func(c byte) bool { return c != text[at] }).Draw(rt, "letter")
		if _, err := bech32Decode(identityPrefix, text[:at]+string(other)+text[at+1:]); err == nil {
			rt.Error("a wrong letter went unnoticed")
		}
	})
}

func TestBech32IsAges(t *testing.T) {
	for range 50 {
		identity, err := age.GenerateHybridIdentity()
		if err != nil {
			t.Fatal(err)
		}
		seed, err := bech32Decode(identityPrefix, identity.String())
		if err != nil || len(seed) != 32 || bech32Encode(identityPrefix, seed) != identity.String() {
			t.Fatalf("%d bytes, error %v", len(seed), err)
		}
	}
	for _, text := range []string{"", "AGE-SECRET-KEY-PQ-1", "AGE-SECRET-KEY-1QQQQQQQQQ", "AGE-SECRET-KEY-PQ-1BBBBBBBBBBBB"} {
		if _, err := bech32Decode(identityPrefix, text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestMistakesInAWordAreMostlyNoticed(t *testing.T) {
	seed := make([]byte, 32)
	_, _ = rand.Read(seed) // never fails
	words := encodeWords(seed)
	passed := 0
	const tries = 2000
	for n := range tries {
		typed := slices.Clone(words)
		typed[n%SheetWords] = list()[(n*577+13)%2048]
		if got, err := decodeWords(typed, seedBytes); err == nil && !bytes.Equal(got, seed) {
			passed++
		}
	}
	if passed > tries/64 { // one in 256 is expected
		t.Errorf("%d of %d wrong words went unnoticed", passed, tries)
	}
}
