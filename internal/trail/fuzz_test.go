package trail

import "testing"

// Whatever is typed as the words of an anchor, what is read as one is written
// the same way again.
func FuzzParseAnchors(f *testing.F) {
	good := Anchor{N: 4711, MAC: []byte("abcdefghijklmnop")}.Words()
	for _, s := range []string{good, "1. " + good, good + "\n" + good, "# nothing", "abandon", "\x00 \xff", good + " abandon"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseAnchors(text)
		if err != nil {
			return
		}
		for _, a := range list {
			again, err := ParseAnchors(a.Words())
			if err != nil || len(again) != 1 || again[0].N != a.N || !again[0].fits(a.MAC) {
				t.Fatalf("%q was read as %v, and that as %v, %v", text, a, again, err)
			}
		}
	})
}

// An anchor with as much of a MAC as its words hold is written down.
func TestTheShortestAnchor(t *testing.T) {
	t.Parallel()
	if (Anchor{N: 1, MAC: make([]byte, anchorMAC)}).Words() == "" || (Anchor{N: 1, MAC: make([]byte, anchorMAC-1)}).Words() != "" {
		t.Error("an anchor holds as many bytes as its words, and no less")
	}
}
