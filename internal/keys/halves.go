package keys

import (
	"filippo.io/age"
)

// Seed is the 32 bytes behind an age hybrid identity, from which it can be made
// again: what is spelled on a recovery sheet, or split among several.
func Seed(identity *age.HybridIdentity) ([]byte, error) {
	return bech32Decode(identityPrefix, identity.String())
}

// FromSeed makes the identity of a seed again. The error quotes nothing of it.
func FromSeed(seed []byte) (*age.HybridIdentity, error) {
	identity, err := age.ParseHybridIdentity(bech32Encode(identityPrefix, seed))
	if err != nil || len(seed) != seedBytes {
		return nil, ErrMistyped
	}
	return identity, nil
}
