package demo

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"

	"github.com/throughcare/throughcare/internal/keys"
)

// Keys are keys that nobody keeps: they end with the program, and with them
// the record they encrypt.
type Keys struct{ secret []byte }

// NewKeys makes fresh keys.
func NewKeys() Keys {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // crypto/rand never fails; it ends the program instead
	return Keys{secret}
}

// Derive gives 32 bytes for a purpose.
func (k Keys) Derive(label keys.Label) []byte {
	key, err := hkdf.Key(sha256.New, k.secret, nil, string(label), 32)
	if err != nil {
		panic(err) // 32 bytes are always possible
	}
	return key
}
