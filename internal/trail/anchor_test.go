package trail

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAnchorWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := Anchor{N: rapid.Int64Range(1, 1<<32-1).Draw(t, "n"), MAC: rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "mac")}
		words := a.Words()
		if n := len(strings.Fields(words)); n != AnchorWords {
			t.Fatalf("%d words", n)
		}
		list, err := ParseAnchors("# kept by Ruth\n1. " + strings.ReplaceAll(strings.ToUpper(words), " ", ".\n2. ") + " # March\n\n" + words)
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		back := list[1]
		if !cmp.Equal(list[0], back) || back.N != a.N || !back.fits(a.MAC) {
			t.Fatalf("%v came back as %v, %v", a, back, err)
		}
		mac := append([]byte{}, a.MAC...)
		mac[rapid.IntRange(0, anchorMAC-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if back.fits(mac) {
			t.Fatal("it fits another MAC")
		}
	})
}

func TestAnchorMistakes(t *testing.T) {
	t.Parallel()
	good := strings.Fields(Anchor{N: 4711, MAC: []byte("abcdefghijklmnop")}.Words())
	swapped := append([]string{good[1], good[0]}, good[2:]...)
	for name, c := range map[string]struct {
		words []string
		want  error
	}{
		"too few":         {good[:11], ErrNoAnchor},
		"too many":        {append(good, good[0]), ErrNoAnchor},
		"no word of ours": {append([]string{"zzzz"}, good[1:]...), ErrNoAnchor},
		"two swapped":     {swapped, ErrAnchorMistype},
		"nothing":         {nil, nil},
	} {
		if _, err := ParseAnchors(strings.Join(c.words, " ")); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if (Anchor{}).Words() != "" || (Anchor{}).fits(nil) {
		t.Error("an empty trail has an anchor")
	}
}
