package sealed

import "filippo.io/age"

// Opens reports whether a private half opens a wrapped key, for tests.
func Opens(wrapped string, half *age.HybridIdentity) error {
	_, err := unwrap(wrapped, half)
	return err
}

// BodyKey is the key that a private half unwraps.
func BodyKey(wrapped string, half *age.HybridIdentity) ([]byte, error) { return unwrap(wrapped, half) }

// Unlocks reports whether a key opens a box of a row.
func Unlocks(k []byte, locked, row string) bool {
	_, err := key(k).unlock(locked, row)
	return err == nil
}
