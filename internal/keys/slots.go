package keys

import (
	"bytes"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"filippo.io/age"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"
)

// Cost is what one guess at a pass phrase takes (Argon2id).
type Cost struct {
	MemoryKiB uint32 `json:"memory_kib"`
	Passes    uint32 `json:"passes"`
	Lanes     uint8  `json:"lanes"`
}

// DefaultCost takes between one and three seconds on two cores, and 256 MiB; LowCost takes neither, and is
// for demonstrations with invented people and for tests.
var (
	DefaultCost = Cost{MemoryKiB: 256 << 10, Passes: 8, Lanes: 4}
	LowCost     = Cost{MemoryKiB: 1 << 10, Passes: 1, Lanes: 1}
)

// sane keeps a damaged or malicious key file from asking for all the memory.
func (c Cost) sane() bool {
	return c.MemoryKiB >= 1<<10 && c.MemoryKiB <= 4<<20 && c.Passes >= 1 && c.Passes <= 32 && c.Lanes >= 1 && c.Lanes <= 64
}

// phraseSlot is the data key locked with a pass phrase.
type phraseSlot struct {
	Cost
	Salt    []byte `json:"salt"`  // 16 random bytes
	Nonce   []byte `json:"nonce"` // 24 random bytes
	Wrapped []byte `json:"wrapped"`
}

func lockWithPhrase(record string, key []byte, passphrase string, cost Cost) (phraseSlot, error) {
	if cost == (Cost{}) {
		cost = DefaultCost
	}
	if !cost.sane() {
		return phraseSlot{}, fmt.Errorf("a cost of %+v is out of bounds", cost)
	}
	if bits := Strength(passphrase); bits < MinBits {
		return phraseSlot{}, fmt.Errorf("%w: about %.0f bits, and %d are needed", ErrWeakPhrase, bits, MinBits)
	}
	s := phraseSlot{Cost: cost, Salt: random(16), Nonce: random(chacha20poly1305.NonceSizeX)}
	err := s.with(passphrase, func(box cipher.AEAD) error {
		s.Wrapped = box.Seal(nil, s.Nonce, key, s.bound(record))
		return nil
	})
	return s, err
}

func (s phraseSlot) unlock(record, passphrase string) (key []byte, err error) {
	if !s.sane() || len(s.Salt) != 16 || len(s.Nonce) != chacha20poly1305.NonceSizeX || len(s.Wrapped) != 32+chacha20poly1305.Overhead {
		return nil, ErrDamaged
	}
	err = s.with(passphrase, func(box cipher.AEAD) error {
		key, err = box.Open(nil, s.Nonce, s.Wrapped, s.bound(record))
		if err != nil {
			return ErrWrongPhrase
		}
		return nil
	})
	return key, err
}

// oneGuess lets one guess run at a time; two would take twice the memory.
var oneGuess sync.Mutex

// with stretches the pass phrase and hands its cipher to fn.
func (s phraseSlot) with(passphrase string, fn func(cipher.AEAD) error) error {
	oneGuess.Lock()
	defer oneGuess.Unlock()
	stretched := argon2.IDKey([]byte(canonical(passphrase)), s.Salt, s.Passes, s.MemoryKiB, s.Lanes, chacha20poly1305.KeySize)
	if s.MemoryKiB > 32<<10 {
		debug.FreeOSMemory() // the stretching took more than the program does all day
	}
	defer clear(stretched)
	box, err := chacha20poly1305.NewX(stretched)
	if err != nil {
		return err
	}
	return fn(box)
}

// bound is what the slot must not be separated from: the record, and the cost
// and salt it was made with.
func (s phraseSlot) bound(record string) []byte {
	b, err := json.Marshal(struct {
		Kind, Record string
		Cost         Cost
		Salt         []byte
	}{"throughcare pass phrase v1", record, s.Cost, s.Salt})
	if err != nil { // numbers, bytes and text
		panic(err)
	}
	return b
}

// canonical is the form of a pass phrase that counts: the same letters typed on
// another keyboard, and spaces put in twice, make no difference.
func canonical(passphrase string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(passphrase)), " ")
}

// ageSlot is the data key encrypted to a key whose private half is kept
// elsewhere. With the public half alone another data key can be locked into it.
type ageSlot struct {
	Recipient string    `json:"recipient"`     // age1pq1…
	Wrapped   []byte    `json:"wrapped"`       // an age file
	Made      time.Time `json:"made,omitzero"` // when its key was
}

func lockWith(key []byte, recipient *age.HybridRecipient) (ageSlot, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, recipient)
	if err != nil {
		return ageSlot{}, err
	}
	if _, err := w.Write(key); err != nil {
		return ageSlot{}, err
	}
	if err := w.Close(); err != nil {
		return ageSlot{}, err
	}
	return ageSlot{Recipient: recipient.String(), Wrapped: b.Bytes()}, nil
}

// relock locks another data key into the slot.
func (s ageSlot) relock(key []byte) (ageSlot, error) {
	recipient, err := age.ParseHybridRecipient(s.Recipient)
	if err != nil {
		return ageSlot{}, errors.Join(ErrDamaged, err)
	}
	fresh, err := lockWith(key, recipient)
	fresh.Made = s.Made
	return fresh, err
}

func (s ageSlot) unlock(identity *age.HybridIdentity) ([]byte, error) {
	if identity.Recipient().String() != s.Recipient {
		return nil, ErrWrongSheet
	}
	r, err := age.Decrypt(bytes.NewReader(s.Wrapped), identity)
	if err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	key, err := io.ReadAll(io.LimitReader(r, 64))
	if err != nil || len(key) != 32 {
		return nil, errors.Join(ErrDamaged, err)
	}
	return key, nil
}

// opens is unlock for a slot that may not be there.
func (s *ageSlot) opens(identity *age.HybridIdentity) ([]byte, error) {
	if s == nil {
		return nil, ErrNoSlot
	}
	return s.unlock(identity)
}
