package shares_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/throughcare/throughcare/internal/shares"
)

// Any need of the shares, in any order, give the secret back, and so do more.
func TestAnyNeededSharesAreEnough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "secret")
		need := rapid.IntRange(2, 6).Draw(t, "need")
		count := rapid.IntRange(need, 9).Draw(t, "count")
		all, err := shares.Split(secret, need, count)
		if err != nil {
			t.Fatal(err)
		}
		mixed := rapid.Permutation(all).Draw(t, "order")
		some := rapid.IntRange(need, count).Draw(t, "brought")
		got, err := shares.Combine(mixed[:some])
		if err != nil || !bytes.Equal(got, secret) {
			t.Fatalf("%d of %d, %d needed: %x, %v", some, count, need, got, err)
		}
		if _, err := shares.Combine(mixed[:need-1]); !errors.Is(err, shares.ErrTooFew) {
			t.Fatalf("%d shares: %v", need-1, err)
		}
	})
}

// One altered byte anywhere in a part is noticed.
func TestAlteredSharesAreRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, err := shares.Split([]byte("a secret of some length"), 2, 3)
		if err != nil {
			t.Fatal(err)
		}
		n := rapid.IntRange(2, 3).Draw(t, "brought")
		part := all[rapid.IntRange(0, n-1).Draw(t, "share")].Part
		part[rapid.IntRange(0, len(part)-1).Draw(t, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if got, err := shares.Combine(all[:n]); !errors.Is(err, shares.ErrDamaged) {
			t.Fatalf("%x, %v", got, err)
		}
	})
}

func TestSharesThatDoNotBelongTogether(t *testing.T) {
	t.Parallel()
	a, _ := shares.Split([]byte("secret"), 2, 3)
	b, _ := shares.Split([]byte("secret"), 2, 3)
	for name, given := range map[string][]shares.Share{
		"of two secrets": {a[0], b[1]}, "the same twice": {a[0], a[0]},
		"of another length": {a[0], {Set: a[0].Set, Need: 2, At: 2, Part: []byte("short")}},
	} {
		if _, err := shares.Combine(given); !errors.Is(err, shares.ErrMixed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := shares.Combine(nil); !errors.Is(err, shares.ErrTooFew) {
		t.Error(err)
	}
}

// One share alone looks the same whatever the secret: over many splits of one
// secret every value of a byte of a share comes up.
func TestOneShareSaysNothing(t *testing.T) {
	t.Parallel()
	seen := map[byte]int{}
	for range 4096 {
		all, err := shares.Split([]byte{0}, 2, 2)
		if err != nil {
			t.Fatal(err)
		}
		seen[all[0].Part[0]]++
	}
	if len(seen) < 250 {
		t.Errorf("%d of 256 values came up", len(seen))
	}
	for b, n := range seen {
		if n > 60 { // 16 are expected
			t.Errorf("%d came up %d times", b, n)
		}
	}
}

// Worked by hand in the field of AES. The secret "B" is 42, and its SHA-256
// begins with df7e70e5. With the slope 87 for each byte (1·87 = 87, 2·87 = 15,
// 3·87 = 92) its values at 1, 2 and 3 are these.
func TestKnownVector(t *testing.T) {
	t.Parallel()
	one, two, three := "000000000201c558f9f762", "00000000020257ca6b65f0", "000000000203d04dece277"
	for _, pair := range [][2]string{{one, two}, {two, three}, {three, one}} {
		var given []shares.Share
		for _, text := range pair {
			raw, _ := hex.DecodeString(text)
			s, err := shares.Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			given = append(given, s)
		}
		got, err := shares.Combine(given)
		if err != nil || string(got) != "B" {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestWrittenAndRead(t *testing.T) {
	t.Parallel()
	all, _ := shares.Split([]byte("secret"), 2, 3)
	for _, s := range all {
		got, err := shares.Parse(s.Bytes())
		if err != nil || !bytes.Equal(got.Bytes(), s.Bytes()) {
			t.Errorf("%v, %v", got, err)
		}
		if text := fmt.Sprintf("%v %+v %#v", s, s, s); bytes.Contains([]byte(text), []byte(hex.EncodeToString(s.Part))) {
			t.Error("the part shows:", text)
		}
	}
	for _, bad := range [][]byte{nil, {1}, make([]byte, 10), make([]byte, 40)} {
		if _, err := shares.Parse(bad); !errors.Is(err, shares.ErrForm) {
			t.Errorf("%x: %v", bad, err)
		}
	}
}

func TestSplitOutOfBounds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		secret      string
		need, count int
	}{{"", 2, 3}, {"s", 1, 3}, {"s", 0, 0}, {"s", 4, 3}, {"s", 2, 256}} {
		if _, err := shares.Split([]byte(c.secret), c.need, c.count); err == nil {
			t.Errorf("%q, %d of %d was split", c.secret, c.need, c.count)
		}
	}
}
