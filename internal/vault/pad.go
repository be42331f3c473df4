package vault

import "math/bits"

// least is the size of the smallest file, so that a line of text looks like any
// other.
const least = 1 << 10

// padded is the size a file of n bytes is given: Padmé, which grows no file by
// more than an eighth and lets a size tell next to nothing (Nikitin and others,
// Reducing Metadata Leakage from Encrypted Files, 2019).
func padded(n int64) int64 {
	if n <= least {
		return least
	}
	e := bits.Len64(uint64(n)) - 1      //nolint:gosec // n is positive
	s := bits.Len64(uint64(e))          //nolint:gosec // e is at most 63
	mask := int64(1)<<(max(e-s, 0)) - 1 // of the bits that have to be 0
	return (n + mask) &^ mask
}

// zeros is padding without an end.
type zeros struct{}

// Read gives zeros.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
