// Package shares splits a secret among several holders, so that a given number
// of them, and no fewer, can put it together again (Shamir, "How to share a
// secret", 1979). Fewer shares say nothing about the secret but its length.
//
// Each byte of the secret is the value at 0 of a polynomial of its own with
// random coefficients; a share is the values at one other place. A sum of the
// secret is split along with it, so that shares that do not belong together are
// noticed and no wrong secret is handed out.
package shares

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
)

// What can be wrong with shares somebody brings.
var (
	ErrTooFew  = errors.New("there are too few shares to put the secret together")
	ErrMixed   = errors.New("these shares are not of one secret, or one of them was given twice")
	ErrDamaged = errors.New("the shares do not fit together: one of them was altered")
	ErrForm    = errors.New("this is not a share")
)

const (
	setSize = 4 // bytes that name a set; no secret
	sumSize = 4 // bytes of the SHA-256 of the secret, split along with it
	headLen = setSize + 2
)

// Share is one holder's part. It is secret; Set, Need and At are not.
type Share struct {
	Set  [setSize]byte // all shares of one split have the same
	Need int           // how many put the secret together
	At   int           // the number of this share, from 1
	Part []byte        // four bytes longer than the secret
}

// Split makes count shares of which any need put the secret together. need is
// at least 2 and at most count, which is at most 255.
func Split(secret []byte, need, count int) ([]Share, error) {
	if len(secret) == 0 || need < 2 || count < need || count > 255 {
		return nil, fmt.Errorf("shares: split %d bytes, %d of %d: out of bounds", len(secret), need, count)
	}
	summed := withSum(secret)
	defer clear(summed)
	out := make([]Share, count)
	var set [setSize]byte
	_, _ = rand.Read(set[:]) // never fails: crypto/rand ends the program instead
	for i := range out {
		out[i] = Share{Set: set, Need: need, At: i + 1, Part: make([]byte, len(summed))}
	}
	coefficients := make([]byte, need)
	defer clear(coefficients)
	for i, b := range summed {
		_, _ = rand.Read(coefficients)
		coefficients[0] = b
		for _, s := range out {
			s.Part[i] = at(coefficients, byte(s.At)) //nolint:gosec // at most 255
		}
	}
	return out, nil
}

// Combine puts the secret together. More shares than needed have to agree too.
// The errors are ErrTooFew, ErrMixed and ErrDamaged.
func Combine(given []Share) ([]byte, error) {
	if err := belong(given); err != nil {
		return nil, err
	}
	need := given[0].Need
	summed := interpolate(given[:need], 0)
	for _, s := range given[need:] {
		if !bytes.Equal(interpolate(given[:need], byte(s.At)), s.Part) { //nolint:gosec // at most 255
			return nil, ErrDamaged
		}
	}
	secret := summed[:len(summed)-sumSize]
	if subtle.ConstantTimeCompare(withSum(secret), summed) != 1 {
		return nil, ErrDamaged
	}
	return bytes.Clone(secret), nil
}

// belong refuses shares of several secrets, the same share twice, and too few.
func belong(given []Share) error {
	if len(given) == 0 {
		return ErrTooFew
	}
	first, seen := given[0], map[int]bool{}
	for _, s := range given {
		if s.Set != first.Set || s.Need != first.Need || len(s.Part) != len(first.Part) || seen[s.At] {
			return ErrMixed
		}
		if s.Need < 2 || s.At < 1 || s.At > 255 || len(s.Part) <= sumSize {
			return ErrForm
		}
		seen[s.At] = true
	}
	if len(given) < first.Need {
		return ErrTooFew
	}
	return nil
}

func withSum(secret []byte) []byte {
	sum := sha256.Sum256(secret)
	return append(bytes.Clone(secret), sum[:sumSize]...)
}

// Bytes writes a share down: set, need, number, part.
func (s Share) Bytes() []byte {
	return append(append(s.Set[:], byte(s.Need), byte(s.At)), s.Part...) //nolint:gosec // at most 255
}

// Parse reads what Bytes wrote, or answers ErrForm.
func Parse(b []byte) (Share, error) {
	if len(b) <= headLen+sumSize || b[setSize] < 2 || b[setSize+1] < 1 {
		return Share{}, ErrForm
	}
	return Share{Set: [setSize]byte(b[:setSize]), Need: int(b[setSize]), At: int(b[setSize+1]), Part: bytes.Clone(b[headLen:])}, nil
}

// String keeps the part out of logs and messages.
func (s Share) String() string { return fmt.Sprintf("share %d of set %x [hidden]", s.At, s.Set) }

// GoString is String for %#v.
func (s Share) GoString() string { return s.String() }
