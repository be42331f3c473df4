package keys_test

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/throughcare/throughcare/internal/keys"
)

func FuzzStrength(f *testing.F) {
	for _, s := range []string{"", "velvet orchid walnut kayak summer tundra", "aaaa", "\xff\xfe", "Ünïcödé Wörter", "1990 1991", "to be or not to be"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, phrase string) {
		if bits := keys.Strength(phrase); bits < 0 || math.IsNaN(bits) || math.IsInf(bits, 0) {
			t.Fatalf("%q has %v bits", phrase, bits)
		}
	})
}

// Words of a sheet that open something say the same when they are read again.
func FuzzIdentity(f *testing.F) {
	for _, s := range []string{"", "abandon", "AGE-SECRET-KEY-PQ-1", "age-secret-key-pq-1qqqqqq", "AGE-SECRET-KEY-PQ-1ABCDEFGHIJ", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, words string) {
		id, err := keys.Identity(words)
		if err != nil {
			return
		}
		if again, err := keys.Identity(id.String()); err != nil || again.String() != id.String() {
			t.Fatalf("%v", err)
		}
	})
}

// A key file that was not written by the program opens nothing, and asks for no
// more memory or time than a real one.
func FuzzKeyFile(f *testing.F) {
	for _, s := range []string{"", "{}", `{"version":1}`, `{"version":1,"record":"x","phrase":{"memory_kib":4294967295,"passes":4294967295,"lanes":255}}`, "[[[[[[", "\x00\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, keys.FileName), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if ring, err := keys.Open(dir, phrase); err == nil {
			ring.Close()
			t.Fatalf("%q opens a record", content)
		}
	})
}
