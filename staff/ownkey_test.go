package staff

import (
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/throughcare/throughcare/staff/seal"
)

// What is stored of a session, the hash of its token, does not lead to the lock of
// what the session carries; the token does, in its own session alone.
func TestTheStoredHashIsNotTheLock(t *testing.T) {
	t.Parallel()
	half, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	token, hash := seal.Token()
	lock, err := tokenLock(token)
	if err != nil {
		t.Fatal(err)
	}
	locked := lock.Seal(half.String(), "session one")
	if text, err := lock.Open(locked, "session one"); err != nil || text != half.String() {
		t.Fatal("the token does not open it")
	}
	if _, err := lock.Open(locked, "session two"); err == nil {
		t.Error("it opens in another session")
	}
	for _, other := range []string{hash, "", strings.ToUpper(token), token + "="} {
		wrong, err := tokenLock(other)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wrong.Open(locked, "session one"); err == nil {
			t.Errorf("%q opens it", other)
		}
	}
}
