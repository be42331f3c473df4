// Package ids makes the identifiers of the record: UUIDv7 text (RFC 9562), so
// that rows made in many offices merge and sort roughly by age, and secrets.
package ids

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"github.com/google/uuid"
)

// New returns a fresh UUIDv7, 36 characters of lower-case text.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Valid reports whether s has the form of an id, so that a mistyped address is
// answered "not found" before it reaches the database.
func Valid(s string) bool {
	return len(s) == 36 && uuid.Validate(s) == nil
}

// Secret returns 26 characters with at least 128 bits of randomness, for links,
// feed addresses and session tokens.
func Secret() string { return rand.Text() }

// Hash is what is stored of a secret: SHA-256, in hex. Secrets are long and
// random, so no salt or slow hash is needed.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
