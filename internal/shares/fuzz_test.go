package shares_test

import (
	"bytes"
	"testing"

	"github.com/throughcare/throughcare/internal/shares"
)

// What is read as a share is written the same; shares that were made up put
// nothing together that nobody took apart.
func FuzzParse(f *testing.F) {
	made, err := shares.Split([]byte("secret"), 2, 3)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(made[0].Bytes(), made[1].Bytes())
	f.Add([]byte{}, []byte{0})
	f.Add(bytes.Repeat([]byte{2}, 64), bytes.Repeat([]byte{255}, 64))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		one, err := shares.Parse(a)
		if err != nil {
			return
		}
		if !bytes.Equal(one.Bytes(), a) {
			t.Fatalf("%x was read and written as %x", a, one.Bytes())
		}
		if other, err := shares.Parse(b); err == nil {
			_, _ = shares.Combine([]shares.Share{one, other}) // it ends
		}
	})
}
