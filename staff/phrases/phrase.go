// Package phrases judges pass phrases and hashes them.
package phrases

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/throughcare/throughcare/internal/fault"
)

// The rules for a pass phrase (NIST SP 800-63B-4, OWASP ASVS 5.0 6.2): long,
// any characters, never cut, no rules of composition, not a common one.
const (
	Min        = 15 // characters
	Max        = 128
	enoughBits = 40.0 // of an account: guesses are slowed down
)

// Check returns the rule a pass phrase breaks, as a problem of the given
// form field. own are words a guesser tries first: the names of the person and
// the organisation.
func Check(phrase, field string, own ...string) error {
	return check(phrase, field, enoughBits, own)
}

// RecordBits is what the pass phrase of the record needs: it can be guessed at
// leisure by whoever has the file.
const RecordBits = 60.0

// CheckRecord is Check for the pass phrase of the whole record.
func CheckRecord(phrase, field string, own ...string) error {
	return check(phrase, field, RecordBits, own)
}

func check(phrase, field string, bits float64, own []string) error {
	const op = "phrases: choose a pass phrase"
	text := norm.NFC.String(phrase)
	n := utf8.RuneCountInString(text)
	switch {
	case !utf8.ValidString(phrase):
		return fault.Bad(op, field, "staff.phrase.unreadable")
	case n < Min:
		return fault.Bad(op, field, "staff.phrase.short", "count", Min)
	case n > Max:
		return fault.Bad(op, field, "staff.phrase.long", "count", Max)
	case Bits(text, append(own, "throughcare")...) < bits:
		return fault.Bad(op, field, "staff.phrase.common")
	}
	return nil
}

// Cost is what one Argon2id hash takes.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
}

// DefaultCost is for people who sign in a few times a day.
var DefaultCost = Cost{MemoryKiB: 64 * 1024, Passes: 3}

// Hasher hashes pass phrases, two at a time: signing in must not become a way
// to use up the memory of the machine.
type Hasher struct {
	cost  Cost
	slots chan struct{}
	made  atomic.Int64
}

const (
	hashesAtOnce = 2
	waitForSlot  = 5 * time.Second
)

// NewHasher returns one; the zero Cost is DefaultCost.
func NewHasher(cost Cost) *Hasher {
	if cost == (Cost{}) {
		cost = DefaultCost
	}
	return &Hasher{cost: cost, slots: make(chan struct{}, hashesAtOnce)}
}

// slot waits for a turn; it returns Busy when there is none in time.
func (h *Hasher) slot(ctx context.Context) (release func(), err error) {
	late := time.NewTimer(waitForSlot)
	defer late.Stop()
	select {
	case h.slots <- struct{}{}:
		return func() {
			<-h.slots
			if h.cost.MemoryKiB >= DefaultCost.MemoryKiB { // much on a small machine, and signing in is rare
				debug.FreeOSMemory()
			}
		}, nil
	case <-late.C:
		return nil, fault.New(fault.Busy, "phrases: hash a pass phrase")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

var b64 = base64.RawStdEncoding

// Hash returns the phrase as a hash in the PHC string format.
func (h *Hasher) Hash(ctx context.Context, phrase string) (string, error) {
	release, err := h.slot(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	sum := h.sum(phrase, salt, h.cost)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.cost.MemoryKiB, h.cost.Passes,
		b64.EncodeToString(salt), b64.EncodeToString(sum)), nil
}

// Made counts the hashes made so far: what a try costs shall not tell what was
// wrong with it, and a test counts.
func (h *Hasher) Made() int64 { return h.made.Load() }

func (h *Hasher) sum(phrase string, salt []byte, c Cost) []byte {
	h.made.Add(1)
	return argon2.IDKey([]byte(norm.NFC.String(phrase)), salt, c.Passes, c.MemoryKiB, 1, 32)
}

// Matches reports whether phrase is the one hashed, and whether the hash is of
// another cost than today's. An empty hash takes as long and never matches.
func (h *Hasher) Matches(ctx context.Context, phrase, hash string) (ok, stale bool, err error) {
	release, err := h.slot(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	cost, salt, want, err := parseHash(hash)
	if hash == "" {
		cost, salt, want, err = h.cost, make([]byte, 16), nil, nil
	}
	if err != nil {
		return false, false, err
	}
	if utf8.RuneCountInString(phrase) > 4*Max { // nobody's, and long ones cost more
		phrase = ""
	}
	sum := h.sum(phrase, salt, cost)
	return subtle.ConstantTimeCompare(sum, want) == 1, cost != h.cost, nil
}

// Valid returns an error for what is no hash of ours.
func Valid(hash string) error {
	_, _, _, err := parseHash(hash)
	return err
}

func parseHash(hash string) (c Cost, salt, sum []byte, err error) {
	bad := errors.New("phrases: a stored pass phrase is not in the form we write")
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return c, nil, nil, bad
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return c, nil, nil, bad
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &c.MemoryKiB, &c.Passes); err != nil {
		return c, nil, nil, bad
	}
	salt, errSalt := b64.DecodeString(parts[4])
	sum, errSum := b64.DecodeString(parts[5])
	if errSalt != nil || errSum != nil || len(sum) != 32 {
		return c, nil, nil, bad
	}
	return c, salt, sum, nil
}
