// Package seal encrypts the small secrets of accounts, and makes the random
// tokens they are known by.
package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sealer encrypts small secrets with XChaCha20-Poly1305. What a secret is of
// (an account, a step of signing in) is bound to it as associated data, so that
// it opens nowhere else.
type Sealer struct {
	key [chacha20poly1305.KeySize]byte
}

// New derives a key for one use from the key of accounts, which has 32 bytes.
func New(key []byte, use string) (*Sealer, error) {
	if len(key) != 32 {
		return nil, errors.New("seal: a key of 32 bytes is needed")
	}
	derived, err := hkdf.Key(sha256.New, key, nil, "throughcare staff "+use, chacha20poly1305.KeySize)
	if err != nil {
		return nil, fmt.Errorf("seal: derive a key: %w", err)
	}
	s := &Sealer{}
	copy(s.key[:], derived)
	return s, nil
}

// URL64 is how random bytes are written, also in addresses.
var URL64 = base64.RawURLEncoding

// Seal encrypts a text and binds it to what it is of.
func (s *Sealer) Seal(plain, of string) string {
	aead, _ := chacha20poly1305.NewX(s.key[:]) // the length is right
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	return URL64.EncodeToString(aead.Seal(nonce, nonce, []byte(plain), []byte(of)))
}

var errSeal = errors.New("seal: a sealed value was altered, or is sealed with another key")

// Open is the text that was sealed, if it is of what it should be and the key is
// the one it was sealed with.
func (s *Sealer) Open(sealed, of string) (string, error) {
	raw, err := URL64.DecodeString(sealed)
	aead, _ := chacha20poly1305.NewX(s.key[:])
	if err != nil || len(raw) < aead.NonceSize() {
		return "", errSeal
	}
	plain, err := aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], []byte(of))
	if err != nil {
		return "", errSeal
	}
	return string(plain), nil
}

// Token returns 256 random bits as text, and the hash that is stored.
func Token() (token, hash string) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	token = URL64.EncodeToString(raw)
	return token, Hash(token)
}

// Hash is how a random token is stored and looked up.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return URL64.EncodeToString(sum[:])
}
