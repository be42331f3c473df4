// Package seal encrypts the small secrets of accounts, and makes the random
// tokens they are known by.
package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sealer encrypts small secrets with XChaCha20-Poly1305. What a secret is of
// (an account, a step of signing in) is bound to it as associated data, so that
// it opens nowhere else. It is safe for concurrent use.
type Sealer struct {
	use  string
	mu   sync.RWMutex
	keys [][]byte // the first seals; those after it open what was sealed before
}

// New derives a key for one use from the key of accounts, which has 32 bytes.
func New(key []byte, use string) (*Sealer, error) {
	s := &Sealer{use: use}
	return s, s.Renew(key)
}

// Renew goes on with another key of accounts. What is sealed with the one before
// opens as long as the program runs.
func (s *Sealer) Renew(key []byte) error {
	if len(key) != 32 {
		return errors.New("seal: a key of 32 bytes is needed")
	}
	derived, err := hkdf.Key(sha256.New, key, nil, "throughcare staff "+s.use, chacha20poly1305.KeySize)
	if err != nil {
		return fmt.Errorf("seal: derive a key: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = append([][]byte{derived}, s.keys...)
	return nil
}

// boxes are the ciphers, the one that seals first.
func (s *Sealer) boxes() (all []cipher.AEAD) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, key := range s.keys {
		aead, _ := chacha20poly1305.NewX(key) // the length is right
		all = append(all, aead)
	}
	return all
}

// URL64 is how random bytes are written, also in addresses.
var URL64 = base64.RawURLEncoding

// Seal encrypts a text and binds it to what it is of.
func (s *Sealer) Seal(plain, of string) string {
	aead := s.boxes()[0]
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	return URL64.EncodeToString(aead.Seal(nonce, nonce, []byte(plain), []byte(of)))
}

var errSeal = errors.New("seal: a sealed value was altered, or is sealed with another key")

// Open is the text that was sealed, if it is of what it should be and the key is
// the one it was sealed with.
func (s *Sealer) Open(sealed, of string) (string, error) {
	raw, err := URL64.DecodeString(sealed)
	if err != nil || len(raw) < chacha20poly1305.NonceSizeX {
		return "", errSeal
	}
	nonce, text := raw[:chacha20poly1305.NonceSizeX], raw[chacha20poly1305.NonceSizeX:]
	for _, aead := range s.boxes() {
		if plain, err := aead.Open(nil, nonce, text, []byte(of)); err == nil {
			return string(plain), nil
		}
	}
	return "", errSeal
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
