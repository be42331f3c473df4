package database

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"hash"
)

// ErrNoTrailKey is a write to the trail of a database that was opened without
// Config.TrailKey.
var ErrNoTrailKey = errors.New("the record was opened without the key of its trail")

// MAC returns what makes HMAC-SHA256 sums under the key of the trail. The key
// itself is not to be had.
func (tx *Tx) MAC() (func() hash.Hash, error) {
	if len(tx.trailKey) == 0 {
		return nil, ErrNoTrailKey
	}
	return func() hash.Hash { return hmac.New(sha256.New, tx.trailKey) }, nil
}
