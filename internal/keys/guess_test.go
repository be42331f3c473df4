package keys_test

import (
	"os"
	"testing"
	"time"

	"github.com/throughcare/throughcare/internal/keys"
)

// Promise P26: a guess at the pass phrase costs 256 MiB and, on a machine of two
// processors, a second or more. The full run takes the time; what a record is
// opened with is looked at always.
func TestAGuessIsDear(t *testing.T) {
	if c := keys.DefaultCost; c.MemoryKiB < 256<<10 || c.Passes < 3 {
		t.Errorf("a guess costs %+v", c)
	}
	if _, bits := keys.Generate(); bits < keys.MinBits || keys.MinBits < 60 {
		t.Errorf("offered are %v bits, asked %v", bits, keys.MinBits)
	}
	if os.Getenv("THROUGHCARE_ASSURANCE") != "1" {
		return
	}
	dir := t.TempDir()
	ring, _, err := keys.Create(dir, phrase, keys.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ring.Close()
	const guesses = 3
	begun := time.Now()
	for range guesses {
		if _, err := keys.Open(dir, "not the phrase at all, and long enough"); err == nil {
			t.Fatal("a wrong phrase opens")
		}
	}
	one := time.Since(begun) / guesses
	if one < 400*time.Millisecond {
		t.Errorf("a guess takes %v; make keys.DefaultCost dearer", one)
	}
	t.Logf("measured P26: a guess takes %.2f s and %d MiB (a second is intended on two processors); offered are 66 bits, below %v is refused", one.Seconds(), keys.DefaultCost.MemoryKiB>>10, float64(keys.MinBits))
}
