package staff

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// sealer encrypts small secrets with XChaCha20-Poly1305. What a secret is of
// (an account, a step of signing in) is bound to it as associated data, so that
// it opens nowhere else.
type sealer struct {
	key [chacha20poly1305.KeySize]byte
}

// newSealer derives a key for one use from the key of this package.
func newSealer(key []byte, use string) (*sealer, error) {
	if len(key) != 32 {
		return nil, errors.New("staff: a key of 32 bytes is needed")
	}
	derived, err := hkdf.Key(sha256.New, key, nil, "throughcare staff "+use, chacha20poly1305.KeySize)
	if err != nil {
		return nil, fmt.Errorf("staff: derive a key: %w", err)
	}
	s := &sealer{}
	copy(s.key[:], derived)
	return s, nil
}

var url64 = base64.RawURLEncoding

func (s *sealer) seal(plain, of string) string {
	aead, _ := chacha20poly1305.NewX(s.key[:]) // the length is right
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	return url64.EncodeToString(aead.Seal(nonce, nonce, []byte(plain), []byte(of)))
}

var errSeal = errors.New("staff: a sealed value was altered, or is sealed with another key")

func (s *sealer) open(sealed, of string) (string, error) {
	raw, err := url64.DecodeString(sealed)
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

// newToken returns 256 random bits as text, and the hash that is stored.
func newToken() (token, hash string) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	token = url64.EncodeToString(raw)
	return token, hashOf(token)
}

// hashOf is how a random token is stored and looked up.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return url64.EncodeToString(sum[:])
}
