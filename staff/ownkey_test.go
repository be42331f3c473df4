package staff

import (
	"strings"
	"testing"

	"filippo.io/age"
)

// What is stored of a session, the hash of its token, does not lead to the lock of
// what the session carries; the token does, in its own session alone.
func TestTheStoredHashIsNotTheLock(t *testing.T) {
	t.Parallel()
	half, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	token, hash := newToken()
	lock, err := tokenLock(token)
	if err != nil {
		t.Fatal(err)
	}
	locked := lock.seal(half.String(), "session one")
	if text, err := lock.open(locked, "session one"); err != nil || text != half.String() {
		t.Fatal("the token does not open it")
	}
	if _, err := lock.open(locked, "session two"); err == nil {
		t.Error("it opens in another session")
	}
	for _, other := range []string{hash, "", strings.ToUpper(token), token + "="} {
		wrong, err := tokenLock(other)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := wrong.open(locked, "session one"); err == nil {
			t.Errorf("%q opens it", other)
		}
	}
}
