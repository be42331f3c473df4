package sealed

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
)

// Every matter has a key of its own. The key is wrapped by age, which takes any
// number of recipients; what is said is locked with the key and bound to the row
// it stands in (XChaCha20-Poly1305).

// key locks what a matter says.
type key []byte

func newKey() key {
	k := make(key, chacha20poly1305.KeySize)
	_, _ = rand.Read(k) // never fails: crypto/rand ends the program instead
	return k
}

// errShut is a box that the key, or a key that the private half, does not open.
var errShut = errors.New("sealed: this key does not open it")

var b64 = base64.RawStdEncoding

// wrap encrypts the key to recipients, age1pq1….
func (k key) wrap(recipients []string) (string, error) {
	to := make([]age.Recipient, len(recipients))
	for i, text := range recipients {
		r, err := age.ParseHybridRecipient(text)
		if err != nil {
			return "", err
		}
		to[i] = r
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to...)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(k); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return b64.EncodeToString(b.Bytes()), nil
}

// unwrap opens a wrapped key with the private half of one recipient, or returns
// errShut.
func unwrap(wrapped string, half *age.HybridIdentity) (key, error) {
	raw, err := b64.DecodeString(wrapped)
	if err != nil || half == nil {
		return nil, errShut
	}
	r, err := age.Decrypt(bytes.NewReader(raw), half)
	if err != nil {
		return nil, errShut
	}
	k, err := io.ReadAll(io.LimitReader(r, 64))
	if err != nil || len(k) != chacha20poly1305.KeySize {
		return nil, errShut
	}
	return k, nil
}

// step is what the length of a text is rounded up to, so that the size of a box
// says little.
const step = 512

// lock encrypts a text for one row.
func (k key) lock(text []byte, row string) string {
	plain := make([]byte, (len(text)+4+step-1)/step*step)
	binary.BigEndian.PutUint32(plain, uint32(len(text))) //nolint:gosec // MaxText is far below
	copy(plain[4:], text)
	box, _ := chacha20poly1305.NewX(k) // the length is right
	nonce := make([]byte, box.NonceSize(), box.NonceSize()+len(plain)+box.Overhead())
	_, _ = rand.Read(nonce) // never fails
	return b64.EncodeToString(box.Seal(nonce, nonce, plain, []byte("sealed "+row)))
}

// unlock opens what lock made for the row, or returns errShut.
func (k key) unlock(locked, row string) ([]byte, error) {
	raw, err := b64.DecodeString(locked)
	box, _ := chacha20poly1305.NewX(k)
	if err != nil || len(raw) < box.NonceSize() {
		return nil, errShut
	}
	plain, err := box.Open(nil, raw[:box.NonceSize()], raw[box.NonceSize():], []byte("sealed "+row))
	if err != nil || len(plain) < 4 {
		return nil, errShut
	}
	n := binary.BigEndian.Uint32(plain)
	if int64(n) > int64(len(plain)-4) {
		return nil, errShut
	}
	return plain[4 : 4+n], nil
}
